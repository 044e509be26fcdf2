import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connectMysql } from '../../../src/adapters/kysely/mysql.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { inTransaction } from '../../../src/adapters/kysely/transact.ts'
import { ok } from '../../../src/domain/result.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { type Mariadb, startMariadb } from '../../mariadb/mariadbd.ts'
import { describeOnOwnMariadb } from '../../mariadb/own-server.ts'
import { MARIADB } from './on-mariadb.ts'

const SCRIPT = resolve(import.meta.dirname, 'close-while-frozen.ts')
const DEADLINE_MS = 500
/** One deadline for the statements, the time for a goodbye, and some for a busy machine. */
const ENDS_IN_MS = 6_000

let server: Mariadb

describeOnOwnMariadb('a process whose MariaDB freezes', () => {
  beforeAll(async () => {
    server = await startMariadb()
    await server.admin('CREATE DATABASE crecker_test_closing')
  })
  afterAll(() => server.stop())

  test('closes the database in time and ends by itself', async () => {
    const url = `${server.url('crecker_test_closing')}?deadline-ms=${DEADLINE_MS}`
    const child = spawn(process.execPath, [SCRIPT, url], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    onTestFinished(() => {
      child.kill('SIGKILL')
      server.resume()
    })
    const lines = createInterface({ input: child.stdout })
    await once(lines, 'line')
    server.freeze()
    const since = performance.now()
    const told = once(lines, 'line')
    child.stdin.end('go on\n')
    const { refused, closedInMs } = JSON.parse((await told)[0])
    expect(refused).toBe(4)
    expect(closedInMs).toBeLessThan(ENDS_IN_MS - DEADLINE_MS)
    const [code, signal] = await Promise.race([ended, once(AbortSignal.timeout(ENDS_IN_MS), 'abort')])
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(performance.now() - since).toBeLessThan(ENDS_IN_MS)
  })

  test('in the middle of a COMMIT does not know whether it was kept, says so, and does not run it again', async () => {
    await server.admin('CREATE DATABASE crecker_test_commit')
    const url = `${server.url('crecker_test_commit')}?deadline-ms=${DEADLINE_MS}`
    const { db, close } = connectMysql(mysqlSettings(url))
    onTestFinished(async () => {
      server.resume()
      await close()
    })
    await sql`CREATE TABLE note (run INT NOT NULL)`.execute(db)
    let runs = 0
    const committed = inTransaction(db, MARIADB, async (trx) => {
      runs += 1
      await sql`INSERT INTO note VALUES (${runs})`.execute(trx)
      server.freeze()
      return ok(undefined)
    })
    await expect(committed).rejects.toThrow(Outage)
    await expect(committed).rejects.toThrow('what was asked for may be done')
    server.resume()
    const kept = async () => (await sql`SELECT run FROM note`.execute(db)).rows
    await expect.poll(kept, { timeout: 5_000 }).toEqual([{ run: 1 }])
    expect(runs).toBe(1)
  })
})
