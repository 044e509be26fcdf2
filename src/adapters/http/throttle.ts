import type { Context, MiddlewareHandler } from 'hono'
import type { IsAnswered } from '../../application/idempotency/once.ts'
import { HOUR_MS, later, MINUTE_MS } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Throttle } from '../../ports/throttle.ts'
import { refuse } from './dialect.ts'
import type { Session } from './session.ts'
import { scopeOf } from './wire.ts'

export type ThrottleDeps = {
  readonly throttle: Throttle
  readonly clock: Clock
  readonly isAnswered: IsAnswered
  /** The caller's network address. */
  readonly clientAddress: (c: Context) => string
}

/** What the check of the input has let through. */
type Checked = { readonly in: { readonly json: unknown }; readonly out: { readonly json: unknown } }

type Limit = { readonly name: string; readonly most: number; readonly windowMs: number }

/** Each look at YouTube costs the whole platform a part of one day's quota, so no single member may spend it. */
export const YOUTUBE_LOOKS: Limit = { name: 'youtube', most: 60, windowMs: HOUR_MS }
/** Each sign-up costs a slow hash and may cost a look at YouTube. Many share an address behind one mobile network. */
export const SIGN_UPS: Limit = { name: 'sign-up', most: 60, windowMs: 10 * MINUTE_MS }

/**
 * Refuses a member, or on public routes a network address, that asks more often than that. Stands after `access` and
 * after the check of the input, whose refusals are not counted. Nor is the repetition of a command that was answered
 * under its `Idempotency-Key`: its answer is stored and costs nothing. `afterRefusal` is what must happen although the
 * request is refused, such as a notice.
 */
export const atMost =
  (
    use: ThrottleDeps,
    { name, most, windowMs }: Limit,
    operation?: string,
    afterRefusal?: (c: Context<Session>, sent: unknown) => Promise<void>,
  ): MiddlewareHandler<Session> =>
  async (c: Context<Session, string, Checked>, next) => {
    if (operation !== undefined && (await isRepetition(use, c, operation))) return next()
    const now = use.clock.now()
    const who = c.get('member')?.id ?? use.clientAddress(c)
    const asked = await use.throttle.hit(`${name}:${who}`, now, windowMs)
    if (asked <= most) return next()
    await afterRefusal?.(c, c.req.valid('json'))
    const retryAfterSeconds = windowMs / 1000
    return refuse(c, { kind: 'too-many-requests', retryAt: later(now, windowMs), retryAfterSeconds })
  }

const isRepetition = async (
  { isAnswered }: ThrottleDeps,
  c: Context<Session>,
  operation: string,
): Promise<boolean> => {
  const key = c.req.header('idempotency-key')
  return key !== undefined && isAnswered(scopeOf(c.var.member, operation), key)
}
