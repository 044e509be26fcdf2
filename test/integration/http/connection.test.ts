import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONGEST_ANSWER_MS } from '../../../src/adapters/http/answer-in-time.ts'
import { readConfig } from '../../../src/entry/config.ts'
import { listen, type RunningServer, startServer } from '../../../src/entry/server.ts'

describe('a slow client', () => {
  it('is cut off by the socket after 34 seconds, and before that the longest wait has ended in an answer', async () => {
    const server = await listen(() => new Response(), { host: '127.0.0.1', port: 0 })
    expect(server.requestTimeout).toBe(34_000)
    expect(server.requestTimeout).toBeGreaterThan(LONGEST_ANSWER_MS)
    await new Promise((closed) => server.close(closed))
  })
})

/** What a client meets that keeps its connection, as OkHttp does. */
describe('a kept connection', () => {
  let dataDir: string
  let server: RunningServer
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crecker-http-'))
    server = await startServer(
      readConfig({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }),
    )
  })
  afterAll(async () => {
    await server.close()
    await rm(dataDir, { recursive: true })
  })

  const post = (agent: Agent, path: string, body: Uint8Array, framing: 'length' | 'chunks') =>
    new Promise<number>((resolve, reject) => {
      const how =
        framing === 'length' ? { 'content-length': body.byteLength } : { 'transfer-encoding': 'chunked' }
      const headers = { 'content-type': 'application/json', accept: 'application/problem+json', ...how }
      const asked = request(`${server.url}${path}`, { agent, method: 'POST', headers }, (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
        response.once('error', reject)
      })
      asked.once('error', reject)
      asked.end(body)
    })

  it.each([
    ['a body of 10 bytes', '/api/cash/withdraw', 10, 401],
    ['a body of 300 kB', '/api/cash/withdraw', 300_000, 401],
    ['a body of 1 MB', '/api/nothing', 1_000_000, 404],
    ['a body of 1.5 MB', '/api/auth/login', 1_500_000, 413],
    ['a body of 20 MB', '/api/auth/login', 20_000_000, 413],
  ] as const)('takes the next request after %s that nobody read', async (_, path, size, status) => {
    for (const framing of ['length', 'chunks'] as const) {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      expect(await post(agent, path, new Uint8Array(size).fill(0x5b), framing)).toBe(status)
      expect(await post(agent, '/api/auth/login', new Uint8Array(10).fill(0x5b), framing)).toBe(400)
      agent.destroy()
    }
  })
})
