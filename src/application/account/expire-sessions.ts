import { DAY_MS, later } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'
import type { Job } from '../job/job.ts'
import { sweep } from '../job/sweep.ts'

/** Somebody who comes back a little too late is told that the session has expired, and not that nobody knows it. */
const KNOWN_AFTERWARDS_MS = 7 * DAY_MS

/**
 * Takes away refresh tokens that have expired. One that was exchanged or revoked stays until then: whoever uses it again
 * has stolen it, and that is known only as long as it is.
 */
export const expireSessions =
  (ports: { readonly transact: Transact; readonly clock: Clock }): Job =>
  (run, how) => {
    const before = later(ports.clock.now(), -KNOWN_AFTERWARDS_MS)
    return sweep(ports, run, how, [
      { name: 'sessions', sweep: ({ sessions }, limit) => sessions.deleteExpired(before, limit) },
    ])
  }
