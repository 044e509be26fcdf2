import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const project = resolve(import.meta.dirname, '../../..')

/** What an embedder imports is the built code, so `npm run build` has to have been run (`npm test` does). */
const frontDoors = async (): Promise<Readonly<Record<string, { types: string; default: string }>>> =>
  JSON.parse(await readFile(join(project, 'package.json'), 'utf8')).exports

describe('the front doors of the package', () => {
  it.each([
    ['.', ['onceWith', 'requestWithdrawal', 'advance', 'rank', 'ok', 'toWon']],
    ['./http', ['createApp']],
    ['./kysely', ['openSqlite']],
    ['./memory', ['memoryPersistence']],
    ['./youtube', ['youTubeDataApi']],
  ])('%s offers %o', async (door, names) => {
    const target = (await frontDoors())[door]?.default ?? ''
    const offered = await import(join(project, target))
    expect(Object.keys(offered)).toEqual(expect.arrayContaining(names))
  })

  it('have no others', async () => {
    expect(Object.keys(await frontDoors())).toEqual(['.', './http', './kysely', './memory', './youtube'])
  })

  it('carry a reward through the README example on memory stores', async () => {
    const core = await import(join(project, 'dist/entry/core.js'))
    const { memoryPersistence } = await import(join(project, 'dist/adapters/memory/memory.js'))
    const { transact } = memoryPersistence()
    const clock = { now: () => core.toInstant(Date.UTC(2026, 10, 22)) }
    const withdraw = core.requestWithdrawal({
      once: core.onceWith({ transact, clock }),
      clock,
      minimum: core.toWon(1),
    })
    expect(await withdraw({ creatorId: core.toId(1), key: null })).toEqual({
      ok: false,
      error: { kind: 'nothing-to-withdraw' },
    })
  })
})
