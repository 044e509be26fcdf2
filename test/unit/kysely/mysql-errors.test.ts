import { describe, expect, test } from 'vitest'
import {
  endsTheConnection,
  isConflict,
  isLost,
  translated,
} from '../../../src/adapters/kysely/mysql-errors.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { Outage } from '../../../src/ports/outage.ts'

const SETTINGS = mysqlSettings('mysql://crecker:geheim@db.example/crecker')

const saidByServer = (errno: number) => Object.assign(new Error('said by the server'), { errno })

describe('an error of a MySQL server', () => {
  test.each([
    [1047, 'not part of its cluster'],
    [1129, 'run FLUSH HOSTS'],
    [1130, 'create the user of DATABASE_URL for this host'],
    [1213, 'others were in the way'],
    [1290, 'such as --read-only'],
    [1792, 'may only read'],
    [4031, 'the connection was lost'],
    [9001, 'its proxy has no server'],
  ])('%i is an outage with a sentence', (errno, why) => {
    const error = translated(saidByServer(errno), SETTINGS)
    expect(error).toBeInstanceOf(Outage)
    expect(error).toMatchObject({ message: expect.stringContaining(why) })
    expect(error).toMatchObject({ message: expect.stringMatching(/^The database crecker at .+\.$/) })
  })

  test.each([1064, 1062, 1146])('%i comes out as it is', (errno) => {
    const error = saidByServer(errno)
    expect(translated(error, SETTINGS)).toBe(error)
    expect(endsTheConnection(error)).toBe(false)
  })

  test.each([1290, 1792, 1836, 1047, 4031])('%i ends the connection', (errno) => {
    expect(endsTheConnection(saidByServer(errno))).toBe(true)
  })

  test('4031 means that the connection was lost, also when it has been told in a sentence', () => {
    expect(isLost(saidByServer(4031))).toBe(true)
    expect(isLost(translated(saidByServer(4031), SETTINGS))).toBe(true)
  })

  test('is a conflict when a transaction of a cluster was stopped while it read triggers, and no other syntax error is', () => {
    const stopped = (trigger: string) =>
      Object.assign(new Error(`${trigger} has an error in its body: 'Query was empty'`), { errno: 1064 })
    for (const trigger of ['Unknown trigger', "Trigger 'cash_posting_refuses_delete'"]) {
      expect(isConflict(stopped(trigger))).toBe(true)
      expect(isConflict(translated(stopped(trigger), SETTINGS))).toBe(true)
    }
    expect(isConflict(saidByServer(1064))).toBe(false)
  })
})
