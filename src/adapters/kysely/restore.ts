import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Books } from '../../ports/cash.ts'
import { booksIn } from './cash-books.ts'
import { type Contents, contentsOf, damageIn, isBrokenFile, mustBeAlike, sumOfRows } from './contents.ts'
import { copyTables, countRows, type Table, tablesOf } from './copy-tables.ts'
import type { Database } from './database.ts'
import type { Connection, SqlDialect } from './dialect.ts'
import { BOOKKEEPING, isSetUp, migrate, missingStep, refuseNewerSchema } from './migrate.ts'
import { connectSqlite, sqlite } from './sqlite.ts'
import { inSnapshot, inTransaction } from './transact.ts'

/** A file that was found sound and of this code's schema. It stays open to be restored from. */
export type Backup = {
  readonly db: Kysely<Database>
  readonly close: () => Promise<void>
}

export type BackupUnfit =
  | { readonly kind: 'file-missing' }
  /** Another kind of file. */
  | { readonly kind: 'no-database' }
  /** SQLite, but not a database of ours. */
  | { readonly kind: 'of-others' }
  | { readonly kind: 'damaged'; readonly damage: string }
  /** Its books do not agree, and the caller has not accepted that. */
  | { readonly kind: 'drifting'; readonly drifts: number }

export type RestoreRefusal =
  | { readonly kind: 'target-not-empty'; readonly table: string; readonly rows: number }
  /** An older version of this code has set it up, and a schema that is there is not for a restore to change. */
  | { readonly kind: 'target-older'; readonly step: string }
  /** No version of this code has set it up, but it has tables. */
  | { readonly kind: 'target-of-others'; readonly table: string }

export type Restored = { readonly tables: number; readonly rows: number; readonly books: Books }

/**
 * Opens a backup, or any SQLite database of ours, and checks it whole. The file is not changed: when an older version
 * has made it, a temporary copy is brought up to date. Throws when a newer version has made it.
 */
export const openBackup = async (
  file: string,
  { acceptDrift = false }: { readonly acceptDrift?: boolean } = {},
): Promise<Result<Backup, BackupUnfit>> => {
  const unfit = await notWhole(file)
  if (unfit !== null) return err(unfit)
  try {
    const opened = await openChecked(file)
    if (!opened.ok || acceptDrift) return opened
    const { drift } = await inSnapshot(opened.value.db, booksIn)
    if (drift.length === 0) return opened
    await opened.value.close()
    return err({ kind: 'drifting', drifts: drift.length })
  } catch (error) {
    if (isBrokenFile(error)) return err({ kind: 'damaged', damage: error.message })
    throw error
  }
}

/** Of the header of every SQLite file: what it begins with, and where the size of its pages stands. */
const MAGIC = 'SQLite format 3\0'
const PAGE_SIZE_AT = 16
/** Stands for 65,536 bytes, which two bytes cannot say. */
const LARGEST_PAGE = 1

const notWhole = async (file: string): Promise<BackupUnfit | null> => {
  try {
    const handle = await open(file, 'r')
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return { kind: 'no-database' }
      const { buffer } = await handle.read(Buffer.alloc(MAGIC.length + 2), 0, MAGIC.length + 2, 0)
      if (buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) return { kind: 'no-database' }
      const stated = buffer.readUInt16BE(PAGE_SIZE_AT)
      // SQLite itself takes the rest of a page that was cut off for zeros.
      const isCut = stat.size % (stated === LARGEST_PAGE ? 65_536 : stated) !== 0
      return isCut ? { kind: 'damaged', damage: 'it ends in the middle of a page' } : null
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'file-missing' }
    throw error
  }
}

const openChecked = async (file: string): Promise<Result<Backup, BackupUnfit>> => {
  const given = connectSqlite({ path: file, role: 'reader', readOnly: true })
  let keepOpen = false
  try {
    const damage = await damageIn(given.db)
    if (damage !== null) return err({ kind: 'damaged', damage })
    if (!(await isSetUp(given.db, sqlite))) return err({ kind: 'of-others' })
    await refuseNewerSchema(given.db, sqlite)
    keepOpen = (await missingStep(given.db, sqlite)) === null
    return ok(keepOpen ? given : await upToDate(file))
  } finally {
    if (!keepOpen) await given.close()
  }
}

/** A copy in a folder that only its owner may look into, and that goes when the copy is closed. */
const upToDate = async (file: string): Promise<Connection> => {
  const folder = await mkdtemp(join(tmpdir(), 'crecker-restore-'))
  const clear = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'copy.sqlite')
    const source = new DatabaseSync(file, { readOnly: true })
    await backup(source, path).finally(() => source.close())
    const { db, close } = connectSqlite({ path, role: 'unshared', readOnly: false })
    const closeAndClear = () => close().finally(clear)
    await migrate(db, sqlite).catch((error) => closeAndClear().then(() => Promise.reject(error)))
    return { db, close: closeAndClear }
  } catch (error) {
    await clear()
    throw error
  }
}

/**
 * Puts everything of a backup into a database with nothing in it: one without any table, which is set up here, or one
 * that has exactly this code's schema. Ids stay what they were and go on behind the highest. All in one transaction that is kept only when it holds what the backup holds, so
 * that a crash or an error leaves the database empty. Sessions and answers under idempotency keys come back as well:
 * a move to another database logs nobody out, and a command that is repeated is not carried out twice.
 */
export const restoreInto = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  { db: backup }: Backup,
): Promise<Result<Restored, RestoreRefusal>> => {
  const unfit = await setUpIfNew(db, dialect)
  if (unfit !== null) return err(unfit)
  const { tables, rows: initial } = await newDatabase()
  return inSnapshot(backup, (from) =>
    inTransaction(db, dialect, async (to) => {
      for (const table of tables) {
        const rows = await countRows(to, table)
        if (rows > (initial[table.name] ?? 0))
          return err({ kind: 'target-not-empty', table: table.name, rows })
      }
      await copyTables({ from, to, tables })
      const contents = await contentsOf(from, tables)
      mustBeAlike(contents, await contentsOf(to, tables))
      return ok({ tables: tables.length, rows: sumOfRows(contents), books: contents.books })
    }),
  )
}

/** A mistyped address may lead to a database in use, so nothing in it is touched unless it is new. */
const setUpIfNew = async (db: Kysely<Database>, dialect: SqlDialect): Promise<RestoreRefusal | null> => {
  if (await isSetUp(db, dialect)) {
    const step = await missingStep(db, dialect)
    return step === null ? null : { kind: 'target-older', step }
  }
  const found = await db.introspection.getTables()
  const other = found.find(({ name }) => !BOOKKEEPING.includes(name))
  if (other !== undefined) return { kind: 'target-of-others', table: other.name }
  await migrate(db, dialect)
  return null
}

/** Which tables there are, and how many rows the migrations themselves have put into them. */
const newDatabase = async (): Promise<{
  readonly tables: readonly Table[]
  readonly rows: Contents['rows']
}> => {
  const { db, close } = connectSqlite({ path: ':memory:', role: 'unshared', readOnly: false })
  try {
    await migrate(db, sqlite)
    const tables = await tablesOf(db)
    const { rows } = await contentsOf(db, tables)
    return { tables, rows }
  } finally {
    await close()
  }
}
