import { koreanDayOf } from '../../domain/calendar.ts'
import { DAY_MS, type Instant, later } from '../../domain/primitives.ts'
import { ACTED_DAYS, SEEN_DAYS } from '../../domain/recommendation/event.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Throttle } from '../../ports/throttle.ts'
import type { Transact } from '../../ports/transact.ts'
import type { HowToRun, Job, JobOutcome } from './job.ts'
import { type Leftover, SWEPT_AT_ONCE, sweep } from './sweep.ts'

/** Clients repeat a command within minutes, a program that was down perhaps after days, and the app never. */
const ANSWERS_KEPT_MS = 14 * DAY_MS
const JOB_HISTORY_KEPT_MS = 90 * DAY_MS

/**
 * Takes away what commands and reads leave behind and nobody asks for any more: answers under idempotency keys, who looked
 * at what and how many questions were asked on past days, how old runs of jobs ended, what was shown or done so long ago
 * that nothing is learned from it any more, and throttles that are over.
 */
export const sweepLeftovers =
  (ports: { readonly transact: Transact; readonly clock: Clock; readonly throttle: Throttle }): Job =>
  async (run, how) => {
    const now = ports.clock.now()
    const swept = await sweep(ports, run, how, leftBefore(now))
    return swept.kind === 'done' ? forgetThrottles(ports.throttle, how, swept, now) : swept
  }

const leftBefore = (now: Instant): readonly Leftover[] => {
  const today = koreanDayOf(now)
  return [
    {
      name: 'answers',
      sweep: ({ commandKeys }, limit) => commandKeys.deleteBefore(later(now, -ANSWERS_KEPT_MS), limit),
    },
    { name: 'adLooks', sweep: ({ ads }, limit) => ads.forgetLooks(today, limit) },
    {
      name: 'programmeLooks',
      sweep: ({ supportProgrammes }, limit) => supportProgrammes.forgetLooks(today, limit),
    },
    { name: 'questionLooks', sweep: ({ questions }, limit) => questions.forgetLooks(today, limit) },
    { name: 'questionDays', sweep: ({ questions }, limit) => questions.forgetAsked(today, limit) },
    {
      name: 'interestEvents',
      sweep: ({ interestLog }, limit) =>
        interestLog.forget(
          { seen: later(now, -SEEN_DAYS * DAY_MS), acted: later(now, -ACTED_DAYS * DAY_MS) },
          limit,
        ),
    },
    {
      name: 'jobRuns',
      sweep: ({ jobs }, limit) => jobs.forgetRuns(later(now, -JOB_HISTORY_KEPT_MS), limit),
    },
  ]
}

/**
 * Throttles are counted outside of transactions, so no token guards this. None is needed: a window that is over is over
 * for everybody, and one that has begun anew is not touched.
 */
const forgetThrottles = async (
  throttle: Throttle,
  { isStopping }: Pick<HowToRun, 'isStopping'>,
  { counts }: Extract<JobOutcome, { readonly kind: 'done' }>,
  now: Instant,
): Promise<JobOutcome> => {
  let throttles = 0
  for (;;) {
    if (isStopping()) return { kind: 'stopped', counts: { ...counts, throttles } }
    const forgotten = await throttle.forgetEnded(now, SWEPT_AT_ONCE)
    throttles += forgotten
    if (forgotten < SWEPT_AT_ONCE) return { kind: 'done', counts: { ...counts, throttles } }
  }
}
