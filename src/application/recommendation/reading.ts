import { type KoreanDay, koreanDayOf } from '../../domain/calendar.ts'
import { isOfWrongClock } from '../../domain/clocks.ts'
import { DAY_MS, type Id, later, MINUTE_MS, toId } from '../../domain/primitives.ts'
import { ACTED_DAYS, type InterestEvent, type ItemKind } from '../../domain/recommendation/event.ts'
import {
  describeItem,
  emptyState,
  foldEvent,
  type RecommendationState,
} from '../../domain/recommendation/state.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RecommendationViews } from '../../ports/recommendation.ts'
import { placeInLog } from './place-in-log.ts'

const EVENTS_AT_ONCE = 5_000
const ADS_AT_ONCE = 500
/** So many of the newest ads are read anew: an id is given out before its ad is to be seen, as with events. */
const ADS_READ_ANEW = 500
const ADS_ANEW_EVERY_MS = MINUTE_MS

/** One reading of the log and of the ads, from the beginning on, with what was learned from it. */
export type Reading = {
  /** On which it began: what the log has forgotten since then is still in it. */
  readonly day: KoreanDay
  readonly states: Readonly<Record<ItemKind, RecommendationState>>
  /** Whether all was read once. */
  readonly isComplete: () => boolean
  /** Reads to the end. One that broke off is gone on with where it was. */
  readonly catchUp: () => Promise<void>
  /** Takes in what was noted here, before it comes by the log. */
  readonly note: (events: readonly InterestEvent[]) => void
}

export type ReadingPorts = {
  readonly recommendationViews: RecommendationViews
  readonly clock: Clock
  /** Milliseconds; counts up and never jumps. */
  readonly elapsedMs: () => number
  /** Waits until others had their turn: a long log takes seconds, and SQLite reads it without waiting for anything. */
  readonly letOthersGo: () => Promise<void>
}

export const beginReading = ({
  recommendationViews,
  clock,
  elapsedMs,
  letOthersGo,
}: ReadingPorts): Reading => {
  const states = { ad: emptyState('ad'), programme: emptyState('programme') }
  const place = placeInLog()
  let newestAd: Id<'Ad'> | 0 = 0
  let adsAnewAt = elapsedMs()
  let isComplete = false

  const fold = (event: InterestEvent): void => foldEvent(states[event.itemKind], event)
  const readAds = async (): Promise<void> => {
    const nowMs = elapsedMs()
    if (nowMs - adsAnewAt >= ADS_ANEW_EVERY_MS) {
      adsAnewAt = nowMs
      newestAd = newestAd > ADS_READ_ANEW ? toId(newestAd - ADS_READ_ANEW) : 0
    }
    const closedAfter = later(clock.now(), -ACTED_DAYS * DAY_MS)
    for (;;) {
      const ads = await recommendationViews.ads({ after: newestAd, closedAfter, limit: ADS_AT_ONCE })
      for (const ad of ads) {
        describeItem(states.ad, ad)
        newestAd = toId(ad.id)
      }
      if (ads.length < ADS_AT_ONCE) return
      await letOthersGo()
    }
  }
  const readEvents = async (): Promise<void> => {
    place.begin(elapsedMs())
    for (;;) {
      const page = await recommendationViews.events({ after: place.next(), limit: EVENTS_AT_ONCE })
      const now = clock.now()
      // What lies ahead of all clocks would hide everything that the creator sees of the item until then.
      for (const { event } of page) if (!isOfWrongClock(event.at, now)) fold(event)
      const last = page.at(-1)
      // A page can be short before the end: it leaves out what only a newer version knows.
      if (last === undefined) return place.complete(elapsedMs())
      place.reached(last.number)
      await letOthersGo()
    }
  }
  return {
    day: koreanDayOf(clock.now()),
    states,
    isComplete: () => isComplete,
    catchUp: async () => {
      await readAds()
      await readEvents()
      isComplete = true
    },
    note: (events) => {
      // Before the log is read, they come by the log: what is newer must not be folded before what is older.
      if (isComplete) for (const event of events) fold(event)
    },
  }
}
