import { DatabaseSync } from 'node:sqlite'
import { makeForOwner, sqlite } from './sqlite.ts'

export type ServingLock = { readonly release: () => void }

/** Held here, because a connection that nobody refers to is closed, and with it the lock would go. */
const held = new Set<DatabaseSync>()

/**
 * Makes this process the only one that serves a database file: two would each keep their own idea of what was sent
 * and scheduled. The operating system frees the lock of a process that was killed. Throws when another one serves.
 */
export const lockForServing = (path: string): ServingLock => {
  if (path === ':memory:') return { release: () => undefined }
  // Whoever may open it could keep the server from starting.
  makeForOwner(`${path}.serving.lock`)
  const lock = new DatabaseSync(`${path}.serving.lock`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!sqlite.isConflict(error)) throw error
    throw new Error(
      `Another process is already serving ${path}. Stop it first, or give this one a database of its own.`,
      { cause: error },
    )
  }
  held.add(lock)
  return {
    release: () => {
      if (held.delete(lock)) lock.close()
    },
  }
}
