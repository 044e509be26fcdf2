import { expect, test } from 'vitest'
import { draftSupportProgramme, isRecruiting } from '../../../src/domain/news/support-programme.ts'
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
