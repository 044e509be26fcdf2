import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answerInTime, LONGEST_ANSWER_MS, waitsOutside } from '../../../src/adapters/http/answer-in-time.ts'
import type { Session } from '../../../src/adapters/http/session.ts'
import { takesPictures } from '../../../src/adapters/http/uploads.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Routes that wait for ever, and what a client knows of its answer after a while. */
const asked = (path: string) => {
  const late: string[] = []
  const app = new Hono<Session>()
  const forever = (): Promise<Response> => new Promise(() => undefined)
  app.use(answerInTime((c) => late.push(c.req.path)))
  app.post('/database', forever)
  app.post('/outside', waitsOutside, forever)
  app.post('/1', takesPictures(1), forever)
  app.post('/3', takesPictures(3), forever)
  let status: number | null = null
  void Promise.resolve(app.request(path, { method: 'POST' })).then((answer) => {
    status = answer.status
  })
  return {
    late,
    statusAfter: async (durationMs: number): Promise<number | null> => {
      await vi.advanceTimersByTimeAsync(durationMs)
      return status
    },
  }
}

/** What 5 MiB take at 3 megabits a second, the storage with its limits of writing and removing, and the database. */
const HONEST_UPLOAD_MS = (5 * 1024 * 1024 * 8) / 3_000 + 5_000 + 2_000 + 2_000

describe('whoever asks is told that it takes too long', () => {
  test.each([
    ['/database', 2_300],
    ['/outside', 12_300],
    ['/1', 26_300],
    ['/3', LONGEST_ANSWER_MS],
  ])('at %s after %i ms, and not before', async (path, limitMs) => {
    const client = asked(path)
    expect(await client.statusAfter(limitMs - 1)).toBeNull()
    expect(await client.statusAfter(1)).toBe(503)
    expect(client.late).toEqual([path])
  })

  test('not while a phone sends a picture of 5 MB', async () => {
    expect(await asked('/1').statusAfter(HONEST_UPLOAD_MS)).toBeNull()
  })

  test('not while a form comes in pieces, and nobody has said how long it is', async () => {
    const house = await openTestHouse()
    const { token } = await house.creator('minji')
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const pieces = writable.getWriter()
    const send = (piece: string): Promise<void> => pieces.write(new TextEncoder().encode(piece))
    const headers = { token, 'content-type': 'multipart/form-data; boundary=b' }
    const init: RequestInit & { duplex: 'half' } = { method: 'PUT', headers, body: readable, duplex: 'half' }
    const answer = house.app.request('/api/user', init)
    await send('--b\r\nContent-Disposition: form-data; name="phone"\r\n\r\n010')
    await vi.advanceTimersByTimeAsync(20_000)
    await send('-1234-5678\r\n--b--\r\n')
    await pieces.close()
    expect((await answer).status).toBe(200)
  })
})
