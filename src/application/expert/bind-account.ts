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
