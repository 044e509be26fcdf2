import { HOUR_MS, MINUTE_MS } from '../../domain/primitives.ts'

/** One batch may fail over something of its own; this many in a row are an outage. */
export const UNAVAILABLE_IN_A_ROW_MAX = 3

/** After so many calls in a row that failed, halves are not worth their units any more. */
const HALVED_IN_A_ROW_MAX = 3

/** When YouTube is asked again about what it told in a form that cannot be read. */
export const UNREADABLE_AGAIN_MS = 15 * MINUTE_MS

/** When it is asked again about what a call fails or a run breaks over, which others are asked for without. */
export const FAILING_AGAIN_MS = HOUR_MS

/** Parts of a batch that YouTube gave no answer about come due so far apart, so that they are not one batch again. */
export const PASSED_OVER_APART_MS = 5 * MINUTE_MS

/** What failed together and is to be asked for again in two halves. */
export type Again<Item> = { readonly kind: 'again'; readonly items: readonly Item[] }

/**
 * Deals with a batch, and with halves of what fails of it, and with halves of those: what one call asks for must not
 * wait for ever beside the one thing that it fails over. Null when all parts are dealt with.
 */
export const inParts = async <Item, End extends { readonly kind: string }>(
  batch: readonly Item[],
  deal: (part: readonly Item[]) => Promise<End | Again<Item> | null>,
): Promise<End | null> => {
  const parts = [batch]
  for (const part of parts) {
    const next = await deal(part)
    if (next === null) continue
    if (!isAgain(next)) return next
    const middle = Math.ceil(next.items.length / 2)
    parts.push(next.items.slice(0, middle), next.items.slice(middle))
  }
  return null
}

const isAgain = <Item>(next: Again<Item> | { readonly kind: string }): next is Again<Item> =>
  next.kind === 'again'

/** What the parts of a run so far show of YouTube, and of this program. */
export const beginTrouble = () => {
  let [answered, passedOver] = [0, 0]
  let [unavailableInARow, failedInARow, brokenInARow] = [0, 0, 0]
  let isWhole = true
  return {
    unavailableInARow: () => unavailableInARow,
    beginBatch: (): void => {
      answered = 0
      passedOver = 0
      isWhole = true
    },
    /** How many parts of the batch were passed over before: each waits longer than the last, so that they come apart. */
    passedOver: () => passedOver,
    /** How many of the batch were answered so far. */
    answered: () => answered,
    noteAnswer: (howMany: number): void => {
      answered += howMany
      unavailableInARow = 0
      failedInARow = 0
    },
    /** What was asked for is dealt with. */
    noteDone: (): void => {
      brokenInARow = 0
    },
    /**
     * What a call shows that YouTube failed over. What alone is left of a batch whose others were answered is at fault
     * itself, which says nothing of YouTube. Three batches in a row are an outage, however many parts of one fail: those may
     * each hold something that YouTube fails over. Halves of a half are asked for
     * as long as not too many calls in a row have failed.
     */
    noteUnavailable: (howMany: number): 'its-own-fault' | 'outage' | 'asked-in-halves' | 'passed-over' => {
      if (howMany === 1 && answered > 0) return 'its-own-fault'
      failedInARow += 1
      if (isWhole) {
        isWhole = false
        unavailableInARow += 1
        if (unavailableInARow >= UNAVAILABLE_IN_A_ROW_MAX) return 'outage'
        if (howMany > 1) return 'asked-in-halves'
      } else if (howMany > 1 && failedInARow <= HALVED_IN_A_ROW_MAX) return 'asked-in-halves'
      passedOver += 1
      return 'passed-over'
    },
    /** Whether halves are worth a try of what this program broke over: not when it breaks over everything. */
    noteBroken: (howMany: number): boolean => {
      brokenInARow += 1
      return howMany > 1 && brokenInARow < UNAVAILABLE_IN_A_ROW_MAX
    },
  }
}
