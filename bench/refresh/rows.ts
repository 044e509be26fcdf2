import type { Insertable } from 'kysely'
import type { Database } from '../../src/adapters/kysely/database.ts'
import { DAY_MS, type Instant, later } from '../../src/domain/primitives.ts'
import { account, ad, channel, type Filling, OPEN_ADS, proposal } from '../population.ts'
import {
  COMMENTS_PER_THOUSAND_VIEWS,
  channelDueAt,
  channelId,
  type Growing,
  LIKES_PER_THOUSAND_VIEWS,
  type Population,
  videoAt,
  viewsAt,
} from './population.ts'

const HOLD_DAYS = 28
const REWARD = 50_000
/** One in so many is yet to be looked at by an operator; the reward of the others is held. */
const UNDER_REVIEW_EVERY = 4

/** The population as rows, for a database whose schema exists. */
export const rowsOf = (population: Population): readonly Filling[] => {
  const { videos, channels, newcomers, at } = population
  const daysAgo = (days: number): Instant => later(at, -days * DAY_MS)
  const people = channels + newcomers
  return [
    { table: 'account', count: people, row: (index) => account(index + 1, daysAgo(200)) },
    {
      table: 'channel',
      count: people,
      row: (index) =>
        index < channels
          ? { ...channel(index + 1, daysAgo(190)), channel_id: channelId(index) }
          : newcomersChannel(index + 1, at),
    },
    {
      table: 'channel_reading',
      count: channels,
      row: (index) => ({ owner_id: index + 1, read_at: daysAgo(1), due_at: channelDueAt(index, population) }),
    },
    {
      table: 'cash_balance',
      count: people,
      row: (index) => ({
        creator_id: index + 1,
        pending: index < channels ? REWARD * completedOf(index, population) : 0,
        withdrawable: 0,
        requested: 0,
        paid: 0,
      }),
    },
    { table: 'ad', count: OPEN_ADS, row: (index) => ad(index + 1, daysAgo) },
    { table: 'ad_audience', count: OPEN_ADS, row: (index) => ({ ad_id: index + 1, views: index }) },
    {
      table: 'ad_places',
      count: OPEN_ADS,
      row: (index) => ({ ad_id: index + 1, taken: Math.ceil(videos / OPEN_ADS) }),
    },
    {
      table: 'participation',
      count: videos,
      row: (index) => participationRow(index, population, daysAgo(1)),
    },
    {
      table: 'cash_posting',
      count: videos - Math.ceil(videos / UNDER_REVIEW_EVERY),
      row: (nth) => postingRow(nth, population),
    },
    {
      table: 'held_reward',
      count: videos - Math.ceil(videos / UNDER_REVIEW_EVERY),
      row: (nth) => {
        const index = rewardedIndex(nth)
        return { participation_id: index + 1, creator_id: placeOf(index, population).creatorId }
      },
    },
    { table: 'video', count: videos, row: (index) => videoRow(index, videoAt(index, population)) },
    { table: 'video_pace', count: videos, row: (index) => paceRow(videoAt(index, population)) },
    {
      table: 'observation',
      count: videos,
      row: (index) => observationRow(index, videoAt(index, population)),
    },
  ]
}

/** The accounts of newcomers come behind those of creators. */
export const newcomerId = (newcomer: number, { channels }: Population): number => channels + newcomer + 1

const newcomersChannel = (owner: number, since: Instant): Insertable<Database['channel']> => ({
  owner_id: owner,
  claimed_url: `https://www.youtube.com/@creator-${owner}`,
  claimed_name: '',
  status: 'unproven',
  since,
  disputed: 0,
})

export const isUnderReview = (index: number): boolean => index % UNDER_REVIEW_EVERY === 0

const completedOf = (creator: number, { videos, channels }: Population): number => {
  let completed = 0
  for (let index = creator; index < videos; index += channels) if (!isUnderReview(index)) completed += 1
  return completed
}

/** A creator's participations lie apart from each other, in another ad each. */
export const placeOf = (index: number, { channels }: Population) => {
  const [creator, nth] = [index % channels, Math.floor(index / channels)]
  if (nth >= OPEN_ADS)
    throw new RangeError('a creator has at most one video in each ad: let there be more channels')
  return { creatorId: creator + 1, adId: 1 + ((creator + nth) % OPEN_ADS) }
}

const participationRow = (
  index: number,
  population: Population,
  since: Instant,
): Insertable<Database['participation']> => {
  const { creatorId, adId } = placeOf(index, population)
  const { id, publishedAt } = videoAt(index, population)
  return {
    ...proposal(creatorId, 0),
    id: index + 1,
    ad_id: adId,
    creator_id: creatorId,
    status: isUnderReview(index) ? 'submitted' : 'completed',
    since,
    applied_at: later(publishedAt, -DAY_MS),
    terms_reward: REWARD,
    terms_hold_days: HOLD_DAYS,
    video_id: id,
    published_at: publishedAt,
    review: '재미있게 찍었습니다.',
  }
}

/** Which participation has the nth reward: those under review have none yet. */
const rewardedIndex = (nth: number): number => {
  const others = UNDER_REVIEW_EVERY - 1
  return Math.floor(nth / others) * UNDER_REVIEW_EVERY + 1 + (nth % others)
}

const postingRow = (nth: number, population: Population): Insertable<Database['cash_posting']> => {
  const index = rewardedIndex(nth)
  return {
    id: nth + 1,
    creator_id: placeOf(index, population).creatorId,
    cause: `reward:${index + 1}`,
    from_pocket: 'agency',
    to_pocket: 'pending',
    amount: REWARD,
    at: population.at,
    title: '수분 가득 여름 크림 체험단',
  }
}

const videoRow = (index: number, { id, publishedAt, readAt }: Growing): Insertable<Database['video']> => ({
  id,
  participation_id: index + 1,
  published_at: publishedAt,
  state: 'live',
  last_good_at: readAt,
})

const paceRow = ({ id, pace }: Growing): Insertable<Database['video_pace']> => ({
  video_id: id,
  promised_by: pace.promisedBy,
  wanted_at: pace.wantedAt,
  check_by: pace.checkBy,
  read_at: pace.readAt,
  views: pace.views,
  views_per_day: pace.viewsPerDay,
  unchanged_reads: pace.unchangedReads,
})

const observationRow = (index: number, video: Growing): Insertable<Database['observation']> => {
  const views = viewsAt(video, video.readAt)
  return {
    id: index + 1,
    video_id: video.id,
    at: video.readAt,
    views,
    likes: Math.floor((views * LIKES_PER_THOUSAND_VIEWS) / 1_000),
    comments: Math.floor((views * COMMENTS_PER_THOUSAND_VIEWS) / 1_000),
    privacy: 'public',
    source: 'videos.list',
    run: 'before',
  }
}
