import { err, ok } from '../../domain/result.ts'
import type { CommandKeyStore } from '../../ports/command-key.ts'
import { pairKey, type Tables } from './database.ts'
import { removeOldest } from './table.ts'

export const commandKeyStore = ({ commandKeys }: Tables): CommandKeyStore => ({
  find: async (scope, key) => commandKeys.get(pairKey(scope, key)) ?? null,
  add: async (answer) => {
    const key = pairKey(answer.scope, answer.key)
    if (commandKeys.get(key) !== undefined) return err({ kind: 'command-key-taken' })
    commandKeys.put(key, answer)
    return ok(undefined)
  },
  deleteBefore: async (before, limit) => removeOldest(commandKeys, { at: ({ at }) => at, before, limit }),
})
