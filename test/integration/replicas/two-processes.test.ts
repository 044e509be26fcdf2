import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { loadKeys } from '../../../src/adapters/auth/keys-file.ts'
import { openMysql, type SqlPersistence } from '../../../src/adapters/kysely/open.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { LOGIN_ATTEMPTS } from '../../../src/application/account/login.ts'
import { type ServerProcess, serverProcess } from '../../crash/server-process.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aVerifiedChannel } from '../../fixtures/channel.ts'
import { allAtOnce, toldTo } from '../../fixtures/house.ts'
import { demand, kept, oneByOne } from '../../fixtures/stored.ts'
import {
  type Answer,
  type Client,
  client,
  type Member,
  openTestHouse,
  PASSWORD,
  type TestHouse,
} from '../../fixtures/test-house.ts'
import { storageOf } from '../../fixtures/test-storage.ts'
import { describeOnMariadb, takeDatabase } from '../../mariadb/for-tests.ts'
import { sharedEnvironment } from '../../replicas/serve.ts'
import { applying } from '../http/refusal-case.ts'
import { signUpForm } from '../http/routes.ts'

const AT_ONCE = 64
const tokens = z.object({ token: z.string(), refreshToken: z.string() })

/** Two processes as people run them. Everything that is asked here is asked over a socket, of one or of both. */
describeOnMariadb('two servers on one MariaDB', () => {
  let dataDir: string
  let giveBack: () => Promise<void>
  let persistence: SqlPersistence
  let servers: readonly [ServerProcess, ServerProcess]
  /** What stands behind them: members who have a token already, and what is stored. */
  let house: TestHouse
  let operator: Member

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crecker-replicas-'))
    const database = await takeDatabase()
    giveBack = database.giveBack
    // Two processes and a database on a small machine are slow, and nothing here is about how long it takes.
    const url = `${database.url}?deadline-ms=30000`
    const environment = await sharedEnvironment(dataDir, url)
    servers = [await serverProcess(environment), await serverProcess(environment)]
    // At once, on a database that has no tables yet: one of them makes the tables, and the other waits.
    await Promise.all(servers.map(({ start }) => start()))
    persistence = await openMysql({ url })
    const keys = await loadKeys({ path: join(dataDir, 'keys.json'), mayCreate: false })
    house = await openTestHouse({ now: systemClock.now(), storage: storageOf(persistence), keys })
    operator = await house.anOperator()
  })
  afterAll(async () => {
    for (const { stop } of servers) await stop()
    await persistence.close()
    await giveBack()
    await rm(dataDir, { recursive: true })
  })

  /** A newer client at the first (0) or the second (1) server; with another number as a balancer would send it. */
  const at = (number: number, who: Member | string | null): Client => {
    const { port } = servers[number % 2 === 0 ? 0 : 1]
    const token = typeof who === 'string' ? who : who?.token
    return client(
      { request: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init) },
      {
        accept: 'application/problem+json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    )
  }
  const good = (answer: Answer): unknown => {
    expect(answer.status, answer.text).toBe(200)
    return answer.data
  }
  const granted = (answers: readonly Answer[]): number =>
    answers.filter(({ status }) => status === 200).length
  const kindsOf = (answers: readonly Answer[]) => new Set(answers.map(({ kind }) => kind))
  const logInAt = async (number: number, email: string) => {
    const answer = await at(number, null).post('/api/auth/login', { form: { email, password: PASSWORD } })
    return z.object({ tokens }).parse(good(answer)).tokens
  }
  const refreshAt = (number: number, refreshtoken: string) =>
    at(number, null).get('/api/auth/refresh', { headers: { refreshtoken } })
  const anOpenAd = () => house.anAd({ schedule: aSchedule(systemClock.now()) })

  it('are one platform to a creator and an operator, whoever answers', async () => {
    const ad = await anOpenAd()
    good(await at(0, null).post('/api/auth/signup', { json: signUpForm }))
    const { token, refreshToken } = await logInAt(1, signUpForm.email)
    const { id: account } =
      (await persistence.views.accounts.credentials(signUpForm.email)) ?? expect.fail('she has signed up')
    await kept(persistence, async ({ channels }) => demand(await channels.save(aVerifiedChannel(account))))
    const { path, sent } = applying(operator, ad.id)
    good(await at(0, token).post(path, sent))
    expect(good(await at(1, operator).get('/api/userad/ing/ing/ing?progress=1'))).toEqual([
      expect.objectContaining({ userIdx: account, adIdx: ad.id }),
    ])
    const json = { userIdx: account, adIdx: ad.id }
    good(await at(1, operator).post('/api/userad/confirm', { json }))
    expect((await at(0, operator).post('/api/userad/confirm', { json })).status).toBe(409)
    expect(good(await at(0, token).get('/api/userad/length'))).toMatchObject({ 1: 0, 2: 1 })

    let pair = { token, refreshToken }
    for (let turn = 0; turn < 6; turn += 1) {
      pair = tokens.parse(good(await refreshAt(turn, pair.refreshToken)))
      good(await at(turn + 1, pair.token).get('/api/user'))
    }
    // Both have found the token good by now.
    for (const number of [0, 1]) good(await at(number, pair.token).get('/api/user'))
    good(await at(0, pair.token).post('/api/auth/logout'))
    for (const number of [1, 0]) {
      expect((await at(number, pair.token).get('/api/user')).kind).toBe('token-invalid')
      expect((await refreshAt(number, pair.refreshToken)).kind).toBe('refresh-token-unknown')
    }
  })

  it('give a refresh token one successor when both are asked at once', async () => {
    await house.creator('refreshing')
    const { refreshToken } = await logInAt(0, 'refreshing@example.kr')
    const answers = await allAtOnce(20, (index) => refreshAt(index, refreshToken))
    const successors = answers.map((answer) => tokens.parse(good(answer)).refreshToken)
    expect(new Set(successors).size).toBe(1)
  })

  it(`grant one of ${AT_ONCE} withdrawals`, async () => {
    const rich = await house.creator('rich')
    await house.earnings(rich, { amount: 50_000 })
    const answers = await allAtOnce(AT_ONCE, (index) => at(index, rich).post('/api/cash/withdraw'))
    expect(granted(answers)).toBe(1)
    expect([...kindsOf(answers)]).not.toContain('outage')
    expect(await persistence.views.cash.withdrawalsOf(rich.account.id, 10)).toHaveLength(1)
    expect(good(await at(1, rich).get('/api/cash'))).toMatchObject({ withdrawable: 0, requested: 50_000 })
  })

  it(`credit one of ${AT_ONCE} approvals`, async () => {
    const rewarded = await house.creator('rewarded')
    const { adId, creatorId } = await house.submission(rewarded, {})
    const json = { userIdx: creatorId, adIdx: adId }
    const answers = await allAtOnce(AT_ONCE, (index) => at(index, operator).put('/api/userad/ing', { json }))
    expect(granted(answers)).toBe(1)
    expect([...kindsOf(answers)]).not.toContain('outage')
    expect(good(await at(0, rewarded).get('/api/cash'))).toMatchObject({ pending: 50_000 })
    const told = await toldTo(persistence, rewarded.account)
    expect(told.filter(({ kind }) => kind === 'rewarded')).toHaveLength(1)
  })

  it('carry out one of two commands under one key that come at once, and answer both alike', async () => {
    const keyed = await house.creator('keyed')
    for (let round = 1; round <= 8; round += 1) {
      const { path, sent } = applying(keyed, (await anOpenAd()).id)
      const answers = await allAtOnce(2, (index) =>
        at(index, keyed).post(path, { ...sent, key: `key-${round}` }),
      )
      expect(granted(answers)).toBe(2)
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
      expect((await persistence.views.participations.counts(keyed.account.id)).applied).toBe(round)
    }
  })

  it('count the attempts of a login together', async () => {
    await house.creator('guessed')
    const form = { email: 'guessed@example.kr', password: 'wrong-password' }
    const guesses: Answer[] = []
    for (let guess = 0; guess < LOGIN_ATTEMPTS.perAccount; guess += 1)
      guesses.push(await at(guess, null).post('/api/auth/login', { form }))
    expect(kindsOf(guesses)).toEqual(new Set(['login-refused']))
    const right = { form: { ...form, password: PASSWORD } }
    for (const number of [0, 1])
      expect((await at(number, null).post('/api/auth/login', right)).kind).toBe('login-throttled')
  })

  it('count the looks of a member at YouTube together', async () => {
    const looking = await house.creator('looking')
    const form = { url: '주소가 아님' }
    const look = (number: number) => at(number, looking).post('/api/userad/auth/auth/auth', { form })
    const answers = await allAtOnce(60, look)
    expect(kindsOf(answers)).not.toContain('too-many-requests')
    for (const number of [0, 1]) expect((await look(number)).kind).toBe('too-many-requests')
  })

  it('leave the banner as one operator chose it when several choose at once', async () => {
    const ads = (await oneByOne(12, anOpenAd)).map(({ id }) => id)
    const choices = [ads.slice(0, 4), ads.slice(4, 8), ads.slice(8)]
    const pick = (number: number, adIdx: readonly number[] = []) =>
      at(number, operator).put('/api/advertise/ad/pick', { json: { adIdx } })
    for (let round = 0; round < 10; round += 1) {
      good(await pick(round))
      const answers = await allAtOnce(6, (index) => pick(index, choices[index % 3]))
      expect(granted(answers)).toBe(6)
      const shown = good(await at(round, operator).get('/api/advertise/ad/random'))
      const left = z.array(z.object({ adIdx: z.number() })).parse(shown)
      expect(choices).toContainEqual(left.map(({ adIdx }) => adIdx).sort((a, b) => a - b))
    }
  })

  it('leave books that agree', async () => {
    expect((await persistence.views.cash.books()).drift).toEqual([])
  })
})
