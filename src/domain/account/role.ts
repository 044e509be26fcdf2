/** What a person may do. One person can hold several; without any, such as a former expert, one may do what every member may. */
export type Role = 'creator' | 'operator' | 'expert' | 'admin'

export const ROLES: readonly Role[] = ['creator', 'operator', 'expert', 'admin']

/** An admin may do what an operator may. */
export const mayActAs = (held: readonly Role[], needed: Role): boolean =>
  held.includes(needed) || (needed === 'operator' && held.includes('admin'))
