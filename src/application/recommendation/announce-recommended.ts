import { koreanDayOf } from '../../domain/calendar.ts'
import {
  type AdNamed,
  aboutDays,
  dailyNotice,
  type Notification,
} from '../../domain/notification/notification.ts'
import { DAY_MS, type Id, type Instant, later, toId } from '../../domain/primitives.ts'
import { shownIn } from '../../domain/recommendation/event.ts'
import { isEnding, worthTelling } from '../../domain/recommendation/worth-telling.ts'
import type { AdCard, AdViews } from '../../ports/ad.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NotificationViews } from '../../ports/notification.ts'
import type { InterestRecorder, RecommendationViews } from '../../ports/recommendation.ts'
import type { Transact } from '../../ports/transact.ts'
import { inBatches } from '../job/in-batches.ts'
import type { Job } from '../job/job.ts'
import { pauseAtNight } from '../notification/pause-at-night.ts'
import type { FollowedLog } from './follow-log.ts'
import { CANDIDATES_MAX, RECOMMENDED_MAX } from './recommend-ads.ts'

const CREATORS_AT_ONCE = 100
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
  readonly knowledgeOf: FollowedLog['knowledgeOf']
  readonly requireVerifiedChannel: boolean
}
type Announcement = { readonly creatorId: Id<'Account'>; readonly ads: readonly AdNamed[] }

/**
 * Tells creators of ads that opened since they were last told of some, or since the day before the slot, and of those of
 * their recommendations that end today or tomorrow and were never told: at most once a Korean day, never at night, and
 * only of open ads with places that they may and did not yet apply to. The ads are read once for a hundred creators, whose
 * rankings are made in memory.
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
  ports: Ports,
  slot: Instant,
  after: Id<'Account'> | null,
): Promise<readonly Announcement[]> => {
  const { clock, adViews, recommendationViews, notificationViews, requireVerifiedChannel } = ports
  const now = clock.now()
  const dayBefore = later(slot, -DAY_MS)
  const remembered = later(now, -REMEMBERED_DAYS * DAY_MS)
  const since = dayBefore < remembered ? dayBefore : remembered
  const open = await adViews.open({ now, order: 'latest', limit: CANDIDATES_MAX })
  const tellable = open.filter((ad) => ad.openedAt > since || isEnding(ad, now))
  if (tellable.length === 0) return []
  const creators = await recommendationViews.creators({
    verifiedOnly: requireVerifiedChannel,
    after,
    limit: CREATORS_AT_ONCE,
  })
  if (creators.length === 0) return []
  const ids = creators.map(({ id }) => id)
  const [told, applied] = await Promise.all([
    notificationViews.told(ids, aboutDays('recommended', SUBJECT, now, REMEMBERED_DAYS)),
    recommendationViews.applied(
      ids,
      tellable.map(({ id }) => id),
    ),
  ])
  const [toldTo, appliedBy] = [
    Map.groupBy(told, ({ accountId }) => accountId),
    Map.groupBy(applied, ({ creatorId }) => creatorId),
  ]
  const knowledge = await ports.knowledgeOf('ad')
  return creators.map((creator) => {
    const { id } = creator
    const notices = toldTo.get(id) ?? []
    if (notices.some(({ at }) => koreanDayOf(at) === koreanDayOf(now))) return { creatorId: id, ads: [] }
    const appliedTo = new Set(appliedBy.get(id)?.map(({ adId }) => adId))
    const before = {
      since: lastOf(notices) ?? dayBefore,
      named: new Set(
        notices.flatMap(({ fact }) => (fact.kind === 'recommended' ? fact.ads : [])).map((ad) => ad.id),
      ),
    }
    const left = open.filter((ad) => !appliedTo.has(ad.id))
    const named = worthTelling(knowledge, creator, left, before, now, RECOMMENDED_MAX)
    return { creatorId: id, ads: cardsOf(open, named) }
  })
}

const lastOf = (notices: readonly Notification[]): Instant | null =>
  notices.reduce<Instant | null>((last, { at }) => (last === null || at > last ? at : last), null)

const cardsOf = (open: readonly AdCard[], named: readonly Id<'Ad'>[]): readonly AdNamed[] =>
  named.flatMap((wanted) => {
    const ad = open.find(({ id }) => id === wanted)
    return ad === undefined ? [] : [{ id: ad.id, title: ad.title, thumbnail: ad.thumbnail }]
  })
