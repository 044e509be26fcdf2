import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { storedHashOf2020 } from '../../../src/adapters/auth/passwords.ts'
import { openDump } from '../../../src/adapters/import-2020/dump-file.ts'
import { openLiveDatabase } from '../../../src/adapters/import-2020/live-database.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { import2020 } from '../../../src/application/import-2020/import-2020.ts'
import { timeOf } from '../../../src/application/import-2020/read-row.ts'
import { toId } from '../../../src/domain/primitives.ts'
import type { Row2020, Source2020, Table2020 } from '../../../src/ports/import-2020.ts'
import { aClock } from '../../fixtures/house.ts'
import { hashedIn2020 } from '../../import-2020/house-of-2020.ts'
import { describeOnMariadb, takeNewDatabase } from '../../mariadb/for-tests.ts'
import { openTemporary } from '../kysely/temporary.ts'

const MEMBERS = 1_100

/** As the tables may have been: the columns in another order, an engine's own types, names in another case. */
const SCHEMA = [
  `CREATE TABLE User (email VARCHAR(45) NULL, userIdx INT NOT NULL AUTO_INCREMENT PRIMARY KEY, password TEXT, salt BLOB,
    cash INT DEFAULT 0, cashAllowed INT NULL, er DECIMAL(10,2), name VARCHAR(45))`,
  `CREATE TABLE ad (adIdx INT PRIMARY KEY, title TEXT, cash VARCHAR(20), applyTo DATETIME, uploadTo DATE,
    createAt TIMESTAMP NULL, keyword JSON)`,
  'CREATE TABLE userNews (userIdx INT, newsIdx INT, isScrapped BIT(1))',
  'CREATE TABLE SupportNews (newsIdx BIGINT UNSIGNED PRIMARY KEY, title TEXT, calendarEnd VARCHAR(20))',
  'CREATE TABLE ExpertConsult (expertConsultIdx INT PRIMARY KEY, userIdx INT, Qtitle TEXT, isSecret BIT(1))',
  'CREATE TABLE History (historyIdx INT PRIMARY KEY)',
]

/** The one number stands on both sides of a page's edge. */
const SOME_TWICE = Array.from({ length: 1_001 }, (_, index) =>
  index >= 498 && index < 503 ? 499 : index + 1,
)

const TEXT = `따옴표 ' " \\ ; -- \n\r\t\0 👍`

const read = async (source: Source2020, table: Table2020): Promise<readonly Row2020[]> => {
  const rows: Row2020[] = []
  for await (const page of source.rows(table)) rows.push(...page)
  return rows
}

describeOnMariadb('a live database of 2020', () => {
  let url: string
  let opened: Source2020[]
  beforeEach(async () => {
    const made = await takeNewDatabase()
    url = made.url
    opened = []
    const connection = await createConnection(url)
    for (const statement of SCHEMA) await connection.query(statement)
    const { password, salt } = await hashedIn2020('password')
    const user = (number: number) => [number, `m${number}@example.kr`, password, salt, 500, 100, 1.5, TEXT]
    await connection.query(
      'INSERT INTO User (userIdx, email, password, salt, cash, cashAllowed, er, name) VALUES ?',
      [Array.from({ length: MEMBERS }, (_, index) => user(2 * index + 1))],
    )
    await connection.query("SET time_zone = '+00:00'")
    await connection.query('INSERT INTO ad VALUES ?', [
      [[1, TEXT, '1,000', '2020-01-10 00:00:00', '2020-01-31', '2020-01-01 00:00:00', null]],
    ])
    await connection.query("INSERT INTO SupportNews VALUES (4, '지원', '20.02.03')")
    await connection.query('INSERT INTO userNews VALUES ?', [
      Array.from({ length: 700 }, (_, index) => [2 * index + 1, 4, 1]),
    ])
    await connection.query(
      "INSERT INTO ExpertConsult VALUES (1, 1, '비밀', b'1'), (2, 1, '공개', b'0'), (3, 1, '모름', NULL)",
    )
    await connection.query('INSERT INTO History VALUES (1)')
    await connection.end()
    return async () => {
      // The snapshot holds the tables: nobody could drop them before.
      for (const source of opened) await source.close()
      await made.drop()
    }
  })

  const openLive = async () => {
    const source = await openLiveDatabase(mysqlSettings(url))
    opened.push(source)
    return source
  }

  test('is read page by page, each value as MySQL writes it', async () => {
    const source = await openLive()
    const users = await read(source, 'User')
    expect(users.map(({ useridx }) => Number(useridx))).toEqual(
      Array.from({ length: MEMBERS }, (_, index) => 2 * index + 1),
    )
    expect(users[0]).toMatchObject({ email: 'm1@example.kr', cash: '500', er: '1.50', name: TEXT })
    expect(await read(source, 'UserNews')).toHaveLength(700)
    expect(await read(source, 'Plan')).toEqual([])
    expect(await source.others()).toEqual(['History'])
    const [ad] = await read(source, 'Ad')
    expect(ad).toMatchObject({ title: TEXT, uploadto: '2020-01-31', keyword: null })
    // A TIMESTAMP knows which moment it is.
    expect(timeOf(ad ?? {}, 'createAt')).toBe(Date.parse('2020-01-01T00:00:00Z'))
  })

  test('keeps no row to itself, whatever number it has', async () => {
    const connection = await createConnection(url)
    await connection.query('CREATE TABLE Plan (planIdx INT PRIMARY KEY, userIdx INT)')
    await connection.query('CREATE TABLE Expert (expertIdx INT NULL, name TEXT, KEY (expertIdx))')
    await connection.query(
      'CREATE TABLE DailyNews (dailyIdx INT, title VARCHAR(20), PRIMARY KEY (title, dailyIdx))',
    )
    await connection.query('INSERT INTO Plan VALUES ?', [
      Array.from({ length: 1_003 }, (_, index) => [index - 2, 1]),
    ])
    await connection.query('INSERT INTO Expert VALUES ?', [
      [...SOME_TWICE, null, 0, -1].map((number, index) => [number, `expert ${index}`]),
    ])
    await connection.query('INSERT INTO DailyNews VALUES ?', [
      Array.from({ length: 1_100 }, (_, index) => [index, `card ${index % 3}`]),
    ])
    await connection.end()
    const source = await openLive()
    const plans = (await read(source, 'Plan')).map(({ planidx }) => Number(planidx))
    expect(plans).toEqual(Array.from({ length: 1_003 }, (_, index) => index - 2))
    expect(new Set((await read(source, 'Expert')).map(({ name }) => name))).toHaveProperty('size', 1_004)
    const cards = (await read(source, 'DailyNews')).map(({ title, dailyidx }) => `${title} ${dailyidx}`)
    expect(new Set(cards)).toHaveProperty('size', 1_100)
  })

  test('is read as it was when it was opened', async () => {
    const source = await openLive()
    const connection = await createConnection(url)
    await connection.query('DELETE FROM User WHERE userIdx > 1')
    await connection.end()
    expect(await read(source, 'User')).toHaveLength(MEMBERS)
  })

  test('and what mariadb-dump makes of it tell the same', async () => {
    const { host, port, user, password, database } = mysqlSettings(url)
    const account = [`--host=${host}`, `--port=${port}`, `--user=${user}`, `--password=${password}`]
    const { stdout } = await promisify(execFile)('mariadb-dump', ['--no-defaults', ...account, database], {
      maxBuffer: 64 * 1024 * 1024,
    })
    const folder = mkdtempSync(join(tmpdir(), 'crecker-dump-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, 'dump.sql'), stdout)
    const dump = await openDump({ path: join(folder, 'dump.sql') })
    const live = await openLive()
    for (const table of ['User', 'UserNews', 'SupportNews', 'ExpertConsult'] as const)
      expect(await read(dump, table)).toEqual(await read(live, table))
    const moments = async (source: Source2020) =>
      (await read(source, 'Ad')).map((row) => [
        timeOf(row, 'createAt'),
        timeOf(row, 'applyTo', 'to'),
        row.title,
      ])
    expect(await moments(dump)).toEqual(await moments(live))
    expect(await dump.others()).toEqual(['History'])
  })

  test('is taken over, and twice gives the same', async () => {
    const persistence = await openTemporary()
    const { transact, views } = persistence
    const take = import2020({ transact, clock: aClock(), storedHash: storedHashOf2020 })
    const told: unknown[] = []
    const counts = async () => {
      const summaries = await take(await openLive(), (notice) => told.push(notice))
      return summaries.map(({ taken, before }) => [taken, before]).filter(([a, b]) => a !== 0 || b !== 0)
    }
    expect(await counts()).toEqual([
      [MEMBERS, 0],
      [1, 0],
      [1, 0],
      [700, 0],
      [3, 0],
    ])
    expect(await counts()).toEqual([
      [0, MEMBERS],
      [0, 1],
      [0, 1],
      [0, 700],
      [0, 3],
    ])
    expect(told).toEqual([])
    const { id } = (await views.accounts.credentials('m1@example.kr')) ?? { id: toId(1) }
    const asked = await views.experts.questionsOf(id, { after: null, limit: 10 })
    expect(asked?.map(({ question }) => [question.title, question.secret]).toSorted()).toEqual([
      ['공개', false],
      ['모름', true],
      ['비밀', true],
    ])
    await expect(views.cash.books()).resolves.toMatchObject({
      creators: MEMBERS,
      totals: { pending: 400 * MEMBERS, withdrawable: 100 * MEMBERS },
      drift: [],
    })
  })

  test('that holds nothing of 2020 is refused with a sentence', async () => {
    const other = await takeNewDatabase()
    onTestFinished(other.drop)
    await expect(openLiveDatabase(mysqlSettings(other.url))).rejects.toThrow(
      'none of the tables of the 2020 server',
    )
  })
})

describe('a database that cannot be reached', () => {
  test('is told in a sentence', async () => {
    const nowhere = mysqlSettings('mysql://user:secret@127.0.0.1:1/crecker')
    await expect(openLiveDatabase(nowhere)).rejects.toThrow(
      /^The 2020 database cannot be read: .*ECONNREFUSED/,
    )
  })
})
