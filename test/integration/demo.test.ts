import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const cli = resolve(import.meta.dirname, '../../src/entry/cli.ts')
let folder: string
let running: ChildProcess[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crecker-demo-test-'))
  running = []
})
afterEach(async () => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Whatever the demo leaves behind is left in `folder`. */
const start = (args: readonly string[], port: string, preloaded?: string) => {
  const preload = preloaded === undefined ? [] : ['--import', preloaded]
  const child = spawn(process.execPath, [...preload, cli, 'demo', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', TMPDIR: folder, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  return child
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
      '관심 분야의 광고예요 (your-interest',
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
      'drift 0',
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
    const pasted: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      if (/^(curl|TOKEN=)/.test(line)) pasted.push(line)
      if (line.includes('Ctrl-C')) break
    }

    expect(pasted).toHaveLength(4)
    const shell = spawn('bash', ['-s'], { stdio: ['pipe', 'pipe', 'inherit'] })
    running.push(shell)
    shell.stdin.end(pasted.join('\necho\n'))
    const answers = (await text(shell.stdout)).split('\n').filter((line) => line !== '')
    expect(answers[0]).toContain('"message":"로그인 성공"')
    expect(answers[1]).toMatch(/"message":"맞춤형 광고 성공","data":\[\{"adIdx"/)
    expect(answers[2]).toContain('"totalCosts":150000')

    child.kill('SIGINT')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
    expect(await readdir(folder)).toEqual([])
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
