import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

const cli = resolve(import.meta.dirname, '../../src/entry/cli.ts')
let folder: string
let running: ChildProcess[]

const newFolder = () => mkdtemp(join(tmpdir(), 'crecker-demo-test-'))

beforeEach(async () => {
  folder = await newFolder()
  running = []
})
afterEach(async () => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Whatever the demo leaves behind is left in the folder. */
const startIn = (home: string, args: readonly string[], port: string, preloaded?: string) => {
  const preload = preloaded === undefined ? [] : ['--import', preloaded]
  return spawn(process.execPath, [...preload, cli, 'demo', ...args], {
    cwd: home,
    env: { PATH: process.env.PATH ?? '', TMPDIR: home, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

const start = (args: readonly string[], port: string, preloaded?: string) => {
  const child = startIn(folder, args, port, preloaded)
  running.push(child)
  return child
}

/** Every line that a demo tells until it stays up. */
const told = async (child: ReturnType<typeof start>): Promise<readonly string[]> => {
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.includes('Ctrl-C')) break
  }
  return lines
}

const run = async (args: readonly string[], port = '0', preloaded?: string) => {
  const child = start(args, port, preloaded)
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, out, errors }
}

describe('crecker demo --once', () => {
  it('carries the main job out, tells every step, and leaves nothing behind', async () => {
    const { code, out, errors } = await run(['--once'])

    expect(errors).toBe('')
    const told = [
      'Operator operator@example.com was added',
      '200 광고 등록 성공.',
      '200 배너 광고가 변경되었습니다.',
      '200 회원가입 성공',
      '200 채널 인증 성공',
      '최근 신청하신 광고와 비슷해요: 피부, ',
      '추천에서 제외했습니다.',
      '200 기획서 작성 성공',
      '200 이미 신청한 광고입니다.',
      '[too-few-subscribers]',
      '[ad-full]',
      '200 광고 배정 성공',
      '200 광고 동영상 조회 성공',
      '200 광고 동영상 인증 성공',
      'observed 1, missing 0',
      '200 광고 진척사항 완료 성공',
      '█',
      'released 0, waiting 1',
      'released 1, waiting 0',
      '200 인출하기 성공',
      '[nothing-to-withdraw]',
      '200 출금 처리 성공',
      'application-refused',
      '참여율 engagement  4.4%',
      '업로드 요망',
      'drift 0',
      '[question-secret]',
      '(확정 confirmed)',
      '방금 전',
      'Done: from sign-up to payout',
    ]
    expect(told.filter((line) => !out.includes(line))).toEqual([])
    expect(out).not.toContain('✗')
    expect(out, 'colours are for terminals').not.toContain('\u001b')
    expect(code).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })

  it('ends with a sentence when the port that was asked for is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const refused = await run(['--once'], port)
    taken.close()
    expect(refused).toMatchObject({
      code: 2,
      errors: expect.stringContaining(`Port ${port} is in use`),
    })
    expect(await readdir(folder)).toEqual([])
  })
})

describe('crecker demo', () => {
  it('stays up with lines that work as pasted, and leaves nothing behind when interrupted', async () => {
    const child = start([], '0')
    const pasted = (await told(child)).filter((line) => /^(curl|TOKEN=)/.test(line))

    expect(pasted).toHaveLength(6)
    const shell = spawn('bash', ['-s'], { stdio: ['pipe', 'pipe', 'inherit'] })
    running.push(shell)
    shell.stdin.end(pasted.join('\necho\n'))
    const answers = (await text(shell.stdout)).split('\n').filter((line) => line !== '')
    expect(answers[0]).toContain('"message":"로그인 성공"')
    expect(answers[1]).toMatch(/"message":"맞춤형 광고 성공","data":\[\{"adIdx"/)
    expect(answers[2]).toContain('"totalCosts":230000')
    expect(answers[3]).toContain('"message":"서포트 뉴스 조회 성공","data":[{"newsIdx"')
    expect(answers[4]).toContain('"message":"질문 조회 성공","data":[{"expertConsultIdx"')

    child.kill('SIGINT')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })
})

const envelope = <T>(data: z.ZodType<T>) => z.object({ success: z.literal(true), data })
const row = z.record(z.string(), z.unknown())

/** What one member reads from a server. */
type Reader = {
  readonly one: <T>(path: string, data: z.ZodType<T>) => Promise<T>
  readonly rows: (path: string) => Promise<readonly z.output<typeof row>[]>
}

/** What the lines of the end give out: where the server is, and who can log in with which password. */
const given = (lines: readonly string[]) => {
  const find = (pattern: RegExp) => lines.flatMap((line) => pattern.exec(line)?.slice(1) ?? [])
  const [url = ''] = find(/^ +서버 server +(\S+)/)
  const logIn = async (who: string): Promise<{ readonly token: string }> => {
    const [email = '', password = ''] = find(new RegExp(`^ +\\S+ ${who} +(\\S+@\\S+) +(\\S+)`))
    const body = new URLSearchParams({ email, password })
    const reply = await fetch(`${url}/api/auth/login`, { method: 'POST', body })
    const tokens = z.object({ tokens: z.object({ token: z.string() }) })
    return envelope(tokens).parse(await reply.json()).data.tokens
  }
  const readAs = async (who: string): Promise<Reader> => {
    const { token } = await logIn(who)
    const one: Reader['one'] = async (path, data) => {
      const reply = await fetch(url + path, { headers: { token } })
      return envelope(data).parse(await reply.json()).data
    }
    return { one, rows: (path) => one(path, z.array(row)) }
  }
  return { readAs }
}

const isRead = (figure: unknown): boolean => Number(figure) > 0

/** Lists of the app, and how many there must be in each. */
const LISTS = {
  '/api/advertise/ad/random': 2,
  '/api/advertise/ad/interest': 4,
  '/api/advertise/ad/popular': 12,
  '/api/advertise/ad/latest': 12,
  '/api/advertise/ad/list/0101': 1,
  '/api/advertise/ad/list/0102': 1,
  '/api/advertise/ad/list/0103': 1,
  '/api/advertise/ad/list/0104': 1,
  '/api/advertise/ad/list/0105': 1,
  '/api/userad/1': 1,
  '/api/userad/2': 2,
  '/api/userad/3': 1,
  '/api/userad/4': 2,
  '/api/report': 2,
  '/api/news/support': 8,
  '/api/news/recommand/1': 6,
  '/api/news/recommand/2': 6,
  '/api/news/card': 5,
  '/api/news/daily': 6,
  '/api/usernews': 1,
  '/api/expert/profile': 4,
  '/api/expert/qa/law': 4,
  '/api/expert/qa/startup': 1,
  '/api/expert/qa/shooting': 1,
  '/api/expert/qa/posted': 1,
  '/api/expert/qa/answered': 1,
  '/api/expert/qa/consulted': 1,
  '/api/faq': 8,
  '/api/notice': 8,
  '/api/notify': 8,
} as const

describe('what the demo leaves to play with', () => {
  let home: string
  let demo: ChildProcess
  let login: ReturnType<typeof given>
  let minji: Reader
  beforeAll(async () => {
    home = await newFolder()
    const child = startIn(home, [], '0')
    demo = child
    login = given(await told(child))
    minji = await login.readAs('creator')
  })
  afterAll(async () => {
    demo.kill('SIGKILL')
    await rm(home, { recursive: true, force: true })
  })

  it.each(Object.entries(LISTS))('has something for a member at %s', async (path, least) => {
    expect((await minji.rows(path)).length).toBeGreaterThanOrEqual(least)
  })

  it('has a banner, a reward that was paid, and a report of it', async () => {
    expect(await minji.one('/api/home', row)).toMatchObject({ url: expect.stringMatching(/^http/) })
    expect(await minji.one('/api/cash', row)).toMatchObject({ paid: 150_000 })
    expect(await minji.one('/api/report/info', row)).toMatchObject({ totalCosts: 230_000 })
  })

  it('has six questions: one is locked, and one waits for its answer', async () => {
    const fields = ['law', 'startup', 'shooting']
    const asked = (await Promise.all(fields.map((field) => minji.rows(`/api/expert/qa/${field}`)))).flat()
    expect(asked).toHaveLength(6)
    const locked = { isSecret: 1, Qtitle: '비밀글입니다.', Qcontent: '' }
    expect(asked.filter(({ isSecret }) => isSecret === 1)).toMatchObject([locked])
    expect(asked.filter(({ isComplete }) => isComplete === 0)).toHaveLength(1)
  })

  it('has questions that were read, so that the order of the app is another than that of asking', async () => {
    const law = await minji.rows('/api/expert/qa/law')
    const read = law.map(({ views }) => Number(views))
    expect(new Set(read).size).toBeGreaterThanOrEqual(3)
    expect(read).not.toEqual(read.toSorted((a, b) => b - a))
    for (const field of ['startup', 'shooting'])
      expect(await minji.rows(`/api/expert/qa/${field}`)).toMatchObject([{ views: expect.toSatisfy(isRead) }])
  })

  it('has programmes to which people have applied', async () => {
    const applied = (await minji.rows('/api/news/support')).map(({ applyCount }) => applyCount)
    expect(applied.filter((count) => count !== '0').length).toBeGreaterThanOrEqual(3)
  })

  it('has figures of two categories in the report', async () => {
    const reports = await minji.rows('/api/report')
    expect(new Set(reports.map(({ categoryName }) => categoryName))).toEqual(new Set(['뷰티', '기타']))
    expect(reports.flatMap(({ views1, likes }) => [views1, likes]).every(isRead)).toBe(true)
    expect(await minji.one('/api/report/info', row)).toMatchObject({
      top: [
        { name: 'Beauty', views: expect.toSatisfy(isRead) },
        { name: 'Other', views: expect.toSatisfy(isRead) },
      ],
    })
  })

  it('has one assigned ad to be uploaded by tomorrow, and one with more time', async () => {
    const assigned = await minji.rows('/api/userad/2')
    expect(assigned.map(({ isWarn }) => isWarn).sort()).toEqual([0, 1])
  })

  it('tells members nothing for which the app has no screen: no codes, no payee to enter', async () => {
    const told = [...(await minji.rows('/api/faq')), ...(await minji.rows('/api/notice'))]
    const words = told.map(({ title, content }) => `${title} ${content}`)
    expect(words.filter((one) => /인증 코드|계좌를.*(등록|입력)/.test(one))).toEqual([])
    expect(words.filter((one) => one.includes('일부 공개')).length).toBeGreaterThanOrEqual(2)
  })

  it('prints the login of an expert, who sees what is requested, and of an operator, who sees the banners', async () => {
    const expert = await login.readAs('expert')
    expect(await expert.rows('/api/expert/qa/consultations')).toMatchObject([{ name: '김민지' }])
    const operator = await login.readAs('operator')
    expect(await operator.rows('/api/home/banner')).toHaveLength(3)
  })

  it('has news of today, a programme that ends tomorrow, and one that is over', async () => {
    const ages = (await minji.rows('/api/news/daily')).map(({ createAt }) => String(createAt))
    expect(ages.filter((age) => age.endsWith('전')).length).toBeGreaterThanOrEqual(3)
    const [all, open] = [await minji.rows('/api/news/support'), await minji.rows('/api/news/recommand/1')]
    expect(open.map(({ dday }) => dday)).toContain(-1)
    expect(open.length).toBe(all.length - 1)
  })

  it('has drawn a picture of its own for each thing', async () => {
    const ads = z.object({
      ad: z.tuple([z.object({ thumbnail: z.url(), summaryPhoto: z.url(), fullPhoto: z.url() })]),
    })
    const ids = (await minji.rows('/api/advertise/ad/latest')).map(({ adIdx }) => adIdx)
    const ofAds = await Promise.all(ids.map((id) => minji.one(`/api/advertise/ad/detail/${id}`, ads)))
    const rows = await Promise.all(
      ['/api/news/support', '/api/news/daily', '/api/expert/profile', '/api/user'].map(minji.rows),
    )
    const drawn = [
      ...ofAds.flatMap(({ ad: [{ thumbnail, summaryPhoto, fullPhoto }] }) => [
        thumbnail,
        summaryPhoto,
        fullPhoto,
      ]),
      ...rows.flat().map((one) => one.poster ?? one.thumbnail ?? one.photo ?? one.profileImage),
    ]
    expect(drawn.length).toBeGreaterThanOrEqual(3 * 12 + 8 + 6 + 4 + 1)
    const files = await Promise.all(
      drawn.map(async (address) => {
        const reply = await fetch(String(address))
        expect(reply.headers.get('content-type')).toBe('image/png')
        return Buffer.from(await reply.bytes()).toString('base64')
      }),
    )
    expect(new Set(files).size).toBe(files.length)
  })
})

/** Loaded before the demo: what one path answers is replaced on its way. */
const tampering = (path: string, status: number, body: unknown): string =>
  `data:text/javascript,${encodeURIComponent(`
    const real = globalThis.fetch
    globalThis.fetch = (address, options) =>
      String(address).endsWith('${path}')
        ? Promise.resolve(Response.json(${JSON.stringify(body)}, { status: ${status} }))
        : real(address, options)
  `)}`

const withdrawn = (amount: number) => ({
  success: true,
  message: '인출하기 성공',
  data: { withdrawalIdx: 1, amount, status: 'requested' },
})

describe('a step that does not come out as it should', () => {
  it.each([
    { what: 'the right words under a wrong status', status: 500, body: withdrawn(150_000) },
    { what: 'a success with another amount', status: 200, body: withdrawn(150_001) },
    { what: 'a refusal', status: 200, body: { ...withdrawn(150_000), success: false } },
  ])(
    'such as $what, ends the demo with 1, what was expected and what came back',
    async ({ status, body }) => {
      const { code, out } = await run(['--once'], '0', tampering('/api/cash/withdraw', status, body))

      expect(out).toMatch(/✗.*\n +POST \/api\/cash\/withdraw\n +expected +HTTP 200/)
      expect(out).toContain(`came back  HTTP ${status} ${JSON.stringify(body)}`)
      expect(out).not.toContain('Done: from sign-up to payout')
      expect(code).toBe(1)
      expect(await readdir(folder)).toEqual([])
    },
  )
})
