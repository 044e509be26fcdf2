import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Id, Instant } from '../../../src/domain/primitives.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { kept, storedAd, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import { backends, describeOnEach } from '../contracts/backends.ts'
import { freshDatabase, RACERS, race } from '../contracts/fresh-database.ts'
import { openTemporary, temporaryPath } from '../kysely/temporary.ts'
import { shuffled } from './shuffled.ts'
import type { Done, SharedJob } from './work-through.ts'
import { cashUseCases, type StoredPart, storedOperator, storedPart, watchedInOrder } from './world.ts'

const at = (instant: Instant): Clock => ({ now: () => instant })

/** So many creators take part in one ad each. */
const storedParts = (
  persistence: Persistence,
  howMany: number,
  { holdDays = 0, reward = 1_000 }: { readonly holdDays?: number; readonly reward?: number } = {},
): Promise<readonly StoredPart[]> =>
  kept(persistence, async (stores) => {
    const ad = await storedAd(stores, { capacity: howMany })
    const parts: StoredPart[] = []
    for (let index = 0; index < howMany; index += 1)
      parts.push(await storedPart(stores, { creator: await storedCreator(stores), ad, reward, holdDays }))
    return parts
  })

const totals = async ({ views }: Persistence) => {
  const { drift: _, creators: __, ...books } = await views.cash.books()
  return books
}

describeOnEach(backends, 'on %s', (backend) => {
  const db = freshDatabase(backend)

  test('64 withdrawals of one creator at once: one is granted, with one posting', async () => {
    const creator = await kept(db(), storedCreator)
    await kept(db(), (stores) => storedEarnings(stores, { creator, amount: 70_000 }))
    const { requestWithdrawal } = cashUseCases(db(), at(NOON))
    const before = await totals(db())
    const granted = await race(RACERS, (index) =>
      requestWithdrawal({
        creatorId: creator.id,
        // Half of them with a key of their own, half without any.
        key: index % 2 === 0 ? null : { scope: `${creator.id}:withdraw`, key: `key-${index}`, inputHash: '' },
      }),
    )
    expect(granted).toBe(1)
    expect(await totals(db())).toMatchObject({
      postings: before.postings + 1,
      totals: { withdrawable: 0, requested: 70_000 },
    })
    expect(await db().views.cash.withdrawalsOf(creator.id, RACERS)).toHaveLength(1)
  })

  test('64 repetitions of one withdrawal at once: all get the same answer, one was carried out', async () => {
    const creator = await kept(db(), storedCreator)
    await kept(db(), (stores) => storedEarnings(stores, { creator, amount: 70_000 }))
    const { requestWithdrawal } = cashUseCases(db(), at(NOON))
    const key = { scope: `${creator.id}:withdraw`, key: 'once', inputHash: '' }
    const answers = await Promise.all(
      Array.from({ length: RACERS }, () => requestWithdrawal({ creatorId: creator.id, key })),
    )
    const [first] = answers
    expect(first).toMatchObject({ ok: true, value: { amount: 70_000 } })
    expect(answers).toEqual(answers.map(() => first))
    expect(await db().views.cash.withdrawalsOf(creator.id, RACERS)).toHaveLength(1)
  })

  test('64 approvals of one participation at once: one is granted, with one reward', async () => {
    const [part] = await storedParts(db(), 1, { reward: 12_345 })
    if (part === undefined) throw new Error('one was asked for')
    const operator = await kept(db(), storedOperator)
    const { completeParticipation } = cashUseCases(db(), at(NOON))
    const granted = await race(RACERS, () => completeParticipation({ operator, ...part, key: null }))
    expect(granted).toBe(1)
    expect(await totals(db())).toMatchObject({ postings: 1, totals: { pending: 12_345 } })
    expect(await db().views.notifications.unread(part.creatorId)).toBe(1)
  })

  test('64 settlements of one withdrawal at once, half of them payments: it is settled once', async () => {
    const creator = await kept(db(), storedCreator)
    await kept(db(), async (stores) => {
      await storedEarnings(stores, { creator, amount: 70_000 })
      await stores.payees.save(creator.id, { bank: '국민은행', maskedNumber: '***1234', sealed: 'sealed' })
    })
    const operator = await kept(db(), storedOperator)
    const use = cashUseCases(db(), at(NOON))
    const asked = await use.requestWithdrawal({ creatorId: creator.id, key: null })
    if (!asked.ok) throw new Error(asked.error.kind)
    const settled = await race(RACERS, (index) =>
      use.settleWithdrawal({
        operator,
        withdrawalId: asked.value.id,
        settlement:
          index % 2 === 0
            ? { type: 'pay', bankReference: `이체-${index}` }
            : { type: 'return', reason: '계좌 오류' },
        key: null,
      }),
    )
    expect(settled).toBe(1)
    const { requested, paid, withdrawable } = (await totals(db())).totals
    expect({ requested, moved: paid + withdrawable }).toEqual({ requested: 0, moved: 70_000 })
  })

  test('200 rewards, released, forfeited or both by 64 at once: each is resolved once', async () => {
    const operator = await kept(db(), storedOperator)
    const parts = await approvedParts(db(), operator)
    await kept(db(), (stores) => watchedInOrder(stores, [...parts.due, ...parts.contested], inDays(1)))
    const { forfeitReward, releaseRewards } = cashUseCases(db(), at(inDays(1)))
    const resolved = await Promise.all(
      Array.from({ length: RACERS }, async (_, worker) => {
        if (worker % 2 === 0) return (await releaseRewards()).released
        const mine = shuffled([...parts.notDue, ...parts.contested], worker)
        let forfeited = 0
        for (const part of mine) {
          const done = await forfeitReward({ operator, ...part, reason: '영상 삭제', key: null })
          if (done.ok) forfeited += 1
          else expect(done.error.kind).toBe('reward-not-pending')
        }
        return forfeited
      }),
    )
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
    expect(sum(resolved)).toBe(200)
    const books = await totals(db())
    // One posting for the reward and one for its release or its end.
    expect(books.postings).toBe(400)
    expect(books.totals.pending).toBe(0)
    // Of the contested ones each side got some, or nothing was contested.
    expect(books.totals.withdrawable).toBeGreaterThan(1_000 * parts.due.length)
    expect(books.totals.withdrawable).toBeLessThan(1_000 * (200 - parts.notDue.length))
  })
})

/** Approved ones: to be released, to be forfeited (28 days are never over here), and those that both want. */
const approvedParts = async (persistence: Persistence, operator: Id<'Account'>) => {
  const parts = {
    contested: await storedParts(persistence, 67),
    due: await storedParts(persistence, 66),
    notDue: await storedParts(persistence, 67, { holdDays: 28 }),
  }
  const { completeParticipation } = cashUseCases(persistence, at(NOON))
  for (const part of [...parts.due, ...parts.notDue, ...parts.contested]) {
    const done = await completeParticipation({ operator, ...part, key: null })
    expect(done.ok).toBe(true)
  }
  return parts
}

const PROCESSES = 2
const ATTEMPTS = 5
const SHARED = 100

/** What more than one process can open, with where it is. */
const SHARED_DATABASES = [
  {
    name: 'SQLite file',
    isMissing: false,
    open: async () => {
      const persistence = await openTemporary()
      return { persistence, database: persistence.path }
    },
  },
  {
    name: 'MariaDB',
    isMissing: IS_MARIADB_MISSING,
    open: async () => {
      const persistence = await openMariadb()
      onTestFinished(persistence.close)
      return { persistence, database: persistence.url }
    },
  },
]

describe.for(SHARED_DATABASES)('two processes on one $name', ({ isMissing, open }) => {
  test.skipIf(isMissing)('approve and withdraw the same: each is paid once', async () => {
    // On a busy machine one process may be done before the other gets the file once; that shows nothing yet.
    let bothHadAPart = false
    for (let attempt = 0; attempt < ATTEMPTS && !bothHadAPart; attempt += 1) {
      const { persistence, database } = await open()
      const done = await sharing(persistence, database)
      const sum = (of: keyof Done) => done.reduce((total, worker) => total + worker[of], 0)
      expect({ approved: sum('approved'), withdrawn: sum('withdrawn'), refused: sum('refused') }).toEqual({
        approved: SHARED,
        withdrawn: SHARED,
        refused: 2 * SHARED * (PROCESSES - 1),
      })
      const { drift, totals } = await persistence.views.cash.books()
      expect(drift).toEqual([])
      expect(totals).toMatchObject({ pending: 1_000 * SHARED, requested: 30_000 * SHARED, withdrawable: 0 })
      bothHadAPart = done.every(({ withdrawn }) => withdrawn > 0)
    }
    expect(bothHadAPart).toBe(true)
  })
})

/** Lets the processes at the same approvals and withdrawals, and answers what each of them was granted. */
const sharing = async (persistence: Persistence, database: string): Promise<readonly Done[]> => {
  const parts = await storedParts(persistence, SHARED)
  const job: SharedJob = await kept(persistence, async (stores) => {
    const earners: Id<'Account'>[] = []
    for (let index = 0; index < SHARED; index += 1) {
      const creator = await storedCreator(stores)
      await storedEarnings(stores, { creator, amount: 30_000 })
      earners.push(creator.id)
    }
    return { database, operator: await storedOperator(stores), parts, earners }
  })
  const jobFile = temporaryPath()
  writeFileSync(jobFile, JSON.stringify(job))
  const workers = await Promise.all(
    Array.from({ length: PROCESSES }, (_, number) => startWorker(jobFile, number)),
  )
  return Promise.all(workers.map((finish) => finish()))
}

/** Started and ready; the answer lets it go. */
const startWorker = async (jobFile: string, number: number): Promise<() => Promise<Done>> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'work-through.ts'), jobFile, `${number}`],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error('the worker ended before it was done')
    return value
  }
  expect(await next()).toBe('ready')
  return async () => {
    child.stdin.write('go\n')
    // Printed by `work-through.ts`, which has the same type.
    return JSON.parse(await next()) as Done
  }
}
