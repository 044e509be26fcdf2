import { OPENING_TITLE, openingReleasePosting } from '../../domain/cash/ledger.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { CashViews } from '../../ports/cash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'

export type ReleaseOpenings = () => Promise<{
  readonly released: number
  readonly won: number
  /** Left pending, since the pocket holds less by now. */
  readonly waiting: number
}>

const PAGE = 100

/**
 * Makes the opening cash of 2020 withdrawable that came as pending: that server never released anything, so somebody
 * has to decide it. Once for each creator, however often it is run.
 */
export const releaseOpenings =
  ({
    transact,
    clock,
    cashViews,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly cashViews: CashViews
  }): ReleaseOpenings =>
  async () => {
    let after: Id<'Account'> | null = null
    let [released, won, waiting] = [0, 0, 0]
    for (;;) {
      const page: Awaited<ReturnType<CashViews['heldOpenings']>> = await cashViews.heldOpenings({
        after,
        limit: PAGE,
      })
      const done = await transact<readonly number[], never>(async (stores) => {
        const amounts: number[] = []
        for (const held of page) if (await release(stores, held, clock)) amounts.push(held.amount)
        return ok(amounts)
      })
      const amounts = done.ok ? done.value : []
      released += amounts.length
      won += amounts.reduce((total, amount) => total + amount, 0)
      waiting += page.length - amounts.length
      after = page.at(-1)?.creatorId ?? after
      if (page.length < PAGE) return { released, won, waiting }
    }
  }

/** False when the pocket holds less by now, or another run was faster; nothing is changed then. */
const release = async (
  { cash, audit }: Stores,
  { creatorId, amount }: Awaited<ReturnType<CashViews['heldOpenings']>>[number],
  clock: Clock,
): Promise<boolean> => {
  const at = clock.now()
  const posted = await cash.post(openingReleasePosting({ creatorId, amount, at, title: OPENING_TITLE }))
  if (!posted.ok) return false
  await audit.append({
    at,
    by: null,
    operation: 'opening-released',
    subject: `account:${creatorId}`,
    before: null,
    after: { amount },
  })
  return true
}
