import { DatabaseSync } from 'node:sqlite'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { SqlPersistence } from '../../../src/adapters/kysely/open.ts'
import { type Client, openTestHouse } from '../../fixtures/test-house.ts'
import { storageOf } from '../../fixtures/test-storage.ts'
import { describeOnMariadb, openMariadb } from '../../mariadb/for-tests.ts'
import { openSqliteInTemporaryFile } from '../kysely/temporary.ts'
import { ROWS, tenThousandRows, viewsOf } from './ten-thousand-rows.ts'

type Filled = {
  readonly persistence: SqlPersistence
  readonly fill: (statements: readonly string[]) => Promise<void>
}

const onSqlite = async (): Promise<Filled> => {
  const persistence = await openSqliteInTemporaryFile()
  return {
    persistence,
    fill: async (statements) => {
      const database = new DatabaseSync(persistence.path)
      for (const statement of statements) database.exec(statement)
      database.close()
    },
  }
}

const onMariadb = async (): Promise<Filled> => {
  const persistence = await openMariadb()
  return {
    persistence,
    fill: async (statements) => {
      const connection = await createConnection(persistence.url)
      for (const statement of statements) await connection.query(statement)
      await connection.end()
    },
  }
}

const ALL = Array.from({ length: ROWS }, (_, at) => at + 1)
const newest = ALL.toReversed()
const oldest = ALL
const mostViewed = ALL.toSorted((a, b) => viewsOf(b) - viewsOf(a))
const newestOf = (remainder: number) => newest.filter((id) => id % 4 === remainder)

/** A list of the app: in which order it chooses, how many rows it shows, and what names a row. */
const BOUNDED: readonly (readonly [path: string, id: string, order: readonly number[], most: number])[] = [
  ['/api/advertise/ad/random', 'adIdx', newest, 20],
  ['/api/advertise/ad/popular', 'adIdx', mostViewed, 100],
  ['/api/advertise/ad/latest', 'adIdx', newest, 100],
  ['/api/advertise/ad/list/0102', 'adIdx', oldest, 100],
  ['/api/userad/1', 'userAdIdx', newestOf(1), 200],
  ['/api/userad/2', 'userAdIdx', newestOf(2), 200],
  ['/api/userad/3', 'userAdIdx', newestOf(3), 200],
  ['/api/userad/4', 'userAdIdx', newestOf(0), 200],
  ['/api/report', 'userAdIdx', newestOf(0), 200],
  ['/api/cash/withdrawals', 'withdrawalIdx', newest, 200],
  ['/api/news/card', 'dailyIdx', newest, 5],
  ['/api/news/recommand/2', 'newsIdx', newest, 100],
  ['/api/expert/profile', 'expertIdx', mostViewed, 100],
]

const ascending = (one: number, other: number): number => one - other

/** Lists that go on where a page ended. */
const PAGED: readonly (readonly [path: string, id: string, order: readonly number[], most: number])[] = [
  ['/api/notify', 'notiIdx', newest, 50],
  ['/api/news/daily', 'dailyIdx', newest, 100],
  ['/api/news/support', 'newsIdx', newest, 100],
  ['/api/usernews', 'newsIdx', newest, 100],
  ['/api/expert/qa/law', 'expertConsultIdx', newest, 100],
  ['/api/expert/qa/startup', 'expertConsultIdx', newest.map((id) => ROWS + id), 100],
  ['/api/expert/qa/shooting', 'expertConsultIdx', newest.map((id) => 2 * ROWS + id), 100],
  ['/api/expert/qa/posted', 'expertConsultIdx', newest, 100],
  ['/api/expert/qa/answered', 'expertConsultIdx', newest, 100],
  ['/api/expert/qa/consulted', 'expertConsultIdx', newest, 100],
  ['/api/faq', 'faqIdx', oldest, 100],
  ['/api/notice', 'noticeIdx', newest, 100],
]

/** The same for operators, who begin with what has waited longest. */
const OF_OPERATORS: typeof PAGED = [
  ['/api/userad/ing/ing/ing', 'userAdIdx', oldest.filter((id) => id % 4 === 3), 50],
  ['/api/expert/qa/consultations', 'expertConsultIdx', newest, 100],
]

const idsIn = async (client: Client, path: string, id: string): Promise<readonly number[]> => {
  const answer = await client.get(path)
  expect(answer.status, answer.text.slice(0, 200)).toBe(200)
  return z
    .array(z.record(z.string(), z.unknown()))
    .default([])
    .parse(answer.data)
    .map((row) => Number(row[id]))
}

/** Every page, one after the other. */
const walk = async (client: Client, path: string, id: string, most: number): Promise<readonly number[]> => {
  const seen: number[] = []
  let page = await idsIn(client, path, id)
  while (page.length > 0 && seen.length < ROWS) {
    expect(page.length).toBeLessThanOrEqual(most)
    seen.push(...page)
    page = await idsIn(client, `${path}?cursor=${seen.at(-1)}`, id)
  }
  return [...seen, ...page]
}

const everyListEnds = (open: () => Promise<Filled>): void => {
  let filled: Filled
  let client: Client
  let newcomer: Client
  let operator: Client

  beforeAll(async () => {
    filled = await open()
    const house = await openTestHouse({ storage: storageOf(filled.persistence) })
    const [member, other] = [await house.creator('minji'), await house.creator('junho')]
    await filled.fill(tenThousandRows(member.account.id, other.account.id))
    client = house.as(member)
    newcomer = house.as(other)
    operator = house.as(await house.anOperator())
  })
  afterAll(() => filled.persistence.close())

  it.each(BOUNDED)('%s shows the first of them and no more', async (path, id, order, most) => {
    expect(await idsIn(client, path, id)).toEqual(order.slice(0, most))
  })

  it.each(PAGED)('%s shows each of them once, page by page', async (path, id, order, most) => {
    expect(await walk(client, path, id, most)).toEqual(order)
  })

  it.each(OF_OPERATORS)('%s shows each of them once to an operator', async (path, id, order, most) => {
    expect(await walk(operator, path, id, most)).toEqual(order)
  })

  it('/api/news/recommand/1 shows the most viewed of them, to a creator those of about as many views as suits them', async () => {
    const shown = await idsIn(client, '/api/news/recommand/1', 'newsIdx')
    expect(shown.toSorted(ascending)).toEqual(mostViewed.slice(0, 100).toSorted(ascending))
    expect(await idsIn(operator, '/api/news/recommand/1', 'newsIdx')).toEqual(mostViewed.slice(0, 100))
  })

  it('/api/advertise/ad/interest recommends 20 of them', async () => {
    expect(await idsIn(newcomer, '/api/advertise/ad/interest', 'adIdx')).toHaveLength(20)
  })

  it('/api/cash tells the newest 200 of the history', async () => {
    const { data } = await client.get('/api/cash')
    const { history } = z.object({ history: z.array(z.object({ price: z.string() })) }).parse(data)
    expect(history.map(({ price }) => Number(price))).toEqual(newest.slice(0, 200))
  })
}

describe('with 10,000 rows to choose from, on SQLite', () => everyListEnds(onSqlite))
describeOnMariadb('with 10,000 rows to choose from, on MariaDB', () => everyListEnds(onMariadb))
