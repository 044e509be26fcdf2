import type { Context, MiddlewareHandler } from 'hono'
import { HOUR_MS, later, MINUTE_MS } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Throttle } from '../../ports/throttle.ts'
import { refuse } from './dialect.ts'
import type { Session } from './session.ts'

export type ThrottleDeps = {
  readonly throttle: Throttle
  readonly clock: Clock
  /** The caller's network address. */
  readonly clientAddress: (c: Context) => string
}

type Limit = { readonly name: string; readonly most: number; readonly windowMs: number }

/** Each look at YouTube costs the whole platform a part of one day's quota, so no single member may spend it. */
export const YOUTUBE_LOOKS: Limit = { name: 'youtube', most: 60, windowMs: HOUR_MS }
/** Each sign-up costs a slow hash and may cost a look at YouTube. Many share an address behind one mobile network. */
export const SIGN_UPS: Limit = { name: 'sign-up', most: 60, windowMs: 10 * MINUTE_MS }

/**
 * Refuses a member, or on public routes a network address, that asks more often than that. Stands after `access` and
 * after the check of the input, whose refusals are not counted.
 */
export const atMost =
  (
    { throttle, clock, clientAddress }: ThrottleDeps,
    { name, most, windowMs }: Limit,
  ): MiddlewareHandler<Session> =>
  async (c, next) => {
    const now = clock.now()
    const who = c.get('member')?.id ?? clientAddress(c)
    const asked = await throttle.hit(`${name}:${who}`, now, windowMs)
    return asked > most
      ? refuse(c, {
          kind: 'too-many-requests',
          retryAt: later(now, windowMs),
          retryAfterSeconds: windowMs / 1000,
        })
      : next()
  }
