import { match } from 'ts-pattern'
import { formatDayTime } from '../../domain/calendar.ts'
import { type Instant, later } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import { Outage } from '../../ports/outage.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { VideoViews } from '../../ports/video.ts'
import {
  type Budget,
  type PlatformFailure,
  UNREADABLE,
  type VideoPlatform,
} from '../../ports/video-platform.ts'
import { type Counts, type Job, type JobOutcome, plus } from '../job/job.ts'
import { allBatches, type Batch, dueBatches, isForEverything } from './due-batches.ts'
import {
  type Again,
  beginTrouble,
  FAILING_AGAIN_MS,
  inParts,
  PASSED_OVER_APART_MS,
  UNREADABLE_AGAIN_MS,
} from './in-parts.ts'
import { leftUnanswered, pauseFor } from './platform-failure.ts'
import { type Answer, type Taken, type Told, takeReadings, takeSilence } from './take-readings.ts'

type Ports = {
  readonly transact: Transact
  readonly clock: Clock
  readonly platform: VideoPlatform
  readonly videoViews: VideoViews
  /** What a part of a run breaks over, which the others do not wait for. */
  readonly onBroken: (error: unknown) => void
}

/**
 * Reads the figures of every video that is due and checks that each still stands as agreed, 50 a call, each call's
 * answer in a transaction of its own. What YouTube does not answer stays due: nothing is written of it and no pause
 * begins or ends, but first misses begin anew, since one before an outage proves nothing. A batch that YouTube fails
 * or this program breaks over is asked for in parts, and what is at fault is put off. Checks and figures have daily
 * allowances of their own, and go on without each other; a run for everything waits for those of checks.
 */
export const refreshStatistics =
  (ports: Ports): Job =>
  async (run, { isStopping, scope }) => {
    const round = beginRound(run)
    const isOfAll = scope === 'all' || isForEverything(run.cursor)
    const batches = isOfAll ? allBatches(ports.videoViews, run.cursor, round) : dueBatches(ports, round)
    for await (const batch of batches) {
      round.beginBatch()
      const end = await inParts<VideoId, JobOutcome>(batch.ids, async (ids) =>
        isStopping()
          ? { kind: 'stopped', counts: round.counts() }
          : dealWithSafely(ports, run, round, { ...batch, ids, whole: batch.ids }),
      )
      if (end !== null) return end
    }
    return endOf(ports, round, isOfAll)
  }

/** What this run has seen so far. */
const beginRound = (run: JobRun) => {
  let counts = NOTHING
  let figuresServed = true
  const spent = new Map<Batch['ask'], Instant>()
  return {
    ...beginTrouble(),
    run: `refresh:${run.slot}:${run.token}`,
    counts: (): Counts => counts,
    count: (more: Partial<Counted>): void => {
      counts = plus(counts, Object.fromEntries(Object.entries(more).filter(([, howMany]) => howMany > 0)))
    },
    areFiguresServed: () => figuresServed,
    noteFiguresNotServed: (): void => {
      figuresServed = false
    },
    spent: (): ReadonlyMap<Batch['ask'], Instant> => spent,
    noteSpent: (ask: Batch['ask'], until: Instant): void => {
      spent.set(ask, until)
    },
    isOpen: (ask: Batch['ask']): boolean => !spent.has(figuresServed ? ask : 'check'),
  }
}
type Round = ReturnType<typeof beginRound>

type Counted = Taken & {
  /** Videos that YouTube gave no answer for. */
  readonly unanswered: number
  /** Videos over which this program broke. */
  readonly broken: number
  /** Kinds of call whose allowance of the day is spent. */
  readonly outOfUnits: number
}

/** What is counted in any case; the others only when there is something to count. */
const NOTHING: Counts = { observed: 0, missing: 0 }

/** Null when the run goes on with what comes next. */
type Next = JobOutcome | Again<VideoId> | null

/** A batch, or what is asked for again of a whole one. */
type Part = Batch & { readonly whole: readonly VideoId[] }

const dealWith = async (
  { transact, clock, platform }: Ports,
  run: JobRun,
  round: Round,
  part: Part,
): Promise<Next> => {
  const { told, unreadable = [], failed } = await ask(platform, round, part)
  const answer: Answer = { told, at: clock.now(), run: round.run }
  const unanswered = part.ids.filter((id) => !told.has(id))
  if (failed === null) round.noteAnswer(part.ids.length)
  const after = failed === null ? null : judge(failed, { round, part, unanswered, now: answer.at })
  const kept = await transact<Taken | null, JobTakenOver>(async (stores) => {
    const isRefused = failed !== null && failed.failure.kind !== 'youtube-unavailable'
    const advanced = await stores.jobs.advance(run, isRefused ? part.from : part.cursor, answer.at)
    if (!advanced.ok) return advanced
    await stores.videos.putOff(unreadable, later(answer.at, UNREADABLE_AGAIN_MS))
    if (after !== null) await stores.videos.putOff(after.putOff, after.until)
    const taken = told.size === 0 ? null : await takeReadings(stores, answer)
    // What is asked for again in halves has not been answered yet, which says nothing.
    if (failed !== null && after?.next !== 'again') {
      const isOutage = after?.next === 'end'
      await doubtFirstMisses(stores, failed, { isOutage, unanswered, at: answer.at })
    }
    return ok(taken)
  })
  if (!kept.ok) return { kind: 'taken-over' }
  round.noteDone()
  if (kept.value !== null) round.count(kept.value)
  if (after?.next === 'again') return { kind: 'again', items: unanswered }
  if (failed === null || after?.next !== 'end') {
    round.count({ unanswered: unanswered.length })
    return null
  }
  round.count({ unanswered: part.whole.length - round.answered() })
  return endBy(failed.failure, round, clock.now())
}

/** What this program breaks over stops neither the run nor the videos beside it. */
const dealWithSafely = async (ports: Ports, run: JobRun, round: Round, part: Part): Promise<Next> => {
  try {
    return await dealWith(ports, run, round, part)
  } catch (error) {
    if (error instanceof Outage) throw error
    if (round.noteBroken(part.ids.length)) return { kind: 'again', items: part.ids }
    ports.onBroken(error)
  }
  round.count({ broken: part.ids.length })
  const now = ports.clock.now()
  try {
    const kept = await ports.transact<void, JobTakenOver>(async ({ jobs, videos }) => {
      const advanced = await jobs.advance(run, part.cursor, now)
      if (advanced.ok) await videos.putOff(part.ids, later(now, FAILING_AGAIN_MS))
      return advanced
    })
    return kept.ok ? null : { kind: 'taken-over' }
  } catch (error) {
    if (error instanceof Outage) throw error
    ports.onBroken(error)
    return null
  }
}

/** Which call was not answered, and why. */
type Failed = { readonly ask: Batch['ask']; readonly failure: PlatformFailure }

/**
 * A call that was not answered takes the proof from first misses of the videos that it asked for, and an outage from all.
 * A spent allowance for figures does neither, since checks are what finds a video missing; nor does a missing key.
 */
const doubtFirstMisses = async (
  stores: Stores,
  { ask, failure }: Failed,
  {
    isOutage,
    unanswered,
    at,
  }: {
    readonly isOutage: boolean
    readonly unanswered: readonly VideoId[]
    readonly at: Instant
  },
): Promise<void> => {
  const ofAll = () => stores.videos.restartFirstMisses(at)
  await match(failure)
    .with({ kind: 'youtube-unavailable' }, () => (isOutage ? ofAll() : takeSilence(stores, unanswered, at)))
    .with({ kind: 'youtube-quota-exhausted' }, () => (ask === 'check' ? ofAll() : undefined))
    .with({ kind: 'youtube-key-refused' }, ofAll)
    .with({ kind: 'youtube-not-configured' }, () => undefined)
    .exhaustive()
}

type Asked = {
  readonly told: ReadonlyMap<VideoId, Told>
  /** Told in a form that cannot be read: neither there as agreed nor missing. */
  readonly unreadable?: readonly VideoId[]
  readonly failed: Failed | null
}

/** What YouTube tells of these videos. Of those that `figures` leaves out, a check tells; nothing is concluded before. */
const ask = async (platform: VideoPlatform, round: Round, { ask: by, ids }: Batch): Promise<Asked> => {
  if (by === 'check' || !round.areFiguresServed()) return check(platform, ids)
  const answer = await platform.figures(ids)
  if (!answer.ok) {
    if (answer.error.kind !== 'figures-not-served')
      return { told: new Map(), failed: { ask: 'figures', failure: answer.error } }
    round.noteFiguresNotServed()
    return round.isOpen('check') ? check(platform, ids) : { told: new Map(), failed: null }
  }
  const figures = answer.value
  const told = [...figures].map(([id, told]): readonly [VideoId, Told] => [
    id,
    { by: 'figures', figures: told },
  ])
  const left = ids.filter((id) => !figures.has(id))
  if (left.length === 0 || !round.isOpen('check')) return { told: new Map(told), failed: null }
  const checked = await check(platform, left)
  return { ...checked, told: new Map([...told, ...checked.told]) }
}

const check = async (platform: VideoPlatform, ids: readonly VideoId[]): Promise<Asked> => {
  const answer = await platform.videos(ids)
  if (!answer.ok) return { told: new Map(), failed: { ask: 'check', failure: answer.error } }
  const told = new Map<VideoId, Told>()
  for (const id of ids) {
    const facts = answer.value.get(id) ?? null
    if (facts !== UNREADABLE) told.set(id, { by: 'check', facts })
  }
  return { told, unreadable: ids.filter((id) => !told.has(id)), failed: null }
}

/** What comes after a failure, and until when those are left alone that it left without an answer, if they are. */
type After = {
  readonly next: 'go-on' | 'again' | 'end'
  readonly putOff: readonly VideoId[]
  readonly until: Instant
}

const judge = (
  { ask: by, failure }: Failed,
  {
    round,
    part,
    unanswered,
    now,
  }: {
    readonly round: Round
    readonly part: Part
    readonly unanswered: readonly VideoId[]
    readonly now: Instant
  },
): After => {
  const { until } = pauseFor(failure, now)
  if (failure.kind === 'youtube-quota-exhausted') {
    round.noteSpent(by, failure.retryAt)
    round.count({ outOfUnits: 1 })
    return { next: 'go-on', putOff: [], until }
  }
  if (failure.kind !== 'youtube-unavailable') return { next: 'end', putOff: [], until }
  return (
    match(round.noteUnavailable(unanswered.length))
      .returnType<After>()
      .with('asked-in-halves', () => ({ next: 'again', putOff: [], until }))
      .with('its-own-fault', () => ({
        next: 'go-on',
        putOff: unanswered,
        until: later(now, FAILING_AGAIN_MS),
      }))
      // Due again when the run goes on, but behind what else is due, so that this batch does not stand in its way.
      .with('passed-over', () => ({
        next: 'go-on',
        putOff: unanswered,
        until: later(until, (round.passedOver() - 1) * PASSED_OVER_APART_MS),
      }))
      .with('outage', () => ({ next: 'end', putOff: part.whole, until }))
      .exhaustive()
  )
}

/** How a run ends that a failure ends. */
const endBy = (failure: PlatformFailure, round: Round, now: Instant): JobOutcome =>
  failure.kind === 'youtube-not-configured'
    ? // Not an error of this server: it may serve without, and says so at its start.
      { kind: 'done', counts: { ...NOTHING, youTubeNotConfigured: 1 } }
    : { kind: 'paused', counts: round.counts(), ...pauseFor(failure, now) }

/**
 * Pauses only when nothing could be answered before then: as long as one kind of call has units, the next slot has to
 * come, and asking for the other costs nothing. A run for everything is made of checks and waits for their units.
 */
const endOf = async ({ platform, clock }: Ports, round: Round, isOfAll: boolean): Promise<JobOutcome> => {
  if (round.unavailableInARow() > 0) return endBy({ kind: 'youtube-unavailable' }, round, clock.now())
  const spent = round.spent()
  if (spent.size === 0) return doneOf(round)
  const untilFull = (retryAt: Instant) =>
    endBy({ kind: 'youtube-quota-exhausted', retryAt }, round, clock.now())
  const everythingAt = isOfAll ? spent.get('check') : undefined
  if (everythingAt !== undefined) return untilFull(everythingAt)
  const { general, statistics } = await platform.budget()
  const checksAt = spent.get('check') ?? closedUntil(general)
  const figuresAt = round.areFiguresServed() ? (spent.get('figures') ?? closedUntil(statistics)) : checksAt
  if (checksAt === null || figuresAt === null) return doneOf(round)
  return untilFull(checksAt < figuresAt ? checksAt : figuresAt)
}

/** Done, but for what no unit was left for, and what YouTube gave no answer about. */
const doneOf = (round: Round): JobOutcome => {
  const counts = round.counts()
  const spent = [...round.spent()].map(
    ([ask, until]) =>
      `YouTube's units for ${UNITS_FOR[ask]} are spent until ${formatDayTime(until)} (Korean time)`,
  )
  if (spent.length > 0) return { kind: 'done', counts, left: { why: spent.join(', and ') } }
  return { kind: 'done', counts, ...leftUnanswered(counts, 'video') }
}

const UNITS_FOR: Readonly<Record<Batch['ask'], string>> = { figures: 'figures', check: 'checks' }

const closedUntil = ({ unitsLeft, fullAgainAt }: Budget): Instant | null =>
  unitsLeft === 0 ? fullAgainAt : null
