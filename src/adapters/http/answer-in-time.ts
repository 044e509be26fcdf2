import type { Context, MiddlewareHandler } from 'hono'
import { refuse } from './dialect.ts'
import type { Session } from './session.ts'

/**
 * Each statement has a deadline of its own, but a request makes several, and may run its work again: when the database
 * hangs in the middle, these add up. Whoever asks is told in time all the same.
 */
const ANSWER_WITHIN_MS = 2_300
/** What YouTube may take, passwords that wait for their turn to be hashed, or the storage of pictures. */
const OUTSIDE_MS = 10_000
/** How long five megabytes are on their way from a phone that sends 3 megabits a second. */
const PICTURE_MS = 14_000
/** Whatever a route waits for. The socket must wait longer, or clients are cut off without an answer. */
export const LONGEST_ANSWER_MS = 28_000

const waitsFor =
  (outsideMs: number): MiddlewareHandler<Session> =>
  (c, next) => {
    c.set('outsideMs', outsideMs)
    return next()
  }

/** Declares that a route also waits for something that is no database. */
export const waitsOutside = waitsFor(OUTSIDE_MS)

/** How long so many pictures, and their storage, are waited for. */
export const picturesMs = (count: number): number =>
  Math.min(OUTSIDE_MS + count * PICTURE_MS, LONGEST_ANSWER_MS - ANSWER_WITHIN_MS)

/** Declares that a route waits until so many pictures have come in, and for their storage. */
export const waitsForPictures = (count: number): MiddlewareHandler<Session> => waitsFor(picturesMs(count))

/**
 * Answers an outage when the routes take too long. Their work goes on behind the client's back and may still be done, as
 * when a connection is lost: an idempotency key makes it safe to repeat. `toldLate` hears of it.
 */
export const answerInTime =
  (toldLate: (c: Context<Session>) => void): MiddlewareHandler<Session> =>
  async (c, next) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<'late'>((resolve) => {
      const over = (): void => resolve('late')
      timer = setTimeout(() => {
        const outsideMs = c.get('outsideMs')
        if (outsideMs === undefined) over()
        else timer = setTimeout(over, outsideMs)
      }, ANSWER_WITHIN_MS)
    })
    try {
      if ((await Promise.race([next(), late])) !== 'late') return
    } finally {
      clearTimeout(timer)
    }
    toldLate(c)
    const outage = refuse(c, { kind: 'outage' })
    if (bodyIsUnread(c)) outage.headers.set('Connection', 'close')
    return outage
  }

/** Such as when the request was refused before. The rest of it would stand in the way of the connection's next one. */
export const bodyIsUnread = ({ req }: Context<Session>): boolean =>
  (req.header('transfer-encoding') !== undefined || Number(req.header('content-length') ?? 0) > 0) &&
  !req.raw.bodyUsed
