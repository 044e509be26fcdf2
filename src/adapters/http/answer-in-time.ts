import type { MiddlewareHandler } from 'hono'
import { refuse } from './dialect.ts'
import type { Session } from './session.ts'

/**
 * Each statement has a deadline of its own, but a request makes several, and may run its work again: when the database
 * hangs in the middle, these add up. Whoever asks is told in time all the same.
 */
const ANSWER_WITHIN_MS = 2_300

/** What YouTube may take, or a client that sends pictures. */
const OUTSIDE_MS = 10_000
const WAITS_OUTSIDE: ReadonlySet<string> = new Set([
  'POST /api/auth/signup',
  'POST /api/user/channel',
  'POST /api/userad/auth',
  'POST /api/userad/auth/auth/auth',
  'POST /api/advertise/ad/insert',
])

/**
 * Answers an outage when the routes take too long. Their work goes on behind the client's back and may still be done, as
 * when a connection is lost: an idempotency key makes it safe to repeat.
 */
export const answerInTime: MiddlewareHandler<Session> = async (c, next) => {
  const waitsOutside = WAITS_OUTSIDE.has(`${c.req.method} ${c.req.path.replace(/\/$/, '')}`)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ANSWER_WITHIN_MS + (waitsOutside ? OUTSIDE_MS : 0))
  })
  try {
    return (await Promise.race([next(), late])) === 'late' ? refuse(c, { kind: 'outage' }) : undefined
  } finally {
    clearTimeout(timer)
  }
}
