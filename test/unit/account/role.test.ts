import { describe, expect, it, test } from 'vitest'
import { mayActAs, ROLES, type Role } from '../../../src/domain/account/role.ts'

describe('a person may act', () => {
  /** By what they hold: as what they may act. */
  const MAY: { readonly [R in Role]: readonly Role[] } = {
    creator: ['creator'],
    operator: ['operator'],
    expert: ['expert'],
    admin: ['operator', 'admin'],
  }
  test.each(
    ROLES.flatMap((held) => ROLES.map((needed) => [held, needed, MAY[held].includes(needed)] as const)),
  )('%s as %s: %s', (held, needed, may) => {
    expect(mayActAs([held], needed)).toBe(may)
  })

  it('as each of several roles', () => {
    expect(mayActAs(['creator', 'expert'], 'creator')).toBe(true)
    expect(mayActAs(['creator', 'expert'], 'expert')).toBe(true)
    expect(mayActAs(['creator', 'expert'], 'operator')).toBe(false)
  })
  it('as nobody without a role', () => {
    for (const needed of ROLES) expect(mayActAs([], needed)).toBe(false)
  })
})
