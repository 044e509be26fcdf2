import { copyFileSync, rmSync } from 'node:fs'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import type { CommandKey } from '../../../src/application/idempotency/once.ts'
import type { Posting } from '../../../src/domain/cash/ledger.ts'
import type { Withdrawal } from '../../../src/domain/cash/withdrawal.ts'
import { type Id, MAX_ID, toId, toInstant, toWon } from '../../../src/domain/primitives.ts'
import type { Result } from '../../../src/domain/result.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { aSealedPayee } from '../../fixtures/account.ts'
import { kept, storedAd, storedCreator } from '../../fixtures/stored.ts'
import { AD_TERMS, type Ledger, MINIMUM_WON, type Order, PAYEE_KNOWN, type Sight, scopeOf } from './model.ts'
import type { MortalProcess } from './mortal-process.ts'
import {
  type CashUseCases,
  cashUseCases,
  type StoredPart,
  storedOperator,
  storedPart,
  watchedInOrder,
} from './world.ts'

/** What the real use cases answered: as a verdict of the model, with the withdrawal if they gave one back. */
export type RealAnswer = { readonly said: string; readonly withdrawal: Withdrawal | null }

/** A real ledger under the model's commands. */
export type Subject = {
  /** With `crashAfter`, the process dies after so many statements, if it still runs then; a new one is started. */
  readonly attempt: (ledger: Ledger, order: Order, crashAfter: number | null) => Promise<RealAnswer | 'died'>
  readonly look: () => Promise<Sight>
  readonly close: () => Promise<void>
}

type People = {
  readonly operator: Id<'Account'>
  readonly creators: readonly Id<'Account'>[]
  readonly parts: readonly StoredPart[]
}

const NOBODY = toId<'Account'>(MAX_ID)
const MANY = 1_000

/** Everybody and everything that the model knows, in one transaction. */
const peopleIn = (persistence: Persistence): Promise<People> =>
  kept(persistence, async (stores) => {
    const operator = await storedOperator(stores)
    const creators: Id<'Account'>[] = []
    const parts: StoredPart[] = []
    const ads = []
    for (const { reward, holdDays } of AD_TERMS)
      ads.push(await storedAd(stores, { reward: toWon(reward), holdDays, capacity: PAYEE_KNOWN.length }))
    for (const payeeKnown of PAYEE_KNOWN) {
      const creator = await storedCreator(stores)
      creators.push(creator.id)
      if (payeeKnown) await stores.payees.save(creator.id, aSealedPayee())
      for (const ad of ads)
        parts.push(await storedPart(stores, { creator, ad, reward: ad.reward, holdDays: ad.holdDays }))
    }
    return { operator, creators, parts }
  })

/** On maps, where nothing can crash. */
export const memorySubject = async (): Promise<Subject> => {
  const persistence = memoryPersistence()
  const people = await peopleIn(persistence)
  return {
    attempt: async (ledger, order) => {
      await prepare(persistence, people, ledger, order)
      return obey(persistence, people, ledger, order)
    },
    look: () => lookAt(persistence, people),
    close: persistence.close,
  }
}

/** A database file with everybody in it, to be copied for each run. */
export const sqliteTemplate = async (path: string) => {
  const persistence = await openSqlite({ path, migrate: true })
  const people = await peopleIn(persistence)
  await persistence.close()
  return { path, people }
}

/** On a copy of the template, in a process that can die. */
export const sqliteSubject = async (
  template: Awaited<ReturnType<typeof sqliteTemplate>>,
  path: string,
  process: MortalProcess,
): Promise<Subject> => {
  const { people } = template
  copyFileSync(template.path, path)
  let persistence = await openSqlite({ path })
  return {
    attempt: async (ledger, order, crashAfter) => {
      await prepare(persistence, people, ledger, order)
      if (crashAfter !== null) process.dieAfter(crashAfter)
      try {
        const answer = await obey(persistence, people, ledger, order)
        // Whatever a dead process came to think of, nobody was there any more to hear it.
        if (!process.isDead()) return answer
      } catch (error) {
        if (!process.isDead()) throw error
      } finally {
        process.liveOn()
      }
      await persistence.close()
      persistence = await openSqlite({ path })
      return 'died'
    },
    look: () => lookAt(persistence, people),
    close: async () => {
      await persistence.close()
      for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
    },
  }
}

const prepare = async (
  persistence: Persistence,
  { parts }: People,
  { now }: Ledger,
  { command }: Order,
): Promise<void> => {
  if (command.type === 'release' && command.watched)
    await kept(persistence, (stores) => watchedInOrder(stores, parts, toInstant(now)))
}

/** Gives the order to the real use case. */
const obey = async (
  persistence: Persistence,
  { operator, creators, parts }: People,
  ledger: Ledger,
  { command, key: text }: Order,
): Promise<RealAnswer> => {
  const clock = { now: () => toInstant(ledger.now) }
  const use = cashUseCases(persistence, clock, { minimum: MINIMUM_WON })
  const key: CommandKey | null =
    text === null ? null : { scope: scopeOf(command), key: text, inputHash: JSON.stringify(command) }
  const settle = (request: number, settlement: Settlement) =>
    use.settleWithdrawal({ operator, withdrawalId: idOf(ledger, request), settlement, key })
  switch (command.type) {
    case 'approve':
      return saidOf(await use.completeParticipation({ operator, ...partOf(parts, command.part), key }))
    case 'forfeit':
      return saidOf(
        await use.forfeitReward({ operator, ...partOf(parts, command.part), reason: '삭제', key }),
      )
    case 'release': {
      const { released, waiting } = await use.releaseRewards()
      return { said: `released ${released}, waiting ${waiting}`, withdrawal: null }
    }
    case 'withdraw':
      return saidOfWithdrawal(
        await use.requestWithdrawal({ creatorId: creators[command.creator] ?? NOBODY, key }),
      )
    case 'pay':
      return saidOfWithdrawal(await settle(command.request, { type: 'pay', bankReference: '이체-1' }))
    case 'return':
      return saidOfWithdrawal(await settle(command.request, { type: 'return', reason: '계좌 오류' }))
    case 'tick':
      return { said: 'done', withdrawal: null }
  }
}

type Settlement = Parameters<CashUseCases['settleWithdrawal']>[0]['settlement']

const idOf = ({ requests }: Ledger, number: number): Id<'Withdrawal'> =>
  toId<'Withdrawal'>(requests[number]?.id ?? MAX_ID)

const partOf = (parts: readonly StoredPart[], number: number) => {
  const { creatorId, adId } = parts[number] ?? { creatorId: NOBODY, adId: toId<'Ad'>(MAX_ID) }
  return { creatorId, adId }
}

const saidOf = (answer: Result<unknown, { readonly kind: string }>): RealAnswer => ({
  said: answer.ok ? 'done' : answer.error.kind,
  withdrawal: null,
})

const saidOfWithdrawal = (answer: Result<Withdrawal, { readonly kind: string }>): RealAnswer => ({
  ...saidOf(answer),
  withdrawal: answer.ok ? answer.value : null,
})

/** Everything of the ledger that can be seen from outside. */
const lookAt = async ({ views }: Persistence, { creators }: People): Promise<Sight> => {
  const { postings, drift } = await views.cash.books()
  const sights: Sight['creators'][number][] = []
  for (const creator of creators) {
    const statement = await views.cash.statement(creator, MANY)
    const causes = new Set(statement.map(({ cause, from }) => `${from} ${cause}`))
    if (causes.size !== statement.length) throw new Error(`creator ${creator} was paid twice for one cause`)
    const requests = await views.cash.withdrawalsOf(creator, MANY)
    sights.push({
      pockets: await views.cash.balance(creator),
      statement: statement.map(signed).toReversed(),
      told: await views.notifications.unread(creator),
      completed: (await views.participations.counts(creator)).completed,
      requests: requests
        .map(({ id, amount, requestedAt, status }) => ({ id, amount, requestedAt, status }))
        .toReversed(),
    })
  }
  return { creators: sights, postings, drift }
}

const signed = ({ from, amount }: Posting): number =>
  from === 'agency' || from === 'requested' ? amount : -amount
