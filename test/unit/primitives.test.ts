import { describe, expect, it, test } from 'vitest'
import { later, MAX_ID, MAX_WON, toId, toInstant, toWon } from '../../src/domain/primitives.ts'
import { err, ok } from '../../src/domain/result.ts'

const FRACTIONS_AND_NON_NUMBERS = [0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

describe('an id', () => {
  test.each([1, MAX_ID])('%d is one', (value) => {
    expect(toId(value)).toBe(value)
  })
  test.each([0, -1, MAX_ID + 1, ...FRACTIONS_AND_NON_NUMBERS])('%d is none', (value) => {
    expect(() => toId(value)).toThrow(RangeError)
  })
})

describe('an instant', () => {
  test.each([0, -1, Number.MAX_SAFE_INTEGER])('%d is one', (value) => {
    expect(toInstant(value)).toBe(value)
  })
  test.each([Number.MAX_SAFE_INTEGER + 1, ...FRACTIONS_AND_NON_NUMBERS])('%d is none', (value) => {
    expect(() => toInstant(value)).toThrow(RangeError)
  })
  it('can be moved forwards and backwards', () => {
    expect(later(toInstant(1000), 500)).toBe(1500)
    expect(later(toInstant(1000), -500)).toBe(500)
  })
})

describe('an amount of won', () => {
  test.each([0, 1, MAX_WON, Number.MAX_SAFE_INTEGER])('%d is one', (value) => {
    expect(toWon(value)).toBe(value)
  })
  test.each([-1, Number.MAX_SAFE_INTEGER + 1, ...FRACTIONS_AND_NON_NUMBERS])('%d is none', (value) => {
    expect(() => toWon(value)).toThrow(RangeError)
  })
})

describe('a result', () => {
  it('is a value, or a refusal that says its kind', () => {
    expect(ok(7)).toEqual({ ok: true, value: 7 })
    expect(err({ kind: 'ad-full' })).toEqual({ ok: false, error: { kind: 'ad-full' } })
  })
})
