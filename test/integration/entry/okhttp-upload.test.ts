import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../../src/entry/config.ts'
import { type RunningServer, startServer } from '../../../src/entry/server.ts'
import { PHOTOS, turnedPhoto } from '../../fixtures/photos.ts'
import { jpeg, png } from '../../fixtures/pictures.ts'
import { signUpForm } from '../http/routes.ts'

const BOUNDARY = '3ed85d4e-1f2a-4b6c-9f53-2f4f7ee1a5ab'
const CRLF = '\r\n'

/** A part as OkHttp writes it for the app of 2020: whatever it is, without a filename. */
const part = (name: string, type: string, content: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(content)
  const head = [
    `--${BOUNDARY}`,
    `Content-Disposition: form-data; name="${name}"`,
    'Content-Transfer-Encoding: binary',
    `Content-Type: ${type}`,
    `Content-Length: ${bytes.byteLength}`,
  ]
  return Buffer.concat([Buffer.from(head.join(CRLF) + CRLF + CRLF), bytes, Buffer.from(CRLF)])
}

const TEXT = 'text/plain; charset=utf-8'
const formOf = (picture: Uint8Array, phone: string, location: string): Buffer =>
  Buffer.concat([
    // In the order of a hash map, as Retrofit takes them.
    part('profileImage', 'image/jpeg', picture),
    part('phone', TEXT, phone),
    part('location', TEXT, location),
    Buffer.from(`--${BOUNDARY}--${CRLF}`),
  ])

const requestOf = (headers: readonly string[], host: string, form: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        'PUT /api/user HTTP/1.1',
        ...headers,
        `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
        `Content-Length: ${form.byteLength}`,
        `Host: ${host}`,
        'Connection: Keep-Alive',
        'Accept-Encoding: gzip',
        'User-Agent: okhttp/3.10.0',
        '',
        '',
      ].join(CRLF),
    ),
    form,
  ])

const answerForm = z.object({ statusCode: z.int(), success: z.boolean(), message: z.string().min(1) })
type Answer = z.infer<typeof answerForm> & { readonly status: number }

/** What came over the socket, once it is whole. */
const answerIn = (received: Buffer): Answer | null => {
  const headEnd = received.indexOf(CRLF + CRLF)
  if (headEnd === -1) return null
  const head = received.subarray(0, headEnd).toString('latin1')
  const body = received.subarray(headEnd + 4)
  if (body.byteLength < Number(/^content-length: (\d+)$/im.exec(head)?.[1])) return null
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  return { status, ...answerForm.parse(JSON.parse(body.toString('utf8'))) }
}

/** A real JPEG of this many bytes: what is coded in it is noise, so that it is no text in any encoding. */
const noisyJpeg = (size: number): Uint8Array => {
  const picture = Buffer.from(jpeg(2_400, 1_600))
  const scan = picture.indexOf(Buffer.from([0xff, 0xda])) + 10
  const noise = randomBytes(size).map((byte) => (byte === 0xff ? 0x2d : byte))
  noise.set(Buffer.from(`${CRLF}--${CRLF}\r\n\r\n\0`), 1_000)
  return Uint8Array.from(Buffer.concat([picture.subarray(0, scan), noise, Buffer.from([0xff, 0xd9])]))
}

describe('the app of 2020 changes a profile, byte for byte (H111)', () => {
  let dataDir: string
  let server: RunningServer
  let token: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crecker-okhttp-'))
    server = await startServer(
      readConfig({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }),
    )
    const json = { 'content-type': 'application/json' }
    const ask = async (path: string, body: object) =>
      (
        await fetch(`${server.url}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) })
      ).json()
    await ask('/api/auth/signup/', signUpForm)
    const loggedIn = await ask('/api/auth/login', { email: signUpForm.email, password: signUpForm.password })
    token = z.object({ data: z.object({ tokens: z.object({ token: z.string() }) }) }).parse(loggedIn).data
      .tokens.token
  })
  afterAll(async () => {
    await server.close()
    await rm(dataDir, { recursive: true })
  })

  const put = (form: Buffer, headers = [`token: ${token}`]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { hostname, port, host } = new URL(server.url)
      let received = Buffer.alloc(0)
      const socket = connect(Number(port), hostname, () => socket.write(requestOf(headers, host, form)))
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk])
        const answer = answerIn(received)
        if (answer === null) return
        socket.destroy()
        resolve(answer)
      })
      socket.once('error', reject)
      socket.once('close', () => reject(new Error(`no answer: ${received.toString('latin1')}`)))
    })

  const settings = async () => {
    const answer = await (await fetch(`${server.url}/api/user`, { headers: { token } })).json()
    const own = z.object({ profileImage: z.string(), phone: z.string(), location: z.string() })
    return z.object({ data: z.tuple([own]) }).parse(answer).data[0]
  }
  const pictureShown = async (): Promise<{ readonly type: string | null; readonly bytes: Uint8Array }> => {
    const response = await fetch((await settings()).profileImage)
    return { type: response.headers.get('content-type'), bytes: new Uint8Array(await response.arrayBuffer()) }
  }
  const filesKept = async () =>
    (await readdir(dataDir, { recursive: true })).filter((name) => /\.(jpg|png|gif|webp|tmp)$/.test(name))
  const DONE = { status: 200, statusCode: 200, success: true, message: '회원 정보가 변경되었습니다.' }

  it.each([
    ['a small one', jpeg(24, 16), 'image/jpeg'],
    ['one that is said to be a JPEG and is none', png(9, 9, [255, 128, 0]), 'image/png'],
    ['one of 1.5 MB', noisyJpeg(1_500_000), 'image/jpeg'],
    ['one of almost 5 MB', noisyJpeg(5_200_000), 'image/jpeg'],
  ])('and reads the same picture back: %s', async (_, picture, type) => {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(picture)).toThrow(TypeError)
    expect(await put(formOf(picture, '010-1234-5678', '서울특별시 마포구 양화로 45'))).toEqual(DONE)
    const shown = await pictureShown()
    expect(shown.type).toBe(type)
    expect(Buffer.from(shown.bytes).equals(picture)).toBe(true)
    expect(await settings()).toMatchObject({
      phone: '010-1234-5678',
      location: '서울특별시 마포구 양화로 45',
    })
  })

  it('without what its phone wrote into it', async () => {
    expect(await put(formOf(PHOTOS.jpeg.told, '', ''))).toEqual(DONE)
    expect((await pictureShown()).bytes).toEqual(PHOTOS.jpeg.plain)
    expect(await settings()).toMatchObject({ phone: '', location: '' })
    const turned = await put(formOf(turnedPhoto(6), '', ''))
    expect(turned).toEqual(DONE)
  })

  it('and has one file of all that it ever sent, also after what was refused', async () => {
    await put(formOf(jpeg(24, 16), '1', '2'))
    const before = await settings()
    for (const unfit of [
      Buffer.from('<html>'),
      noisyJpeg(5_300_000),
      jpeg(24, 16).subarray(0, -1),
      new Uint8Array(7_000_000),
    ]) {
      const refused = await put(formOf(unfit, '3', '4'))
      expect(refused).toMatchObject({ status: 200, success: false })
      expect(refused.message).toMatch(/^[가-힣]/)
    }
    expect(await put(formOf(jpeg(8, 8), '3', '4'), ['token: made-up'])).toMatchObject({
      status: 200,
      success: false,
    })
    expect(await settings()).toEqual(before)
    expect(await filesKept()).toHaveLength(1)
  })

  it('and sends it again under the same key, also at once, with one file kept', async () => {
    const headers = [`token: ${token}`, 'Idempotency-Key: once']
    const send = () => put(formOf(jpeg(40, 40), '5', '6'), headers)
    const answers = [await send(), ...(await Promise.all(Array.from({ length: 6 }, send)))]
    expect(answers).toEqual(Array.from({ length: 7 }, () => DONE))
    expect((await pictureShown()).bytes).toEqual(jpeg(40, 40))
    expect(await filesKept()).toHaveLength(1)
  })

  it('and is not sent the picture that it has', async () => {
    await put(formOf(jpeg(24, 16), '1', '2'))
    const { profileImage } = await settings()
    const head = await fetch(profileImage, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(jpeg(24, 16).byteLength))
    const again = await fetch(profileImage, { headers: { 'if-none-match': head.headers.get('etag') ?? '' } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('and keeps its picture when the part of it is empty', async () => {
    await put(formOf(jpeg(24, 16), '1', '2'))
    expect(await put(formOf(new Uint8Array(), '3', '4'))).toEqual(DONE)
    expect((await pictureShown()).bytes).toEqual(jpeg(24, 16))
    expect(await settings()).toMatchObject({ phone: '3', location: '4' })
  })
})
