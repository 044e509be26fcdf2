import { type KoreanDay, koreanDayOf } from '../calendar.ts'
import { HOUR_MS, type Id, type Instant } from '../primitives.ts'
import { mixed } from './chance.ts'
import { type Acted, type Action, type InterestEvent, type ItemKind, isLook, type Shown } from './event.ts'
import type { TrainingRow } from './fit-weights.ts'
import type { CreatorFacts, Item } from './item.ts'
import { lineAbout, MARKS, markIn, minuteIn, minuteOf, type Packed } from './packed.ts'
import { featuresOf } from './rank.ts'
import { describeItem, emptyState, foldEvent, knownCreator, type RecommendationState } from './state.ts'

/** What lists hope for: with an ad that creators apply, with a programme, which has no applications here, that they look. */
const HOPED_FOR: Readonly<Record<ItemKind, readonly Action[]>> = {
  ad: ['applied'],
  programme: ['viewed', 'scrapped'],
}
/** What is done later than this after an impression is no answer to it. */
const ANSWERED_WITHIN_MS = 48 * HOUR_MS
/** More would take the job longer than it makes the weights better. */
export const TRAINING_ROWS_MAX = 80_000
/** As far as the state counts how often a creator was shown an item: who looks on and on would outweigh everybody else. */
const LOOKS_MAX = MARKS - 1
/** Of one creator and Korean day: ten long lists, so that an account that asks by itself does not decide for all. */
export const ROWS_A_DAY_MAX = 200

type Row = Omit<TrainingRow, 'answeredAt'> & {
  answeredAt: Instant | null
  readonly minute: number
  /** Decides whether its look is in the sample. */
  readonly lot: number
}

/**
 * The log read once more, in its order, by the engine itself: for what was shown it makes rows of what the ranking could
 * see at that very moment, and of nothing that came later. It is changed in place by whoever holds it.
 */
export type Training = {
  readonly state: RecommendationState
  readonly window: TrainingWindow
  /** Items that have not opened yet; the next one is last. */
  readonly ahead: Item[]
  /** The list that is being read; its lines follow each other in the log. */
  list: readonly [Shown, ...Shown[]] | null
  rows: Row[]
  /** The newest row of a creator for each item, as long as nothing was answered. */
  readonly unanswered: Map<Id<'Account'>, Map<number, Row>>
  /** For each creator, how many rows their newest day may have had, whether or not they were sampled. */
  readonly daily: Map<Id<'Account'>, { readonly day: KoreanDay; readonly rows: number }>
  /** The part of all looks that is sampled. */
  share: number
}

export type TrainingWindow = {
  /** Rows are made of what was shown from then on; what was before makes up the state. */
  readonly from: Instant
  /** And until then: a later line is of a clock that was wrong. */
  readonly until: Instant
  readonly rowsMax: number
}

/** Items may come in any order; each is known from its opening on. */
export const emptyTraining = (kind: ItemKind, items: readonly Item[], window: TrainingWindow): Training => ({
  state: emptyState(kind),
  window,
  ahead: items.toSorted((one, other) => other.opensAt - one.opensAt || other.id - one.id),
  list: null,
  rows: [],
  unanswered: new Map(),
  daily: new Map(),
  share: 1,
})

/** Takes in the next line of the log. Lines about other kinds of items are left out. */
export const learnFrom = (
  training: Training,
  event: InterestEvent,
  creatorOf: (id: Id<'Account'>) => CreatorFacts,
): void => {
  if (event.itemKind !== training.state.kind) return
  if (event.kind === 'shown' && training.list !== null && isOfList(event, training.list[0])) {
    training.list = [...training.list, event]
    return
  }
  endList(training, creatorOf)
  if (event.kind === 'shown') {
    training.list = [event]
    return
  }
  answer(training, event)
  foldEvent(training.state, event)
}

/** The rows of everything that was taken in. */
export const rowsOf = (
  training: Training,
  creatorOf: (id: Id<'Account'>) => CreatorFacts,
): readonly TrainingRow[] => {
  endList(training, creatorOf)
  return training.rows
}

const isOfList = (event: Shown, { creator, list, at }: Shown): boolean =>
  event.creator === creator && event.list === list && event.at === at

/** Makes rows of a list before it becomes a part of the state, as it was when the list was ranked. */
const endList = (training: Training, creatorOf: (id: Id<'Account'>) => CreatorFacts): void => {
  const { list, state, window } = training
  if (list === null) return
  training.list = null
  if (isLook(list[0])) makeRows(training, list, creatorOf)
  for (const shown of list) foldEvent(state, shown)
  while (training.rows.length > window.rowsMax) thinOut(training)
}

const makeRows = (
  training: Training,
  list: readonly [Shown, ...Shown[]],
  creatorOf: (id: Id<'Account'>) => CreatorFacts,
): void => {
  const [{ creator, at }] = list
  const { window } = training
  const minute = minuteOf(at)
  // All lists of one look are sampled together.
  const lot = draw(creator, minute)
  const looked = newLooks(training, list, minute)
  if (at < window.from || at > window.until || lot >= training.share || looked.size === 0) return
  const features = featuresWhenShown(training, new Set(looked.keys()), creatorOf(creator), at)
  const unanswered = training.unanswered.get(creator) ?? new Map<number, Row>()
  for (const [item, position] of looked) {
    const seen = features.get(item)
    if (seen === undefined) continue
    const row: Row = { at, minute, lot, position, features: seen, answeredAt: null }
    training.rows.push(row)
    training.unanswered.set(creator, unanswered.set(item, row))
  }
}

/**
 * What rows may be made of, with its place: of what stands in several lists of one look the first counts, as in the state,
 * of looks at the same item so many as the state counts, and of a day as many as one creator may have.
 */
const newLooks = (
  training: Training,
  list: readonly [Shown, ...Shown[]],
  minute: number,
): ReadonlyMap<number, number> => {
  const [{ creator, at }] = list
  const day = koreanDayOf(at)
  const looked = new Map<number, number>()
  const today = training.daily.get(creator)
  let rows = today?.day === day ? today.rows : 0
  for (const { item, position } of list) {
    const before = lastShown(training.state, creator, item)
    if (looked.has(item) || (before !== undefined && minuteIn(before) === minute)) continue
    training.unanswered.get(creator)?.delete(item)
    if (rows >= ROWS_A_DAY_MAX || (before !== undefined && markIn(before) >= LOOKS_MAX)) continue
    looked.set(item, position)
    rows += 1
  }
  training.daily.set(creator, { day, rows })
  return looked
}

const lastShown = (state: RecommendationState, creator: Id<'Account'>, item: number): Packed | undefined =>
  lineAbout(knownCreator(state, creator)?.shown ?? [], state.itemIndexes.get(item) ?? -1)

const featuresWhenShown = (
  { state, ahead }: Training,
  wanted: ReadonlySet<number>,
  creator: CreatorFacts,
  at: Instant,
): ReadonlyMap<number, TrainingRow['features']> => {
  for (let next = ahead.at(-1); next !== undefined && next.opensAt <= at; next = ahead.at(-1)) {
    describeItem(state, next)
    ahead.pop()
  }
  return new Map(featuresOf(state, creator, at, wanted).map(({ id, features }) => [id, features]))
}

/** Half of the sampled looks, always the same ones for the same log, make room for those that are still to come. */
const thinOut = (training: Training): void => {
  training.share /= 2
  training.rows = training.rows.filter(({ lot }) => lot < training.share)
  for (const [creator, rows] of training.unanswered) {
    for (const [item, { lot }] of rows) if (lot >= training.share) rows.delete(item)
    if (rows.size === 0) training.unanswered.delete(creator)
  }
}

const answer = (training: Training, { kind, creator, item, at }: Acted): void => {
  if (!HOPED_FOR[training.state.kind].includes(kind)) return
  const unanswered = training.unanswered.get(creator)
  const row = unanswered?.get(item)
  if (row === undefined) return
  if (at >= row.at && at - row.at <= ANSWERED_WITHIN_MS) row.answeredAt = at
  unanswered?.delete(item)
}

/** Evenly spread from 0 to below 1: the same for the same two numbers on every machine. */
const draw = (one: number, other: number): number =>
  mixed(Math.imul(one, 0x9e3779b1) ^ mixed(other)) / 2 ** 32
