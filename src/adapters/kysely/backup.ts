import { access, link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Kysely } from 'kysely'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Books } from '../../ports/cash.ts'
import { type Contents, contentsOf, damageIn, mustBeAlike, sumOfRows } from './contents.ts'
import { copyTables, tablesOf } from './copy-tables.ts'
import type { Database } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { migrate, missingStep } from './migrate.ts'
import { connectSqlite, sqlite } from './sqlite.ts'
import { inSnapshot, inTransaction } from './transact.ts'

export type BackedUp = {
  readonly tables: number
  readonly rows: number
  readonly bytes: number
  /** Those of the database, and so of the copy: a drift is copied like everything else. */
  readonly books: Books
}

export type BackupRefusal =
  /** Nothing is ever overwritten. */
  | { readonly kind: 'file-exists' }
  /** Another backup writes it, or one that was killed has left it behind. */
  | { readonly kind: 'partial-exists'; readonly partial: string }
  | { readonly kind: 'file-not-writable'; readonly reason: string }
  /** The copy has this code's schema, so that this code can check it. */
  | { readonly kind: 'schema-not-current'; readonly step: string }

/**
 * Copies everything, as it is at one moment, into a new SQLite file, whatever database it comes from. Others may write
 * meanwhile. The file is written under the name `<file>.partial` and gets its own only when it is whole, on disk and
 * checked: a crash leaves nothing that looks like a backup. Only its owner may read it, for it holds personal data.
 */
export const backUp = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  file: string,
): Promise<Result<BackedUp, BackupRefusal>> => {
  const step = await missingStep(db, dialect)
  if (step !== null) return err({ kind: 'schema-not-current', step })
  if (await exists(file)) return err({ kind: 'file-exists' })
  const partial = `${file}.partial`
  const made = await makeForOwner(partial)
  if (!made.ok) return made
  try {
    const { tables, contents } = await write(db, partial)
    await flush(partial)
    mustBeAlike(contents, await readBack(partial))
    const { size } = await stat(partial)
    if (!(await giveName(partial, file))) {
      await rm(partial)
      return err({ kind: 'file-exists' })
    }
    await flush(dirname(file))
    return ok({ tables, rows: sumOfRows(contents), bytes: size, books: contents.books })
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Codes of file systems on which a file cannot have two names, such as those of memory cards. */
const LINKLESS: ReadonlySet<unknown> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** False when a file of that name has appeared meanwhile: unlike `rename`, `link` never replaces one. */
const giveName = async (partial: string, file: string): Promise<boolean> => {
  try {
    await link(partial, file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST' || (LINKLESS.has(code) && (await exists(file)))) return false
    if (!LINKLESS.has(code)) throw error
    await rename(partial, file)
    return true
  }
  await rm(partial)
  return true
}

/** An empty file, which SQLite takes for a new database and whose rights it leaves as they are. */
const makeForOwner = async (partial: string): Promise<Result<void, BackupRefusal>> => {
  try {
    const handle = await open(partial, 'wx', 0o600)
    await handle.close()
    return ok(undefined)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST') return err({ kind: 'partial-exists', partial })
    if (error instanceof Error) return err({ kind: 'file-not-writable', reason: error.message })
    throw error
  }
}

/** Everything in one snapshot of the source; answers what was counted in it. */
const write = async (source: Kysely<Database>, partial: string) => {
  const copy = connectSqlite({ path: partial, role: 'unshared', readOnly: false })
  try {
    await migrate(copy.db, sqlite)
    const tables = await tablesOf(copy.db)
    const contents = await inSnapshot(source, async (from) => {
      await inTransaction(copy.db, sqlite, async (to) => ok(await copyTables({ from, to, tables })))
      return contentsOf(from, tables)
    })
    return { tables: tables.length, contents }
  } finally {
    await copy.close()
  }
}

/** A new connection, so that it is the file that is checked and not what was meant to be written. */
const readBack = async (partial: string): Promise<Contents> => {
  const copy = connectSqlite({ path: partial, role: 'reader', readOnly: true })
  try {
    const damage = await damageIn(copy.db)
    if (damage !== null) throw new Error(`The copy was given up: ${damage}.`)
    return await contentsOf(copy.db, await tablesOf(copy.db))
  } finally {
    await copy.close()
  }
}

/** Also for folders, where the names of files are kept. */
const flush = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
