import { DAY_MS, type Id, later, MINUTE_MS, toId } from '../../domain/primitives.ts'
import { ACTED_DAYS, type InterestEvent, type ItemKind } from '../../domain/recommendation/event.ts'
import type { Knowledge } from '../../domain/recommendation/recommend.ts'
import { describeItem, emptyState, foldEvent } from '../../domain/recommendation/state.ts'
import { readWeights, type Weights } from '../../domain/recommendation/weights.ts'
import type { Clock } from '../../ports/clock.ts'
import { Outage } from '../../ports/outage.ts'
import {
  type InterestRecorder,
  LATE_EVENTS_MS,
  type RecommendationViews,
} from '../../ports/recommendation.ts'

export type FollowedLog = InterestRecorder & {
  /**
   * As of a second ago at most, and with everything that was noted here; older while the log cannot be read. The first one
   * reads all of the log, and throws `Outage` when that cannot be done.
   */
  readonly knowledgeOf: (kind: ItemKind) => Promise<Knowledge>
}

/** What others wrote is read so often, as long as somebody asks. */
const CATCH_UP_EVERY_MS = 1_000
/** What changes rarely: weights once a day, programmes when an operator writes. */
const READ_ANEW_EVERY_MS = MINUTE_MS
const EVENTS_AT_ONCE = 5_000
const ADS_AT_ONCE = 500
/** So many of the newest ads are read anew: an id is given out before its ad is to be seen, as with events. */
const ADS_READ_ANEW = 500
const PROGRAMMES_MAX = 2_000

/**
 * Keeps what is learned from the log in this process: reads it once and then what came behind it, also from other
 * processes. What is noted here counts at once and is handed on to be written; that it comes back by the log changes
 * nothing, since folding a line twice does not.
 */
export const followLog = ({
  recommendationViews,
  recorder,
  clock,
  elapsedMs,
}: {
  readonly recommendationViews: RecommendationViews
  readonly recorder: InterestRecorder
  readonly clock: Clock
  /** Counts up and never jumps. */
  readonly elapsedMs: () => number
}): FollowedLog => {
  const states = { ad: emptyState('ad'), programme: emptyState('programme') }
  const weights: Record<ItemKind, Weights> = {
    ad: readWeights('ad', null),
    programme: readWeights('programme', null),
  }
  const place = placeInLog()
  let newestAd: Id<'Ad'> | 0 = 0
  let caughtUpAt: number | null = null
  let readAnewAt: number | null = null
  let catchingUp: Promise<void> | null = null

  const foldAll = (events: readonly InterestEvent[]): void => {
    for (const event of events) foldEvent(states[event.itemKind], event)
  }
  const readAds = async (): Promise<void> => {
    const closedAfter = later(clock.now(), -ACTED_DAYS * DAY_MS)
    for (;;) {
      const ads = await recommendationViews.ads({ after: newestAd, closedAfter, limit: ADS_AT_ONCE })
      for (const ad of ads) {
        describeItem(states.ad, ad)
        newestAd = toId(ad.id)
      }
      if (ads.length < ADS_AT_ONCE) return
    }
  }
  const readEvents = async (): Promise<void> => {
    place.begin(elapsedMs())
    for (;;) {
      const page = await recommendationViews.events({ after: place.next(), limit: EVENTS_AT_ONCE })
      foldAll(page.map(({ event }) => event))
      const last = page.at(-1)
      // A page can be short before the end: it leaves out what only a newer version knows.
      if (last === undefined) return
      place.reached(last.number)
    }
  }
  const readAnew = async (): Promise<void> => {
    newestAd = newestAd > ADS_READ_ANEW ? toId(newestAd - ADS_READ_ANEW) : 0
    const closedAfter = later(clock.now(), -ACTED_DAYS * DAY_MS)
    const programmes = await recommendationViews.programmes({ closedAfter, limit: PROGRAMMES_MAX })
    for (const programme of programmes) describeItem(states.programme, programme)
    for (const kind of ['ad', 'programme'] as const)
      weights[kind] = readWeights(kind, await recommendationViews.weights(kind))
  }
  const catchUp = async (): Promise<void> => {
    const now = elapsedMs()
    if (readAnewAt === null || now - readAnewAt >= READ_ANEW_EVERY_MS) {
      await readAnew()
      readAnewAt = now
    }
    await readAds()
    await readEvents()
    caughtUpAt = now
  }
  return {
    note: (events) => {
      // Before the log is read, they come by the log: what is newer must not be folded before what is older.
      if (caughtUpAt !== null) foldAll(events)
      recorder.note(events)
    },
    knowledgeOf: async (kind) => {
      if (caughtUpAt === null || elapsedMs() - caughtUpAt >= CATCH_UP_EVERY_MS) {
        catchingUp ??= catchUp().finally(() => {
          catchingUp = null
        })
        await catchingUp.catch((error: unknown) => {
          if (!(error instanceof Outage) || caughtUpAt === null) throw error
        })
      }
      return { state: states[kind], weights: weights[kind] }
    },
  }
}

/**
 * Where to read on. Where several write, an event can come to light behind one with a larger number, so from time to
 * time it is read again from where everything had been there for certain.
 */
const placeInLog = () => {
  let [reached, reading] = [0, 0]
  /** How far it was read when it was last begun again, and the time before. */
  let [begun, settled] = [0, 0]
  let begunAt: number | null = null
  return {
    begin: (now: number): void => {
      reading = reached
      if (begunAt !== null && now - begunAt < LATE_EVENTS_MS) return
      begunAt = now
      reading = settled
      settled = begun
      begun = reached
    },
    next: () => reading,
    reached: (number: number): void => {
      reading = number
      reached = Math.max(reached, number)
    },
  }
}
