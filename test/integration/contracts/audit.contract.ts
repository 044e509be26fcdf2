import { describe, expect, test } from 'vitest'
import { NOON } from '../../fixtures/instants.ts'
import { kept, storedCreator } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase } from './fresh-database.ts'

export const auditContract = (backend: Backend): void => {
  describe('the audit', () => {
    const db = freshDatabase(backend)

    test('takes any plain data, of an operator or of the command line, as often as it happens', async () => {
      const operator = await kept(db(), (stores) => storedCreator(stores, { roles: ['operator'] }))
      await kept(db(), async ({ audit }) => {
        const entry = { at: NOON, by: operator.id, operation: 'pick-ads', subject: 'ads' }
        await audit.append({ ...entry, before: [], after: [1, 2, 3] })
        await audit.append({ ...entry, before: [], after: [1, 2, 3] })
        await audit.append({ ...entry, before: null, after: { texts: AWKWARD_TEXTS, deep: [{ a: null }] } })
        await audit.append({ ...entry, by: null, operation: 'operator-add', before: null, after: 'text' })
      })
      expect(operator.roles).toEqual(['operator'])
    })
  })
}
