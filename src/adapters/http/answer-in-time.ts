import type { Context, MiddlewareHandler } from 'hono'
import { refuse } from './dialect.ts'
import type { Session } from './session.ts'

/**
 * Each statement has a deadline of its own, but a request makes several, and may run its work again: when the database
 * hangs in the middle, these add up. Whoever asks is told in time all the same.
 */
const ANSWER_WITHIN_MS = 2_300
/** What YouTube may take, passwords that wait for their turn to be hashed, or a client that sends pictures. */
const OUTSIDE_MS = 10_000

/** Declares that a route also waits for something that is no database. */
export const waitsOutside: MiddlewareHandler<Session> = (c, next) => {
  c.set('waitsOutside', true)
  return next()
}

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
        if (c.get('waitsOutside')) timer = setTimeout(over, OUTSIDE_MS)
        else over()
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
