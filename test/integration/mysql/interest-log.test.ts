import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../../../src/adapters/kysely/database.ts'
import { interestLogStore } from '../../../src/adapters/kysely/interest-log-store.ts'
import { recommendationViews } from '../../../src/adapters/kysely/recommendation-views.ts'
import { later } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'
import { acted, shownAt } from '../../fixtures/interest.ts'
import { kept } from '../../fixtures/stored.ts'
import { describeOnMariadb } from '../../mariadb/for-tests.ts'
import { connectBeside, MARIADB, openOnMariadb } from './on-mariadb.ts'

const LINES = 4_000
const HALF = later(NOON, LINES / 2)

/** What this connection read from an index and sorted so far. */
const rowsTouched = async (connection: Kysely<Database>): Promise<number> => {
  const { rows } = await sql<{ Value: string }>`
    SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_next', 'Sort_rows')`.execute(connection)
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
}

/** How many rows the server touches for this in a long log. */
const touchedBy = async (act: (connection: Kysely<Database>) => Promise<unknown>): Promise<number> => {
  const { url, transact } = await openOnMariadb()
  await kept({ transact }, async ({ interestLog }) => {
    await interestLog.append(Array.from({ length: LINES }, (_, index) => shownAt(later(NOON, index))))
    await interestLog.append([acted('viewed')])
  })
  return connectBeside(url)
    .db.connection()
    .execute(async (connection) => {
      const before = await rowsTouched(connection)
      await act(connection)
      return (await rowsTouched(connection)) - before
    })
}

describeOnMariadb('the log of interest on MariaDB', () => {
  test('forgets a few lines without looking at all that are old', async () => {
    const touched = await touchedBy((connection) =>
      interestLogStore(connection, MARIADB).forget({ seen: HALF, acted: HALF }, 10),
    )
    expect(touched).toBeLessThan(100)
  })

  test('is read on without looking at what was read before', async () => {
    const touched = await touchedBy((connection) =>
      recommendationViews(connection).events({ after: LINES - 20, limit: 10 }),
    )
    expect(touched).toBeLessThan(100)
  })
})
