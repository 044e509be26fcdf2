import { describe, expect, test } from 'vitest'
import { reasonWording } from '../../../src/adapters/http/reason-wording.ts'
import { ITEM_KINDS } from '../../../src/domain/recommendation/event.ts'
import type { Reason } from '../../../src/domain/recommendation/reasons.ts'

/** One of each code, and where the words hang on a number one for each. */
const REASONS: readonly Reason[] = [
  { code: 'interest', category: 'beauty' },
  { code: 'text', words: ['선크림', 'spf50'] },
  { code: 'channel', words: ['뷰티'] },
  { code: 'peers', creators: 12 },
  { code: 'rate' },
  { code: 'pay', category: 'restaurant' },
  { code: 'urgency', days: 0 },
  { code: 'urgency', days: 1 },
  { code: 'urgency', days: 5 },
  { code: 'pace', left: 1 },
  { code: 'pace', left: 7 },
  { code: 'explore' },
]

test.each<[reason: Reason, ko: string, en: string]>([
  [
    { code: 'interest', category: 'beauty' },
    "관심 분야인 '뷰티' 광고예요",
    'In your field of interest: Beauty',
  ],
  [{ code: 'interest', category: 'of a newer server' }, '관심 분야의 광고예요', 'In your field of interest'],
  [
    { code: 'text', words: ['선크림', '리뷰'] },
    '최근 신청하신 광고와 비슷해요: 선크림, 리뷰',
    'Like the ads that you applied to: 선크림, 리뷰',
  ],
  [
    { code: 'pay', category: 'restaurant' },
    "'맛집' 광고 가운데 캐쉬가 많은 편이에요",
    'Pays well among Restaurant ads',
  ],
  [
    { code: 'peers', creators: 12 },
    '비슷한 광고를 고른 크리에이터 12명이 신청했어요',
    '12 creators who choose as you do have applied',
  ],
  [{ code: 'urgency', days: 0 }, '오늘 신청이 마감돼요', 'Closes today'],
  [{ code: 'urgency', days: 1 }, '내일 신청이 마감돼요', 'Closes tomorrow'],
  [{ code: 'urgency', days: 5 }, '신청 마감까지 5일 남았어요', 'Closes in 5 days'],
  [{ code: 'pace', left: 7 }, '자리가 아직 7개 남았어요', '7 places are left'],
  [{ code: 'pace', left: 1 }, '자리가 아직 1개 남았어요', 'One place is left'],
])('of an ad, %o is %s', (reason, ko, en) => {
  expect([reasonWording(reason, 'ad', false), reasonWording(reason, 'ad', true)]).toEqual([ko, en])
})

describe.each(ITEM_KINDS)('every reason for a recommended %s', (itemKind) => {
  test.each(REASONS)('has words in both languages: %o', (reason) => {
    expect(reasonWording(reason, itemKind, false)).toMatch(/[가-힣]/)
    expect(reasonWording(reason, itemKind, true)).toMatch(/^[A-Z0-9]/)
  })
  test('is a sentence of its own', () => {
    for (const english of [false, true])
      expect(new Set(REASONS.map((reason) => reasonWording(reason, itemKind, english))).size).toBe(
        REASONS.length,
      )
  })
})

test('of programmes is not said what is true of ads alone', () => {
  for (const code of ['rate', 'explore'] as const)
    expect(reasonWording({ code }, 'programme', false)).not.toContain('광고')
  expect(reasonWording({ code: 'text', words: ['공모전'] }, 'programme', false)).toBe(
    '최근 보신 지원활동과 비슷해요: 공모전',
  )
  expect(reasonWording({ code: 'peers', creators: 3 }, 'programme', false)).not.toContain('신청했')
})
