import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { maskAccountNumber } from '../../../src/domain/account/payee.ts'

describe('of an account number', () => {
  test.each([
    ['123456781234', '********1234'],
    ['123456-78-901234', '******-**-**1234'],
    ['123-4', '123-4'],
    ['12345', '*2345'],
    ['1-2-3-4-5-6', '*-*-3-4-5-6'],
    ['1234-', '1234-'],
    ['12345-', '*2345-'],
    ['', ''],
  ])('%j only the last four digits are shown: %j', (number, shown) => {
    expect(maskAccountNumber(number)).toBe(shown)
  })

  it('no more than four digits are ever shown, at their place', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 -]{0,30}$/), (number) => {
        const masked = maskAccountNumber(number)
        expect(masked).toHaveLength(number.length)
        expect(masked.replace(/\D/g, '')).toBe(number.replace(/\D/g, '').slice(-4))
        expect(masked.replaceAll(/[*\d]/g, '')).toBe(number.replaceAll(/\d/g, ''))
      }),
    )
  })
})
