/** What a person may do. One person can hold several; every account is at least one of them. */
export type Role = 'creator' | 'operator' | 'expert' | 'admin'

export const ROLES: readonly Role[] = ['creator', 'operator', 'expert', 'admin']

/** An admin may do what an operator may. */
export const mayActAs = (held: readonly Role[], needed: Role): boolean =>
  held.includes(needed) || (needed === 'operator' && held.includes('admin'))
