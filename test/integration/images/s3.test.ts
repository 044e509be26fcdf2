import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { s3Images } from '../../../src/adapters/images/s3.ts'
import type { S3Settings } from '../../../src/adapters/images/s3-requests.ts'
import type { ImageStore } from '../../../src/ports/image-store.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { onePixel, png } from '../../fixtures/pictures.ts'
import {
  S3_KEYS,
  type S3Reply,
  type S3Server,
  s3Error,
  s3Signature,
  startS3Server,
} from '../../fixtures/s3-server.ts'

const RED = png(3, 2, [255, 0, 0])
const NEVER_GIVEN = `${'0'.repeat(32)}.png`

let s3: S3Server
let images: ImageStore
beforeEach(async () => {
  s3 = await startS3Server()
  images = s3Images(s3.settings)
})
afterEach(() => s3.close())

const savedIn = async (store: ImageStore): Promise<string> => {
  const saved = await store.save(RED)
  if (!saved.ok) throw new Error(`refused: ${saved.error.kind}`)
  return saved.value
}

/** What was thrown, which must be an outage. */
const outageOf = async (work: Promise<unknown>): Promise<Outage> => {
  const thrown = await work.then(
    (value) => new Error(`nothing was thrown, but ${inspect(value)} answered`),
    (error: unknown) => error,
  )
  if (thrown instanceof Outage) return thrown
  throw thrown
}

/** Everything that a log could show of it. */
const textOf = (error: Error): string => inspect(error, { depth: null, showHidden: true })

const page: S3Reply = (_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html><Code>NoSuchKey</Code></html>')
const missingPage: S3Reply = (_, response) =>
  response
    .writeHead(404, { 'content-type': 'text/html' })
    .end('<html><Error><Code>NoSuchKey</Code></Error></html>')
const hangUp: S3Reply = (request) => request.socket.destroy()
const cutOff: S3Reply = (request, response) => {
  response.writeHead(200, { etag: '"1"', 'content-length': RED.byteLength })
  response.write(RED.subarray(0, RED.byteLength - 1), () => request.socket.destroy())
}
const cutOffInChunks: S3Reply = (request, response) => {
  response.writeHead(200, { etag: '"1"' })
  response.write(RED, () => request.socket.destroy())
}
const silence: S3Reply = () => undefined
const stall: S3Reply = (_, response) => {
  response.writeHead(200, { etag: '"1"', 'content-length': RED.byteLength })
  response.write(RED.subarray(0, 10))
}
const gif: S3Reply = (_, response) => response.writeHead(200).end(onePixel.gif)

describe('a picture in S3', () => {
  it('is an object of its own under the prefix, and says what it is to whoever gives it out', async () => {
    const name = await savedIn(images)
    expect([...s3.objects]).toEqual([
      [
        `pictures/${name}`,
        { bytes: RED, contentType: 'image/png', cacheControl: 'public, max-age=31536000, immutable' },
      ],
    ])
  })

  it('needs no token with keys that are good for ever', async () => {
    const other = await startS3Server({ ...S3_KEYS, sessionToken: null })
    const store = s3Images(other.settings)
    expect((await store.load(await savedIn(store)))?.bytes).toEqual(RED)
    await other.close()
  })

  it('is asked for as it is, uncompressed', async () => {
    await images.load(await savedIn(images))
    expect(s3.received.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'identity'])
  })

  it('is refused without asking S3 when it is none', async () => {
    expect(await images.save(new Uint8Array(9))).toEqual({ ok: false, error: { kind: 'image-unreadable' } })
    expect(s3.received).toEqual([])
  })

  test.each([
    '../secret.png',
    `../${'a'.repeat(32)}.png`,
    `..%2f${'a'.repeat(32)}.png`,
    `${'a'.repeat(32)}.png?acl`,
    `${'a'.repeat(32)}.png\n`,
    `${'A'.repeat(32)}.png`,
    'secret.png',
    '',
    '/',
  ])('is never asked for under %j', async (name) => {
    expect(await images.load(name)).toBeNull()
    await images.remove(name)
    expect(s3.received).toEqual([])
  })

  it('is gone when it was removed before, whichever way S3 says so', async () => {
    s3.answerNext(s3Error(404, 'NoSuchKey'))
    await images.remove(NEVER_GIVEN)
    s3.answerNext((_, response) => response.writeHead(200).end())
    await images.remove(NEVER_GIVEN)
  })
})

describe('what is an outage, not a missing picture', () => {
  const refusals: readonly (readonly [string, S3Reply, string])[] = [
    ['keys without rights', s3Error(403, 'AccessDenied'), 'S3 answered 403 AccessDenied'],
    ['another clock', s3Error(403, 'RequestTimeTooSkewed'), 'S3 answered 403 RequestTimeTooSkewed'],
    ['a bucket that is not there', s3Error(404, 'NoSuchBucket'), 'S3 answered 404 NoSuchBucket'],
    ['an address without S3', missingPage, 'S3 answered 404'],
    ['nothing but 404', (_, response) => response.writeHead(404).end(), 'S3 answered 404'],
    ['another region', s3Error(301, 'PermanentRedirect'), 'S3 answered 301 PermanentRedirect'],
    ['part of a picture', (_, response) => response.writeHead(206).end(RED), 'S3 answered 206'],
  ]
  test.each(refusals)('%s', async (_, reply, sentence) => {
    s3.answerNext(reply, reply, reply)
    const outages = [
      await outageOf(images.load(NEVER_GIVEN)),
      await outageOf(images.save(RED)),
      await outageOf(images.remove(NEVER_GIVEN)),
    ]
    expect(outages.map(({ message, cause }) => [message, cause instanceof Error && cause.message])).toEqual([
      ['a picture could not be read', sentence],
      ['a picture could not be written', sentence],
      ['a picture could not be removed', sentence],
    ])
    expect(s3.received).toHaveLength(3)
  })

  const passing: readonly (readonly [string, S3Reply, string])[] = [
    ['S3 that is broken', s3Error(500, 'InternalError'), 'S3 answered 500 InternalError'],
    ['S3 that is busy', s3Error(503, 'SlowDown'), 'S3 answered 503 SlowDown'],
    ['a gateway without S3', (_, response) => response.writeHead(502).end('Bad'), 'S3 answered 502'],
    ['a connection that is lost', hangUp, 'S3 could not be reached: UND_ERR_SOCKET'],
  ]
  test.each(passing)('%s, which is asked once more and no more', async (_, reply, sentence) => {
    const name = await savedIn(images)
    for (const work of [() => images.load(name), () => images.save(RED), () => images.remove(name)]) {
      const before = s3.received.length
      s3.answerNext(reply, reply)
      expect((await outageOf(work())).cause).toHaveProperty('message', sentence)
      expect(s3.received.length - before).toBe(2)
    }
  })

  test.each(passing)('%s is survived when it passes', async (_, reply) => {
    s3.answerNext(reply)
    const name = await savedIn(images)
    s3.answerNext(reply)
    expect((await images.load(name))?.bytes).toEqual(RED)
    s3.answerNext(reply)
    await images.remove(name)
    expect(s3.objects.size).toBe(0)
  })

  it.each([
    ['a page in place of the picture', page],
    ['a picture of another kind', gif],
    ['nothing', (_, response) => response.writeHead(200).end()],
  ] satisfies [string, S3Reply][])('%s', async (_, reply) => {
    s3.answerNext(reply)
    const { cause } = await outageOf(images.load(NEVER_GIVEN))
    expect(cause).toHaveProperty('message', 'S3 answered with something else than this picture')
  })

  it('a page that says 200 to a picture, which it has not kept', async () => {
    s3.answerNext(page)
    expect((await outageOf(images.save(RED))).cause).toHaveProperty('message', 'what answered 200 is not S3')
  })

  it.each([
    ['by its length', cutOff],
    ['by its end', cutOffInChunks],
  ])('a picture that was cut off, seen %s', async (_, reply) => {
    s3.answerNext(reply, reply)
    await outageOf(images.load(NEVER_GIVEN))
    expect(s3.received).toHaveLength(2)
  })

  it('a picture larger than pictures may be, whether it says so or not', async () => {
    const small = s3Images({ ...s3.settings, maximumBytes: RED.byteLength })
    expect((await small.load(await savedIn(images)))?.bytes).toEqual(RED)
    const larger = Buffer.concat([RED, Buffer.alloc(1)])
    const replies: S3Reply[] = [
      // Nothing of it needs to be read to refuse it.
      (_, response) => response.writeHead(200, { 'content-length': larger.byteLength }).flushHeaders(),
      (_, response) => {
        response.writeHead(200)
        response.write(larger)
      },
    ]
    for (const reply of replies) {
      s3.answerNext(reply)
      const { cause } = await outageOf(small.load(NEVER_GIVEN))
      expect(cause).toHaveProperty('message', `S3 answered with more than ${RED.byteLength} bytes`)
    }
  })

  it('an endless refusal, of which only the beginning is read', async () => {
    s3.answerNext((_, response) => {
      response.writeHead(403)
      const more = (): boolean => response.destroyed || !response.write('x'.repeat(65_536)) || more()
      response.on('drain', more)
      more()
    })
    expect((await outageOf(images.load(NEVER_GIVEN))).cause).toHaveProperty('message', 'S3 answered 403')
  })

  it('nobody who listens', async () => {
    await s3.close()
    const { cause } = await outageOf(images.load(NEVER_GIVEN))
    expect(cause).toHaveProperty('message', 'S3 could not be reached: ECONNREFUSED')
  })
})

describe('a call to S3', () => {
  /** The time of each call ends when the test says so. */
  const clocks: AbortController[] = []
  const endOfTime = (): void => clocks.at(-1)?.abort()
  beforeEach(() => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const clock = new AbortController()
      clocks.push(clock)
      return clock.signal
    })
    return () => {
      vi.restoreAllMocks()
      clocks.length = 0
    }
  })
  const lateWith =
    (reply: S3Reply): S3Reply =>
    (request, response) => {
      reply(request, response)
      endOfTime()
    }

  it.each([
    ['says nothing', silence],
    ['stops in the middle', stall],
  ])('ends in time, once, when S3 %s', async (_, reply) => {
    s3.answerNext(lateWith(reply), lateWith(reply), lateWith(reply))
    for (const work of [
      () => images.load(NEVER_GIVEN),
      () => images.save(RED),
      () => images.remove(NEVER_GIVEN),
    ])
      expect((await outageOf(work())).cause).toHaveProperty('message', 'S3 did not answer in time')
    expect(s3.received).toHaveLength(3)
  })

  it('has no time of its own for the repetition', async () => {
    const pauses: number[] = []
    const wait = async (durationMs: number): Promise<void> => void pauses.push(durationMs)
    s3.answerNext(s3Error(503, 'SlowDown'), lateWith(silence))
    const { cause } = await outageOf(s3Images({ ...s3.settings, random: () => 1, wait }).load(NEVER_GIVEN))
    expect(cause).toHaveProperty('message', 'S3 did not answer in time')
    expect([pauses, clocks.length]).toEqual([[200], 1])
  })

  it('is not repeated when the pause has used the time up', async () => {
    s3.answerNext(s3Error(503, 'SlowDown'))
    const store = s3Images({ ...s3.settings, wait: async () => endOfTime() })
    expect((await outageOf(store.load(NEVER_GIVEN))).cause).toHaveProperty(
      'message',
      'S3 answered 503 SlowDown',
    )
    expect(s3.received).toHaveLength(1)
  })

  it('is limited to 2 seconds, and to 5 for a picture on its way, which the edge waits for', async () => {
    const name = await savedIn(images)
    await images.load(name)
    await images.remove(name)
    expect(vi.mocked(AbortSignal.timeout).mock.calls).toEqual([[5_000], [2_000], [2_000]])
  })

  it('does not follow a redirect, where its signature could be used', async () => {
    let asked = 0
    const elsewhere = createServer((_, response) => {
      asked += 1
      response.end(RED)
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
    s3.answerNext((_, response) => response.writeHead(307, { location }).end())
    await outageOf(images.load(NEVER_GIVEN))
    expect(asked).toBe(0)
    await new Promise((resolve) => elsewhere.close(resolve))
  })
})

describe('the keys of S3', () => {
  const wrong: readonly (readonly [string, Partial<S3Settings['credentials']>, string])[] = [
    ['another secret', { secretAccessKey: 'another-secret' }, 'S3 answered 403 SignatureDoesNotMatch'],
    ['unknown keys', { accessKeyId: 'UNKNOWNKEY' }, 'S3 answered 403 InvalidAccessKeyId'],
    ['a token that has expired', { sessionToken: 'old-token' }, 'S3 answered 400 InvalidToken'],
  ]
  test.each(wrong)('are refused with %s, and stand in no error', async (_, changed, sentence) => {
    const credentials = { ...S3_KEYS, ...changed }
    const store = s3Images({ ...s3.settings, credentials })
    for (const work of [
      () => store.load(NEVER_GIVEN),
      () => store.save(RED),
      () => store.remove(NEVER_GIVEN),
    ]) {
      const outage = await outageOf(work())
      expect(outage.cause).toHaveProperty('message', sentence)
      for (const key of Object.values(credentials)) expect(textOf(outage)).not.toContain(key)
    }
    expect(s3.objects.size).toBe(0)
  })

  it.each([
    ['a lost connection', hangUp],
    ['a refusal', s3Error(403, 'AccessDenied')],
    ['a code that repeats one', s3Error(403, S3_KEYS.accessKeyId)],
    ['silence', silence],
  ])('stand in no error after %s', async (_, reply) => {
    s3.answerNext(reply, reply)
    const text = textOf(await outageOf(s3Images({ ...s3.settings, limitMs: 50 }).load(NEVER_GIVEN)))
    for (const key of Object.values(S3_KEYS)) expect(text).not.toContain(key)
    expect(text).not.toContain('AWS4-HMAC')
  })

  it('are never sent themselves, but for the token', async () => {
    await savedIn(images)
    expect(JSON.stringify(s3.received)).not.toContain(S3_KEYS.secretAccessKey)
  })

  it('are checked by the storage of these tests as Amazon documents it', () => {
    // The example "GET Object" of "Signature Calculations for the Authorization Header" in Amazon's documentation.
    const signature = s3Signature({
      method: 'GET',
      url: '/test.txt',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'x-amz-date': '20130524T000000Z',
      },
      signedHeaders: ['host', 'range', 'x-amz-content-sha256', 'x-amz-date'],
      region: 'us-east-1',
      secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    })
    expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
  })
})
