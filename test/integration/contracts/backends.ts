import { describe } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import { openSqliteInTemporaryFile } from '../kysely/temporary.ts'

/** Something that the core can keep its data in. Every `open` gives a fresh and empty database. */
export type Backend = {
  readonly name: string
  readonly open: () => Promise<Persistence>
  /** Not on this machine: its suites are reported as skipped. */
  readonly isMissing?: boolean
}

export const backends: readonly Backend[] = [
  { name: 'memory', open: async () => memoryPersistence() },
  { name: 'SQLite in memory', open: () => openSqlite({ path: ':memory:', migrate: true }) },
  { name: 'SQLite in a file', open: openSqliteInTemporaryFile },
  { name: 'MariaDB', open: openMariadb, isMissing: IS_MARIADB_MISSING },
]

/** The same suite on each of them; in its title, %s stands for the name. */
export const describeOnEach = <Place extends Pick<Backend, 'name' | 'isMissing'>>(
  of: readonly Place[],
  title: string,
  suite: (backend: Place) => void,
): void => {
  for (const backend of of)
    describe.skipIf(backend.isMissing)(title.replace('%s', backend.name), () => {
      suite(backend)
    })
}
