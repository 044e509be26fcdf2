import { type Context, Hono } from 'hono'
import { DEFAULT_PROFILE_IMAGE } from '../../domain/account/account.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { refuse } from './dialect.ts'
import { respond } from './respond.ts'
import { access, type Session } from './session.ts'
import { digestOf } from './wire.ts'

export type ImageDeps = { readonly images: ImageStore }

/** A stored picture has a random name, and what is under it never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'
/** The bundled one may be drawn anew by a later version. */
const FOR_A_DAY = 'public, max-age=86400'

/** Pictures, for everybody who has their address. `HEAD` answers the same without the picture. */
export const imageRoutes = (use: ImageDeps) =>
  new Hono<Session>().get('/:name', access('public'), async (c) => {
    const name = c.req.param('name')
    const image = await use.images.load(name)
    if (image === null) return refuse(c, { kind: 'route-not-found' })
    const bytes = new Uint8Array(image.bytes)
    const isBundled = name === DEFAULT_PROFILE_IMAGE
    const tag = `"${isBundled ? await digestOf(bytes) : name}"`
    const kept = { ETag: tag, 'Cache-Control': isBundled ? FOR_A_DAY : FOR_EVER }
    if (isKnown(c, tag)) return respond(c, 304, null, kept)
    return respond(c, 200, bytes, {
      ...kept,
      'Content-Type': image.contentType,
      'Content-Length': String(bytes.byteLength),
    })
  })

/** Whether the client has the picture already (RFC 9110, section 13.1.2: compared without the mark of a weak tag). */
const isKnown = (c: Context, tag: string): boolean =>
  (c.req.header('if-none-match') ?? '')
    .split(',')
    .map((known) => known.trim().replace(/^W\//, ''))
    .some((known) => known === '*' || known === tag)
