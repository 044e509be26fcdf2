import { match, P } from 'ts-pattern'
import { CLOCKS_APART_MAX_MS } from '../clocks.ts'
import { type Instant, later, MINUTE_MS } from '../primitives.ts'
import { type JobName, newestSlot, PAUSE_MAX_MS, SCHEDULES, type Schedule, slotDue } from './schedule.ts'

/**
 * How a job stands: there is one for each, for all servers together. Whoever takes it gets a token of its own, and
 * writes only while the token is the newest: a server that was frozen or cut off and comes back has an older one.
 */
export type JobStanding = {
  readonly job: JobName
  /** The instant that the newest run is for. */
  readonly slot: Instant
  readonly token: number
  /** How far that run has come, in the job's own words; null is its beginning. */
  readonly cursor: string | null
  /** How often the run was begun or taken up without getting any further; pauses and outages do not count. */
  readonly attempts: number
  /** Which process took it last. */
  readonly owner: string
} & (
  | { readonly state: 'running'; readonly leaseUntil: Instant }
  /** Goes on at its cursor from `resumeAt` on. */
  | { readonly state: 'paused'; readonly resumeAt: Instant; readonly why: string }
  | { readonly state: 'over' }
)

/** A run that was begun so often without getting any further is given up, and the next slot has its turn. */
export const ATTEMPTS_MAX = 5

export type Taker = { readonly owner: string; readonly now: Instant; readonly leaseMs: number }

/**
 * The job as whoever asks takes it when a run is due: a new one, one that paused for long enough, or one whose owner
 * has not been heard of for as long as its lease. Null when there is nothing to do, or somebody is at it.
 */
export const takeDue = (job: JobName, standing: JobStanding | null, by: Taker): JobStanding | null =>
  match(standing)
    .returnType<JobStanding | null>()
    .with(null, () => begin(job, null, slotDue(SCHEDULES[job], null, by.now), by))
    .with({ state: 'over' }, (over) => begin(job, over, slotDue(SCHEDULES[job], over.slot, by.now), by))
    .with({ state: P.union('running', 'paused') }, (open) => {
      if (isHeld(open, by.now) || isPausing(open, by.now)) return null
      return open.attempts < ATTEMPTS_MAX
        ? takeUp(open, by)
        : begin(job, open, slotDue(SCHEDULES[job], open.slot, by.now), by)
    })
    .exhaustive()

/**
 * The job as an operator takes it: from its beginning and at once, though nothing be due. Where each day counts, a day
 * that was begun and one that was missed come first. Null while somebody is at it.
 */
export const takeByHand = (job: JobName, standing: JobStanding | null, by: Taker): JobStanding | null =>
  isHeld(standing, by.now) ? null : begin(job, standing, slotByHand(job, standing, by.now), by)

const slotByHand = (job: JobName, standing: JobStanding | null, now: Instant): Instant => {
  const schedule: Schedule = SCHEDULES[job]
  if (schedule.missed === 'newest') return now
  if (standing !== null && standing.state !== 'over' && standing.slot <= now) return standing.slot
  return slotDue(schedule, standing?.slot ?? null, now) ?? newestSlot(schedule, now)
}

/** Whether somebody is at it who has shown a sign of life. No lease is so long that it ends after this. */
export const isHeld = (standing: JobStanding | null, now: Instant): boolean =>
  standing?.state === 'running' &&
  now < standing.leaseUntil &&
  standing.leaseUntil <= now + CLOCKS_APART_MAX_MS

/** A pause that ends later than any can was written by a clock that was wrong, and nobody waits for it. */
const isPausing = (standing: JobStanding, now: Instant): boolean =>
  standing.state === 'paused' && now < standing.resumeAt && standing.resumeAt <= now + PAUSE_MAX_MS

const LATE_MIN_MS = 15 * MINUTE_MS

/**
 * Whether nobody has begun or taken up the job for three times its period, and for a quarter of an hour at least, though it
 * was due: then nothing is there to run it. One that never ran is not late, since nobody knows since when it should have.
 */
export const isLate = (job: JobName, standing: JobStanding | null, now: Instant): boolean => {
  if (standing === null || takeDue(job, standing, { owner: '', now, leaseMs: 0 }) === null) return false
  return now - lastHeardOf(standing, now) > Math.max(3 * SCHEDULES[job].everyMs, LATE_MIN_MS)
}

/** What lies in the future was written by a clock that was wrong, and says nothing. */
const lastHeardOf = (standing: JobStanding, now: Instant): Instant => {
  const { slot } = standing
  const until = match(standing)
    .with({ state: 'running' }, ({ leaseUntil }) => leaseUntil)
    .with({ state: 'paused' }, ({ resumeAt }) => resumeAt)
    .with({ state: 'over' }, () => slot)
    .exhaustive()
  return until > slot && until <= now ? until : slot
}

const begin = (
  job: JobName,
  standing: JobStanding | null,
  slot: Instant | null,
  { owner, now, leaseMs }: Taker,
): JobStanding | null =>
  slot === null
    ? null
    : {
        job,
        slot,
        token: (standing?.token ?? 0) + 1,
        cursor: null,
        attempts: 1,
        owner,
        state: 'running',
        leaseUntil: later(now, leaseMs),
      }

const takeUp = (
  { job, slot, token, cursor, attempts }: JobStanding,
  { owner, now, leaseMs }: Taker,
): JobStanding => ({
  job,
  slot,
  token: token + 1,
  cursor,
  attempts: attempts + 1,
  owner,
  state: 'running',
  leaseUntil: later(now, leaseMs),
})

type Running = Extract<JobStanding, { state: 'running' }>

const settled = ({ job, slot, token, cursor, attempts, owner }: Running) => ({
  job,
  slot,
  token,
  cursor,
  attempts,
  owner,
})

/** The run has done all that it is for, or is given up. */
export const over = (running: Running): JobStanding => ({ ...settled(running), state: 'over' })

/** The run waits for something that is not its fault, so that it was no attempt. */
export const paused = (
  running: Running,
  { at, why }: { readonly at: Instant; readonly why: string },
): JobStanding => ({
  ...settled(running),
  attempts: Math.max(0, running.attempts - 1),
  state: 'paused',
  resumeAt: at,
  why,
})

/** The run waits for another attempt, unless this was the last. What outside cannot be reached is not its fault. */
export const whenBroken = (
  running: Running,
  { why, isOutage, now }: { readonly why: string; readonly isOutage: boolean; readonly now: Instant },
): JobStanding => {
  const at = later(now, retryAfterMs(running.attempts))
  if (isOutage) return paused(running, { at, why })
  if (running.attempts >= ATTEMPTS_MAX) return over(running)
  return { ...settled(running), state: 'paused', resumeAt: at, why }
}

/** How long a run that failed waits before it is tried again: 1, 2, 4 … minutes, at most 15. */
export const retryAfterMs = (attempts: number): number =>
  Math.min(15, 2 ** Math.max(0, attempts - 1)) * MINUTE_MS
