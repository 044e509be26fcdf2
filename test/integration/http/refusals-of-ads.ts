import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import { MAXIMUM_IMAGE_BYTES } from '../../../src/adapters/images/admit.ts'
import { HOUR_MS, later } from '../../../src/domain/primitives.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays } from '../../fixtures/instants.ts'
import { png } from '../../fixtures/pictures.ts'
import type { Member } from '../../fixtures/test-house.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'
import type { BusyHouse } from './busy-house.ts'
import { type Asked, applying, type CasesOf, type RefusalCase, TOLD, UNKNOWN_ID } from './refusal-case.ts'
import type { RefusalOfMembers } from './refusals-of-members.ts'
import { adForm, adParts, profileParts } from './routes.ts'

export type RefusalOfAds = Exclude<
  Extract<
    Refusal['kind'],
    | `ad-${string}`
    | `image-${string}`
    | `video-${string}`
    | `subscribers-${string}`
    | `participation-${string}`
    | 'already-applied'
    | 'too-few-subscribers'
    | 'assignment-period-over'
    | 'submission-period-over'
    | 'move-not-possible'
    | 'report-not-found'
    | 'week-not-begun'
  >,
  RefusalOfMembers
>

const insert = (
  { operator }: BusyHouse,
  over: Readonly<Record<string, string>>,
  pictures?: Uint8Array[],
): Asked => ({
  who: operator,
  method: 'POST',
  path: '/api/advertise/ad/insert',
  sent: { parts: adParts({ ...adForm, ...over }, pictures) },
})
const inserting = (when: string, over: Readonly<Record<string, string>>): RefusalCase => ({
  when,
  ask: (house) => insert(house, over),
})

/** With a picture that is none, or too large, as the last of the three. */
const picturing = (when: string, last: Uint8Array): RefusalCase => ({
  when,
  ask: (house) => insert(house, {}, [png(1, 1, [0, 0, 0]), png(1, 1, [9, 9, 9]), last]),
})

/** An operator's word on Minji's part in an ad. */
const ruling = (
  when: string,
  stage: keyof BusyHouse['parts'],
  method: 'POST' | 'PUT',
  path: string,
  more: object = {},
): RefusalCase => ({
  when,
  ask: ({ operator, minji, parts }) => ({
    who: operator,
    method,
    path: `/api/userad/${path}`,
    sent: {
      json: { userIdx: minji.account.id, idx: minji.account.id, adIdx: parts[stage].adId, ...more },
    },
  }),
})

const submit = (who: Member, adIdx: number, url: string): Asked => ({
  who,
  method: 'POST',
  path: '/api/userad/auth',
  sent: { form: { adIdx: String(adIdx), url, review: '정말 촉촉했어요.' } },
})

/** Minji submits this video for the ad that she is assigned to. */
const submitting = (when: string, video: Parameters<typeof aVideo>[0], at = inDays(3)): RefusalCase => ({
  when,
  ask: async (house) => {
    house.clock.set(at)
    const shown = aVideo({ id: aVideoId('shown'), ...video })
    house.youTube.publish(shown)
    const minji = await house.renewed(house.minji)
    return submit(minji, house.parts.assigned.adId, `https://youtu.be/${shown.id}`)
  },
})

const withUrl = (when: string, path: string, url: string): RefusalCase => ({
  when,
  ask: ({ minji, parts }) => ({
    who: minji,
    method: 'POST',
    path,
    sent: { form: { adIdx: String(parts.assigned.adId), url } },
  }),
})
const LOOK_UP = '/api/userad/auth/auth/auth'
const PROVE = '/api/userad/auth'

const changingPicture = (what: string, picture: Uint8Array): RefusalCase => ({
  when: `a picture of a member ${what}`,
  ask: ({ minji }) => ({
    who: minji,
    method: 'PUT',
    path: '/api/user',
    sent: { parts: profileParts({ phone: '010-5555-6666' }, picture) },
  }),
})

const OF_DRAFTS: CasesOf<
  Extract<RefusalOfAds, `image-${string}` | 'ad-schedule-out-of-order' | `ad-${string}-unfit`>
> = {
  'ad-schedule-out-of-order': [
    inserting('applications end before they begin', { applyTo: '2026-11-19' }),
    inserting('selection is before the end of applications', { choice: '2026-11-30' }),
    inserting('uploads end before applications do', { uploadTo: '2026-11-30', uploadFrom: '2026-11-29' }),
    inserting('uploads end before they begin', { uploadFrom: '2026-12-21' }),
    inserting('completion is before the end of uploads', { completeDate: '2026-12-19' }),
  ],
  'ad-capacity-unfit': [inserting('10,001 creators are looked for', { capacity: '10001' })],
  'ad-hold-unfit': [inserting('the hold is longer than a year', { holdDays: '366' })],
  'ad-reward-unfit': { notHere: 'an amount that is no Won is invalid input before' },
  'ad-hashtags-unfit': [
    inserting('21 hashtags are required', {
      requiredHashtags: Array.from({ length: 21 }, (_, number) => `태그${number}`).join(' '),
    }),
    inserting('a hashtag has a hyphen', { requiredHashtags: '#수분-크림' }),
  ],
  'image-unreadable': [
    changingPicture('is a page', new TextEncoder().encode('<html>')),
    changingPicture('is cut off', png(2, 2, [0, 0, 0]).subarray(0, -1)),
    picturing('a picture is none', new TextEncoder().encode('<svg onload="alert(1)"></svg>')),
    picturing('a picture is empty', new Uint8Array()),
  ],
  'image-too-large': [
    picturing('a picture has more than 5 MB', new Uint8Array(MAXIMUM_IMAGE_BYTES + 1)),
    changingPicture('has more than 5 MB', new Uint8Array(MAXIMUM_IMAGE_BYTES + 1)),
  ],
}

const OF_APPLICATIONS: CasesOf<
  Extract<
    RefusalOfAds,
    | 'ad-not-found'
    | 'ad-not-open-yet'
    | 'ad-closed'
    | 'ad-full'
    | 'already-applied'
    | 'too-few-subscribers'
    | 'subscribers-hidden'
    | 'subscribers-not-checked'
  >
> = {
  'ad-not-found': [
    {
      when: 'it is looked at',
      ask: ({ minji }) => ({ who: minji, method: 'GET', path: `/api/advertise/ad/detail/${UNKNOWN_ID}` }),
    },
    { when: 'somebody applies', ask: ({ minji }) => applying(minji, UNKNOWN_ID) },
    {
      when: 'somebody is not interested',
      ask: ({ minji }) => ({
        who: minji,
        method: 'POST',
        path: '/api/advertise/ad/dismiss',
        sent: { json: { adIdx: UNKNOWN_ID } },
      }),
    },
    {
      when: 'its applicants are asked for',
      ask: ({ operator }) => ({ who: operator, method: 'GET', path: `/api/userad/applicants/${UNKNOWN_ID}` }),
    },
    {
      when: 'one of the picked ads is unknown',
      ask: ({ operator, freshAd }) => ({
        who: operator,
        method: 'PUT',
        path: '/api/advertise/ad/pick',
        sent: { json: { adIdx: [freshAd.id, UNKNOWN_ID] } },
      }),
    },
  ],
  'ad-not-open-yet': [
    {
      when: 'applications open in a millisecond',
      ask: async (house) => {
        const applyFrom = later(house.clock.now(), 1)
        return applying(house.minji, (await house.anAd({ schedule: aSchedule(undefined, { applyFrom }) })).id)
      },
      mayChange: TOLD,
    },
  ],
  'ad-closed': [
    {
      when: 'applications closed a millisecond ago',
      ask: async (house) => {
        const applyTo = later(house.clock.now(), -1)
        return applying(house.minji, (await house.anAd({ schedule: aSchedule(undefined, { applyTo }) })).id)
      },
      mayChange: TOLD,
    },
  ],
  'ad-full': [
    {
      when: 'the only place is taken and somebody applies',
      ask: async (house) => {
        const ad = await house.anAd({ capacity: 1 })
        await house.assignment(house.junho, { ad })
        return applying(house.minji, ad.id)
      },
      mayChange: TOLD,
    },
    {
      when: 'the only place is taken and an operator assigns',
      ask: async (house) => {
        const ad = await house.anAd({ capacity: 1 })
        await house.application(house.minji, { ad })
        await house.completion(house.junho, { ad })
        return {
          who: house.operator,
          method: 'POST',
          path: '/api/userad/confirm',
          sent: { json: { userIdx: house.minji.account.id, adIdx: ad.id } },
        }
      },
    },
  ],
  'already-applied': [
    {
      when: 'it is applied for twice',
      ask: ({ minji, parts }) => applying(minji, parts.applied.adId),
      mayChange: TOLD,
    },
    {
      when: 'the first application was withdrawn',
      ask: async (house) => {
        await house.as(house.minji).delete(`/api/userad/${house.parts.applied.id}`)
        return applying(house.minji, house.parts.applied.adId)
      },
      mayChange: TOLD,
    },
  ],
  'too-few-subscribers': [
    {
      when: 'a premium ad asks for one more',
      ask: async (house) =>
        applying(house.minji, (await house.anAd({ category: 'premium', minimumSubscribers: 12_301 })).id),
      mayChange: TOLD,
    },
  ],
  'subscribers-not-checked': [
    {
      when: 'YouTube gives no answer, and they were read more than 48 hours ago',
      ask: async (house) => {
        const reading = { at: later(house.clock.now(), -48 * HOUR_MS - 1), dueAt: null }
        const identity = aChannelIdentity({ id: aChannelId('forgotten') })
        const forgotten = await house.creator('forgotten', { channel: { identity, reading } })
        house.youTube.fail()
        return applying(forgotten, (await house.anAd({ category: 'premium', minimumSubscribers: 1 })).id)
      },
      mayChange: TOLD,
    },
  ],
  'subscribers-hidden': [
    {
      when: 'a premium ad asks for subscribers',
      ask: async (house) => {
        const identity = aChannelIdentity({ id: aChannelId('hidden'), subscribers: null })
        const hidden = await house.creator('hidden', { channel: { identity } })
        return applying(hidden, (await house.anAd({ category: 'premium', minimumSubscribers: 1 })).id)
      },
      mayChange: TOLD,
    },
  ],
}

const OF_PARTICIPATIONS: CasesOf<
  Extract<
    RefusalOfAds,
    | 'participation-not-found'
    | 'report-not-found'
    | 'week-not-begun'
    | 'move-not-possible'
    | 'assignment-period-over'
    | 'submission-period-over'
  >
> = {
  'participation-not-found': [
    {
      when: 'it is somebody else’s',
      ask: ({ junho, parts }) => ({ who: junho, method: 'DELETE', path: `/api/userad/${parts.applied.id}` }),
    },
    {
      when: 'there is none',
      ask: ({ minji }) => ({ who: minji, method: 'GET', path: `/api/userad/1/${UNKNOWN_ID}` }),
    },
    {
      when: 'nobody has applied to the ad',
      ask: ({ minji, freshAd, uploadUrl }) => submit(minji, freshAd.id, uploadUrl),
    },
    ruling('an operator names an unknown creator', 'applied', 'POST', 'confirm', { userIdx: UNKNOWN_ID }),
    ruling('an operator names an unknown ad', 'applied', 'PUT', 'cancel', {
      adIdx: UNKNOWN_ID,
      reason: 'ad-cancelled',
    }),
  ],
  'week-not-begun': [
    {
      when: 'a week to come is asked for',
      ask: ({ operator }) => ({
        who: operator,
        method: 'GET',
        path: '/api/recommendation/report?week=2026-W49',
      }),
    },
  ],
  'report-not-found': [
    {
      when: 'it is somebody else’s',
      ask: ({ junho, earned }) => ({ who: junho, method: 'GET', path: `/api/report/${earned.id}` }),
    },
    {
      when: 'nothing is completed',
      ask: ({ minji, parts }) => ({ who: minji, method: 'GET', path: `/api/report/${parts.submitted.id}` }),
    },
  ],
  'move-not-possible': [
    ruling('an assigned one is assigned', 'assigned', 'POST', 'confirm'),
    ruling('an assigned one is declined', 'assigned', 'POST', 'notConfirm'),
    ruling('an applied one is completed', 'applied', 'PUT', 'ing'),
    ruling('a completed one is completed', 'completed', 'PUT', 'ing'),
    ruling('an assigned one is sent back', 'assigned', 'PUT', 'sendBack', { changes: '다시 올려주세요.' }),
    ruling('an applied one is cancelled', 'applied', 'PUT', 'cancel', { reason: 'rules-broken' }),
    {
      when: 'an assigned one is withdrawn',
      ask: ({ minji, parts }) => ({ who: minji, method: 'DELETE', path: `/api/userad/${parts.assigned.id}` }),
    },
    {
      when: 'a video is submitted for an applied one',
      ask: ({ minji, parts, uploadUrl }) => submit(minji, parts.applied.adId, uploadUrl),
    },
  ],
  'assignment-period-over': [
    {
      when: 'the upload period has ended',
      ask: async (house) => {
        house.clock.set(inDays(20.5))
        return {
          who: await house.renewed(house.operator),
          method: 'POST',
          path: '/api/userad/confirm',
          sent: { json: { userIdx: house.minji.account.id, adIdx: house.parts.applied.adId } },
        }
      },
    },
  ],
  'submission-period-over': [submitting('the completion date has passed', {}, inDays(25.5))],
}

const { uploadFrom, uploadTo } = aSchedule()

const OF_UPLOADS: CasesOf<Extract<RefusalOfAds, `video-${string}`>> = {
  'video-url-malformed': [
    withUrl('nothing is looked up', LOOK_UP, ''),
    withUrl('an address elsewhere is looked up', LOOK_UP, 'https://vimeo.com/1234567'),
    withUrl('a script is looked up', LOOK_UP, 'javascript:alert(1)'),
    withUrl('a channel is submitted', PROVE, 'https://www.youtube.com/@haneul'),
    withUrl('an id of ten characters is submitted', PROVE, 'https://youtu.be/0123456789'),
  ],
  'video-not-found': [
    withUrl('it is gone and looked up', LOOK_UP, `https://youtu.be/${aVideoId('gone')}`),
    withUrl('it is gone and submitted', PROVE, `https://youtu.be/${aVideoId('gone')}`),
  ],
  'video-of-another-channel': [submitting('it is on another channel', { channelId: aChannelId('another') })],
  'video-not-public': [
    submitting('it is unlisted', { privacy: 'unlisted' }),
    submitting('it is private', { privacy: 'private' }),
  ],
  'video-not-watchable': [submitting('it is still processed', { watchable: false })],
  'video-outside-upload-window': [
    submitting('it is a millisecond too early', { publishedAt: later(uploadFrom, -1) }),
    submitting('it is a millisecond too late', { publishedAt: later(uploadTo, 1) }, inDays(21)),
  ],
  'video-lacks-hashtags': [
    submitting('it has none', { title: '건조한 하루', description: '' }),
    submitting('it has one of two', { title: '#수분크림', description: '' }),
    submitting('one is only part of a longer one', { title: '#수분크림추천 #협찬', description: '' }),
  ],
  'video-already-used': [
    {
      when: 'it serves another participation',
      ask: (house) => {
        if (house.parts.submitted.status !== 'submitted') throw new Error('a submission is submitted')
        const video = aVideo({ id: house.parts.submitted.upload.videoId })
        house.youTube.publish(video)
        return submit(house.minji, house.parts.assigned.adId, `https://youtu.be/${video.id}`)
      },
    },
  ],
}

export const REFUSALS_OF_ADS: CasesOf<RefusalOfAds> = {
  ...OF_DRAFTS,
  ...OF_APPLICATIONS,
  ...OF_PARTICIPATIONS,
  ...OF_UPLOADS,
}
