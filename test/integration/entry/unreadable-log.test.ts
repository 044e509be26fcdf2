import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readConfig } from '../../../src/entry/config.ts'
import { openDatabase } from '../../../src/entry/open.ts'
import { startServer } from '../../../src/entry/server.ts'

/** No place where one must be: a line that no version writes. */
const UNREADABLE =
  "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'shown', 'latest', NULL)"

test('a server whose log of interest cannot be read starts, says so once, and says when it can', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'crecker-unreadable-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const path = join(dataDir, 'crecker.sqlite')
  const config = readConfig({ DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0' })
  await (await openDatabase(config, { migrate: true })).close()
  const raw = new DatabaseSync(path)
  onTestFinished(() => raw.close())
  raw.exec(`PRAGMA ignore_check_constraints = ON; ${UNREADABLE}`)
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  onTestFinished(() => void vi.restoreAllMocks())
  const told = () =>
    lines.filter((line) => line.includes('recommendations')).map((line): unknown => JSON.parse(line))

  const server = await startServer(config)
  onTestFinished(() => server.close())
  expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  const warning = {
    at: expect.any(String),
    level: 'warn',
    message: 'what recommendations go by cannot be read: lists go on with what was known before',
    error: expect.stringMatching(/^Error: interest_event.position is empty/),
  }
  expect(told()).toEqual([warning])

  raw.exec('DELETE FROM interest_event')
  await vi.waitFor(async () => {
    await server.house.warmUp()
    expect(told()).toHaveLength(2)
  }, 10_000)
  expect(told()).toEqual([
    warning,
    { at: expect.any(String), level: 'info', message: 'what recommendations go by is read again' },
  ])
})
