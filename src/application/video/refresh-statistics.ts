import { match } from 'ts-pattern'
import type { Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import type { Transact } from '../../ports/transact.ts'
import type { VideoViews } from '../../ports/video.ts'
import type { Budget, PlatformFailure, VideoPlatform } from '../../ports/video-platform.ts'
import { type Counts, type Job, type JobOutcome, plus } from '../job/job.ts'
import { allBatches, type Batch, dueBatches, isForEverything } from './due-batches.ts'
import { pauseFor } from './platform-failure.ts'
import { type Answer, type Taken, type Told, takeReadings } from './take-readings.ts'

type Ports = {
  readonly transact: Transact
  readonly clock: Clock
  readonly platform: VideoPlatform
  readonly videoViews: VideoViews
}

/** One call may fail over something of its own; this many in a row are an outage. */
const UNAVAILABLE_IN_A_ROW_MAX = 3

/**
 * Reads the figures of every video that is due and checks that each still stands as agreed, 50 a call, each call's
 * answer in a transaction of its own. What YouTube does not answer stays due: nothing is written of it and no pause
 * begins or ends, but first misses are forgotten, since a miss before an outage proves nothing. Checks and figures have
 * daily allowances of their own, and go on without each other.
 */
export const refreshStatistics =
  (ports: Ports): Job =>
  async (run, { isStopping, scope }) => {
    const round = beginRound(run)
    const batches =
      scope === 'all' || isForEverything(run.cursor)
        ? allBatches(ports.videoViews, run.cursor, round)
        : dueBatches(ports, ports.clock.now(), round)
    for await (const batch of batches) {
      if (isStopping()) return { kind: 'stopped', counts: round.counts() }
      const end = await dealWith(ports, run, round, batch)
      if (end !== null) return end
    }
    return endOf(ports, round)
  }

/** What this run has seen so far. */
const beginRound = (run: JobRun) => {
  let counts = NOTHING
  let unavailableInARow = 0
  let figuresServed = true
  const spent = new Map<Batch['ask'], Instant>()
  return {
    run: `refresh:${run.slot}:${run.token}`,
    counts: (): Counts => counts,
    count: (more: Partial<Counted>): void => {
      counts = plus(counts, Object.fromEntries(Object.entries(more).filter(([, howMany]) => howMany > 0)))
    },
    unavailableInARow: () => unavailableInARow,
    noteAnswer: (): void => {
      unavailableInARow = 0
    },
    noteUnavailable: (): void => {
      unavailableInARow += 1
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
  /** Kinds of call whose allowance of the day is spent. */
  readonly outOfUnits: number
}

/** What is counted in any case; the others only when there is something to count. */
const NOTHING: Counts = { observed: 0, missing: 0 }

/** Null when the run goes on with the next batch. */
const dealWith = async (
  { transact, clock, platform }: Ports,
  run: JobRun,
  round: Round,
  batch: Batch,
): Promise<JobOutcome | null> => {
  const { told, failed } = await ask(platform, round, batch)
  const answer: Answer = { told, at: clock.now(), run: round.run }
  round.count({ unanswered: batch.ids.length - told.size })
  if (failed === null) round.noteAnswer()
  const kept = await transact<Taken | null, JobTakenOver>(async (stores) => {
    const advanced = await stores.jobs.advance(run, batch.cursor, answer.at)
    if (!advanced.ok) return advanced
    if (failed !== null && provesNothing(failed)) await stores.videos.forgetFirstMisses()
    return ok(told.size === 0 ? null : await takeReadings(stores, answer))
  })
  if (!kept.ok) return { kind: 'taken-over' }
  if (kept.value !== null) round.count(kept.value)
  return failed === null ? null : endAfter(failed, round, clock)
}

/** Which call was not answered, and why. */
type Failed = { readonly ask: Batch['ask']; readonly failure: PlatformFailure }

/** A spent allowance for figures says nothing of checks, which are what finds a video missing. */
const provesNothing = ({ ask, failure }: Failed): boolean =>
  ask === 'check' || failure.kind !== 'youtube-quota-exhausted'

type Asked = { readonly told: ReadonlyMap<VideoId, Told>; readonly failed: Failed | null }

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
  return { told: new Map([...told, ...checked.told]), failed: checked.failed }
}

const check = async (platform: VideoPlatform, ids: readonly VideoId[]): Promise<Asked> => {
  const answer = await platform.videos(ids)
  if (!answer.ok) return { told: new Map(), failed: { ask: 'check', failure: answer.error } }
  const told = ids.map((id): readonly [VideoId, Told] => [
    id,
    { by: 'check', facts: answer.value.get(id) ?? null },
  ])
  return { told: new Map(told), failed: null }
}

/** Null when other batches may be answered all the same. */
const endAfter = ({ ask: by, failure }: Failed, round: Round, clock: Clock): JobOutcome | null => {
  const counts = round.counts()
  return (
    match(failure)
      .returnType<JobOutcome | null>()
      .with({ kind: 'youtube-unavailable' }, () => {
        round.noteUnavailable()
        return round.unavailableInARow() < UNAVAILABLE_IN_A_ROW_MAX ? null : pausedByOutage(round, clock)
      })
      .with({ kind: 'youtube-quota-exhausted' }, ({ retryAt }) => {
        round.noteSpent(by, retryAt)
        round.count({ outOfUnits: 1 })
        return null
      })
      .with({ kind: 'youtube-key-refused' }, (refused) => ({
        kind: 'paused',
        counts,
        ...pauseFor(refused, clock.now()),
      }))
      // Not an error of this server: it may serve without, and says so at its start.
      .with({ kind: 'youtube-not-configured' }, () => ({
        kind: 'done',
        counts: { ...NOTHING, youTubeNotConfigured: 1 },
      }))
      .exhaustive()
  )
}

const pausedByOutage = (round: Round, clock: Clock): JobOutcome => ({
  kind: 'paused',
  counts: round.counts(),
  ...pauseFor({ kind: 'youtube-unavailable' }, clock.now()),
})

/**
 * Pauses only when nothing could be answered before then: as long as one kind of call has units, the next slot has to
 * come, and asking for the other costs nothing.
 */
const endOf = async ({ platform, clock }: Ports, round: Round): Promise<JobOutcome> => {
  if (round.unavailableInARow() > 0) return pausedByOutage(round, clock)
  const counts = round.counts()
  const spent = round.spent()
  if (spent.size === 0) return { kind: 'done', counts }
  const { general, statistics } = await platform.budget()
  const checksAt = spent.get('check') ?? closedUntil(general)
  const figuresAt = round.areFiguresServed() ? (spent.get('figures') ?? closedUntil(statistics)) : checksAt
  if (checksAt === null || figuresAt === null) return { kind: 'done', counts }
  const retryAt = checksAt < figuresAt ? checksAt : figuresAt
  return {
    kind: 'paused',
    counts,
    ...pauseFor({ kind: 'youtube-quota-exhausted', retryAt }, clock.now()),
  }
}

const closedUntil = ({ unitsLeft, fullAgainAt }: Budget): Instant | null =>
  unitsLeft === 0 ? fullAgainAt : null
