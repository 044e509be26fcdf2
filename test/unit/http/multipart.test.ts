import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { readMultipart } from '../../../src/adapters/http/multipart.ts'

/** Bytes that are no text in any encoding that a server may guess. */
const NO_TEXT = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x0d, 0x0a, 0x2d, 0x2d, 0x80, 0xc3, 0x28])
const BOUNDARY = '3ed85d4e-1f2a-4b6c-9f53-2f4f7ee1a5ab'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const joined = (...pieces: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(pieces.flatMap((piece) => [...(typeof piece === 'string' ? encode(piece) : piece)]))

type Part = { readonly headers: readonly string[]; readonly content: string | Uint8Array }
const form = (...parts: readonly Part[]): Uint8Array<ArrayBuffer> =>
  joined(
    ...parts.flatMap(({ headers, content }) => [
      `--${BOUNDARY}\r\n${headers.join('\r\n')}\r\n\r\n`,
      content,
      '\r\n',
    ]),
    `--${BOUNDARY}--\r\n`,
  )

const named = (name: string, content: string | Uint8Array, ...headers: readonly string[]): Part => ({
  headers: [`Content-Disposition: form-data; name="${name}"`, ...headers],
  content,
})

const read = async (
  body: Uint8Array<ArrayBuffer>,
  type = `multipart/form-data; boundary=${BOUNDARY}`,
): Promise<unknown> => {
  let fields: unknown
  const app = new Hono().post('/', async (c) => {
    try {
      fields = await readMultipart(c)
    } catch (error) {
      fields = error
    }
    return c.body(null)
  })
  await app.request('/', { method: 'POST', body, headers: { 'Content-Type': type } })
  return fields
}

describe('a form of several parts', () => {
  it('gives the bytes of a picture without a filename, as the app of 2020 sends it (H111)', async () => {
    const image = named(
      'profileImage',
      NO_TEXT,
      'Content-Transfer-Encoding: binary',
      'Content-Type: image/jpeg',
      `Content-Length: ${NO_TEXT.byteLength}`,
    )
    const phone = named('phone', '010-1234-5678', 'Content-Type: text/plain; charset=utf-8')
    const location = named('location', '서울시 마포구', 'Content-Type: text/plain; charset=utf-8')
    expect(await read(form(image, phone, location))).toEqual({
      profileImage: NO_TEXT,
      phone: '010-1234-5678',
      location: '서울시 마포구',
    })
  })

  it('gives the bytes of a file, whatever it is said to be', async () => {
    const file = {
      headers: ['Content-Disposition: form-data; name="a"; filename="../b.txt"', 'Content-Type: text/plain'],
      content: 'text',
    }
    expect(await read(form(file))).toEqual({ a: encode('text') })
  })

  it('gives all that came under one name, in order', async () => {
    expect(await read(form(named('a', '1'), named('b', ''), named('a', '2')))).toEqual({
      a: ['1', '2'],
      b: '',
    })
  })

  it('is nothing when it has no part', async () => {
    expect(await read(joined(`--${BOUNDARY}--\r\n`))).toEqual({})
    expect(await read(joined())).toEqual({})
  })

  it('reaches no prototype', async () => {
    const fields = await read(form(named('__proto__', 'a'), named('constructor', 'b')))
    expect(Object.entries(Object(fields))).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
  })

  it.each([
    ['has no boundary', form(named('a', '1')), 'multipart/form-data'],
    ['ends in the middle', form(named('a', '1')).slice(0, 90), undefined],
    ['is something else', joined('{"a":1}'), undefined],
    ['has a part without a name', form({ headers: ['Content-Type: text/plain'], content: 'a' }), undefined],
    ['has a text that is none', form(named('a', NO_TEXT)), undefined],
    ['has 101 parts', form(...Array.from({ length: 101 }, () => named('a', '1'))), undefined],
  ])('is malformed when it %s', async (_, body, type) => {
    expect(await read(body, type)).toBeInstanceOf(SyntaxError)
  })
})
