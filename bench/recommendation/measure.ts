import { performance } from 'node:perf_hooks'
import { koreanDayOf } from '../../src/domain/calendar.ts'
import { type RankOptions, rank } from '../../src/domain/recommendation/rank.ts'
import {
  describeItem,
  emptyState,
  foldEvent,
  type RecommendationState,
  restore,
  snapshotOf,
} from '../../src/domain/recommendation/state.ts'
import { PRIORS } from '../../src/domain/recommendation/weights.ts'
import { draws } from './draws.ts'
import { type History, NOW } from './population.ts'

/** Times are milliseconds, memory is bytes. */
export type Measured = {
  readonly rebuildMs: number
  readonly describingMs: number
  readonly foldingMs: number
  /** The newest events, with all before them in memory: what one costs that comes now. */
  readonly newestMs: number
  readonly newestEvents: number
  /** What the state holds: objects of JavaScript and buffers, after everything unused was given back. */
  readonly heapBytes: number
  /** What the process has in RAM more than before; some of it is room that was used on the way and is kept. */
  readonly residentBytes: number
  /** After a change of an item's facts, what follows from all of them is worked out again. */
  readonly firstRankMs: number
  /** For each creator of the sample, the quickest of several times. */
  readonly ranks: readonly number[]
  /** Of the most active creators alone. */
  readonly ranksOfActive: readonly number[]
  /** Of all times, the garbage collector and whatever else came between included. */
  readonly meanRankMs: number
  readonly snapshotMs: number
  readonly restoreMs: number
}

export type Sample = { readonly active: number; readonly others: number }

const NEWEST = 100_000
const WARM_UP = 50
/** Whatever else a machine does only makes a ranking slower, so the quickest says most of it. */
const TIMES = 3

/** `collect` is the garbage collector, which tells what is in use from what was. */
export const measure = (history: History, { active, others }: Sample, collect: () => void): Measured => {
  const before = memory(collect)
  const { state, ...rebuilt } = rebuild(history)
  const after = memory(collect)
  const firstRankMs = timed(() => rankFor(state, history, 0))
  const mostActive = Array.from({ length: active }, (_, index) => index)
  const random = draws(1)
  const creators = 1 + state.creators.length
  const drawn = Array.from({ length: others }, () => random.whole(creators))
  for (const index of drawn.slice(0, WARM_UP)) rankFor(state, history, index)
  const asked = [...mostActive, ...drawn]
  const rounds = Array.from({ length: TIMES }, () =>
    asked.map((index) => timed(() => rankFor(state, history, index))),
  )
  const ranks = asked.map((_, place) => Math.min(...rounds.map((times) => times[place] ?? Number.NaN)))
  const beforeSnapshot = performance.now()
  const snapshot = snapshotOf(state)
  const snapshotMs = performance.now() - beforeSnapshot
  const restoreMs = timed(() => restore(snapshot))
  return {
    ...rebuilt,
    heapBytes: after.heap - before.heap,
    residentBytes: after.resident - before.resident,
    firstRankMs,
    ranks,
    ranksOfActive: ranks.slice(0, active),
    meanRankMs: rounds.flat().reduce((sum, time) => sum + time, 0) / (TIMES * asked.length),
    snapshotMs,
    restoreMs,
  }
}

const rebuild = ({ ads, length, eventAt }: History) => {
  const state = emptyState('ad')
  const newestFrom = Math.max(0, length - NEWEST)
  const describingMs = timed(() => {
    for (const ad of ads) describeItem(state, ad)
  })
  const fold = (from: number, to: number) =>
    timed(() => {
      for (let index = from; index < to; index += 1) foldEvent(state, eventAt(index))
    })
  const earlierMs = fold(0, newestFrom)
  const newestMs = fold(newestFrom, length)
  const foldingMs = earlierMs + newestMs
  return {
    state,
    describingMs,
    foldingMs,
    newestMs,
    newestEvents: length - newestFrom,
    rebuildMs: describingMs + foldingMs,
  }
}

const OPTIONS: RankOptions = { limit: 20 }

const rankFor = (state: RecommendationState, { creatorAt }: History, index: number): void => {
  const list = rank(state, creatorAt(index), NOW, koreanDayOf(NOW), PRIORS, OPTIONS)
  if (list.length === 0) throw new Error('a creator was recommended nothing')
}

const timed = (work: () => void): number => {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

const memory = (collect: () => void): { readonly heap: number; readonly resident: number } => {
  // What is only held by finalizers goes in the second round.
  collect()
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, resident: rss }
}
