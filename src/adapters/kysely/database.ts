import type { Generated, GeneratedAlways } from 'kysely'

/**
 * The tables, as rows hold them: instants are milliseconds, amounts whole won, flags 0 or 1. Words of a closed list
 * are plain text here, because only `fromRow` may say that a row keeps to the list.
 */
export type Database = {
  readonly account: AccountTable
  readonly refresh_token: RefreshTokenTable
  readonly payee: PayeeTable
  readonly channel: ChannelTable
  readonly channel_reading: ChannelReadingTable
  readonly ad: AdTable
  readonly ad_audience: AdAudienceTable
  readonly ad_view: AdViewTable
  readonly ad_places: AdPlacesTable
  readonly banner: BannerTable
  readonly own_change: OwnChangeTable
  readonly participation: ParticipationTable
  readonly participation_history: ParticipationHistoryTable
  readonly video: VideoTable
  readonly video_pause: VideoPauseTable
  readonly video_missing_hashtags: VideoMissingHashtagsTable
  readonly observation: ObservationTable
  readonly video_pace: VideoPaceTable
  readonly correction: CorrectionTable
  readonly decision_snapshot: DecisionSnapshotTable
  readonly cash_balance: CashBalanceTable
  readonly cash_posting: CashPostingTable
  readonly held_reward: HeldRewardTable
  readonly withdrawal: WithdrawalTable
  readonly notification: NotificationTable
  readonly command_key: CommandKeyTable
  readonly job: JobTable
  readonly job_run: JobRunTable
  readonly throttle: ThrottleTable
  readonly youtube_quota: YouTubeQuotaTable
  readonly audit_entry: AuditEntryTable
  readonly support_programme: SupportProgrammeTable
  readonly support_programme_audience: SupportProgrammeAudienceTable
  readonly support_programme_view: SupportProgrammeViewTable
  readonly daily_card: DailyCardTable
  readonly scrap: ScrapTable
  readonly expert: ExpertTable
  readonly expert_account: ExpertAccountTable
  readonly question: QuestionTable
  readonly question_day: QuestionDayTable
  readonly question_audience: QuestionAudienceTable
  readonly question_view: QuestionViewTable
  readonly faq_entry: FaqEntryTable
  readonly notice: NoticeTable
  readonly home_banner: HomeBannerTable
  readonly interest_event: InterestEventTable
  readonly import_2020: Import2020Table
  readonly recommendation_weights: RecommendationWeightsTable
  readonly schema_step: SchemaStepTable
  readonly schema_lock: SchemaLockTable
}

export type AccountTable = {
  id: Generated<number>
  email: string
  password_hash: string
  /** JSON list. */
  roles: string
  name: string
  phone: string
  location: string
  profile_image: string | null
  interest_ad: string
  interest_expert: string
  interest_news: string
  /** JSON list. */
  consents: string
  session_generation: number
  created_at: number
}

export type RefreshTokenTable = {
  hash: string
  family: string
  account_id: number
  generation: number
  expires_at: number
  rotated_at: number | null
  revoked_at: number | null
}

export type PayeeTable = { owner_id: number; bank: string; masked_number: string; sealed: string }

export type ChannelTable = {
  owner_id: number
  claimed_url: string
  claimed_name: string
  channel_id: string | null
  channel_title: string | null
  subscribers: number | null
  status: string
  verified_by: string | null
  rejection_reason: string | null
  rejection_note: string | null
  since: number
  proof_video: string | null
  code_hash: string | null
  code_issued_at: number | null
  code_expires_at: number | null
  owed_proof_url: string | null
  disputed: number
  /** The channel while it is verified, else null; unique, so that two owners never have one channel. */
  verified_channel_id: GeneratedAlways<string | null>
  /** 1 while an operator has to look. */
  waiting: GeneratedAlways<number>
  /** 1 while a check of its proof is owed. */
  owes_proof: GeneratedAlways<number>
}

/** When YouTube last told of a channel, and when it is asked again; not while the claim is rejected. */
export type ChannelReadingTable = { owner_id: number; read_at: number; due_at: number | null }

export type AdTable = {
  id: Generated<number>
  company_name: string
  title: string
  subtitle: string
  category: string
  reward: number
  reward_in_kind: string
  thumbnail: string
  summary_image: string
  full_image: string
  apply_from: number
  apply_to: number
  choice: number
  upload_from: number
  upload_to: number
  complete_date: number
  minimum_subscribers: number
  subscribers_text: string
  /** JSON list. */
  required_hashtags: string
  keyword: string
  preference: string
  campaign_info: string
  campaign_mission: string
  add_info: string
  url: string
  capacity: number
  hold_days: number
  picked: number
  created_at: number
}

/** How many looks an ad had. Beside the ad, so that a look never waits for somebody who has locked the ad. */
export type AdAudienceTable = { ad_id: number; views: number }

export type AdViewTable = { ad_id: number; viewer_id: number; korean_day: number }

/** Assigned, submitted and completed participations of an ad. */
export type AdPlacesTable = { ad_id: number; taken: number }

/** One row, written by whoever changes the set of banner ads. */
export type BannerTable = { id: number; changes: number }

/** When a member last changed what lists of ads show. */
export type OwnChangeTable = { account_id: number; at: number }

export type ParticipationTable = {
  id: Generated<number>
  ad_id: number
  creator_id: number
  status: string
  since: number
  applied_at: number
  plan_title: string
  plan_contents: string
  ref_url: string
  youtube_url: string
  phone: string
  location: string
  additional_selection: number
  terms_reward: number | null
  terms_hold_days: number | null
  changes_asked: string | null
  video_id: string | null
  published_at: number | null
  review: string | null
  reason: string | null
  note: string | null
}

export type ParticipationHistoryTable = {
  id: Generated<number>
  participation_id: number
  at: number
  by_account: number | null
  from_status: string | null
  to_status: string
  reason: string
}

export type VideoTable = {
  id: string
  participation_id: number
  published_at: number
  state: string
  last_good_at: number
  first_missed_at: number | null
  down_since: number | null
  down_cause: string | null
}

/** A JSON list without `#`. */
export type VideoMissingHashtagsTable = { video_id: string; hashtags: string }

export type VideoPauseTable = {
  id: Generated<number>
  video_id: string
  began_at: number
  ended_at: number
  cause: string
}

export type ObservationTable = {
  id: Generated<number>
  video_id: string
  at: number
  views: number | null
  likes: number | null
  comments: number | null
  /** `untold` where the call does not tell it. */
  privacy: string
  source: string
  run: string
}

/** Of the videos that a participation stands on. Beside the video, since it is written with every read. */
export type VideoPaceTable = {
  video_id: string
  promised_by: number
  wanted_at: number
  check_by: number
  read_at: number | null
  views: number | null
  views_per_day: number | null
  unchanged_reads: number
}

export type CorrectionTable = {
  id: Generated<number>
  video_id: string
  at: number
  kind: string
  from_views: number
  to_views: number | null
}

/** What was known of a video when its reward was decided on. Those of the figures are null when nothing had been read. */
export type DecisionSnapshotTable = {
  participation_id: number
  decision: string
  at: number
  video_id: string
  published_at: number
  paused_ms: number
  last_good_at: number
  observed_at: number | null
  views: number | null
  likes: number | null
  comments: number | null
  privacy: string | null
  source: string | null
  decided_by: number | null
  reason: string | null
  state: string
  cause: string | null
  missing_hashtags: string
}

export type CashBalanceTable = {
  creator_id: number
  pending: number
  withdrawable: number
  requested: number
  paid: number
}

/** Rewards that were credited, and neither released nor forfeited. */
export type HeldRewardTable = { participation_id: number; creator_id: number }

export type CashPostingTable = {
  id: Generated<number>
  creator_id: number
  cause: string
  from_pocket: string
  to_pocket: string
  amount: number
  at: number
  title: string
}

export type WithdrawalTable = {
  id: Generated<number>
  creator_id: number
  amount: number
  requested_at: number
  status: string
  settled_at: number | null
  bank_reference: string | null
  return_reason: string | null
}

export type NotificationTable = {
  id: Generated<number>
  account_id: number
  about: string
  /** JSON. */
  fact: string
  at: number
  read_at: number | null
}

export type CommandKeyTable = {
  scope: string
  command_key: string
  input_hash: string
  answer: string
  at: number
}

export type ThrottleTable = { subject: string; attempts: number; ends_at: number }

/** One row for each job: whoever writes as its owner must have the newest token. */
export type JobTable = {
  name: string
  slot: number
  token: number
  cursor_at: string | null
  attempts: number
  owner: string
  state: string
  lease_until: number | null
  resume_at: number | null
  why: string | null
}

export type JobRunTable = {
  id: Generated<number>
  job: string
  slot: number
  token: number
  owner: string
  ended_at: number
  outcome: string
  said: string
}

/** Units of a bucket of YouTube's on a Pacific day; `closed_until` is 0 where nothing was ever closed. */
export type YouTubeQuotaTable = { bucket: string; day: string; used: number; closed_until: number }

export type AuditEntryTable = {
  id: Generated<number>
  at: number
  by_account: number | null
  operation: string
  subject: string
  /** JSON. */
  before_state: string
  /** JSON. */
  after_state: string
}

export type SupportProgrammeTable = {
  id: Generated<number>
  poster: string
  host: string
  title: string
  subtitle: string
  contents: string
  url: string
  recruit_from: number
  recruit_to: number
  apply_count: number
  created_at: number
  updated_at: number
}

/** How many looks a programme had. Beside it, so that a look never waits for somebody who has locked it. */
export type SupportProgrammeAudienceTable = { programme_id: number; views: number }

export type SupportProgrammeViewTable = { programme_id: number; viewer_id: number; korean_day: number }

export type DailyCardTable = {
  id: Generated<number>
  thumbnail: string
  title: string
  subtitle: string
  content: string
  created_at: number
  updated_at: number
}

export type ScrapTable = { member_id: number; programme_id: number; at: number }

export type ExpertTable = {
  id: Generated<number>
  category: string
  name: string
  cases_handled: number
  affiliation: string
  photo: string
  created_at: number
}

/** Who answers under which profile; either stands here once. */
export type ExpertAccountTable = { expert_id: number; account_id: number }

export type QuestionTable = {
  id: Generated<number>
  author_id: number
  category: string
  title: string
  content: string
  secret: number
  asked_at: number
  answered_by: number | null
  answer: string | null
  answered_at: number | null
  consultation_status: string | null
  consultation_name: string | null
  consultation_date: number | null
  consultation_topic: string | null
  consultation_requested_at: number | null
  consultation_settled_at: number | null
  consultation_note: string | null
}

/** How many questions a member asked on a Korean day. */
export type QuestionDayTable = { author_id: number; korean_day: number; asked: number }

/** How many looks a question had. Beside it, so that a look never waits for somebody who has locked it. */
export type QuestionAudienceTable = { question_id: number; views: number }

export type QuestionViewTable = { question_id: number; viewer_id: number; korean_day: number }

export type FaqEntryTable = {
  id: Generated<number>
  title: string
  content: string
  created_at: number
  updated_at: number | null
}

export type NoticeTable = {
  id: Generated<number>
  title: string
  content: string
  created_at: number
  updated_at: number | null
}

export type HomeBannerTable = {
  id: Generated<number>
  /** From 1 to as many as there may be. */
  place: number
  image: string
  created_at: number
}

/** Of `shown`, and of nothing else, `list` and `position` say where. */
export type InterestEventTable = {
  id: Generated<number>
  at: number
  creator_id: number
  item_kind: string
  item_id: number
  kind: string
  list: string | null
  position: number | null
}

export type Import2020Table = { kind: string; old_id: number; new_id: number }

/** Every fit, for ever. Losses are millionths of a nat. */
export type RecommendationWeightsTable = {
  id: Generated<number>
  item_kind: string
  version: number
  fitted_at: number
  impressions: number
  loss_before: number
  loss_after: number
  accepted: number
  /** JSON. */
  weights: string
}

export type SchemaStepTable = { name: string; applied_at: number }

export type SchemaLockTable = { id: number; held_by: string | null; lease_until: number }
