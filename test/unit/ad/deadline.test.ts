import { describe, expect, test } from 'vitest'
import { dDay, isUploadUrgent } from '../../../src/domain/ad/deadline.ts'
import { at } from '../examples.ts'

const LAST_MOMENT = at('2026-11-20T23:59:59.999+09:00')

describe('업로드 요망', () => {
  test.each([
    ['two days before', '2026-11-18T23:59:59.999+09:00', false],
    ['when the day before begins', '2026-11-19T00:00:00.000+09:00', true],
    ['on the day before', '2026-11-19T14:59:59.999Z', true],
    ['when the last day begins', '2026-11-19T15:00:00.000Z', true],
    ['at the last moment', '2026-11-20T14:59:59.999Z', true],
    ['one millisecond after it', '2026-11-20T15:00:00.000Z', false],
    ['days after it', '2026-11-25T00:00:00+09:00', false],
  ])('%s: %s', (_, now, urgent) => {
    expect(isUploadUrgent(at(now), LAST_MOMENT)).toBe(urgent)
  })
})

describe('the D-day of an ad', () => {
  test.each([
    ['2026-11-10T12:00:00+09:00', 10],
    ['2026-11-19T14:59:59.999Z', 1],
    ['2026-11-19T15:00:00.000Z', 0],
    ['2026-11-20T14:59:59.999Z', 0],
    ['2026-11-20T15:00:00.000Z', 0],
    ['2026-12-24T12:00:00+09:00', 0],
  ])('at %s is %d', (now, days) => {
    expect(dDay(at(now), LAST_MOMENT)).toBe(days)
  })
})
