import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readConfig } from '../../../src/entry/config.ts'
import { openHouse } from '../../../src/entry/open.ts'

/** Letters only on purpose: it would pass as the reason of an error. */
const CANARY = 'SecretCanaryKey'

const aClosedPort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

it('what a member meets at YouTube is in the log once, without the key and the address', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'crecker-trouble-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  onTestFinished(() => void vi.restoreAllMocks())
  const port = await aClosedPort()
  const config = { DATA_DIR: dataDir, YOUTUBE_API_KEY: CANARY }
  const house = await openHouse(
    readConfig({ ...config, YOUTUBE_API_BASE_URL: `http://127.0.0.1:${port}/wrong` }),
  )
  onTestFinished(house.close)
  for (let time = 0; time < 2; time += 1)
    expect(await house.appDeps.lookUpVideo('https://youtu.be/AAAAAAAAAAA')).toEqual({
      ok: false,
      error: { kind: 'youtube-unavailable' },
    })
  const told = lines.filter((line) => line.includes('YouTube'))
  expect(told.map((line) => JSON.parse(line))).toEqual([
    {
      at: expect.any(String),
      level: 'warn',
      message: 'YouTube gave no answer',
      error: 'ECONNREFUSED',
    },
  ])
  expect(lines.join('')).not.toMatch(new RegExp(`${CANARY}|${port}|/wrong`))
})
