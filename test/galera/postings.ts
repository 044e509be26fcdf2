import type { Posting } from '../../src/domain/cash/ledger.ts'
import { aMovement } from '../fixtures/cash.ts'
import { kept, storedCreator, storedEarnings } from '../fixtures/stored.ts'
import { atOnce, type Check, inTurn, isEach, onEachNode, repeated } from './cluster-world.ts'

const CLIENTS = 64
const POSTINGS_EACH = 20
const WON = 100

/**
 * The cash store's contract, written through all nodes: of one creator's 100 won, 64 clients take 1 again and again.
 * What a client got no answer to it repeats; `already-posted` tells it then that it was done.
 */
export const guardedPostings: Check = async (world) => {
  const { houses } = world
  const clients = Math.ceil(CLIENTS * Math.sqrt(world.share))
  const creator = await kept(inTurn(houses, 0), async (stores) => {
    const earner = await storedCreator(stores)
    await storedEarnings(stores, { creator: earner, amount: WON })
    return earner
  })
  const seen = { granted: 0, short: 0, runs: 0, asked: 0, outages: 0 }
  const take = async (client: number, number: number): Promise<void> => {
    const posting: Posting = {
      ...aMovement(creator.id, 1),
      cause: `taken:${client}:${number}`,
      from: 'withdrawable',
      to: 'agency',
    }
    let isUnsure = false
    const posted = await repeated(
      () => {
        seen.asked += 1
        return inTurn(houses, client).transact(({ cash }) => {
          seen.runs += 1
          return cash.post(posting)
        })
      },
      () => {
        isUnsure = true
        seen.outages += 1
      },
    )
    if (posted.ok || (isUnsure && posted.error.kind === 'already-posted')) seen.granted += 1
    else if (posted.error.kind === 'pocket-short') seen.short += 1
  }
  const startedAt = performance.now()
  await atOnce(clients, async (client) => {
    for (let number = 0; number < POSTINGS_EACH; number += 1) await take(client, number)
  })
  const seconds = (performance.now() - startedAt) / 1_000
  const [stored, books] = await Promise.all([
    onEachNode(
      world,
      (t) => `SELECT COUNT(*) AS number FROM ${t('cash_posting')} WHERE cause LIKE 'taken:%'`,
    ),
    Promise.all(houses.map(({ views }) => views.cash.books())),
  ])
  const drift = books.reduce((sum, { drift: found }) => sum + found.length, 0)
  const all = clients * POSTINGS_EACH
  return {
    told: `postings: ${clients} clients x ${POSTINGS_EACH} on one account of ${WON}, ${seen.granted} granted, ${seen.short} refused, ${stored.join('/')} stored, drift ${drift}, ${seen.runs - seen.asked} transactions run again, ${seen.outages} repeated by clients, ${seconds.toFixed(1)} s, ${Math.round(all / seconds)} answers a second`,
    isRight: seen.granted === WON && seen.short === all - WON && isEach(stored, WON) && drift === 0,
  }
}
