import type { Payee } from '../../domain/account/payee.ts'
import type { Withdrawal } from '../../domain/cash/withdrawal.ts'
import type { Id } from '../../domain/primitives.ts'
import type { CashViews } from '../../ports/cash.ts'
import type { Vault } from '../../ports/secrets.ts'

export type Payout = {
  readonly withdrawal: Withdrawal
  readonly creatorName: string
  /** In full: whoever pays must know the number. Null until the creator has registered an account. */
  readonly payee: Payee | null
}

export type ListPayouts = (page: {
  readonly after: Id<'Withdrawal'> | null
  readonly limit: number
}) => Promise<readonly Payout[]>

/** Withdrawals that wait to be paid by bank, oldest first, for operators only. */
export const listPayouts =
  ({ cashViews, vault }: { readonly cashViews: CashViews; readonly vault: Vault }): ListPayouts =>
  async (page) => {
    const waiting = await cashViews.requested(page)
    return waiting.map(({ withdrawal, creatorName, payee }) => ({
      withdrawal,
      creatorName,
      // Sealed by `registerPayee`, and the vault refuses what was changed since.
      payee: payee === null ? null : (JSON.parse(vault.open(payee.sealed)) as Payee),
    }))
  }
