import type { MysqlPoolConnection } from 'kysely'
import { describe, expect, test } from 'vitest'
import { readySession } from '../../../src/adapters/kysely/mysql-server.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { Outage } from '../../../src/ports/outage.ts'

const ADDRESS = 'mysql://crecker:geheim@db.example/crecker'
const MARIADB = {
  version: '10.11.19-MariaDB-0+deb12u1',
  innodb_flush_log_at_trx_commit: '1',
  log_bin: 'OFF',
  sync_binlog: '0',
  binlog_format: 'MIXED',
  sql_mode: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION',
  wsrep_on: 'OFF',
}
const { wsrep_on: _, ...common } = MARIADB
const MYSQL = { ...common, version: '8.0.36', log_bin: 'ON', sync_binlog: '1', binlog_format: 'ROW' }

type Variables = Readonly<Record<string, string>>

/** The far end of a connection to a server with these variables, and what it was told. */
const connectionTo = (variables: Variables) => {
  const told: string[] = []
  const connection: MysqlPoolConnection = {
    config: {},
    threadId: 1,
    connect: () => undefined,
    destroy: () => undefined,
    release: () => undefined,
    query: (statement, _values, callback) => {
      told.push(statement)
      const rows = Object.entries(variables).map(([Variable_name, Value]) => ({ Variable_name, Value }))
      callback?.(null, statement.startsWith('SHOW') ? rows : [])
      return {
        stream: () => {
          throw new Error('nothing is streamed here')
        },
      }
    },
  }
  return { connection, told }
}

const ready = (variables: Variables, options = '') =>
  readySession(connectionTo(variables).connection, mysqlSettings(`${ADDRESS}${options}`))

describe('a new connection', () => {
  test('leads to one of two kinds of servers, alone or in a cluster', async () => {
    await expect(ready(MARIADB)).resolves.toEqual({ flavour: 'mariadb', isCluster: false })
    await expect(ready({ ...MARIADB, wsrep_on: 'ON' })).resolves.toEqual({
      flavour: 'mariadb',
      isCluster: true,
    })
    await expect(ready(MYSQL)).resolves.toEqual({ flavour: 'mysql', isCluster: false })
  })

  test.each([
    ['MariaDB', MARIADB, 'max_statement_time = 0.9'],
    ['MySQL', MYSQL, 'max_execution_time = 900'],
  ])(
    'to %s is set up for decisions by single statements, in UTC, with an end',
    async (_name, variables, limit) => {
      const { connection, told } = connectionTo(variables)
      await readySession(connection, mysqlSettings(`${ADDRESS}?deadline-ms=900`))
      expect(told).toContain('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
      expect(told.at(-1)).toContain("time_zone = '+00:00'")
      expect(told.at(-1)).toContain(limit)
      expect(told.at(-1)).toContain('STRICT_TRANS_TABLES')
      expect(told.at(-1)).not.toContain('wsrep')
    },
  )

  test('to a cluster waits, before each read, for what other nodes have acknowledged', async () => {
    const { connection, told } = connectionTo({ ...MARIADB, wsrep_on: 'ON' })
    await readySession(connection, mysqlSettings(ADDRESS))
    expect(told.at(-1)).toContain('wsrep_sync_wait = 1')
  })

  test.each(['10.5.99-MariaDB', '5.7.44', '8.0.15', '5.5.5-10.4.2-MariaDB', 'strange', ''])(
    'to version "%s" is refused: it is too old',
    async (version) => {
      await expect(ready({ ...MARIADB, version })).rejects.toThrow(Outage)
      await expect(ready({ ...MARIADB, version })).rejects.toThrow(
        /Crecker needs MariaDB 10\.6\.0 or MySQL 8\.0\.16, or later\.$/,
      )
    },
  )

  test.each(['10.6.0-MariaDB', '11.4.2-MariaDB-log', '12.0.0-MariaDB', '8.0.16', '8.4.0', '9.1.0'])(
    'to version "%s" is taken',
    async (version) => {
      await expect(ready({ ...MARIADB, version })).resolves.toBeDefined()
    },
  )

  test.each([
    [
      'commits may be lost',
      { innodb_flush_log_at_trx_commit: '2' },
      /innodb_flush_log_at_trx_commit is not 1/,
    ],
    ['commits may be lost', { innodb_flush_log_at_trx_commit: '0' }, /a crash can lose withdrawals/],
    ['the binary log may lag', { log_bin: 'ON', sync_binlog: '0' }, /sync_binlog is not 1/],
    [
      'the binary log is of statements',
      { log_bin: 'ON', sync_binlog: '1', binlog_format: 'STATEMENT' },
      /binlog_format is STATEMENT/,
    ],
    ['texts are cut off', { sql_mode: 'NO_ENGINE_SUBSTITUTION' }, /sql_mode is not strict/],
    ['texts are cut off', { sql_mode: '' }, /sql_mode is not strict/],
  ])('to a server where %s is refused, and allowed on purpose: %o', async (_what, setting, problem) => {
    const refused = ready({ ...MARIADB, ...setting })
    await expect(refused).rejects.toThrow(Outage)
    await expect(refused).rejects.toThrow(problem)
    await expect(refused).rejects.toThrow(/or add unsafe=allow to DATABASE_URL to run all the same\.$/)
    await expect(ready({ ...MARIADB, ...setting }, '?unsafe=allow')).resolves.toBeDefined()
  })

  test('to a server with several problems is told all of them at once', async () => {
    const refused = ready({ ...MARIADB, innodb_flush_log_at_trx_commit: '0', sql_mode: '' })
    await expect(refused).rejects.toThrow(/trx_commit is not 1.*sql_mode is not strict/)
  })
})
