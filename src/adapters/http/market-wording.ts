import type { MarketFigure, MarketFigureCode } from '../../domain/recommendation/market-figures.ts'
import { withThousands } from './thousands.ts'

type Words = { readonly ko: string; readonly en: string }

const NAMES: Readonly<Record<MarketFigureCode, Words>> = {
  'exposure-gini': { ko: '광고 노출의 지니 계수', en: 'Gini of exposure' },
  'starved-ads': { ko: '지원자 2명 미만으로 마감된 광고', en: 'ads closed with fewer than 2 applicants' },
  'new-ads-applied-to': { ko: '48시간 안에 지원을 받은 새 광고', en: 'new ads applied to within 48 hours' },
  'small-impressions': { ko: '노출 중 소형 채널의 비율', en: 'small creators among impressions' },
  'small-applications': { ko: '지원 중 소형 채널의 비율', en: 'small creators among applications' },
  'small-assignments': { ko: '배정 중 소형 채널의 비율', en: 'small creators among assignments' },
}

const READINGS: Readonly<Record<MarketFigureCode, Words>> = {
  'exposure-gini': {
    ko: '그 주에 열려 있던 광고가 얼마나 고르게 보였는지로, 0이면 모두 똑같이, 1에 가까우면 한 광고만 보인 것이라 낮을수록 좋아요.',
    en: 'How equally the ads that were open were seen, places further down counting less: 0 is all the same, near 1 is one ad alone, so lower is better.',
  },
  'starved-ads': {
    ko: '그 주에 마감된 광고 가운데 고를 사람이 없던 비율로, 낮을수록 좋아요.',
    en: 'Of the ads that closed in the week, those whose advertiser had nobody to choose among; lower is better.',
  },
  'new-ads-applied-to': {
    ko: '그 주에 열려 48시간이 지난 광고 가운데 그 안에 첫 지원을 받은 비율로, 높을수록 새 광고가 묻히지 않아요.',
    en: 'Of the ads that opened in the week, at least 48 hours ago, those that somebody applied to by then; the higher, the sooner new ads are found.',
  },
  'small-impressions': {
    ko: '구독자 1만 명 미만인 크리에이터에게 보인 비율로, 아래 두 비율과 견주어 보세요.',
    en: 'What was shown to creators with fewer than 10,000 subscribers: compare it with the two below.',
  },
  'small-applications': {
    ko: '노출 비율보다 훨씬 낮으면, 소형 채널이 지원할 만한 광고를 못 보고 있는 거예요.',
    en: 'Far below their share of impressions, small creators are shown what they cannot or do not want to take on.',
  },
  'small-assignments': {
    ko: '지원 비율보다 훨씬 낮으면, 운영자가 큰 채널을 고르고 있는 거예요.',
    en: 'Far below their share of applications, it is the choice among applicants that favours large channels.',
  },
}

export const figureName = (code: MarketFigureCode): Words => NAMES[code]

/** How to read it, in one sentence. */
export const figureReading = (code: MarketFigureCode): Words => READINGS[code]

/** `0.392` or `12.5 %`. A share of nothing is none, and not 0. */
export const figureValue = ({ code, value }: MarketFigure): Words => {
  if (value === null) return { ko: '없음', en: 'none' }
  const shown = code === 'exposure-gini' ? value.toFixed(3) : `${(value * 100).toFixed(1)} %`
  return { ko: shown, en: shown }
}

/** What it was taken of: `3 of 24`. */
export const figureBasis = ({ code, count, of, unknown }: MarketFigure): Words => {
  const [some, all] = [withThousands(count), withThousands(of)]
  if (code === 'exposure-gini')
    return { ko: `광고 ${all}개, 노출 ${some}회`, en: `${all} ads, ${some} impressions` }
  const left = withThousands(unknown)
  return {
    ko: `${all} 중 ${some}${unknown === 0 ? '' : `, 규모를 모르는 ${left} 제외`}`,
    en: `${some} of ${all}${unknown === 0 ? '' : `, without ${left} of unknown size`}`,
  }
}
