import { onTestFinished } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { emptyTables } from '../../../src/adapters/memory/database.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { memoryOn } from '../../fixtures/house.ts'

/** What races are run on. Each is empty when it is opened, and closed when the test has finished. */
export const DATABASES: readonly (readonly [string, () => Promise<Persistence>])[] = [
  ['memory', async () => memoryOn(emptyTables())],
  [
    'SQLite',
    async () => {
      const persistence = await openSqlite({ path: ':memory:', migrate: true })
      onTestFinished(persistence.close)
      return persistence
    },
  ],
]
