import { YOUTUBE_LIMITS } from '../../src/adapters/youtube/meter.ts'
import { HOUR_MS } from '../../src/domain/primitives.ts'
import { IDS_PER_CALL } from '../../src/domain/video/youtube-call.ts'
import { UNITS_PER_PROOF } from './a-day.ts'
import type { Carried, OnceFigures } from './once.ts'
import type { DayOutcome, Scenario } from './scenario.ts'

/** One line for the closing note. What has no limit is told and promised to nobody. */
export type Figure = {
  readonly what: string
  readonly measured: string
  readonly limit: string | null
  readonly isReached: boolean
}

const OLDEST_MS = 5 * HOUR_MS
const PROCESSING_MS = 60_000
const MEMORY_MB = 250
/** A day has no more hours. */
const TRIES = 25

export const figuresOfOnce = (measured: OnceFigures, videos: number): readonly Figure[] => {
  const { figures, checks, nothing } = measured
  const calls = Math.ceil(videos / IDS_PER_CALL)
  return [
    ...refreshOf('figures', figures, { statistics: calls, general: 0 }),
    exactly('figures: videos read', observedIn(figures), videos),
    ...refreshOf('checks', checks, { statistics: 0, general: calls }),
    exactly('checks: videos read', observedIn(checks), videos),
    told('memory of its own when nothing is due', megabytes(nothing.ownMb)),
    told('with the pages of Node itself', megabytes(nothing.peakMb)),
    exactly('units when nothing is due', nothing.units.statistics + nothing.units.general, 0),
  ]
}

/** `refresh-statistics: observed 20000, …` */
const observedIn = ({ said }: Carried): number => Number(/observed (\d+)/.exec(said)?.[1])

const refreshOf = (name: string, measured: Carried, units: Carried['units']): readonly Figure[] => {
  const { tookMs, waitedMs, processorMs, ownMb, peakMb, statements, transactions } = measured
  const calls = units.statistics + units.general
  const aCall = (of: number | null) => (of === null ? [] : [(of / calls).toFixed(2)])
  return [
    told(`${name}: time in all`, seconds(tookMs)),
    told(`${name}: of it, waiting for YouTube`, seconds(waitedMs)),
    below(`${name}: of it, processing`, tookMs - waitedMs, PROCESSING_MS, seconds),
    told(`${name}: processor time`, seconds(processorMs)),
    below(`${name}: memory of its own, highest`, ownMb, MEMORY_MB, megabytes),
    told(`${name}: with the pages of Node itself`, megabytes(peakMb)),
    exactly(`${name}: units of statistics`, measured.units.statistics, units.statistics),
    exactly(`${name}: general units`, measured.units.general, units.general),
    ...aCall(transactions).map((each) => told(`${name}: transactions a call`, each)),
    ...aCall(statements).map((each) => told(`${name}: statements a call`, each)),
  ]
}

export const figuresOfDay = (
  outcome: DayOutcome,
  { population, servesFigures }: Scenario,
): readonly Figure[] => {
  const { reads, units, proofs, longestRunMs, peakMb, spent } = outcome
  const { general, statistics, reserved } = YOUTUBE_LIMITS
  const proofUnits = UNITS_PER_PROOF * proofs
  // The clock stands still while a run goes on; on a real one, what it reads last would be older by that.
  const oldestMs = reads.oldestMs + longestRunMs
  return [
    below('oldest figures of any video', oldestMs, OLDEST_MS, hours),
    below('units of statistics', units.statistics.byYouTube, statistics, whole),
    below('general units of jobs', units.general.byYouTube - proofUnits, general - reserved, whole),
    exactly('general units of the ledger more than at YouTube', moreIn(units.general), 0),
    // A call that YouTube does not serve is tried once an hour, for which it takes nothing.
    below('units of statistics likewise', moreIn(units.statistics), servesFigures ? 0 : TRIES, whole),
    exactly(`proofs of newcomers, ${UNITS_PER_PROOF} units each`, proofs, population.newcomers),
    exactly('videos with figures', reads.videos, population.videos),
    told('reads', whole(reads.reads)),
    told('of them, checks', whole(reads.checks)),
    {
      ...told('of them, before they were promised', whole(reads.early)),
      isReached: reads.early > 0,
      limit: 'some',
    },
    told('reads of a video, least', whole(reads.least)),
    told('reads of a video, mean', (reads.reads / reads.videos).toFixed(2)),
    told('reads of a video, most', whole(reads.most)),
    told('wishes for reads that wait, most', whole(outcome.wishes.most)),
    told('wishes for reads that are left at the end', whole(outcome.wishes.left)),
    told(
      'runs of the refresh',
      Object.entries(outcome.runs)
        .map(([end, times]) => `${times} ${end}`)
        .join(', '),
    ),
    told('longest run', seconds(longestRunMs)),
    told('time in all', seconds(spent.atMs)),
    told('time of all statements, together', seconds(spent.databaseMs)),
    told('processor time', seconds(spent.processorMs)),
    told('statements a call', (spent.statements / spent.requests).toFixed(2)),
    told('transactions a call', (spent.transactions / spent.requests).toFixed(2)),
    told('YouTube serves batch statistics', servesFigures ? 'yes' : 'no'),
    told('memory, highest', megabytes(peakMb)),
  ]
}

const moreIn = ({ byLedger, byYouTube }: DayOutcome['units']['general']): number =>
  Math.abs(byLedger - byYouTube)

const told = (what: string, measured: string): Figure => ({ what, measured, limit: null, isReached: true })

const below = (what: string, measured: number, most: number, inWords: (value: number) => string): Figure => ({
  what,
  measured: inWords(measured),
  limit: `≤ ${inWords(most)}`,
  isReached: measured <= most,
})

const exactly = (what: string, measured: number, wanted: number): Figure => ({
  what,
  measured: whole(measured),
  limit: `= ${whole(wanted)}`,
  isReached: measured === wanted,
})

const whole = (value: number): string => value.toLocaleString('en')
const seconds = (durationMs: number): string => `${(durationMs / 1_000).toFixed(1)} s`
const hours = (durationMs: number): string => `${(durationMs / HOUR_MS).toFixed(2)} h`
const megabytes = (value: number): string => `${value.toFixed(0)} MB`
