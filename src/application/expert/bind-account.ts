import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { BindRefusal } from '../../ports/expert.ts'
import type { Stores } from '../../ports/transact.ts'

export type BindAccountRefusal = BindRefusal | { readonly kind: 'account-not-found' }

/** From now on this member answers under this profile, and is an expert. */
export const bindAccount = async (
  { accounts, experts }: Stores,
  expert: Id<'Expert'>,
  accountId: Id<'Account'>,
): Promise<Result<undefined, BindAccountRefusal>> => {
  const account = await accounts.find(accountId)
  if (account === null) return err({ kind: 'account-not-found' })
  const bound = await experts.bind(expert, accountId)
  if (!bound.ok) return bound
  if (!account.roles.includes('expert'))
    await accounts.save({ ...account, roles: [...account.roles, 'expert'] })
  return ok(undefined)
}

/** Who is to answer under a profile: this member, nobody any more, or whoever does now (null). */
export type NewBinding = Id<'Account'> | 'nobody' | null

/** Who answered before and who does now, as the audit tells it; nothing when that stays as it is. */
export type Rebound = {
  readonly before: { readonly account?: Id<'Account'> | null }
  readonly after: { readonly account?: Id<'Account'> | null }
}

/**
 * Gives a profile to a member, or takes it away from the one who has it. A profile that is somebody's goes to another
 * member in two steps: it is taken away first, so that nobody loses one by a mistyped number.
 */
export const rebind = async (
  stores: Stores,
  expert: Id<'Expert'>,
  to: NewBinding,
): Promise<Result<Rebound, BindAccountRefusal>> => {
  if (to === null) return ok({ before: {}, after: {} })
  const before = { account: await stores.experts.accountOf(expert) }
  if (to === 'nobody') {
    if (before.account !== null) await unbindAccount(stores, expert, before.account)
    return ok({ before, after: { account: null } })
  }
  const bound = await bindAccount(stores, expert, to)
  return bound.ok ? ok({ before, after: { account: to } }) : bound
}

/**
 * The member is no expert from the next call on: neither answers nor reads what is secret. Other roles stay; a member who
 * had no other stays one, with what every member may do and no more.
 */
const unbindAccount = async (
  { accounts, experts }: Stores,
  expert: Id<'Expert'>,
  accountId: Id<'Account'>,
): Promise<void> => {
  const account = await accounts.find(accountId)
  await experts.unbind(expert)
  if (account !== null)
    await accounts.save({ ...account, roles: account.roles.filter((role) => role !== 'expert') })
}
