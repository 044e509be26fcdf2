import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { lockForServing } from '../../../src/adapters/kysely/sqlite-serving-lock.ts'
import { openTemporary, temporaryPath } from './temporary.ts'

const LOCK_MODULE = new URL('../../../src/adapters/kysely/sqlite-serving-lock.ts', import.meta.url).href

/** A process of its own that serves the database until it is killed. */
const serveElsewhere = async (path: string) => {
  const program = `
    const { lockForServing } = await import(${JSON.stringify(LOCK_MODULE)})
    lockForServing(${JSON.stringify(path)})
    process.stdout.write('serving')
    setInterval(() => undefined, 1000)`
  const server = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    server.kill('SIGKILL')
  })
  await once(server.stdout, 'data')
  return server
}

test('a second server of one database is refused, in this process and from another one', async () => {
  const path = temporaryPath()
  const server = await serveElsewhere(path)
  expect(() => lockForServing(path)).toThrow(`Another process is already serving ${path}`)
  server.kill('SIGKILL')
  await once(server, 'exit')
  const lock = lockForServing(path)
  expect(() => lockForServing(path)).toThrow('Another process is already serving')
  lock.release()
})

test('a server that was killed leaves the database free for the next', async () => {
  const path = temporaryPath()
  const server = await serveElsewhere(path)
  server.kill('SIGKILL')
  await once(server, 'exit')
  lockForServing(path).release()
})

test('the lock is free after release, and others may still write beside the one who serves', async () => {
  const path = temporaryPath()
  const lock = lockForServing(path)
  const { check } = await openTemporary(path)
  await check()
  lock.release()
  lock.release()
  lockForServing(path).release()
})

test('a database in memory needs no lock', () => {
  const both = [lockForServing(':memory:'), lockForServing(':memory:')]
  for (const { release } of both) release()
})
