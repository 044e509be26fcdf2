import { describe, expect, test } from 'vitest'
import { isConflict, translated } from '../../../src/adapters/kysely/mysql-errors.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { retrying } from '../../../src/adapters/kysely/retry.ts'
import { Outage } from '../../../src/ports/outage.ts'

const SETTINGS = mysqlSettings('mysql://crecker@db.example/crecker')

const always = (error: unknown) => async (): Promise<never> => {
  throw error
}

describe('what is tried again until it is given up', () => {
  test.each([
    [1047, 'this node is not part of its cluster, or not ready yet'],
    [1213, 'others were in the way'],
  ])('says what was in the way last: error %i', async (errno, why) => {
    const error = translated(Object.assign(new Error('said by the server'), { errno }), SETTINGS)
    const givenUp = retrying(isConflict, always(error), 0)
    await expect(givenUp).rejects.toThrow(Outage)
    await expect(givenUp).rejects.toThrow(
      `The database crecker at db.example:3306: ${why}. Gave up after 0 s.`,
    )
  })

  test('says that others were busy when nothing else is known', async () => {
    const givenUp = retrying(() => true, always(new Error('database is locked')), 0)
    await expect(givenUp).rejects.toThrow('The database is busy with others for too long.')
  })
})
