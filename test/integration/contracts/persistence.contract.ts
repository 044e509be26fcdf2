import { describe, expect, test } from 'vitest'
import { ok } from '../../../src/domain/result.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { kept, storedCreator } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'

export const persistenceContract = (backend: Backend): void => {
  describe('persistence', () => {
    test('a database that is open says so', async () => {
      const database = await backend.open()
      await expect(database.check()).resolves.toBeUndefined()
      await database.close()
    })

    test('a closed one is an outage, and runs nothing', async () => {
      const database = await backend.open()
      await database.close()
      await expect(database.check()).rejects.toBeInstanceOf(Outage)
      await expect(database.transact(async () => ok('never'))).rejects.toThrow()
    })

    test('two databases share nothing', async () => {
      const [one, other] = [await backend.open(), await backend.open()]
      const creator = await kept(one, storedCreator)
      await expect(one.views.accounts.profile(creator.id)).resolves.toMatchObject({ email: creator.email })
      await expect(other.views.accounts.profile(creator.id)).resolves.toBeNull()
      await one.close()
      await other.close()
    })
  })
}
