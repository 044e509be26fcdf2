import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { onTestFinished } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { storageOf, type TestStorage } from '../../fixtures/test-storage.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'

export type Row = Readonly<Record<string, unknown>>
/** Every row of every table, under the name of its table. */
export type Rows = ReadonlyMap<string, readonly Row[]>

export type SqlDatabase = {
  readonly name: string
  readonly isMissing: boolean
  /** Empty, and closed when the test has finished. `rows` reads beside the server, with plain SQL. */
  readonly open: () => Promise<{ readonly storage: TestStorage; readonly rows: () => Promise<Rows> }>
}

/** Attempts are counted whatever comes of them, and migrations write about themselves. */
const IS_LEFT_OUT = /^throttle$|^schema_|^sqlite_/

let migrated: string | undefined

/** Setting a file up takes longer than copying one. */
const aMigratedFile = async (path: string): Promise<void> => {
  if (migrated === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'crecker-test-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const template = join(folder, 'template.db')
    await (await openSqlite({ path: template, migrate: true })).close()
    migrated = template
  }
  copyFileSync(migrated, path)
}

const openSqliteFile: SqlDatabase['open'] = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crecker-test-'))
  const path = join(folder, 'crecker.db')
  await aMigratedFile(path)
  const persistence = await openSqlite({ path })
  const looker = new DatabaseSync(path, { readOnly: true })
  onTestFinished(async () => {
    looker.close()
    await persistence.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const select = (sql: string): readonly Row[] => looker.prepare(sql).all()
  const tables = select("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .map(({ name }) => String(name))
    .filter((name) => !IS_LEFT_OUT.test(name))
  return {
    storage: storageOf(persistence),
    rows: async () => new Map(tables.map((table) => [table, select(`SELECT * FROM "${table}"`)])),
  }
}

const openMariadbDatabase: SqlDatabase['open'] = async () => {
  const persistence = await openMariadb()
  const looker = await createConnection({ uri: persistence.url })
  onTestFinished(async () => {
    await looker.end()
    await persistence.close()
  })
  const select = async (sql: string): Promise<readonly Row[]> =>
    (await looker.query<RowDataPacket[]>(sql))[0].map((row) => ({ ...row }))
  const tables = (
    await select('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()')
  )
    .map(({ name }) => String(name))
    .filter((name) => !IS_LEFT_OUT.test(name))
  return {
    storage: storageOf(persistence),
    rows: async () => {
      const found = new Map<string, readonly Row[]>()
      for (const table of tables) found.set(table, await select(`SELECT * FROM \`${table}\``))
      return found
    },
  }
}

export const SQL_DATABASES: readonly SqlDatabase[] = [
  { name: 'SQLite', isMissing: false, open: openSqliteFile },
  { name: 'MariaDB', isMissing: IS_MARIADB_MISSING, open: openMariadbDatabase },
]

export type Effect = Readonly<Record<string, { readonly gone: number; readonly come: number }>>

/** In each table, how many rows are there no more, and how many are there that were not: a changed row is both. */
export const effectOf = (before: Rows, after: Rows): Effect => {
  const effect: Record<string, { gone: number; come: number }> = {}
  for (const [table, rows] of after) {
    const [old, now] = [written(before.get(table) ?? []), written(rows)]
    const gone = [...old].filter((row) => !now.has(row)).length
    const come = [...now].filter((row) => !old.has(row)).length
    if (gone + come > 0) effect[table] = { gone, come }
  }
  return effect
}

const written = (rows: readonly Row[]): ReadonlySet<string> =>
  new Set(
    rows.map((row) =>
      JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ),
  )

/** Every text that is stored, also those within JSON. */
export const textsIn = (rows: Rows): ReadonlySet<string> => {
  const texts = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value === 'string') {
      texts.add(value)
      const inner = /^[[{]/.test(value) ? parsed(value) : undefined
      if (inner !== undefined) collect(inner)
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  for (const table of rows.values()) table.forEach(collect)
  return texts
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
