import { HOUR_MS, type Id, type Instant } from '../primitives.ts'
import { mixed } from './chance.ts'
import type { Acted, Action, InterestEvent, ItemKind, Shown } from './event.ts'
import type { TrainingRow } from './fit-weights.ts'
import type { CreatorFacts, Item } from './item.ts'
import { minuteOf } from './packed.ts'
import { featuresOf } from './rank.ts'
import { describeItem, emptyState, foldEvent, type RecommendationState } from './state.ts'

/** What lists hope for: with an ad that creators apply, with a programme, which has no applications here, that they look. */
const HOPED_FOR: Readonly<Record<ItemKind, readonly Action[]>> = {
  ad: ['applied'],
  programme: ['viewed', 'scrapped'],
}
/** What is done later than this after an impression is no answer to it. */
const ANSWERED_WITHIN_MS = 48 * HOUR_MS
/** More would take the job longer than it makes the weights better. */
export const TRAINING_ROWS_MAX = 80_000

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
  const [{ creator, at }] = list
  const minute = minuteOf(at)
  // All lists of one look are sampled together: of what stands in several of them the first counts, as in the state.
  const lot = draw(creator, minute)
  const isWanted = at >= window.from && at <= window.until && lot < training.share
  const seen = isWanted ? featuresWhenShown(training, list, creatorOf(creator)) : null
  for (const shown of list) {
    const unanswered = training.unanswered.get(creator) ?? new Map<number, Row>()
    if (unanswered.get(shown.item)?.minute === minute) continue
    unanswered.delete(shown.item)
    const features = seen?.get(shown.item)
    if (features === undefined) continue
    const row: Row = { at, minute, lot, position: shown.position, features, answeredAt: null }
    training.rows.push(row)
    training.unanswered.set(creator, unanswered.set(shown.item, row))
  }
  for (const shown of list) foldEvent(state, shown)
  while (training.rows.length > window.rowsMax) thinOut(training)
}

const featuresWhenShown = (
  { state, ahead }: Training,
  list: readonly [Shown, ...Shown[]],
  creator: CreatorFacts,
): ReadonlyMap<number, TrainingRow['features']> => {
  const [{ at }] = list
  for (let next = ahead.at(-1); next !== undefined && next.opensAt <= at; next = ahead.at(-1)) {
    describeItem(state, next)
    ahead.pop()
  }
  const wanted = new Set(list.map(({ item }) => item))
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
