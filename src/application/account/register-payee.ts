import { maskAccountNumber, type Payee } from '../../domain/account/payee.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { SealedPayee } from '../../ports/account.ts'
import type { Vault } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'

export type RegisterPayee = (command: {
  readonly accountId: Id<'Account'>
  readonly payee: Payee
}) => Promise<SealedPayee>

/** Stores where withdrawals are paid to, sealed; an earlier account is replaced. */
export const registerPayee =
  ({ transact, vault }: { readonly transact: Transact; readonly vault: Vault }): RegisterPayee =>
  async ({ accountId, payee }) => {
    const sealed: SealedPayee = {
      bank: payee.bank,
      maskedNumber: maskAccountNumber(payee.number),
      sealed: vault.seal(JSON.stringify(payee)),
    }
    await transact(async ({ payees }) => ok(await payees.save(accountId, sealed)))
    return sealed
  }
