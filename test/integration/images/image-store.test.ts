import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { diskImages } from '../../../src/adapters/images/disk.ts'
import { s3Images } from '../../../src/adapters/images/s3.ts'
import type { S3Settings } from '../../../src/adapters/images/s3-requests.ts'
import { memoryImages } from '../../../src/adapters/memory/image-store.ts'
import { readConfig } from '../../../src/entry/config.ts'
import type { ImageStore } from '../../../src/ports/image-store.ts'
import { Outage } from '../../../src/ports/outage.ts'
import {
  BEHIND,
  gifComment,
  gifFrame,
  jpegOfScans,
  PHOTOS,
  pngChunk,
  TELLTALE,
  turnedPhoto,
  withIn,
} from '../../fixtures/photos.ts'
import { jpeg, onePixel, png, pngThatClaims } from '../../fixtures/pictures.ts'
import { type S3Server, startS3Server } from '../../fixtures/s3-server.ts'

let root: string
let s3: S3Server
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crecker-images-'))
  s3 = await startS3Server()
})
afterAll(async () => {
  await rm(root, { recursive: true })
  await s3.close()
})

/** The storage of these tests, or the real one that `TEST_S3_URL` names in the form of `IMAGES`, whose keys are set too. */
const s3Settings = (): S3Settings => {
  const { TEST_S3_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env
  if (TEST_S3_URL === undefined) return s3.settings
  const { images } = readConfig({
    IMAGES: TEST_S3_URL,
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN,
  })
  if (images.kind !== 's3') throw new Error('TEST_S3_URL must be s3://<bucket>/<prefix>?region=<region>')
  return images
}

const savedName = async (images: ImageStore, bytes: Uint8Array): Promise<string> => {
  const saved = await images.save(bytes)
  if (!saved.ok) throw new Error(`refused: ${saved.error.kind}`)
  return saved.value
}

const UNREADABLE = { ok: false, error: { kind: 'image-unreadable' } }
const RED = png(3, 2, [255, 0, 0])

const patched = (bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  copy.set(values, at)
  return copy
}
const text = (content: string): Uint8Array => Uint8Array.from(Buffer.from(content))

/** A PNG that moves: so many frames, all of them smaller than what they are frames of. */
const film = (frames: number, width: number, height: number): Uint8Array => {
  const chunks = Array.from({ length: frames }, () => pngChunk('fcTL', Buffer.alloc(26)))
  return withIn(pngThatClaims(width, height), BEHIND.png, ...chunks)
}
const gifFilm = (frames: number): Uint8Array =>
  withIn(onePixel.gif, BEHIND.gif, ...Array.from({ length: frames - 1 }, () => gifFrame))

const stores = [
  ['memory', (maximumBytes?: number) => memoryImages(maximumBytes === undefined ? {} : { maximumBytes })],
  [
    'disk',
    (maximumBytes?: number) =>
      diskImages({
        directory: join(root, 'contract'),
        ...(maximumBytes === undefined ? {} : { maximumBytes }),
      }),
  ],
  [
    'S3',
    (maximumBytes?: number) =>
      s3Images({ ...s3Settings(), ...(maximumBytes === undefined ? {} : { maximumBytes }) }),
  ],
] as const

describe.each(stores)('pictures kept in %s', (_, open) => {
  test.each([
    ['PNG', RED, 'png', 'image/png'],
    ['JPEG', jpeg(20, 9), 'jpg', 'image/jpeg'],
    ['GIF', onePixel.gif, 'gif', 'image/gif'],
    ['lossy WebP', onePixel.webpLossy, 'webp', 'image/webp'],
    ['lossless WebP', onePixel.webpLossless, 'webp', 'image/webp'],
    ['extended WebP', onePixel.webpExtended, 'webp', 'image/webp'],
    ['the largest PNG allowed on one side', png(12_000, 1, [0, 0, 0]), 'png', 'image/png'],
    ['a PNG of 25 megapixels', pngThatClaims(5_000, 5_000), 'png', 'image/png'],
    ['a GIF of a thousand frames', gifFilm(1_000), 'gif', 'image/gif'],
    ['a JPEG of a hundred scans', jpegOfScans(100), 'jpg', 'image/jpeg'],
    ['a JPEG of 20 scans of 25 megapixels', jpegOfScans(20, 5_000, 5_000), 'jpg', 'image/jpeg'],
    ['a PNG of 500 frames of a megapixel', film(500, 1_000, 1_000), 'png', 'image/png'],
  ])('keep a %s', async (_kind, bytes, extension, contentType) => {
    const images = open()
    const name = await savedName(images, bytes)
    expect(name).toMatch(new RegExp(`^[0-9a-f]{32}\\.${extension}$`))
    expect(await images.load(name)).toEqual({ bytes, contentType })
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['text', text('not a picture')],
    ['a page', text('<html><script>alert(1)</script></html>')],
    ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a PNG signature with a page behind it', Buffer.concat([RED.subarray(0, 8), text('<html>'.repeat(20))])],
    ['a cut PNG', RED.subarray(0, 32)],
    ['a PNG whose header was changed', patched(RED, 19, 9)],
    ['a PNG without width', pngThatClaims(0, 1)],
    ['a PNG without height', pngThatClaims(1, 0)],
    ['a PNG that is too wide', png(12_001, 1, [0, 0, 0])],
    ['a PNG that is too high', png(1, 12_001, [0, 0, 0])],
    ['a PNG with too many pixels', pngThatClaims(5_001, 5_000)],
    ['a PNG bomb', pngThatClaims(0xffff_ffff, 0xffff_ffff)],
    ['a JPEG of its first bytes', jpeg(8, 8).subarray(0, 3)],
    ['a JPEG that ends before its size', jpeg(8, 8).subarray(0, 90)],
    ['a JPEG without height', jpeg(8, 0)],
    ['a JPEG with too many pixels', patched(jpeg(8, 8), 20 + 69 + 5, 0x20, 0, 0x20, 0)],
    ['a JPEG segment of no length', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xc0, 0, 11)],
    ['a JPEG that goes straight to its end', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0)],
    ['a JPEG of too many scans', jpegOfScans(101)],
    ['a JPEG with too many pixels in all its scans', jpegOfScans(21, 5_000, 5_000)],
    ['a GIF without width', patched(onePixel.gif, 6, 0, 0)],
    ['a GIF that is too wide', patched(onePixel.gif, 6, 0xff, 0xff)],
    ['a cut GIF', onePixel.gif.subarray(0, 10)],
    ['a GIF of which the last byte is missing', onePixel.gif.subarray(0, -1)],
    ['a GIF of too many frames', gifFilm(1_001)],
    ['a PNG with too many pixels in all its frames', film(501, 1_000, 1_000)],
    ['a PNG without its end', RED.subarray(0, -12)],
    ['a JPEG without its end', jpeg(8, 8).subarray(0, -2)],
    ['a WebP of which a part is missing', onePixel.webpLossy.subarray(0, -1)],
    ['a WebP without key frame', patched(onePixel.webpLossy, 20, 0x31)],
    ['a lossless WebP without signature', patched(onePixel.webpLossless, 20, 0)],
    ['an extended WebP that is too wide', patched(onePixel.webpExtended, 24, 0xff, 0xff, 0xff)],
    ['sound', Buffer.concat([text('RIFF'), Uint8Array.of(40, 0, 0, 0), text('WAVEfmt '.padEnd(60))])],
  ])('refuse %s', async (_kind, bytes) => {
    expect(await open().save(bytes)).toEqual(UNREADABLE)
  })

  test.each(Object.entries(PHOTOS))(
    'keep of a %s what is seen, and not where it was taken',
    async (_kind, photo) => {
      const images = open()
      const kept = await images.load(await savedName(images, photo.told))
      expect(kept?.bytes).toEqual(photo.plain)
    },
  )

  it('stay turned as the phone was held', async () => {
    const images = open()
    const kept = Buffer.from((await images.load(await savedName(images, turnedPhoto(6))))?.bytes ?? [])
    expect(kept.includes('Exif')).toBe(true)
    expect(kept.includes(TELLTALE)).toBe(false)
  })

  it.each([
    ['behind its end', Buffer.concat([onePixel.gif, text('<script>alert(1)</script>')])],
    ['in a comment', withIn(onePixel.gif, BEHIND.gif, gifComment('<script>alert(1)</script>'))],
  ])('that carry a page %s are kept without it, as pictures', async (_where, polyglot) => {
    const images = open()
    const kept = await images.load(await savedName(images, polyglot))
    expect(kept).toEqual({ bytes: onePixel.gif, contentType: 'image/gif' })
  })

  it('refuse what is too large, and say what is not', async () => {
    const images = open(RED.byteLength)
    expect((await images.save(RED)).ok).toBe(true)
    const larger = Buffer.concat([RED, Uint8Array.of(0)])
    const expected = { kind: 'image-too-large', maximumBytes: RED.byteLength }
    expect(await images.save(larger)).toEqual({ ok: false, error: expected })
    const fiveMebibytes = 5 * 1024 * 1024
    expect(await open().save(new Uint8Array(fiveMebibytes + 1))).toEqual({
      ok: false,
      error: { kind: 'image-too-large', maximumBytes: fiveMebibytes },
    })
  })

  it('never get the same name twice', async () => {
    const images = open()
    const names = await Promise.all(Array.from({ length: 20 }, () => savedName(images, RED)))
    expect(new Set(names).size).toBe(20)
  })

  it('are gone when removed, also twice', async () => {
    const images = open()
    const name = await savedName(images, RED)
    const other = await savedName(images, RED)
    await images.remove(name)
    await images.remove(name)
    expect(await images.load(name)).toBeNull()
    expect(await images.load(other)).not.toBeNull()
  })

  it('do not change with the bytes they came from or went to', async () => {
    const images = open()
    const bytes = Uint8Array.from(RED)
    const name = await savedName(images, bytes)
    bytes.fill(0)
    const loaded = await images.load(name)
    expect(loaded?.bytes).toEqual(RED)
    loaded?.bytes.fill(0)
    expect((await images.load(name))?.bytes).toEqual(RED)
  })

  it('are read from the middle of a larger buffer', async () => {
    const request = Buffer.concat([Buffer.alloc(13), RED, Buffer.alloc(13)])
    const images = open()
    const name = await savedName(images, request.subarray(13, 13 + RED.byteLength))
    expect((await images.load(name))?.bytes).toEqual(RED)
  })

  it('are not found under a name that was never given', async () => {
    expect(await open().load(`${'0'.repeat(32)}.png`)).toBeNull()
  })
})

describe('a folder of pictures', () => {
  let directory: string
  let images: ImageStore
  beforeEach(async () => {
    directory = await mkdtemp(join(root, 'folder-'))
    images = diskImages({ directory: join(directory, 'images') })
    await savedName(images, RED)
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  const names = [
    '../secret.png',
    `../${'a'.repeat(32)}.png`,
    `..%2f${'a'.repeat(32)}.png`,
    `${'a'.repeat(32)}.png/../../secret.png`,
    'secret.png',
    `${'A'.repeat(32)}.png`,
    `${'a'.repeat(32)}.txt`,
    `${'a'.repeat(32)}.png.tmp`,
    `${'a'.repeat(32)}.png\n`,
    `${'a'.repeat(32)}.png\0`,
    `${'a'.repeat(32)}.png\0.txt`,
    '',
    '.',
    '/etc/passwd',
  ]
  test.each(names)('gives out and removes nothing under %j', async (name) => {
    const outside = join(directory, 'secret.png')
    const neighbour = join(directory, `${'a'.repeat(32)}.png`)
    const inside = join(directory, 'images', 'secret.png')
    const unfinished = join(directory, 'images', `${'a'.repeat(32)}.png.tmp`)
    for (const path of [outside, neighbour, inside, unfinished]) await writeFile(path, RED)
    expect(await images.load(name)).toBeNull()
    await images.remove(name)
    expect(await readdir(directory)).toHaveLength(3)
    expect(await readdir(join(directory, 'images'))).toHaveLength(3)
  })

  it('holds whole pictures only', async () => {
    await images.save(text('not a picture'))
    expect(await readdir(join(directory, 'images'))).toHaveLength(1)
  })

  it('is an outage, not a missing picture, when it cannot be used', async () => {
    await writeFile(join(directory, 'file'), '')
    const broken = diskImages({ directory: join(directory, 'file') })
    const name = `${'a'.repeat(32)}.png`
    await expect(broken.save(RED)).rejects.toThrow(Outage)
    await expect(broken.load(name)).rejects.toThrow(Outage)
    await expect(broken.load(name)).rejects.toHaveProperty('cause.code', 'ENOTDIR')
    await expect(broken.remove(name)).rejects.toThrow(Outage)
  })

  it('has no picture before the first was saved', async () => {
    const untouched = diskImages({ directory: join(directory, 'none') })
    expect(await untouched.load(`${'a'.repeat(32)}.png`)).toBeNull()
    await untouched.remove(`${'a'.repeat(32)}.png`)
  })
})
