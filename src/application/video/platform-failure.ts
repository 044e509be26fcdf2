import { match } from 'ts-pattern'
import { HOUR_MS, type Instant, later, MINUTE_MS } from '../../domain/primitives.ts'
import type { PlatformFailure } from '../../ports/video-platform.ts'
import type { Counts, JobOutcome } from '../job/job.ts'

/** A new kind of failure does not compile until it stands here. */
const FAILURES: Readonly<Record<PlatformFailure['kind'], true>> = {
  'youtube-not-configured': true,
  'youtube-key-refused': true,
  'youtube-quota-exhausted': true,
  'youtube-unavailable': true,
}

/** Whether YouTube gave no answer, so that nothing was found out; every other refusal is a verdict. */
export const isPlatformFailure = (refusal: { readonly kind: string }): refusal is PlatformFailure =>
  Object.hasOwn(FAILURES, refusal.kind)

/** Until when a job leaves YouTube alone that gave it no answer, and what operators read about it. */
export const pauseFor = (
  failure: PlatformFailure,
  now: Instant,
): { readonly until: Instant; readonly why: string } =>
  match(failure)
    .returnType<{ until: Instant; why: string }>()
    .with({ kind: 'youtube-quota-exhausted' }, ({ retryAt }) => ({
      until: retryAt,
      why: "YouTube's quota of the day is spent",
    }))
    .with({ kind: 'youtube-unavailable' }, () => ({
      until: later(now, 5 * MINUTE_MS),
      why: 'YouTube does not answer',
    }))
    // Soon, since it may be the key of one process alone, and a unit is all that it costs.
    .with({ kind: 'youtube-key-refused' }, () => ({
      until: later(now, 10 * MINUTE_MS),
      why: 'YouTube refuses YOUTUBE_API_KEY: set a key of a project in which the YouTube Data API v3 is enabled',
    }))
    .with({ kind: 'youtube-not-configured' }, () => ({
      until: later(now, HOUR_MS),
      why: 'YOUTUBE_API_KEY is not set',
    }))
    .exhaustive()

/** What a run that is done must say when YouTube gave no answer, or none that can be read, about some of what it asked for. */
export const leftUnanswered = (
  { unanswered = 0 }: Counts,
  what: 'video' | 'channel',
): Pick<Extract<JobOutcome, { readonly kind: 'done' }>, 'left'> =>
  unanswered === 0
    ? {}
    : { left: { why: `YouTube gave no answer about ${unanswered} ${unanswered === 1 ? what : `${what}s`}` } }
