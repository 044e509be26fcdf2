import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { openMysql } from '../../src/adapters/kysely/open.ts'
import type { Tables } from '../../src/adapters/memory/database.ts'
import type { Everything, StoredRow, TestStorage } from '../fixtures/test-storage.ts'
import { takeDatabase } from '../mariadb/for-tests.ts'
import { whenOver } from './when-over.ts'

/** A test machine with more to do than a server has may be slow, and no test here is about that. */
const DEADLINE_MS = 30_000

type Opened = TestStorage & {
  readonly close: () => Promise<void>
}

/** By the name of the database: one that comes back from the pool is still connected to. */
const opened = new Map<string, Opened>()

/** One MariaDB database and two servers' ways to it, empty, and given back when the test has finished. */
export const openSharedStorage = async (): Promise<TestStorage> => {
  const { name, url, giveBack } = await takeDatabase()
  const known = opened.get(name) ?? (await connect(url))
  opened.set(name, known)
  whenOver(giveBack)
  return known
}

/** Ends all connections; the databases themselves go with the run. */
export const closeSharedStorages = async (): Promise<void> => {
  for (const { close } of opened.values()) await close()
  opened.clear()
}

const connect = async (url: string): Promise<Opened> => {
  const patient = `${url}?deadline-ms=${DEADLINE_MS}`
  // Only the first finds something to migrate.
  const first = await openMysql({ url: patient, migrate: true })
  const second = await openMysql({ url: patient, migrate: true })
  const looker = await createConnection({ uri: url, multipleStatements: true })
  const tables = await tablesOf(looker)
  return {
    persistences: [first, second],
    everything: () => everythingOn(looker, tables),
    close: async () => {
      await Promise.all([first.close(), second.close(), looker.end()])
    },
  }
}

/** Where the tables of SQL have their place among those of memory. A table that is not here keeps its own name. */
const NAMES: Readonly<Record<string, keyof Tables>> = {
  account: 'accounts',
  refresh_token: 'sessions',
  payee: 'payees',
  channel: 'channels',
  channel_reading: 'channels',
  ad: 'ads',
  banner: 'ads',
  own_change: 'ownChanges',
  participation: 'participations',
  ad_places: 'participations',
  participation_history: 'history',
  video: 'videos',
  video_pause: 'videos',
  video_missing_hashtags: 'missingHashtags',
  observation: 'observations',
  video_pace: 'paces',
  correction: 'corrections',
  decision_snapshot: 'snapshots',
  cash_balance: 'balances',
  cash_posting: 'postings',
  held_reward: 'postings',
  withdrawal: 'withdrawals',
  notification: 'notifications',
  command_key: 'commandKeys',
  audit_entry: 'audit',
  support_programme: 'supportProgrammes',
  daily_card: 'dailyCards',
  scrap: 'scraps',
  expert: 'experts',
  expert_account: 'expertAccounts',
  recommendation_weights: 'recommendationWeights',
  question: 'questions',
  question_day: 'questionDays',
  faq_entry: 'faqEntries',
  notice: 'notices',
  home_banner: 'homeBanners',
  interest_event: 'interestEvents',
  import_2020: 'imported',
}
/**
 * Attempts, looks and units of YouTube's, which refused and reading requests count too, how jobs stand, and what
 * migrations write about themselves.
 */
const LEFT_OUT = /^throttle$|^youtube_quota$|_view$|_audience$|^job|^schema_/

type Row = Readonly<Record<string, unknown>>
/** And the columns of its primary key, as SQL lists them. */
type TableName = { readonly table: string; readonly key: string }

const everythingOn = async (looker: Connection, tables: readonly TableName[]): Promise<Everything> => {
  const queries = tables.map(({ table, key }) => `SELECT * FROM \`${table}\` ORDER BY ${key}`)
  const [answers] = await looker.query<RowDataPacket[][]>(queries.join('; '))
  const all: Record<string, readonly StoredRow[]> = {}
  for (const [at, { table }] of tables.entries()) {
    const name = NAMES[table] ?? table
    const rows = (answers[at] ?? []).map((row) => storedRow(table, row))
    all[name] = [...(all[name] ?? []), ...rows]
  }
  return all
}

const tablesOf = async (looker: Connection): Promise<readonly TableName[]> => {
  const [keys] = await looker.query<RowDataPacket[]>(
    `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
     FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND index_name = 'PRIMARY' GROUP BY table_name ORDER BY table_name`,
  )
  return keys
    .map(({ name, columns }) => ({ table: `${name}`, key: `${columns}` }))
    .filter(({ table }) => !LEFT_OUT.test(table))
}

const storedRow = (table: string, row: Row): StoredRow => ({
  owner:
    table === 'account'
      ? row.id
      : (row.owner_id ?? row.account_id ?? row.creator_id ?? row.member_id ?? row.author_id),
  key: table,
  row: Object.fromEntries(Object.entries(row).map(([name, value]) => [inCamelCase(name), value])),
})

const inCamelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
