import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { adForm, adParts, expertParts, questionForm, requestForm, signUpForm } from '../http/routes.ts'

const CLI = resolve(import.meta.dirname, '../../../src/entry/cli.ts')
const DAY_MS = 86_400_000
const EXPERT = 'expert@example.com'
const OPERATOR = 'operator@example.com'

/** So many days from now, in Korea: year, month and day. */
const koreanDay = (days: number): readonly string[] =>
  new Date(Date.now() + 9 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10).split('-')

const rows = z.array(z.record(z.string(), z.unknown()))
const envelope = z.object({ success: z.literal(true), message: z.string(), data: z.unknown().optional() })

describe('a server process in Los Angeles that speaks Korean', () => {
  let folder: string
  let server: ChildProcess
  let url: string
  let tokens: { readonly member: string; readonly expert: string; readonly operator: string }

  const node = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    spawn(process.execPath, args, {
      cwd: folder,
      env: {
        PATH: process.env.PATH ?? '',
        TZ: 'America/Los_Angeles',
        LC_ALL: 'ko_KR.UTF-8',
        LOG_LEVEL: 'error',
        ...more,
      },
      stdio: 'pipe',
    })
  const run = async (args: readonly string[], input = ''): Promise<string> => {
    const child = node(args)
    child.stdin.end(input)
    const [out] = await Promise.all([text(child.stdout), once(child, 'close')])
    return out
  }
  const addAccount = (kind: 'expert' | 'operator', email: string) =>
    run([CLI, kind, 'add', '--email', email], `${signUpForm.password}\n`)
  const startServer = async (): Promise<void> => {
    const child = node([CLI, 'serve'], { PORT: '0', HOST: '127.0.0.1', JOBS: 'off' })
    server = child
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^Crecker serves on \S+:(\d+)/.exec(line)?.[1]
      if (port === undefined) continue
      url = `http://127.0.0.1:${port}`
      child.stdout.resume()
      return
    }
    throw new Error('the server did not come up')
  }

  const ask = async (method: string, path: string, token: string, sent?: unknown) => {
    const isForm = sent instanceof FormData
    const reply = await fetch(url + path, {
      method,
      headers: { token, ...(sent === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      body: sent === undefined ? null : isForm ? sent : JSON.stringify(sent),
    })
    return envelope.parse(await reply.json()).data
  }
  const rowsAt = async (path: string, token: string) => rows.parse(await ask('GET', path, token))
  const logIn = async (email: string): Promise<string> => {
    const data = await ask('POST', '/api/auth/login', '', { email, password: signUpForm.password })
    return z.object({ tokens: z.object({ token: z.string() }) }).parse(data).tokens.token
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crecker-locale-'))
    const added = await addAccount('expert', EXPERT)
    await addAccount('operator', OPERATOR)
    await startServer()
    await ask('POST', '/api/auth/signup/', '', signUpForm)
    const [member, expert, operator] = await Promise.all([signUpForm.email, EXPERT, OPERATOR].map(logIn))
    tokens = { member: member ?? '', expert: expert ?? '', operator: operator ?? '' }
    const userIdx = /member (\d+)/.exec(added)?.[1] ?? ''
    await ask('POST', '/api/expert/profile', tokens.operator, expertParts({ userIdx }))
  })
  afterAll(async () => {
    if (server.exitCode === null) {
      server.kill('SIGKILL')
      await once(server, 'close')
    }
    await rm(folder, { recursive: true, force: true })
  })

  it('is one: its own times of day are those of Los Angeles, in Korean', async () => {
    expect((await run(['-p', 'new Date(0).toLocaleTimeString()'])).trim()).toBe('오후 4:00:00')
  })

  it.each([
    ['PM 03 : 30', '15:30:00'],
    ['AM 12 : 00', '00:00:00'],
  ])('keeps a consultation at %s in Korea for its author and for the expert (H135)', async (Ctime, clock) => {
    const { member, expert } = tokens
    const asked = await ask('POST', '/api/expert/qa/law', member, questionForm)
    const { expertConsultIdx } = z.object({ expertConsultIdx: z.int() }).parse(asked)
    await ask('PUT', '/api/expert/qa/law', expert, { expertConsultIdx, Acontent: '동의를 받으세요.' })
    const [year = '', month = '', day = ''] = koreanDay(7)
    const Cdate = `${year} / ${month} / ${day}`
    await ask('PUT', '/api/expert/qa/apply', member, { ...requestForm, Cdate, Ctime, expertConsultIdx })

    const request = expect.objectContaining({ expertConsultIdx, Cdate, Ctime })
    expect(await rowsAt('/api/expert/qa/consulted', member)).toContainEqual(request)
    expect(await rowsAt('/api/expert/qa/consultations', expert)).toContainEqual(request)
    expect((await rowsAt('/api/notify', expert))[0]?.notiContent).toContain(
      `${year.slice(2)}.${month}.${day} ${clock}`,
    )
  })

  it('dates a notice and an ad as in Korea (H135)', async () => {
    const { member, operator } = tokens
    const before = Date.now()
    await ask('POST', '/api/notice', operator, { title: '점검 안내', content: '일요일 새벽에 점검합니다.' })
    const [notice] = await rowsAt('/api/notice', member)
    const publishedAt = Date.parse(`${String(notice?.createAt).replace(' ', 'T')}+09:00`)
    expect(publishedAt).toBeGreaterThan(before - 1_000)
    expect(publishedAt).toBeLessThanOrEqual(Date.now())

    const days = { applyFrom: 0, applyTo: 10, choice: 11, uploadFrom: 12, uploadTo: 30, completeDate: 40 }
    const schedule = Object.entries(days).map(([name, at]) => [name, koreanDay(at)] as const)
    const entered = Object.fromEntries(schedule.map(([name, day]) => [name, day.join('-')]))
    const ad = await ask('POST', '/api/advertise/ad/insert', operator, adParts({ ...adForm, ...entered }))
    const { adIdx } = z.object({ adIdx: z.int() }).parse(ad)
    const detail = await ask('GET', `/api/advertise/ad/detail/${adIdx}`, member)
    const shown = Object.fromEntries(schedule.map(([name, day]) => [name, day.join('.').slice(2)]))
    expect(z.object({ ad: rows }).parse(detail).ad).toMatchObject([shown])
  })
})
