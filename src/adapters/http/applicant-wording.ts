import { match } from 'ts-pattern'
import type { ApplicantReason } from '../../domain/recommendation/applicant-order.ts'
import type { SubscriberTier } from '../../domain/recommendation/subscriber-tier.ts'
import { adNameEn, adNameKo } from './codes.ts'
import { withThousands } from './thousands.ts'

type Words = { readonly ko: string; readonly en: string }

const TIER_WORDS: Readonly<Record<SubscriberTier, Words>> = {
  unknown: { ko: '구독자 수 비공개', en: 'subscribers hidden or not known' },
  'below-1000': { ko: '구독자 1천 명 미만', en: 'below 1,000 subscribers' },
  'below-10000': { ko: '구독자 1천~1만 명', en: '1,000 to 9,999 subscribers' },
  'below-100000': { ko: '구독자 1만~10만 명', en: '10,000 to 99,999 subscribers' },
  '100000-and-more': { ko: '구독자 10만 명 이상', en: '100,000 subscribers and more' },
}

/** How large a channel is, as a label. */
export const tierWording = (tier: SubscriberTier): Words => TIER_WORDS[tier]

/** Why an applicant stands where they stand, in a sentence. */
export const applicantReasonWording = (reason: ApplicantReason): Words =>
  match(reason)
    .returnType<Words>()
    .with({ code: 'moved-up' }, ({ tier, byScore }) => ({
      ko: `같은 규모의 채널(${TIER_WORDS[tier].ko})이 이 목록에 고르게 보이도록 점수 순위 ${withThousands(byScore)}위에서 앞당겼어요`,
      en: `Moved up from place ${withThousands(byScore)} by score, so that channels of this size (${TIER_WORDS[tier].en}) are seen in each part of the list`,
    }))
    .with({ code: 'moved-down' }, ({ byScore }) => ({
      ko: `점수 순위는 ${withThousands(byScore)}위지만, 다른 규모의 채널을 앞당기면서 뒤로 옮겼어요`,
      en: `Place ${withThousands(byScore)} by score; behind it since channels of other sizes were moved up`,
    }))
    .with({ code: 'all-kept' }, ({ completed }) => ({
      ko: `맡은 광고 ${withThousands(completed)}건을 모두 완료했어요`,
      en:
        completed === 1
          ? 'Completed the one ad taken on'
          : `Completed all ${withThousands(completed)} ads taken on`,
    }))
    .with({ code: 'some-missed' }, ({ missed, taken }) => ({
      ko: `맡은 광고 ${withThousands(taken)}건 중 ${withThousands(missed)}건을 지키지 못했어요`,
      en: `Did not keep ${withThousands(missed)} of ${withThousands(taken)} ads taken on`,
    }))
    .with({ code: 'first-ad' }, () => ({
      ko: '아직 완료한 광고가 없어 중간 점수로 시작해요',
      en: 'Has not taken part yet, and begins with a middling score',
    }))
    .with({ code: 'practice' }, ({ category, completed }) => ({
      ko: `${adNameKo(category)} 광고 ${withThousands(completed)}건을 완료한 적이 있어요`,
      en: `Completed ${withThousands(completed)} ${completed === 1 ? 'ad' : 'ads'} in ${adNameEn(category)} before`,
    }))
    .with({ code: 'reach' }, ({ tier }) => ({
      ko: `${TIER_WORDS[tier].ko} 채널이에요`,
      en: `A channel with ${TIER_WORDS[tier].en}`,
    }))
    .exhaustive()
