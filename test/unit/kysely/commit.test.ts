import { describe, expect, test } from 'vitest'
import { mysqlDialect } from '../../../src/adapters/kysely/mysql.ts'
import { translated } from '../../../src/adapters/kysely/mysql-errors.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { Outage } from '../../../src/ports/outage.ts'

const SETTINGS = mysqlSettings('mysql://crecker@db.example/crecker')

/** As it leaves the pool. */
const saidByServer = (errno: number): unknown =>
  translated(Object.assign(new Error('Got error 6 during COMMIT'), { errno }), SETTINGS)

const saidBySqlite = (errcode: number): unknown =>
  new Outage('SQLite: it failed', { cause: Object.assign(new Error('it failed'), { errcode }) })

describe('a COMMIT that fails', () => {
  test.each([
    ['a node loses its cluster', saidByServer(1180), true],
    ['the server shuts down', saidByServer(1053), true],
    ['the answer comes too late', new Outage('did not answer in time'), true],
    ['it deadlocks with another node', saidByServer(1213), false],
    ['the node refuses to look at it', saidByServer(1047), false],
  ])('on MariaDB because %s leaves open whether it is kept: %#', (_why, error, open) => {
    expect(error).toBeInstanceOf(Outage)
    expect(mysqlDialect('mariadb').leavesOpen(error)).toBe(open)
  })

  test.each([
    ['the disk is full', saidBySqlite(13), false],
    ['the file must not grow', saidBySqlite(778), false],
    ['the disk cannot flush it', saidBySqlite(1034), true],
    ['somebody reads', Object.assign(new Error('database is locked'), { errcode: 5 }), false],
  ])('on SQLite because %s leaves open whether it is kept: %#', (_why, error, open) => {
    expect(sqlite.leavesOpen(error)).toBe(open)
  })
})
