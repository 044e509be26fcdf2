import { maskAccountNumber, type Payee } from '../../domain/account/payee.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { SealedPayee } from '../../ports/account.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Vault } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'

export type RegisterPayee = (command: {
  readonly accountId: Id<'Account'>
  readonly payee: Payee
}) => Promise<SealedPayee>

/** Stores where withdrawals are paid to, sealed; an earlier account is replaced. */
export const registerPayee =
  ({
    transact,
    clock,
    vault,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly vault: Vault
  }): RegisterPayee =>
  async ({ accountId, payee }) => {
    const sealed: SealedPayee = {
      bank: payee.bank,
      maskedNumber: maskAccountNumber(payee.number),
      sealed: vault.seal(JSON.stringify(payee)),
    }
    await transact(async ({ payees, audit }) => {
      const before = await payees.find(accountId)
      await payees.save(accountId, sealed)
      // Whoever asks later where money went, and since when, finds it here; the number stays masked.
      await audit.append({
        at: clock.now(),
        by: accountId,
        operation: 'payee-registered',
        subject: `account:${accountId}`,
        before: before === null ? null : { bank: before.bank, number: before.maskedNumber },
        after: { bank: sealed.bank, number: sealed.maskedNumber },
      })
      return ok(undefined)
    })
    return sealed
  }
