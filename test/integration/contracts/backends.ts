import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { openSqliteInTemporaryFile } from '../kysely/temporary.ts'

/** Something that the core can keep its data in. Every `open` gives a fresh and empty database. */
export type Backend = { readonly name: string; readonly open: () => Promise<Persistence> }

export const backends: readonly Backend[] = [
  { name: 'memory', open: async () => memoryPersistence() },
  { name: 'SQLite in memory', open: () => openSqlite({ path: ':memory:', migrate: true }) },
  { name: 'SQLite in a file', open: openSqliteInTemporaryFile },
]
