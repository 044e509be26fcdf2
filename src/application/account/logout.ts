import type { Id } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Transact } from '../../ports/transact.ts'

export type Logout = (accountId: Id<'Account'>) => Promise<void>

/** Ends every session of the member at once, on all devices: the access token names no single session that could be ended alone. */
export const logout =
  ({ transact }: { readonly transact: Transact }): Logout =>
  async (accountId) => {
    await transact(async ({ accounts }) => {
      const account = await accounts.find(accountId)
      if (account !== null)
        await accounts.save({ ...account, sessionGeneration: account.sessionGeneration + 1 })
      return ok(undefined)
    })
  }
