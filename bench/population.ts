import type { Insertable } from 'kysely'
import type { Database } from '../src/adapters/kysely/database.ts'
import { AD_CATEGORIES, type AdCategory } from '../src/domain/categories.ts'
import type { NotificationFact } from '../src/domain/notification/notification.ts'
import { DAY_MS, HOUR_MS, type Instant, later, toId, toWon } from '../src/domain/primitives.ts'

/**
 * The members, ads and books that are measured, as rows that follow from their number alone: every database gets the
 * same ones. Each member has the same rows at every scale, and they lie apart in their tables, as they come to lie when
 * members work side by side.
 */

/** A table and the rows that it gets, in the order of their ids. */
export type Filling = {
  readonly [T in keyof Database]: {
    readonly table: T
    readonly count: number
    readonly row: (index: number) => Insertable<Database[T]>
  }
}[keyof Database]

export const OPEN_ADS = 200
const CREATORS = 10_000
const CLOSED_ADS = 2_000

/** A member's rows: three rewarded, one that takes a place in an open ad, and one application. */
const PARTICIPATIONS = 5
const COMPLETED = 3
const TAKES_PLACE = 3
const APPLIED = 4
const WITHDRAWALS = 3
const POSTINGS = 10
const NOTIFICATIONS = 8
const READS_OF_A_VIDEO = 6
/** One member in so many has proved the upload for the open ad; the others are still to upload. */
const SUBMITTED_EVERY = 3
const HOLD_DAYS = 28

export const creatorsAt = (scale: number): number => CREATORS * scale

export const population = (scale: number, now: Instant): readonly Filling[] => {
  const creators = creatorsAt(scale)
  const closedAds = CLOSED_ADS * scale
  const daysAgo = (days: number): Instant => later(now, -days * DAY_MS)
  /** Members take turns, so the rows of one are as far apart as there are members. */
  const turn = (index: number) => ({ creator: (index % creators) + 1, nth: Math.floor(index / creators) })
  const adOf = (creator: number, nth: number): number => {
    if (nth < COMPLETED) return OPEN_ADS + 1 + ((creator * COMPLETED + nth) % closedAds)
    return 1 + ((creator + (nth === APPLIED ? OPEN_ADS / 2 : 0)) % OPEN_ADS)
  }
  const part = (creator: number, nth: number): number => nth * creators + creator
  const reward = (creator: number, nth: number): number => rewardOf(adOf(creator, nth))
  const submitted = Math.floor(creators / SUBMITTED_EVERY)
  const videos = COMPLETED * creators + submitted
  /** The videos of completed participations come first. */
  const videoPart = (index: number): number =>
    index < COMPLETED * creators
      ? index + 1
      : part((index - COMPLETED * creators + 1) * SUBMITTED_EVERY, TAKES_PLACE)
  return [
    { table: 'account', count: creators, row: (index) => account(index + 1, daysAgo(200)) },
    { table: 'channel', count: creators, row: (index) => channel(index + 1, daysAgo(190)) },
    {
      table: 'channel_reading',
      count: creators,
      row: (index) => ({ owner_id: index + 1, read_at: later(now, -HOUR_MS), due_at: later(now, DAY_MS) }),
    },
    { table: 'ad', count: OPEN_ADS + closedAds, row: (index) => ad(index + 1, daysAgo) },
    {
      table: 'ad_audience',
      count: OPEN_ADS + closedAds,
      row: (index) => ({ ad_id: index + 1, views: (index * 7_919) % 10_007 }),
    },
    {
      table: 'ad_places',
      count: OPEN_ADS + closedAds,
      // Each member takes one place in an open ad, and three in closed ones.
      row: (index) => ({
        ad_id: index + 1,
        taken: index < OPEN_ADS ? creators / OPEN_ADS : (COMPLETED * creators) / closedAds,
      }),
    },
    {
      table: 'participation',
      count: PARTICIPATIONS * creators,
      row: (index) => {
        const { creator, nth } = turn(index)
        const id = part(creator, nth)
        const shared = { ...proposal(creator, nth), id, ad_id: adOf(creator, nth), creator_id: creator }
        const terms = { terms_reward: reward(creator, nth), terms_hold_days: HOLD_DAYS }
        const upload = { video_id: videoId(id), published_at: daysAgo(30), review: '재미있게 찍었습니다.' }
        const since = daysAgo(nth < COMPLETED ? 29 : 1)
        const applied = { ...shared, since, applied_at: daysAgo(nth < COMPLETED ? 60 : 2) }
        if (nth === APPLIED) return { ...applied, status: 'applied' }
        if (nth === TAKES_PLACE && creator % SUBMITTED_EVERY !== 0)
          return { ...applied, ...terms, status: 'assigned' }
        return { ...applied, ...terms, ...upload, status: nth < COMPLETED ? 'completed' : 'submitted' }
      },
    },
    {
      table: 'video',
      count: videos,
      row: (index) => ({
        id: videoId(videoPart(index)),
        participation_id: videoPart(index),
        published_at: daysAgo(30),
        thumbnail_url: `https://i.ytimg.com/vi/${videoId(videoPart(index))}/hqdefault.jpg`,
        state: 'live',
        last_good_at: later(now, -HOUR_MS),
      }),
    },
    {
      table: 'observation',
      count: READS_OF_A_VIDEO * videos,
      row: (index) => {
        const read = Math.floor(index / videos)
        return {
          id: index + 1,
          video_id: videoId(videoPart(index % videos)),
          at: later(now, (read - READS_OF_A_VIDEO) * 5 * HOUR_MS),
          views: 1_000 + read * 250 + (index % 997),
          likes: 50 + read * 10 + (index % 89),
          comments: 5 + read + (index % 13),
          privacy: 'public',
          source: 'videos.list',
          run: `refresh-${read}`,
        }
      },
    },
    {
      table: 'cash_balance',
      count: creators,
      row: (index) => ({
        creator_id: index + 1,
        paid: reward(index + 1, 0),
        requested: reward(index + 1, 1),
        pending: reward(index + 1, 2),
        withdrawable: 0,
      }),
    },
    {
      table: 'withdrawal',
      count: WITHDRAWALS * creators,
      row: (index) => {
        const { creator, nth } = turn(index)
        const asked = { id: index + 1, creator_id: creator, amount: reward(creator, Math.min(nth, 1)) }
        const at = { requested_at: daysAgo(50 - nth * 16), settled_at: daysAgo(48 - nth * 16) }
        if (nth === 0) return { ...asked, ...at, status: 'paid', bank_reference: `KB-2026-${index}` }
        if (nth === 1) return { ...asked, ...at, status: 'returned', return_reason: '예금주가 다릅니다.' }
        return { ...asked, ...at, status: 'requested', settled_at: null }
      },
    },
    {
      table: 'held_reward',
      count: creators,
      row: (index) => ({ participation_id: part(index + 1, 2), creator_id: index + 1 }),
    },
    {
      table: 'cash_posting',
      count: POSTINGS * creators,
      row: (index) => {
        const { creator, nth } = turn(index)
        return posting(creator, nth, {
          id: index + 1,
          at: daysAgo(58 - nth * 3),
          part: (which) => part(creator, which),
          withdrawal: (which) => which * creators + creator,
          reward: (which) => reward(creator, which),
          title: (which) => titleOf(adOf(creator, which)),
        })
      },
    },
    {
      table: 'notification',
      count: NOTIFICATIONS * creators,
      row: (index) => {
        const { creator, nth } = turn(index)
        const at = daysAgo(58 - nth * 7)
        const which = Math.min(Math.floor(nth / 2), COMPLETED)
        const adId = adOf(creator, which)
        return {
          id: index + 1,
          account_id: creator,
          about: `bench:${nth}`,
          fact: JSON.stringify(fact(nth, adId, reward(creator, which))),
          at,
          read_at: nth < NOTIFICATIONS - 2 ? at : null,
        }
      },
    },
  ]
}

const categoryOf = (id: number): AdCategory => AD_CATEGORIES[id % AD_CATEGORIES.length] ?? 'other'
const rewardOf = (ad: number): number => 10_000 + (ad % 10) * 5_000
const titleOf = (ad: number): string => `수분 가득 여름 크림 체험단 ${ad}`
/** Eleven characters, as YouTube's. */
const videoId = (part: number): string => `v${String(part).padStart(10, '0')}`

export const account = (id: number, at: Instant): Insertable<Database['account']> => ({
  id,
  email: `creator-${id}@example.kr`,
  password_hash:
    '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g',
  roles: '["creator"]',
  name: `김하늘 ${id}`,
  phone: '010-1234-5678',
  location: '서울특별시 마포구 양화로 45, 3층',
  interest_ad: categoryOf(id),
  interest_expert: 'law',
  interest_news: 'contest',
  consents: JSON.stringify([{ to: 'terms', given: true, version: '2026-11', at }]),
  session_generation: 1,
  created_at: at,
})

export const channel = (owner: number, at: Instant): Insertable<Database['channel']> => ({
  owner_id: owner,
  claimed_url: `https://www.youtube.com/@creator-${owner}`,
  claimed_name: `하늘의 하루 ${owner}`,
  channel_id: `UC${String(owner).padStart(22, '0')}`,
  channel_title: `하늘의 하루 ${owner}`,
  subscribers: 1_000 + (owner % 5_000),
  status: 'verified',
  verified_by: 'code',
  since: at,
  proof_video: videoId(owner),
  disputed: 0,
})

/** The first ones are open, with more places than are taken at any scale. */
export const ad = (id: number, daysAgo: (days: number) => Instant): Insertable<Database['ad']> => {
  const open = id <= OPEN_ADS
  const since = open ? 3 + (id % 10) : 70
  return {
    id,
    company_name: `(주)맑은피부 ${id % 40}`,
    title: titleOf(id),
    subtitle: '촉촉한 하루를 영상에 담아 주세요',
    category: categoryOf(id),
    reward: rewardOf(id),
    reward_in_kind: '수분 크림 50ml 2개',
    thumbnail: `thumbnail-${id}.webp`,
    summary_image: `summary-${id}.webp`,
    full_image: `full-${id}.webp`,
    apply_from: daysAgo(since),
    apply_to: daysAgo(open ? -2 - (id % 20) : 55),
    choice: daysAgo(open ? -25 : 50),
    upload_from: daysAgo(since),
    upload_to: daysAgo(open ? -45 : 25),
    complete_date: daysAgo(open ? -50 : 20),
    minimum_subscribers: 0,
    subscribers_text: '제한 없음',
    required_hashtags: '["수분크림","협찬"]',
    keyword: '#수분크림 #협찬',
    preference: '피부가 건조한 분',
    campaign_info: '새로 나온 수분 크림을 2주 동안 써 보고 솔직하게 이야기합니다.\n'.repeat(8),
    campaign_mission: '5분 이상의 영상, 사용 전후 비교 장면\n'.repeat(4),
    add_info: '가이드라인은 선정 후에 보내 드립니다.',
    url: 'https://example.kr/cream',
    capacity: open ? 10_000 : 20,
    hold_days: HOLD_DAYS,
    picked: id <= 5 ? 1 : 0,
    created_at: daysAgo(since + 1),
  }
}

export const proposal = (creator: number, nth: number) => ({
  plan_title: `건조한 사무실에서 살아남기 ${nth + 1}`,
  plan_contents:
    '아침 출근길부터 퇴근까지, 크림 하나로 버티는 하루를 브이로그로 찍겠습니다.\n마지막에는 총평!',
  ref_url: 'https://youtu.be/reference01',
  youtube_url: `https://www.youtube.com/@creator-${creator}`,
  phone: '010-1234-5678',
  location: '서울특별시 마포구 양화로 45, 3층',
  additional_selection: 1,
})

type Sources = {
  readonly id: number
  readonly at: Instant
  readonly part: (nth: number) => number
  readonly withdrawal: (nth: number) => number
  readonly reward: (nth: number) => number
  readonly title: (nth: number) => string
}

/**
 * Three rewards, two of them released. The first release was withdrawn and paid; the second was withdrawn, returned by
 * the bank, and asked for again.
 */
const POSTED = [
  { cause: 'reward', of: 0, from: 'agency', to: 'pending' },
  { cause: 'release', of: 0, from: 'pending', to: 'withdrawable' },
  { cause: 'withdrawal', of: 0, amountOf: 0, from: 'withdrawable', to: 'requested' },
  { cause: 'settle', of: 0, amountOf: 0, from: 'requested', to: 'paid' },
  { cause: 'reward', of: 1, from: 'agency', to: 'pending' },
  { cause: 'release', of: 1, from: 'pending', to: 'withdrawable' },
  { cause: 'withdrawal', of: 1, amountOf: 1, from: 'withdrawable', to: 'requested' },
  { cause: 'settle', of: 1, amountOf: 1, from: 'requested', to: 'withdrawable' },
  { cause: 'withdrawal', of: 2, amountOf: 1, from: 'withdrawable', to: 'requested' },
  { cause: 'reward', of: 2, from: 'agency', to: 'pending' },
] as const

const posting = (creator: number, nth: number, source: Sources): Insertable<Database['cash_posting']> => {
  const posted = POSTED[nth]
  if (posted === undefined) throw new RangeError(`a member has no posting ${nth}`)
  const isReward = !('amountOf' in posted)
  return {
    id: source.id,
    creator_id: creator,
    cause: `${posted.cause}:${isReward ? source.part(posted.of) : source.withdrawal(posted.of)}`,
    from_pocket: posted.from,
    to_pocket: posted.to,
    amount: source.reward(isReward ? posted.of : posted.amountOf),
    at: source.at,
    title: isReward ? source.title(posted.of) : '캐시 인출',
  }
}

/** What a member was told: two notices for each completed participation, and about the open ad. */
const fact = (nth: number, adId: number, amount: number): NotificationFact => {
  const named = { id: toId<'Ad'>(adId), title: titleOf(adId), thumbnail: `thumbnail-${adId}.webp` }
  if (nth === NOTIFICATIONS - 1) return { kind: 'withdrawn', amount: toWon(amount) }
  return nth % 2 === 0
    ? { kind: 'assigned', ad: named }
    : { kind: 'rewarded', ad: named, amount: toWon(amount) }
}
