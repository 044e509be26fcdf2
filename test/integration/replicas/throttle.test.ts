import { createConnection } from 'mysql2/promise'
import { expect, it, onTestFinished } from 'vitest'
import { openMysql } from '../../../src/adapters/kysely/open.ts'
import { HOUR_MS, later } from '../../../src/domain/primitives.ts'
import { allAtOnce } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { openStorage } from '../../fixtures/test-house.ts'
import { takeDatabase } from '../../mariadb/for-tests.ts'

it('counts every attempt once, also while both servers clear away what is over', async () => {
  const { persistences } = await openStorage()
  const hit = (round: number, index: number) => {
    const server = persistences[index % persistences.length] ?? persistences[0]
    return server.throttle.hit(`subject-${round}-${index % 50}`, later(inDays(round), index), HOUR_MS)
  }
  for (let round = 0; round < 10; round += 1) {
    const counts = await allAtOnce(100, (index) => hit(round, index))
    expect(counts.toSorted()).toEqual([...Array(50).fill(1), ...Array(50).fill(2)])
  }
})

it.each([
  ['as shipped', ''],
  ['with a deadline beyond the wait for a lock', '?deadline-ms=10000'],
])('counts an attempt once when somebody holds what it would clear away, %s', async (_, options) => {
  const { url, giveBack } = await takeDatabase()
  onTestFinished(giveBack)
  const persistence = await openMysql({ url: `${url}${options}`, migrate: true })
  onTestFinished(persistence.close)
  const other = await createConnection({ uri: url })
  onTestFinished(() => other.end())
  await persistence.throttle.hit('over', NOON, HOUR_MS)
  await other.beginTransaction()
  await other.query("SELECT * FROM throttle WHERE subject = 'over' FOR UPDATE")
  expect(await persistence.throttle.hit('new', inDays(1), HOUR_MS)).toBe(1)
})
