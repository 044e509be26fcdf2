import type { JobOutcome } from '../../src/application/job/job.ts'
import { SCHEDULES } from '../../src/domain/job/schedule.ts'
import { type Instant, later, toId } from '../../src/domain/primitives.ts'
import { watchUrl } from '../../src/domain/video/youtube-url.ts'
import type { House } from '../../src/entry/container.ts'
import { type Population, proofVideo } from './population.ts'
import { newcomerId } from './rows.ts'

const TICK_MS = SCHEDULES['refresh-statistics'].everyMs

export type DayFigures = {
  readonly ticks: number
  /** Runs of the refresh by how they ended, such as `done`. */
  readonly runs: Readonly<Record<string, number>>
  readonly longestRunMs: number
  /** Proofs of newcomers that were checked with YouTube and wait for an operator. */
  readonly proofs: number
}

/**
 * Lets the time from `from` until `until` pass in steps of five minutes, in each of which the jobs that read YouTube have
 * their turn, and newcomers prove their channels in between. Nothing sleeps, and the clock stands still within a step.
 */
export const letTimePass = async ({
  house,
  moveTo,
  population,
  from,
  until,
  look = async () => undefined,
}: {
  readonly house: House
  /** Moves the product's clock and YouTube's. */
  readonly moveTo: (now: Instant) => Promise<void>
  readonly population: Population
  readonly from: Instant
  readonly until: Instant
  /** Asked in each step, before its jobs. */
  readonly look?: (now: Instant) => Promise<void>
}): Promise<DayFigures> => {
  const ticks = Math.ceil((until - from) / TICK_MS)
  const runs: Record<string, number> = {}
  let [longestRunMs, proofs] = [0, 0]
  for (let tick = 0; tick < ticks; tick += 1) {
    const now = later(from, tick * TICK_MS)
    await moveTo(now)
    await look(now)
    const arrived = [tick, tick + 1].map((each) => Math.floor((each * population.newcomers) / ticks))
    const newcomers = numbersBetween(arrived[0] ?? 0, arrived[1] ?? 0)
    const began = performance.now()
    const [end, ...proved] = await Promise.all([
      refresh(house, population),
      ...newcomers.map((newcomer) => prove(house, newcomer, population)),
    ])
    longestRunMs = Math.max(longestRunMs, performance.now() - began)
    runs[end] = (runs[end] ?? 0) + 1
    proofs += proved.filter((isPending) => isPending).length
    await house.runJob('refresh-channels', { scope: 'due' })
  }
  return { ticks, runs, longestRunMs, proofs }
}

const refresh = async (house: House, { at }: Population): Promise<JobOutcome['kind'] | 'not-due'> => {
  const report = await house.runJob('refresh-statistics', { scope: 'due' })
  if (typeof report === 'string') return 'not-due'
  if (report.outcome.kind === 'failed')
    throw new Error(`a refresh of the day of ${new Date(at).toISOString()} failed`, {
      cause: report.outcome.error,
    })
  return report.outcome.kind
}

/** Costs two units: one for the video, one for its channel. */
const prove = async ({ appDeps }: House, newcomer: number, population: Population): Promise<boolean> => {
  const proved = await appDeps.proveChannel({
    owner: toId<'Account'>(newcomerId(newcomer, population)),
    url: watchUrl(proofVideo(newcomer)),
    key: null,
  })
  return proved.ok && proved.value.state.status === 'pending'
}

export const UNITS_PER_PROOF = 2

const numbersBetween = (from: number, until: number): readonly number[] =>
  Array.from({ length: until - from }, (_, at) => from + at)
