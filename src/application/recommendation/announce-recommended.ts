import { koreanDayOf } from '../../domain/calendar.ts'
import { type AdNamed, aboutDays, dailyNotice } from '../../domain/notification/notification.ts'
import { DAY_MS, type Id, type Instant, later, toId } from '../../domain/primitives.ts'
import { shownIn } from '../../domain/recommendation/event.ts'
import { newlyOpenFor } from '../../domain/recommendation/newly-open.ts'
import type { AdCard, AdViews } from '../../ports/ad.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NotificationViews } from '../../ports/notification.ts'
import type { InterestRecorder, RankedCreator, RecommendationViews } from '../../ports/recommendation.ts'
import type { Transact } from '../../ports/transact.ts'
import { inBatches } from '../job/in-batches.ts'
import type { Job } from '../job/job.ts'
import { pauseAtNight } from '../notification/pause-at-night.ts'

const CREATORS_AT_ONCE = 100
/** The newest ones; far more than open on a platform of this kind in so many days. */
const ADS_MAX = 500
/** Whoever was told nothing for longer hears of the ads of the last day only, like who never was. */
const REMEMBERED_DAYS = 14
const SUBJECT = 'ads'

type Ports = {
  readonly transact: Transact
  readonly clock: Clock
  readonly adViews: AdViews
  readonly recommendationViews: RecommendationViews
  readonly notificationViews: NotificationViews
  readonly interests: InterestRecorder
  readonly requireVerifiedChannel: boolean
}
type Announcement = { readonly creatorId: Id<'Account'>; readonly ads: readonly AdNamed[] }

/**
 * Tells creators of ads that opened since they were last told of some, or since the day before the slot: at most once a
 * Korean day, never at night, and only of open ads with places that they may and did not yet apply to. The ads are read
 * once for a hundred creators, whose ranking is made in memory.
 */
export const announceRecommended =
  (ports: Ports): Job =>
  (run, how) =>
    inBatches<Announcement>(ports, run, how, {
      none: { told: 0 },
      read: (cursor) =>
        announcements(ports, run.slot, cursor === null ? null : toId<'Account'>(Number(cursor))),
      cursorOf: ({ creatorId }) => `${creatorId}`,
      apply: async ({ notifications }, batch, now) => {
        const told = batch.filter(({ ads }) => ads.length > 0)
        for (const { creatorId, ads } of told)
          await notifications.add(dailyNotice(creatorId, { kind: 'recommended', ads }, SUBJECT, now))
        return { told: told.length }
      },
      kept: (batch, now) =>
        ports.interests.note(
          batch.flatMap(({ creatorId, ads }) =>
            shownIn(
              'notice',
              ads.map(({ id }) => id),
              { itemKind: 'ad', creator: creatorId, at: now },
            ),
          ),
        ),
      perTransaction: CREATORS_AT_ONCE,
      pauseAt: pauseAtNight,
    })

/** For each of the next creators, also those for whom there is nothing: the run goes on behind them. */
const announcements = async (
  { clock, adViews, recommendationViews, notificationViews, requireVerifiedChannel }: Ports,
  slot: Instant,
  after: Id<'Account'> | null,
): Promise<readonly Announcement[]> => {
  const now = clock.now()
  const dayBefore = later(slot, -DAY_MS)
  const remembered = later(now, -REMEMBERED_DAYS * DAY_MS)
  const ads = await adViews.open({
    now,
    order: 'latest',
    limit: ADS_MAX,
    openedAfter: dayBefore < remembered ? dayBefore : remembered,
  })
  if (ads.length === 0) return []
  const creators = await recommendationViews.creators({
    verifiedOnly: requireVerifiedChannel,
    after,
    limit: CREATORS_AT_ONCE,
  })
  if (creators.length === 0) return []
  const ids = creators.map(({ id }) => id)
  const told = Map.groupBy(
    await notificationViews.told(ids, aboutDays('recommended', SUBJECT, now, REMEMBERED_DAYS)),
    ({ accountId }) => accountId,
  )
  const applied = Map.groupBy(
    await recommendationViews.applied(
      ids,
      ads.map(({ id }) => id),
    ),
    ({ creatorId }) => creatorId,
  )
  return creators.map((creator) => {
    const { id } = creator
    const last = told.get(id)?.at(-1)?.at
    if (last !== undefined && koreanDayOf(last) === koreanDayOf(now)) return { creatorId: id, ads: [] }
    const appliedTo = new Set(applied.get(id)?.map(({ adId }) => adId))
    return { creatorId: id, ads: chosenFor(creator, ads, { since: last ?? dayBefore, appliedTo }, now) }
  })
}

const chosenFor = (
  creator: RankedCreator,
  ads: readonly AdCard[],
  known: Parameters<typeof newlyOpenFor>[2],
  now: Instant,
): readonly AdNamed[] => {
  const cards = new Map(ads.map((ad) => [ad.id, ad]))
  return newlyOpenFor(creator, ads, known, now).flatMap((id) => {
    const ad = cards.get(id)
    return ad === undefined ? [] : [{ id, title: ad.title, thumbnail: ad.thumbnail }]
  })
}
