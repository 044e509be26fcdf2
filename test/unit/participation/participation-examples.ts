import type { Ad, AdSchedule } from '../../../src/domain/ad/ad.ts'
import type {
  Move,
  Participation,
  Status,
  UploadEvidence,
} from '../../../src/domain/participation/participation.ts'
import { type Id, toId, toWon } from '../../../src/domain/primitives.ts'
import { anAd as someAd } from '../../fixtures/ad.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { aProposal } from '../../fixtures/participation.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { at } from '../examples.ts'

export const CREATOR: Id<'Account'> = toId(7)
export const OWN_CHANNEL = aChannelId('own')

export const SCHEDULE: AdSchedule = {
  applyFrom: at('2026-11-01T00:00:00.000+09:00'),
  applyTo: at('2026-11-10T23:59:59.999+09:00'),
  choice: at('2026-11-12T23:59:59.999+09:00'),
  uploadFrom: at('2026-11-13T00:00:00.000+09:00'),
  uploadTo: at('2026-11-20T23:59:59.999+09:00'),
  completeDate: at('2026-11-25T23:59:59.999+09:00'),
}

/** Two places, and hashtags that are easy to misspell. */
export const anAd = (changed: Partial<Ad> = {}): Ad =>
  someAd({ schedule: SCHEDULE, requiredHashtags: ['광고', '가을'], capacity: 2, ...changed })

/** A video in which everything is as the ad wants it. */
export const goodEvidence = (changed: Partial<UploadEvidence> = {}): UploadEvidence => ({
  videoId: aVideoId('proved'),
  channelId: OWN_CHANNEL,
  publishedAt: at('2026-11-15T18:00:00+09:00'),
  privacy: 'public',
  watchable: true,
  title: '가을 얼굴 #광고',
  description: '제품을 받았습니다 #가을',
  ...changed,
})

export const submitMove = (changed: Partial<UploadEvidence> = {}): Move & { readonly type: 'submit' } => ({
  type: 'submit',
  evidence: goodEvidence(changed),
  ownChannel: OWN_CHANNEL,
  usedElsewhere: false,
  review: '잘 썼습니다',
})

const SHARED = {
  id: toId<'Participation'>(11),
  adId: toId<'Ad'>(3),
  creatorId: CREATOR,
  proposal: aProposal(),
  appliedAt: at('2026-11-05T10:00:00+09:00'),
  since: at('2026-11-06T10:00:00+09:00'),
}
/** Other terms than those of the ad as it stands: the ad was changed after the assignment. */
export const TERMS = { reward: toWon(40_000), holdDays: 5 }
export const UPLOAD = {
  videoId: aVideoId('earlier'),
  publishedAt: at('2026-11-14T09:00:00+09:00'),
  review: '처음',
}

/** One participation in each status. */
export const IN_STATUS = {
  applied: { ...SHARED, status: 'applied' },
  assigned: { ...SHARED, status: 'assigned', terms: TERMS, changesAsked: null },
  submitted: { ...SHARED, status: 'submitted', terms: TERMS, upload: UPLOAD },
  completed: { ...SHARED, status: 'completed', terms: TERMS, upload: UPLOAD },
  declined: { ...SHARED, status: 'declined', reason: 'not-selected', note: '다음에' },
  withdrawn: { ...SHARED, status: 'withdrawn' },
  cancelled: { ...SHARED, status: 'cancelled', reason: 'not-uploaded', note: '기한' },
} as const satisfies { readonly [S in Status]: Participation & { readonly status: S } }

/** One possible move of each type. */
export const MOVES = {
  edit: { type: 'edit', proposal: aProposal({ planTitle: '다시 쓴 기획서' }) },
  withdraw: { type: 'withdraw' },
  assign: { type: 'assign', placesTaken: 0 },
  decline: { type: 'decline', reason: 'not-selected', note: '이번에는 어렵습니다' },
  submit: submitMove(),
  'send-back': { type: 'send-back', changes: '자막을 넣어 주세요' },
  complete: { type: 'complete' },
  cancel: { type: 'cancel', reason: 'rules-broken', note: '규칙' },
} as const satisfies { readonly [T in Move['type']]: Move & { readonly type: T } }

export const STATUSES: readonly Status[] = [
  'applied',
  'assigned',
  'submitted',
  'completed',
  'declined',
  'withdrawn',
  'cancelled',
]
export const MOVE_TYPES: readonly Move['type'][] = [
  'edit',
  'withdraw',
  'assign',
  'decline',
  'submit',
  'send-back',
  'complete',
  'cancel',
]

/** The arrows of the design: where each move leads, and nothing else leads anywhere. */
export const ARROWS: { readonly [S in Status]: { readonly [T in Move['type']]?: Status } } = {
  applied: { edit: 'applied', withdraw: 'withdrawn', assign: 'assigned', decline: 'declined' },
  assigned: { submit: 'submitted', cancel: 'cancelled' },
  submitted: { 'send-back': 'assigned', complete: 'completed', cancel: 'cancelled' },
  completed: {},
  declined: {},
  withdrawn: {},
  cancelled: {},
}
