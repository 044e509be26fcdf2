import { match } from 'ts-pattern'
import { formatDottedTime } from '../../domain/calendar.ts'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../domain/primitives.ts'
import type { PauseCause } from '../../domain/video/live-check.ts'

type Words = { readonly ko: string; readonly en: string }

const tagged = (hashtags: readonly string[]): string => hashtags.map((word) => `#${word}`).join(' ')

/** Why time does not count, as a label. Of the hashtags, those that are missing; none when nobody knows which. */
export const pauseWording = (cause: PauseCause, hashtags: readonly string[]): Words =>
  match(cause)
    .returnType<Words>()
    .with('unavailable', () => ({
      ko: '유튜브에서 찾을 수 없음 (삭제 또는 비공개)',
      en: 'Gone from YouTube, or private',
    }))
    .with('not-public', () => ({
      ko: '공개 상태가 아니거나 재생할 수 없음',
      en: 'Not public, or not playable',
    }))
    .with('hashtags-missing', () => {
      const which = hashtags.length === 0 ? '' : ` (${tagged(hashtags)})`
      return { ko: `필수 해시태그 누락${which}`, en: `Required hashtags missing${which}` }
    })
    .with('sent-back', () => ({
      ko: '수정 요청을 받은 뒤 다시 제출하기까지의 시간',
      en: 'Sent back for changes, until it was submitted again',
    }))
    .exhaustive()

/** What the creator does about it, in one sentence. */
export const mendingWording = (cause: PauseCause, hashtags: readonly string[]): Words =>
  match(cause)
    .returnType<Words>()
    .with('unavailable', () => ({
      ko: '영상을 다시 "공개"로 바꿔주시고, 삭제하셨다면 운영자에게 문의해주세요.',
      en: 'Please make the video public again or, if it was deleted, contact us.',
    }))
    .with('not-public', () => ({
      ko: '영상을 "공개"로 바꿔주세요.',
      en: 'Please make the video public.',
    }))
    .with('hashtags-missing', () => ({
      ko: `제목이나 설명에 ${hashtags.length === 0 ? '필수' : tagged(hashtags)} 해시태그를 다시 넣어주세요.`,
      en: `Please put ${hashtags.length === 0 ? 'the required hashtags' : tagged(hashtags)} back into its title or description.`,
    }))
    .with('sent-back', () => ({
      ko: '요청받은 내용을 수정한 뒤 영상을 다시 제출해주세요.',
      en: 'Please make the changes that were asked for, and submit the video again.',
    }))
    .exhaustive()

/** How a reward stands, as far as its creator can do something about it. */
export type HoldStanding =
  | { readonly is: 'paused'; readonly cause: PauseCause; readonly hashtags: readonly string[] }
  /** One look did not find the video, which proves nothing yet. */
  | { readonly is: 'missed-once' }
  /** An operator has yet to look at the upload. */
  | { readonly is: 'in-review' }
  | { readonly is: 'running'; readonly dueAt: Instant }
  | { readonly is: 'due' }
  | { readonly is: 'released' }
  | { readonly is: 'forfeited' }

/** What the creator does now, in one sentence. */
export const nextStepWording = (standing: HoldStanding): Words =>
  match(standing)
    .returnType<Words>()
    .with({ is: 'paused' }, ({ cause, hashtags }) => mendingWording(cause, hashtags))
    .with({ is: 'missed-once' }, () => ({
      ko: '유튜브에서 영상이 한 번 보이지 않았으니, "공개" 상태인지 확인해주세요.',
      en: 'The video was not found at the last look: please check that it is public.',
    }))
    .with({ is: 'in-review' }, () => ({
      ko: '운영자가 업로드를 확인하는 동안 영상을 공개 상태로, 필수 해시태그와 함께 유지해주세요.',
      en: 'Please keep the video public, with its hashtags, while an operator looks at your upload.',
    }))
    .with({ is: 'running' }, ({ dueAt }) => ({
      ko: `${formatDottedTime(dueAt)}까지 영상을 공개 상태로, 필수 해시태그와 함께 유지해주세요.`,
      en: `Please keep the video public, with its hashtags, until ${formatDottedTime(dueAt)} (Korean time).`,
    }))
    .with({ is: 'due' }, () => ({
      ko: '유지 기간이 끝났으니, 영상을 한 번 더 확인할 때까지 그대로 두시면 인출할 수 있게 됩니다.',
      en: 'The time is over: please leave the video as it is until the next look at it, which releases the reward.',
    }))
    .with({ is: 'released' }, () => ({
      ko: '이제 인출을 신청할 수 있습니다.',
      en: 'You can ask for a withdrawal now.',
    }))
    .with({ is: 'forfeited' }, () => ({
      ko: '리워드가 회수되었습니다. 알림에서 사유를 확인하고, 궁금한 점은 운영자에게 문의해주세요.',
      en: 'The reward was taken back: please read why in your notifications, and contact us with questions.',
    }))
    .exhaustive()

/** `2일 3시간`: in minutes, or in hours with their days, whichever says enough. */
export const durationWording = (durationMs: number): Words => {
  if (durationMs < HOUR_MS) return counted([Math.max(1, Math.round(durationMs / MINUTE_MS)), '분', 'minute'])
  const hours = Math.round(durationMs / HOUR_MS)
  const hoursOfDay = DAY_MS / HOUR_MS
  return counted([Math.floor(hours / hoursOfDay), '일', 'day'], [hours % hoursOfDay, '시간', 'hour'])
}

const counted = (...parts: readonly (readonly [count: number, ko: string, en: string])[]): Words => {
  const some = parts.filter(([count]) => count > 0)
  return {
    ko: some.map(([count, ko]) => `${count}${ko}`).join(' '),
    en: some.map(([count, , en]) => `${count} ${en}${count === 1 ? '' : 's'}`).join(' '),
  }
}
