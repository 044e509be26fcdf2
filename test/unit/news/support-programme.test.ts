import { expect, test } from 'vitest'
import {
  checkProgrammeUrl,
  draftSupportProgramme,
  hasNotEnded,
  isRecruiting,
} from '../../../src/domain/news/support-programme.ts'
import { later } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'

test('a programme recruits from the first to the last millisecond of its period', () => {
  const { recruitment } = aNewProgramme()
  expect(isRecruiting(recruitment, later(recruitment.from, -1))).toBe(false)
  expect(isRecruiting(recruitment, recruitment.from)).toBe(true)
  expect(isRecruiting(recruitment, recruitment.to)).toBe(true)
  expect(isRecruiting(recruitment, later(recruitment.to, 1))).toBe(false)
})

test('a period that ends before it begins is none', () => {
  expect(draftSupportProgramme(aNewProgramme())).toEqual(ok(aNewProgramme()))
  expect(draftSupportProgramme(aNewProgramme({ recruitment: { from: NOON, to: NOON } })).ok).toBe(true)
  const turned = aNewProgramme({ recruitment: { from: NOON, to: inDays(-1) } })
  expect(draftSupportProgramme(turned)).toEqual(err({ kind: 'recruitment-out-of-order' }))
})

test('a programme is over after the last millisecond of its period, and not before its first', () => {
  const { recruitment } = aNewProgramme()
  expect(hasNotEnded(recruitment, later(recruitment.from, -1))).toBe(true)
  expect(hasNotEnded(recruitment, recruitment.to)).toBe(true)
  expect(hasNotEnded(recruitment, later(recruitment.to, 1))).toBe(false)
})

test.each([
  '',
  'https://example.kr/programme?a=1#b',
  'http://example.kr',
  'HTTPS://EXAMPLE.KR',
  'https://한국.kr/가',
])('the address of a programme may be %j', (url) => {
  expect(checkProgrammeUrl(url)).toEqual(ok(url))
})

test.each([
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'ftp://example.kr',
  'example.kr',
  '//example.kr',
  'https://',
  'https:example.kr',
  'https://exa mple.kr',
  ' https://example.kr',
])('the address of a programme is not %j', (url) => {
  expect(checkProgrammeUrl(url)).toEqual(err({ kind: 'programme-url-unfit' }))
})
