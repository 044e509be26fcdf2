import { isOfWrongClock } from '../clocks.ts'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, toInstant } from '../primitives.ts'

/** At which instants a job is to be run. Each of them is a slot: it has one run, whoever carries it out. */
export type Schedule = {
  readonly everyMs: number
  /** Slots lie this long after full multiples of `everyMs` since 1970 in UTC. */
  readonly offsetMs: number
  /** What is made good after a time in which nothing ran: the newest missed slot, or each of them in order. */
  readonly missed: 'newest' | 'each'
}

const every = (everyMs: number): Schedule => ({ everyMs, offsetMs: 0, missed: 'newest' })

/** Once a Korean day. Korea is nine hours ahead of UTC all year. */
const dailyAt = (hour: number, minute: number, missed: Schedule['missed'] = 'newest'): Schedule => ({
  everyMs: DAY_MS,
  offsetMs: (hour - 9) * HOUR_MS + minute * MINUTE_MS,
  missed,
})

/**
 * Everything that a clock asks for. What a job finds to do is its own matter: `refresh-statistics` comes every five
 * minutes and reads the videos that are due by then.
 */
export const SCHEDULES = {
  'refresh-statistics': every(5 * MINUTE_MS),
  'refresh-channels': every(HOUR_MS),
  'check-owed-proofs': every(10 * MINUTE_MS),
  'close-selections': every(HOUR_MS),
  'release-rewards': every(10 * MINUTE_MS),
  'send-deadline-notices': dailyAt(9, 0, 'each'),
  'announce-recommended': dailyAt(10, 0),
  'purge-observations': dailyAt(4, 0),
  'expire-sessions': dailyAt(4, 20),
  'sweep-leftovers': dailyAt(4, 40),
  'refit-weights': dailyAt(5, 0),
} as const satisfies Readonly<Record<string, Schedule>>

export type JobName = keyof typeof SCHEDULES

export const JOB_NAMES: readonly JobName[] = Object.keys(SCHEDULES).filter(isJobName)

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(SCHEDULES, name)
}

/** These do nothing but ask YouTube, and are left to processes that can. */
const ASKING_YOUTUBE: ReadonlySet<JobName> = new Set([
  'refresh-statistics',
  'refresh-channels',
  'check-owed-proofs',
])

export const asksYouTube = (job: JobName): boolean => ASKING_YOUTUBE.has(job)

/** Of a longer time in which nothing ran, only as many days are made good: older news helps nobody. */
export const MISSED_MAX_MS = 31 * DAY_MS

/** No honest pause is longer: the longest waits for YouTube's units, which come back every day. */
export const PAUSE_MAX_MS = 2 * DAY_MS

/** The newest slot that is not in the future. */
export const newestSlot = ({ everyMs, offsetMs }: Schedule, now: Instant): Instant =>
  toInstant(Math.floor((now - offsetMs) / everyMs) * everyMs + offsetMs)

/** The slot whose run is to begin now, after `last`, the newest that had its own; null when there is none yet. */
export const slotDue = (schedule: Schedule, last: Instant | null, now: Instant): Instant | null => {
  const newest = newestSlot(schedule, now)
  if (last === null || isOfWrongClock(last, now)) return newest
  if (newest <= last) return null
  if (schedule.missed === 'newest') return newest
  const next = toInstant(newestSlot(schedule, last) + schedule.everyMs)
  const oldest = toInstant(newest + schedule.everyMs - MISSED_MAX_MS)
  return next > oldest ? next : oldest
}
