import { koreanDayOf } from '../../domain/calendar.ts'
import {
  type AdRecommended,
  aboutDays,
  dailyNotice,
  type Notification,
} from '../../domain/notification/notification.ts'
import { DAY_MS, type Id, type Instant, later, toId } from '../../domain/primitives.ts'
import { shownIn } from '../../domain/recommendation/event.ts'
import type { CreatorFacts } from '../../domain/recommendation/item.ts'
import type { Knowledge } from '../../domain/recommendation/recommend.ts'
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

/** Creators for whom ads, notices and applications are read together. */
const READ_AT_ONCE = 100
/** Creators whose lists are ranked, and kept, before others get their turn: with 2,000 open ads some 40 ms. */
const RANKED_AT_ONCE = 25
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
type Announcement = { readonly creatorId: Id<'Account'>; readonly ads: readonly AdRecommended[] }

/**
 * Tells creators of ads that opened since they were last told of some, or since the day before the slot, and of those of
 * their recommendations that end today or tomorrow and were never told: at most once a Korean day, never at night, and
 * only of open ads with places that they may and did not yet apply to. What is read is read once for a hundred creators, and
 * rankings are made in memory, for a quarter of them at a time.
 */
export const announceRecommended =
  (ports: Ports): Job =>
  (run, how) => {
    const next = announcing(ports, run.slot)
    return inBatches<Announcement>(ports, run, how, {
      none: { told: 0 },
      read: (cursor) => next(cursor === null ? null : toId<'Account'>(Number(cursor))),
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
      perTransaction: RANKED_AT_ONCE,
      pauseAt: pauseAtNight,
    })
  }

/** Some creators, by id, with what is asked once for all of them. */
type Page = {
  readonly now: Instant
  readonly dayBefore: Instant
  readonly open: readonly AdCard[]
  readonly creators: readonly CreatorFacts[]
  readonly toldTo: ReadonlyMap<Id<'Account'>, readonly Notification[]>
  readonly appliedBy: ReadonlyMap<Id<'Account'>, ReadonlySet<Id<'Ad'>>>
  readonly knowledge: Knowledge
}

/**
 * For each of the next creators, also those for whom there is nothing: the run goes on behind them. What it reads for
 * many it keeps until all of them had their turn, and ranks for a few at a time.
 */
const announcing = (ports: Ports, slot: Instant) => {
  let page: Page | null = null
  return async (after: Id<'Account'> | null): Promise<readonly Announcement[]> => {
    const isLeft = ({ id }: CreatorFacts): boolean => after === null || id > after
    if (page === null || !page.creators.some(isLeft)) page = await readPage(ports, slot, after)
    if (page === null) return []
    const asked = page
    return asked.creators
      .filter(isLeft)
      .slice(0, RANKED_AT_ONCE)
      .map((creator) => announcementFor(creator, asked))
  }
}

/** Null when nothing is to be told, or nobody is left. */
const readPage = async (ports: Ports, slot: Instant, after: Id<'Account'> | null): Promise<Page | null> => {
  const { clock, adViews, recommendationViews, notificationViews, requireVerifiedChannel } = ports
  const now = clock.now()
  const dayBefore = later(slot, -DAY_MS)
  const remembered = later(now, -REMEMBERED_DAYS * DAY_MS)
  const since = dayBefore < remembered ? dayBefore : remembered
  const open = await adViews.open({ now, order: 'latest', limit: CANDIDATES_MAX })
  const tellable = open.filter((ad) => ad.openedAt > since || isEnding(ad, now))
  if (tellable.length === 0) return null
  const creators = await recommendationViews.creators({
    verifiedOnly: requireVerifiedChannel,
    after,
    limit: READ_AT_ONCE,
  })
  if (creators.length === 0) return null
  const ids = creators.map(({ id }) => id)
  const [told, applied] = await Promise.all([
    notificationViews.told(ids, aboutDays('recommended', SUBJECT, now, REMEMBERED_DAYS)),
    recommendationViews.applied(
      ids,
      tellable.map(({ id }) => id),
    ),
  ])
  const appliedBy = [...Map.groupBy(applied, ({ creatorId }) => creatorId)].map(
    ([creatorId, ads]) => [creatorId, new Set(ads.map(({ adId }) => adId))] as const,
  )
  return {
    now,
    dayBefore,
    open,
    creators,
    toldTo: Map.groupBy(told, ({ accountId }) => accountId),
    appliedBy: new Map(appliedBy),
    knowledge: await ports.knowledgeOf('ad'),
  }
}

const announcementFor = (
  creator: CreatorFacts,
  { now, dayBefore, open, toldTo, appliedBy, knowledge }: Page,
): Announcement => {
  const { id } = creator
  const notices = toldTo.get(id) ?? []
  if (notices.some(({ at }) => koreanDayOf(at) === koreanDayOf(now))) return { creatorId: id, ads: [] }
  const before = {
    since: lastOf(notices) ?? dayBefore,
    named: new Set(
      notices.flatMap(({ fact }) => (fact.kind === 'recommended' ? fact.ads : [])).map((ad) => ad.id),
    ),
  }
  const left = open.filter((ad) => appliedBy.get(id)?.has(ad.id) !== true)
  const named = worthTelling(knowledge, creator, left, before, now, RECOMMENDED_MAX)
  return { creatorId: id, ads: cardsOf(open, named) }
}

const lastOf = (notices: readonly Notification[]): Instant | null =>
  notices.reduce<Instant | null>((last, { at }) => (last === null || at > last ? at : last), null)

const cardsOf = (open: readonly AdCard[], named: readonly Id<'Ad'>[]): readonly AdRecommended[] =>
  named.flatMap((wanted) => {
    const ad = open.find(({ id }) => id === wanted)
    return ad === undefined
      ? []
      : [{ id: ad.id, title: ad.title, thumbnail: ad.thumbnail, applyTo: ad.applyTo }]
  })
