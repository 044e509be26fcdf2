import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS, type Operation } from '../../app-contract/contract.ts'
import { type Asked, asTheAppSends } from '../../app-contract/send.ts'

/** What the conformance test sends is what the app's client was seen to send, byte by byte. */
describe('requests as the app sends them', () => {
  let server: Server
  let url: string
  let heard = ''
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('data', (bytes) => {
        heard += bytes.toString('latin1')
        const [head = '', body = ''] = heard.split(/\r\n\r\n(.*)/s)
        if (body.length < Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)) return
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  })
  afterAll(() => server.close())

  const operation = (id: string): Operation => {
    const found = OPERATIONS.find((each) => each.id === id)
    if (found === undefined) throw new Error(`the app has no ${id}`)
    return found
  }

  const sent = async (
    id: string,
    asked: Asked,
  ): Promise<{ readonly head: readonly string[]; readonly body: string }> => {
    heard = ''
    await asTheAppSends(url, operation(id), asked)
    const [head = '', ...body] = heard.split('\r\n\r\n')
    const lines = head.split('\r\n').filter((line) => !/^(host|connection):/i.test(line))
    return { head: lines, body: body.join('\r\n\r\n') }
  }

  const alike = ['Accept-Encoding: gzip', 'User-Agent: okhttp/4.3.0']

  it('carry a plain token, also when it is empty', async () => {
    const asked = { token: '', values: {} }
    expect(await sent('cash.getCashData', asked)).toEqual({
      head: ['GET /api/cash HTTP/1.1', 'token: ', ...alike],
      body: '',
    })
  })

  it('have a length and no content type where there is nothing to post', async () => {
    expect(await sent('cash.postWithdraw', { token: 'abc', values: {} })).toEqual({
      head: ['POST /api/cash/withdraw HTTP/1.1', 'token: abc', 'Content-Length: 0', ...alike],
      body: '',
    })
  })

  it('are forms', async () => {
    const values = { email: 'a b@example.kr', password: '비+밀&1=' }
    expect(await sent('auth.login', { token: null, values })).toEqual({
      head: [
        'POST /api/auth/login HTTP/1.1',
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Length: 62',
        ...alike,
      ],
      body: 'email=a%20b%40example.kr&password=%EB%B9%84%2B%EB%B0%80%261%3D',
    })
  })

  it('sign up at a path that ends in a slash', async () => {
    const values = {
      agreement: 0,
      channelName: '',
      email: 'a@example.kr',
      interest: ['0101', '0201', '0301'],
      location: '',
      name: 'A',
      notRegisterUrl: '',
      password: 'b',
      phone: '',
      youtubeUrl: '',
    }
    const { head, body } = await sent('auth.signup', { token: null, values })
    expect(head[0]).toBe('POST /api/auth/signup/ HTTP/1.1')
    expect(head).toContain('Content-Type: application/json; charset=UTF-8')
    expect(JSON.parse(body)).toEqual(values)
  })

  it('carry a body in a DELETE', async () => {
    expect(await sent('news.deleteScrap', { token: 'abc', values: { newsIdx: 7 } })).toEqual({
      head: [
        'DELETE /api/news/scrap HTTP/1.1',
        'token: abc',
        'Content-Type: application/json; charset=UTF-8',
        'Content-Length: 13',
        ...alike,
      ],
      body: '{"newsIdx":7}',
    })
  })

  it('have a picture without a filename', async () => {
    const values = { profileImage: new Uint8Array([0xff, 0xd8, 0x00]), phone: '010', location: '' }
    const { head, body } = await sent('setting.updateProfileInfo', { token: 'abc', values })
    const boundary = /boundary=(\S+)/.exec(head.join('\n'))?.[1] ?? 'none'
    expect(body.split(`--${boundary}`)).toEqual([
      '',
      `\r\n${partHead('profileImage', 'image/jpeg', 3)}\xff\xd8\x00\r\n`,
      `\r\n${partHead('phone', 'text/plain; charset=utf-8', 3)}010\r\n`,
      `\r\n${partHead('location', 'text/plain; charset=utf-8', 0)}\r\n`,
      '--\r\n',
    ])
  })

  it('are not sent with a value missing or one too many', async () => {
    const values = { newsId: 7 }
    expect(() => asTheAppSends(url, operation('news.postScrap'), { token: '', values })).toThrow(
      'news.postScrap is not asked so',
    )
  })
})

const partHead = (name: string, type: string, length: number): string =>
  `Content-Disposition: form-data; name="${name}"\r\n` +
  'Content-Transfer-Encoding: binary\r\n' +
  `Content-Type: ${type}\r\n` +
  `Content-Length: ${length}\r\n\r\n`
