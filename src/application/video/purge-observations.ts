import type { Instant } from '../../domain/primitives.ts'
import { purgeBefore } from '../../domain/video/retention.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'
import type { Job } from '../job/job.ts'
import { type Leftover, sweep } from '../job/sweep.ts'

/**
 * Takes away what YouTube told and what was not read again in time: figures, what was taken back of them, and names and
 * subscribers of channels. It does not matter who had read them, so what came with the data of the 2020 server goes too.
 * What money was decided on has been kept with the decision.
 */
export const purgeObservations =
  (ports: {
    readonly transact: Transact
    readonly clock: Clock
    /** How long what YouTube told may be kept. */
    readonly statisticsRetentionDays: number
  }): Job =>
  (run, how) =>
    sweep(ports, run, how, readBefore(purgeBefore(ports.clock.now(), ports.statisticsRetentionDays)))

const readBefore = (before: Instant): readonly Leftover[] => [
  { name: 'observations', sweep: ({ videos }, limit) => videos.purgeObservations(before, limit) },
  { name: 'corrections', sweep: ({ videos }, limit) => videos.purgeCorrections(before, limit) },
  { name: 'paces', sweep: ({ videos }, limit) => videos.forgetPaces(before, limit) },
  { name: 'channels', sweep: ({ channels }, limit) => channels.forgetUnreread(before, limit) },
]
