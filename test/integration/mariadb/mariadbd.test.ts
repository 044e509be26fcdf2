import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { findMariadbd, startMariadb } from '../../mariadb/mariadbd.ts'

const started = async () => {
  const server = await startMariadb()
  onTestFinished(server.stop)
  await server.admin('CREATE DATABASE crecker_test')
  return server
}

describe.skipIf(findMariadbd() === null)('a MariaDB of our own', () => {
  test('keeps what was acknowledged through SIGKILL, on the same port', async () => {
    const server = await started()
    const url = server.url('crecker_test')
    const before = await createConnection(url)
    // Its connection breaks below.
    before.on('error', () => {})
    await before.query('CREATE TABLE kept (id INT PRIMARY KEY)')
    await before.query('INSERT INTO kept VALUES (1)')
    await server.kill()
    await expect(createConnection(url)).rejects.toThrow('ECONNREFUSED')
    await server.start()
    const after = await createConnection(url)
    onTestFinished(() => after.end())
    expect((await after.query<RowDataPacket[]>('SELECT id FROM kept'))[0]).toEqual([{ id: 1 }])
  })

  test('answers nothing while it is frozen, and all of it afterwards', async () => {
    const server = await started()
    server.freeze()
    const question = server.admin('SELECT 1 AS one')
    await expect(createConnection({ uri: server.url('crecker_test'), connectTimeout: 300 })).rejects.toThrow(
      'ETIMEDOUT',
    )
    server.resume()
    expect(await question).toEqual([{ one: 1 }])
  })

  test('lets its account into databases of tests only, and root in through the socket only', async () => {
    const server = await started()
    await server.admin('CREATE DATABASE crecker')
    await expect(createConnection(server.url('crecker'))).rejects.toThrow('Access denied')
    await expect(createConnection({ host: '127.0.0.1', port: server.port, user: 'root' })).rejects.toThrow(
      'Access denied',
    )
  })

  test('says why it did not start, and leaves nothing behind', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'crecker-test-'))
    onTestFinished(() => rmSync(parent, { recursive: true }))
    // The server's own user must find its way.
    chmodSync(parent, 0o755)
    await expect(startMariadb({ parent, args: ['--no-such-option'] })).rejects.toThrow(
      /unknown option '--no-such-option'/,
    )
    expect(readdirSync(parent)).toEqual([])
  })

  test('ends with the process that started it, also by SIGKILL, and takes its folder along', async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, 'start-and-hang.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { value } = await createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next()
    // Printed by `start-and-hang.ts`.
    const { port, folder } = JSON.parse(`${value}`) as { readonly port: number; readonly folder: string }
    expect(existsSync(folder)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitUntil(() => !existsSync(folder), { timeout: 10_000 })
    await expect(createConnection({ host: '127.0.0.1', port })).rejects.toThrow('ECONNREFUSED')
  })
})
