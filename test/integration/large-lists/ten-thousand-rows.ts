import { DAY_MS, HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'

/** How many rows each list has to choose from. */
export const ROWS = 10_000

const LONG_AGO: Instant = later(NOON, -200 * DAY_MS)
const SOON: Instant = later(NOON, HOUR_MS)

const DIGIT = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(' UNION ALL ')})`
/** `i` from 1 to 10,000, in words that SQLite and MariaDB both understand. */
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 1 AS i
  FROM ${DIGIT} a, ${DIGIT} b, ${DIGIT} c, ${DIGIT} e) n`

const insert = (table: string, values: Readonly<Record<string, string | number>>): string =>
  `INSERT INTO ${table} (${Object.keys(values).join(', ')}) SELECT ${Object.values(values).join(', ')} FROM ${NUMBERS}`

/** Each row was made a second after the one before it. */
const MADE = `${LONG_AGO} + 1000 * i`
/** No two are equal, and they follow no other order. */
const VIEWS = '(i * 7919) % 10007'
export const viewsOf = (id: number): number => (id * 7_919) % 10_007

/**
 * Fills every table that a list is read from, for a member whose own lists are to be as long as the others. Questions of
 * the categories that the app has no list of are another's.
 */
export const tenThousandRows = (member: number, other: number): readonly string[] => [
  insert('ad', {
    id: 'i',
    company_name: "'회사'",
    title: "concat('광고 ', i)",
    subtitle: "''",
    category: "'beauty'",
    reward: 10_000,
    reward_in_kind: "''",
    thumbnail: "'a.png'",
    summary_image: "'a.png'",
    full_image: "'a.png'",
    apply_from: LONG_AGO,
    apply_to: `${SOON} + 1000 * i`,
    choice: later(NOON, 2 * DAY_MS),
    upload_from: LONG_AGO,
    upload_to: later(NOON, 3 * DAY_MS),
    complete_date: later(NOON, 4 * DAY_MS),
    minimum_subscribers: 0,
    subscribers_text: "''",
    required_hashtags: "'[]'",
    keyword: "''",
    preference: "''",
    campaign_info: "''",
    campaign_mission: "''",
    add_info: "''",
    url: "''",
    capacity: 5,
    hold_days: 28,
    picked: 1,
    created_at: MADE,
  }),
  insert('ad_audience', { ad_id: 'i', views: VIEWS }),
  insert('ad_places', { ad_id: 'i', taken: 0 }),
  // A creator takes part in an ad once, so the four lists of own ads share the 10,000.
  insert('participation', {
    id: 'i',
    ad_id: 'i',
    creator_id: member,
    status:
      "CASE i % 4 WHEN 1 THEN 'applied' WHEN 2 THEN 'assigned' WHEN 3 THEN 'submitted' ELSE 'completed' END",
    since: MADE,
    applied_at: MADE,
    plan_title: "'기획'",
    plan_contents: "'내용'",
    ref_url: "''",
    youtube_url: "''",
    phone: "''",
    location: "''",
    additional_selection: 0,
    terms_reward: 'CASE i % 4 WHEN 1 THEN NULL ELSE 10000 END',
    terms_hold_days: 'CASE i % 4 WHEN 1 THEN NULL ELSE 28 END',
    video_id: "CASE WHEN i % 4 IN (0, 3) THEN concat('v', 1000000000 + i) END",
    published_at: `CASE WHEN i % 4 IN (0, 3) THEN ${MADE} END`,
    review: "''",
  }),
  insert('cash_posting', {
    id: 'i',
    creator_id: member,
    cause: "concat('reward:', i)",
    from_pocket: "'agency'",
    to_pocket: "'pending'",
    amount: 'i',
    at: MADE,
    title: "'적립'",
  }),
  insert('withdrawal', {
    id: 'i',
    creator_id: member,
    amount: 'i',
    requested_at: MADE,
    status: "'returned'",
    settled_at: MADE,
    return_reason: "'예금주가 다릅니다.'",
  }),
  insert('notification', {
    id: 'i',
    account_id: member,
    about: "concat('withdrawn:', i)",
    fact: `'{"kind":"withdrawn","amount":10000}'`,
    at: MADE,
  }),
  insert('support_programme', {
    id: 'i',
    poster: "''",
    host: "'주최'",
    title: "concat('지원 ', i)",
    subtitle: "''",
    contents: "'본문'",
    url: "''",
    recruit_from: LONG_AGO,
    recruit_to: SOON,
    apply_count: 0,
    created_at: MADE,
    updated_at: MADE,
  }),
  insert('support_programme_audience', { programme_id: 'i', views: VIEWS }),
  insert('scrap', { member_id: member, programme_id: 'i', at: MADE }),
  insert('daily_card', {
    id: 'i',
    thumbnail: "''",
    title: "concat('카드 ', i)",
    subtitle: "''",
    content: "'본문'",
    created_at: MADE,
    updated_at: MADE,
  }),
  insert('expert', {
    id: 'i',
    category: "'law'",
    name: "'전문가'",
    cases_handled: VIEWS,
    affiliation: "'소속'",
    photo: "''",
    created_at: MADE,
  }),
  insert('question', {
    id: 'i',
    author_id: member,
    category: "'law'",
    title: "concat('질문 ', i)",
    content: "'내용'",
    secret: 0,
    asked_at: MADE,
    answered_by: 'i',
    answer: "'답변'",
    answered_at: MADE,
    consultation_status: "'requested'",
    consultation_name: "'김민지'",
    consultation_date: SOON,
    consultation_topic: "'상담'",
    consultation_requested_at: MADE,
  }),
  insert('question_audience', { question_id: 'i', views: 0 }),
  ...(['startup', 'shooting'] as const).flatMap((category, at) => {
    const id = `${(at + 1) * ROWS} + i`
    return [
      insert('question', {
        id,
        author_id: other,
        category: `'${category}'`,
        title: "'질문'",
        content: "'내용'",
        secret: 0,
        asked_at: MADE,
      }),
      insert('question_audience', { question_id: id, views: 0 }),
    ]
  }),
  insert('faq_entry', { id: 'i', title: "'질문'", content: "'답변'", created_at: MADE }),
  insert('notice', { id: 'i', title: "'공지'", content: "'본문'", created_at: MADE }),
]
