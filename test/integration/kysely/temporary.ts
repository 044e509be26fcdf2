import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSqlite, type SqlPersistence } from '../../../src/adapters/kysely/open.ts'

/** A path in a folder that goes when the test ends. */
export const temporaryPath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'crecker-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'crecker.db')
}

/** A migrated database in a file of its own. */
export const openTemporary = async (
  path: string = temporaryPath(),
): Promise<SqlPersistence & { readonly path: string }> => {
  const persistence = await openSqlite({ path, migrate: true })
  onTestFinished(() => persistence.close())
  return { ...persistence, path }
}

/** For tests that close what they open: the folder goes with the database. */
export const openSqliteInTemporaryFile = async (): Promise<SqlPersistence & { readonly path: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'crecker-test-'))
  const path = join(folder, 'crecker.db')
  const persistence = await openSqlite({ path, migrate: true })
  return {
    ...persistence,
    path,
    close: async () => {
      await persistence.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
