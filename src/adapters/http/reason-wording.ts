import type { PlainReason } from '../../domain/recommendation/plain-rank.ts'

const WORDS: Readonly<Record<PlainReason, { readonly ko: string; readonly en: string }>> = {
  'your-interest': { ko: '관심 분야의 광고예요', en: 'In your field of interest' },
  new: { ko: '새로 올라온 광고예요', en: 'New' },
  popular: { ko: '크리에이터들이 많이 보고 있어요', en: 'Popular with creators' },
  'closing-soon': { ko: '곧 마감돼요', en: 'Closes soon' },
}

/** Why an ad is recommended, in a sentence. */
export const reasonWording = (reason: PlainReason, english: boolean): string =>
  english ? WORDS[reason].en : WORDS[reason].ko
