import type { Context, MiddlewareHandler } from 'hono'
import { refuse } from './dialect.ts'
import type { Session } from './session.ts'

/**
 * Each statement has a deadline of its own, but a request makes several, and may run its work again: when the database
 * hangs in the middle, these add up. Whoever asks is told in time all the same.
 */
const ANSWER_WITHIN_MS = 2_300
/** What YouTube may take, and passwords that wait for their turn to be hashed. */
const OUTSIDE_MS = 10_000
/** How often it is looked whether a client has sent its whole body by now. */
const AGAIN_MS = 250

/** Declares that a route also waits for something that is no database. */
export const waitsOutside: MiddlewareHandler<Session> = (c, next) => {
  c.set('waitsOutside', true)
  return next()
}

/**
 * Answers an outage when the routes take too long after the request was received. Their work goes on behind the client's
 * back and may still be done, as when a connection is lost: an idempotency key makes it safe to repeat. `toldLate` hears
 * of it.
 */
export const answerInTime =
  (toldLate: (c: Context<Session>) => void): MiddlewareHandler<Session> =>
  async (c, next) => {
    const startedAt = performance.now()
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<'late'>((resolve) => {
      const look = (): void => {
        const limitMs = ANSWER_WITHIN_MS + (c.get('waitsOutside') ? OUTSIDE_MS : 0)
        const leftMs = startedAt + limitMs - performance.now()
        if (leftMs <= 0 && !bodyIsUnread(c)) resolve('late')
        else timer = setTimeout(look, Math.max(leftMs, AGAIN_MS))
      }
      timer = setTimeout(look, ANSWER_WITHIN_MS)
    })
    try {
      if ((await Promise.race([next(), late])) !== 'late') return
      toldLate(c)
      return refuse(c, { kind: 'outage' })
    } finally {
      clearTimeout(timer)
    }
  }

/** Such as while a client is sending it, or when the request was refused before. */
export const bodyIsUnread = ({ req }: Context<Session>): boolean =>
  (req.header('transfer-encoding') !== undefined || Number(req.header('content-length') ?? 0) > 0) &&
  !req.raw.bodyUsed
