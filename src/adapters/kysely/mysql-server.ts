import type { MysqlPoolConnection } from 'kysely'
import { z } from 'zod'
import { Outage } from '../../ports/outage.ts'
import { type MysqlSettings, placeOf } from './mysql-url.ts'

/** What kind of server answers, as far as the statements differ. */
export type Flavour = 'mariadb' | 'mysql'

export type Server = { readonly flavour: Flavour; readonly isCluster: boolean }

/** MariaDB 10.6 and MySQL 8.0.16: the first with atomic DDL and with CHECK constraints that are kept to. */
const OLDEST: Readonly<Record<Flavour, readonly [number, number, number]>> = {
  mariadb: [10, 6, 0],
  mysql: [8, 0, 16],
}

/** How long a row or a table that others hold is waited for; then the transaction is undone and run again. */
const LOCK_WAIT_SECONDS = 2

/**
 * How long this side may be silent within a transaction that has written: a process that is frozen in the middle of one
 * must not keep its rows from the others. MySQL knows no such limit.
 */
const SILENCE_SECONDS = 10

/** Backslashes in texts are read as mysql2 writes them; nothing that does not fit is cut off silently. */
const SQL_MODE = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'

/**
 * Readies a new connection, and answers what kind of server it leads to: behind one address there may be several. Each
 * decision in the stores is one conditional statement, a unique key or a locked row, so READ COMMITTED is enough.
 * Throws `Outage` with a sentence when the server is too old or would lose what it has promised.
 */
export const readySession = async (
  connection: MysqlPoolConnection,
  settings: MysqlSettings,
): Promise<Server> => {
  const variables = await variablesOf(connection)
  const server = serverOf(variables)
  refuseOld(server, variables, settings)
  if (!settings.allowUnsafe) refuseUnsafe(variables, settings)
  await run(connection, 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  const session = [
    "time_zone = '+00:00'",
    `sql_mode = '${SQL_MODE}'`,
    `innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
    `lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
    // The server lets go of a statement when this side does.
    server.flavour === 'mariadb'
      ? `max_statement_time = ${settings.deadlineMs / 1_000}`
      : `max_execution_time = ${settings.deadlineMs}`,
    ...(server.flavour === 'mariadb' ? [`idle_write_transaction_timeout = ${SILENCE_SECONDS}`] : []),
    // Every read waits until this node has what any node had acknowledged before.
    ...(server.isCluster ? ['wsrep_sync_wait = 1'] : []),
  ]
  await run(connection, `SET SESSION ${session.join(', SESSION ')}`)
  return server
}

const ASKED_FOR = [
  'version',
  'innodb_flush_log_at_trx_commit',
  'log_bin',
  'sync_binlog',
  'binlog_format',
  'sql_mode',
  'wsrep_on',
] as const

type Variables = ReadonlyMap<string, string>

const variableRows = z.array(z.object({ Variable_name: z.string(), Value: z.string() }))

/** A server answers those that it has. */
const variablesOf = async (connection: MysqlPoolConnection): Promise<Variables> => {
  const names = ASKED_FOR.map((name) => `'${name}'`).join(', ')
  const rows = await run(connection, `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names})`)
  return new Map(variableRows.parse(rows).map(({ Variable_name, Value }) => [Variable_name, Value]))
}

const serverOf = (variables: Variables): Server => ({
  flavour: /mariadb/i.test(variables.get('version') ?? '') ? 'mariadb' : 'mysql',
  isCluster: variables.get('wsrep_on') === 'ON',
})

const refuseOld = ({ flavour }: Server, variables: Variables, settings: MysqlSettings): void => {
  const version = variables.get('version') ?? ''
  const found = (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  const oldest = OLDEST[flavour]
  const first = oldest.findIndex((part, at) => part !== found[at])
  if (found.length === 3 && (first === -1 || (found[first] ?? 0) > (oldest[first] ?? 0))) return
  throw new Outage(
    `The database ${placeOf(settings)} runs ${version || 'an unknown version'}; Crecker needs ` +
      `MariaDB ${OLDEST.mariadb.join('.')} or MySQL ${OLDEST.mysql.join('.')}, or later.`,
  )
}

/** Each with what makes it safe. */
const refuseUnsafe = (variables: Variables, settings: MysqlSettings): void => {
  const binaryLog = variables.get('log_bin') === 'ON'
  const unsafe = [
    variables.get('innodb_flush_log_at_trx_commit') !== '1' &&
      'innodb_flush_log_at_trx_commit is not 1, so a crash can lose withdrawals that were answered',
    binaryLog &&
      variables.get('sync_binlog') !== '1' &&
      'sync_binlog is not 1, so after a crash the binary log can lack what the tables hold',
    binaryLog &&
      variables.get('binlog_format') === 'STATEMENT' &&
      'binlog_format is STATEMENT, which cannot record how Crecker writes; set ROW or MIXED',
    !/STRICT_(TRANS|ALL)_TABLES/.test(variables.get('sql_mode') ?? '') &&
      'sql_mode is not strict, so other programs could store texts and amounts that are cut off',
  ].filter((problem) => problem !== false)
  if (unsafe.length === 0) return
  throw new Outage(
    `The database ${placeOf(settings)} is not set up to be trusted with money: ${unsafe.join('; ')}. ` +
      'Change that on the server, or add unsafe=allow to DATABASE_URL to run all the same.',
  )
}

const run = (connection: MysqlPoolConnection, statement: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    connection.query(statement, [], (error, result) => {
      if (error === null) resolve(result)
      else reject(error)
    })
  })
