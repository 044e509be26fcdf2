import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { waitsForPictures } from './answer-in-time.ts'
import type { Session } from './session.ts'

const MEBIBYTE = 1024 * 1024
const BODY_MAX_BYTES = MEBIBYTE
/** What image stores take at most. */
const PICTURE_MAX_BYTES = 5 * MEBIBYTE

const PICTURES = Symbol('pictures')

/** Declares that a route takes pictures: its body may be as large as they are, and whoever sends them may be slow. */
export const takesPictures = (count: number): MiddlewareHandler<Session> =>
  Object.assign(waitsForPictures(count), { [PICTURES]: count })

/** How many pictures the route of this request takes. */
export const picturesTakenBy = (c: Context): number =>
  Math.max(0, ...matchedRoutes(c).map(({ handler }) => picturesOf(handler)))

/** How large a body with so many pictures may be, in bytes. */
export const bodyMaximumFor = (pictures: number): number => BODY_MAX_BYTES + PICTURE_MAX_BYTES * pictures

const picturesOf = (handler: unknown): number =>
  typeof handler === 'function' && PICTURES in handler ? Number(handler[PICTURES]) : 0
