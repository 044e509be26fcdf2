import type { Context } from 'hono'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import type { ItemKind } from '../../domain/recommendation/event.ts'
import type { Reason } from '../../domain/recommendation/reasons.ts'
import { adNameEn, adNameKo } from './codes.ts'
import { wantsEnglish } from './dialect.ts'
import type { Session } from './session.ts'

type Said = { readonly ko: string; readonly en: string }

/** Why something is recommended, as answers carry it: the strongest reason first. */
export const inWords = (
  c: Context<Session>,
  itemKind: ItemKind,
  reasons: readonly Reason[],
): readonly { readonly code: Reason['code']; readonly text: string }[] => {
  const english = wantsEnglish(c)
  return reasons.map((reason) => ({ code: reason.code, text: reasonWording(reason, itemKind, english) }))
}

/** In a sentence. */
export const reasonWording = (reason: Reason, itemKind: ItemKind, english: boolean): string => {
  const { ko, en } = WORDING[itemKind](reason)
  return english ? en : ko
}

const wordsForAd = (reason: Reason): Said => {
  switch (reason.code) {
    case 'interest':
      return inCategory(reason.category, {
        named: ({ ko, en }) => ({
          ko: `관심 분야인 '${ko}' 광고예요`,
          en: `In your field of interest: ${en}`,
        }),
        unnamed: { ko: '관심 분야의 광고예요', en: 'In your field of interest' },
      })
    case 'text':
      return {
        ko: `최근 신청하신 광고와 비슷해요: ${listed(reason.words)}`,
        en: `Like the ads that you applied to: ${listed(reason.words)}`,
      }
    case 'channel':
      return {
        ko: `채널과 어울려요: ${listed(reason.words)}`,
        en: `Fits your channel: ${listed(reason.words)}`,
      }
    case 'peers':
      return {
        ko: `비슷한 광고를 고른 크리에이터 ${reason.creators}명이 신청했어요`,
        en: `${reason.creators} creators who choose as you do have applied`,
      }
    case 'rate':
      return {
        ko: '본 크리에이터 가운데 신청한 비율이 높아요',
        en: 'More of those who see it apply than elsewhere',
      }
    case 'pay':
      return inCategory(reason.category, {
        named: ({ ko, en }) => ({
          ko: `'${ko}' 광고 가운데 캐쉬가 많은 편이에요`,
          en: `Pays well among ${en} ads`,
        }),
        unnamed: { ko: '캐쉬가 많은 편이에요', en: 'Pays well' },
      })
    case 'urgency':
      return closing(reason.days)
    case 'pace':
      return {
        ko: `자리가 아직 ${reason.left}개 남았어요`,
        en: reason.left === 1 ? 'One place is left' : `${reason.left} places are left`,
      }
    case 'explore':
      return { ko: '아직 많은 분들이 보지 않은 광고예요', en: 'Hardly anybody has seen it yet' }
  }
}

/** Programmes have no category, no reward and no places: what else is said of them is said as of ads. */
const wordsForProgramme = (reason: Reason): Said => {
  switch (reason.code) {
    case 'text':
      return {
        ko: `최근 보신 지원활동과 비슷해요: ${listed(reason.words)}`,
        en: `Like the programmes that you looked at: ${listed(reason.words)}`,
      }
    case 'peers':
      return {
        ko: `비슷한 지원활동을 본 크리에이터 ${reason.creators}명이 관심을 보였어요`,
        en: `${reason.creators} creators with interests like yours looked at it`,
      }
    case 'rate':
      return {
        ko: '본 크리에이터 가운데 자세히 살펴본 비율이 높아요',
        en: 'More of those who see it look into it than elsewhere',
      }
    case 'explore':
      return { ko: '아직 많은 분들이 보지 않은 지원활동이에요', en: 'Hardly anybody has seen it yet' }
    default:
      return wordsForAd(reason)
  }
}

const WORDING: Readonly<Record<ItemKind, (reason: Reason) => Said>> = {
  ad: wordsForAd,
  programme: wordsForProgramme,
}

const closing = (days: number): Said => {
  if (days <= 0) return { ko: '오늘 신청이 마감돼요', en: 'Closes today' }
  if (days === 1) return { ko: '내일 신청이 마감돼요', en: 'Closes tomorrow' }
  return { ko: `신청 마감까지 ${days}일 남았어요`, en: `Closes in ${days} days` }
}

/** In both languages the same, so that no ending has to suit the last word. */
const listed = (words: readonly string[]): string => words.join(', ')

const inCategory = (
  written: string,
  { named, unnamed }: { readonly named: (category: Said) => Said; readonly unnamed: Said },
): Said => {
  const category = AD_CATEGORIES.find((each) => each === written)
  return category === undefined ? unnamed : named({ ko: adNameKo(category), en: adNameEn(category) })
}
