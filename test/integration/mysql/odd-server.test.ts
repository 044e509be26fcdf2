import { once } from 'node:events'
import { createServer as listenSilently } from 'node:net'
import { type Kysely, sql } from 'kysely'
import { type Connection, createServer } from 'mysql2'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../src/adapters/kysely/database.ts'
import { connectMysql } from '../../../src/adapters/kysely/mysql.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { inTransaction } from '../../../src/adapters/kysely/transact.ts'
import { err } from '../../../src/domain/result.ts'
import { freePort } from '../../mariadb/free-port.ts'
import { MARIADB } from './on-mariadb.ts'

const VARIABLES = {
  version: '10.11.19-MariaDB',
  innodb_flush_log_at_trx_commit: '1',
  log_bin: 'OFF',
  sql_mode: 'STRICT_TRANS_TABLES',
}
/** Everything that this side of the protocol has to know of itself; none of it matters here. */
const HELLO = {
  protocolVersion: 10,
  serverVersion: VARIABLES.version,
  statusFlags: 2,
  characterSet: 45,
  capabilityFlags: 0xff_ff_df,
}
const column = (name: string) => ({
  catalog: 'def',
  schema: '',
  table: '',
  orgTable: '',
  name,
  orgName: name,
  characterSet: 45,
  columnLength: 255,
  columnType: 253,
  flags: 0,
  decimals: 0,
})

/** mysql2's server counts on from statement to statement; a real one begins again with each. */
const numberPackets = (to: Connection, next: number): void => {
  Object.assign(to, { sequenceId: next })
}

/** A server that does as it is told, except for statements for which `refuse` says so. */
const oddServer = async (refuse: (statement: string) => boolean) => {
  const port = await freePort()
  const heard: { readonly connection: number; readonly statement: string }[] = []
  let connections = 0
  const answer = (to: Connection, connection: number) => (statement: string) => {
    heard.push({ connection, statement })
    numberPackets(to, 1)
    if (refuse(statement)) to.writeError({ message: 'it cannot', code: 1105 })
    else if (statement.startsWith('SHOW'))
      to.writeTextResult(
        Object.entries(VARIABLES).map(([Variable_name, Value]) => ({ Variable_name, Value })),
        [column('Variable_name'), column('Value')],
      )
    else to.writeOk()
    numberPackets(to, 0)
  }
  const server = createServer((to: Connection) => {
    connections += 1
    const authCallback = (_asked: unknown, goOn: (no: null, refusal: null) => void): void => {
      goOn(null, null)
      numberPackets(to, 0)
    }
    to.serverHandshake({ ...HELLO, connectionId: connections, authCallback })
    // It tells apart what begins with SET.
    for (const kind of ['query', 'stmt_prepare']) to.on(kind, answer(to, connections))
    to.on('error', () => undefined)
  }).listen(port)
  onTestFinished(() => server.close(() => undefined))
  return { url: `mysql://crecker@127.0.0.1:${port}/crecker`, heard }
}

const connect = (...settings: Parameters<typeof connectMysql>): Kysely<Database> => {
  const { db, close } = connectMysql(...settings)
  onTestFinished(close)
  return db
}

describe('a MySQL server', () => {
  test('that cannot roll back loses its connection: what is left must not be committed with the next', async () => {
    const { url, heard } = await oddServer((statement) => statement === 'rollback')
    const db = connect(mysqlSettings(url))
    const refused = inTransaction(db, MARIADB, async (trx) => {
      await sql`INSERT INTO note VALUES (1)`.execute(trx)
      return err('refused')
    })
    await expect(refused).resolves.toEqual(err('refused'))
    await sql`INSERT INTO note VALUES (2)`.execute(db)
    const by = (text: string) => heard.find(({ statement }) => statement === text)?.connection
    expect(by('INSERT INTO note VALUES (1)')).toBe(1)
    expect(by('INSERT INTO note VALUES (2)')).toBe(2)
  })

  test('is not asked for rows one after the other', async () => {
    const { url } = await oddServer(() => false)
    const rows = connect(mysqlSettings(url)).selectFrom('ad').select('id').stream()
    await expect(rows.next()).rejects.toThrow('this pool does not stream')
  })

  test('that says nothing is not waited for as long as a statement of patient work', async () => {
    const silent = listenSilently().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => {
      silent.close()
    })
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const settings = mysqlSettings(`mysql://crecker@127.0.0.1:${port}/crecker`)
    const db = connect({ ...settings, deadlineMs: 60_000, waitMs: 200 })
    await expect(sql`SELECT 1`.execute(db)).rejects.toThrow(/does not answer|in time \(200 ms\)/)
  })
})
