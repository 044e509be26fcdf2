import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  startYouTubeSimulator,
  type YouTubeSimulator,
} from '../../../src/adapters/youtube/simulator/server.ts'
import { formatDay } from '../../../src/domain/calendar.ts'
import { aClock } from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { ran } from '../../fixtures/jobs.ts'
import { png } from '../../fixtures/pictures.ts'
import { type Answer, client, PASSWORD } from '../../fixtures/test-house.ts'
import { takeDatabase } from '../../mariadb/for-tests.ts'
import { ARE_REPLICAS_HERE } from '../../replicas/for-tests.ts'
import { type RunningServers, sharedEnvironment, startServers } from '../../replicas/serve.ts'
import { adForm, adParts, signUpForm } from './routes.ts'

/** Where the data is: in a file, or in the project `replicas` on a MariaDB, of which two servers tell the story in turn. */
const openPlace = async (dataDir: string) => {
  if (!ARE_REPLICAS_HERE) return { environment: { DATA_DIR: dataDir }, giveBack: async () => undefined }
  const { url, giveBack } = await takeDatabase()
  return { environment: await sharedEnvironment(dataDir, url), giveBack }
}

/** One story in the order in which it is told: each step stands on those before it. */
describe('the main job on a real socket, a real database and the real YouTube adapter', () => {
  const clock = aClock()
  const email = 'minji@example.kr'
  let [minji, operator, adIdx, userAdIdx, videoUrl] = ['', '', 0, 0, '']
  let dataDir: string
  let youTube: YouTubeSimulator
  let place: Awaited<ReturnType<typeof openPlace>>
  let server: RunningServers

  const start = () =>
    startServers(
      ARE_REPLICAS_HERE ? 2 : 1,
      { ...place.environment, YOUTUBE_API_KEY: 'key-of-the-test', YOUTUBE_API_BASE_URL: youTube.baseUrl },
      { clock },
    )
  const as = (token: string) =>
    client({ request: (path, init) => server.fetch(String(path), init) }, token === '' ? {} : { token })
  const pass = (days: number) => clock.pass(days * 86_400_000)
  const logIn = async (who: string) => {
    const answer = await as('').post('/api/auth/login', { form: { email: who, password: PASSWORD } })
    return z.object({ tokens: z.object({ token: z.string() }) }).parse(answer.data).tokens.token
  }
  const good = (answer: Answer) => {
    expect(answer, answer.text).toMatchObject({ status: 200, success: true })
    return answer.data
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crecker-http-'))
    place = await openPlace(dataDir)
    youTube = await startYouTubeSimulator({ clock, port: 0, apiKey: 'key-of-the-test' })
    server = await start()
    const added = await server.house.addOperator({ email: 'op@example.kr', password: PASSWORD, name: '운영' })
    expect(added.ok).toBe(true)
  })
  afterAll(async () => {
    await server.close()
    await youTube.close()
    await place.giveBack()
    await rm(dataDir, { recursive: true })
  })

  it('starts ready', async () => {
    expect((await as('').get('/ready')).status).toBe(200)
  })

  it('signs a creator up, as the app does, with a proof video without a code', async () => {
    const channelId = youTube.catalogue.addChannel({ title: '민지의 하루', subscribers: 25_000 })
    const proof = youTube.catalogue.addVideo({ channelId, privacy: 'unlisted' })
    const json = { ...signUpForm, email, notRegisterUrl: `https://youtu.be/${proof}` }
    good(await as('').post('/api/auth/signup/', { json }))
    minji = await logIn(email)
    expect(good(await as(minji).get('/api/user/channel'))).toMatchObject({ state: 'pending', channelId })
  })

  it('verifies the channel by a code in a video', async () => {
    const { hash } = z.object({ hash: z.string() }).parse(good(await as(minji).get('/api/auth/hash')))
    const [channel] = youTube.catalogue.channels()
    const proof = youTube.catalogue.addVideo({
      channelId: channel?.id ?? expect.fail('there is a channel'),
      privacy: 'unlisted',
      description: `크래커 인증 ${hash}`,
    })
    const json = { url: `https://www.youtube.com/watch?v=${proof}` }
    expect(good(await as(minji).post('/api/user/channel', { json }))).toMatchObject({
      state: 'verified',
      subscribers: 25_000,
      missing: [],
    })
  })

  it('shows an ad with its three pictures', async () => {
    operator = await logIn('op@example.kr')
    const form = {
      ...adForm,
      applyFrom: formatDay(inDays(-1)),
      applyTo: formatDay(inDays(5)),
      choice: formatDay(inDays(6)),
      uploadFrom: formatDay(inDays(1)),
      uploadTo: formatDay(inDays(12)),
      completeDate: formatDay(inDays(15)),
      holdDays: '5',
    }
    const pictures = [1, 2, 3].map((side) => png(side, side, [side, 0, 0]))
    const created = good(
      await as(operator).post('/api/advertise/ad/insert', { parts: adParts(form, pictures) }),
    )
    adIdx = z.object({ adIdx: z.number() }).parse(created).adIdx
    const detail = good(await as(minji).get(`/api/advertise/ad/detail/${adIdx}`))
    const shown = z
      .object({
        ad: z.tuple([z.object({ thumbnail: z.string(), summaryPhoto: z.string(), fullPhoto: z.string() })]),
      })
      .parse(detail).ad[0]
    for (const [at, address] of [shown.thumbnail, shown.summaryPhoto, shown.fullPhoto].entries()) {
      expect(address).toMatch(new RegExp(`^(${server.urls.join('|')})/images/`))
      const picture = await fetch(address)
      expect(new Uint8Array(await picture.arrayBuffer())).toEqual(pictures[at])
    }
    expect(good(await as(minji).get('/api/advertise/ad/interest'))).toEqual([
      expect.objectContaining({ adIdx, cash: '30,000', dday: 5 }),
    ])
  })

  it('takes the application and assigns it', async () => {
    const applied = await as(minji).post('/api/advertise/ad/write', {
      form: {
        adIdx: String(adIdx),
        title: adForm.title,
        subtitle: adForm.subtitle,
        youtubeUrl: 'https://www.youtube.com/@minji',
        phone: '010-1234-5678',
        location: '서울',
        planTitle: '손이 트는 겨울',
        planContents: '브이로그로 찍습니다.',
        isAgree: 'true',
      },
    })
    userAdIdx = z.object({ userAdIdx: z.number() }).parse(good(applied)).userAdIdx
    const [waiting] = z
      .array(z.object({ userIdx: z.number(), adIdx: z.number(), subscribers: z.number() }))
      .parse(good(await as(operator).get('/api/userad/ing/ing/ing?progress=1')))
    expect(waiting).toMatchObject({ adIdx, subscribers: 25_000 })
    good(await as(operator).post('/api/userad/confirm', { json: { userIdx: waiting?.userIdx, adIdx } }))
    expect(good(await as(minji).get('/api/userad/length'))).toEqual({ 1: 0, 2: 1, 3: 0, 4: 0 })
  })

  it('proves the upload', async () => {
    pass(2)
    const [channel] = youTube.catalogue.channels()
    const video = youTube.catalogue.addVideo({
      channelId: channel?.id ?? expect.fail('there is a channel'),
      title: '트지 않는 손 #핸드크림',
      description: '유료 광고를 포함합니다 #협찬',
    })
    videoUrl = `https://youtu.be/${video}`
    clock.pass(3_600_000)
    expect(
      good(await as(minji).post('/api/userad/auth/auth/auth', { form: { url: videoUrl } })),
    ).toMatchObject({
      publishedAt: '26/ 11/ 24',
      thumbnails: expect.stringMatching(/^https:/),
    })
    good(await as(minji).post('/api/userad/auth', { form: { adIdx: String(adIdx), url: videoUrl } }))
    expect(good(await as(minji).get('/api/userad/3'))).toEqual([expect.objectContaining({ userAdIdx })])
  })

  it('approves it, reads figures, and credits the reward', async () => {
    pass(1)
    await ran(server.house, 'refresh-statistics')
    const [waiting] = z
      .array(z.object({ userIdx: z.number() }))
      .parse(good(await as(operator).get('/api/userad/ing/ing/ing')))
    good(await as(operator).put('/api/userad/ing', { json: { userIdx: waiting?.userIdx, adIdx } }))
    expect(good(await as(minji).get('/api/cash'))).toMatchObject({ cash: 30_000, cashAllowed: 0 })
    expect((await as(minji).post('/api/cash/withdraw')).success).toBe(false)
  })

  it('keeps everything over a restart', async () => {
    await server.close()
    server = await start()
    expect(good(await as(minji).get('/api/cash'))).toMatchObject({ cash: 30_000 })
  })

  it('releases the reward after the hold and withdraws it', async () => {
    pass(5)
    await ran(server.house, 'refresh-statistics')
    await ran(server.house, 'release-rewards')
    expect(good(await as(minji).get('/api/cash'))).toMatchObject({ cash: 30_000, cashAllowed: 30_000 })
    const { withdrawalIdx } = z
      .object({ withdrawalIdx: z.number() })
      .parse(good(await as(minji).post('/api/cash/withdraw', { raw: { type: null, body: '' } })))
    good(
      await as(minji).put('/api/user/payee', {
        json: { bank: '국민은행', number: '110-1-234567', holder: '김민지' },
      }),
    )
    const json = { decision: 'pay', bankReference: '이체-1' }
    good(await as(operator).put(`/api/cash/withdrawals/${withdrawalIdx}`, { json }))
    expect(good(await as(minji).get('/api/cash'))).toMatchObject({ cash: 0, cashAllowed: 0, paid: 30_000 })
  })

  it('shows operator and creator what each decision on the reward rested on', async () => {
    const known = { video: expect.any(String), pausedMs: 0, views: expect.any(Number), privacy: 'public' }
    const stood = { state: 'live', cause: null, missingHashtags: [], reason: null }
    const decisions = [
      { ...known, ...stood, decision: 'completed', by: 'operator' },
      { ...known, ...stood, decision: 'released', by: 'job' },
    ]
    const [reviewed] = z
      .array(z.object({ userAdIdx: z.literal(userAdIdx), decisions: z.array(z.unknown()) }))
      .parse(good(await as(operator).get('/api/userad/ing/ing/ing?progress=4')))
    expect(reviewed?.decisions).toMatchObject(decisions)
    expect(reviewed?.decisions).toMatchObject([{ operatorIdx: expect.any(Number) }, { operatorIdx: null }])
    const [own] = z
      .array(z.object({ userAdIdx: z.literal(userAdIdx), decisions: z.array(z.unknown()) }))
      .parse(good(await as(minji).get(`/api/userad/4/${userAdIdx}`)))
    expect(own?.decisions).toMatchObject(decisions)
    // Which operator it was is no business of the creator.
    expect(own?.decisions[0]).not.toHaveProperty('operatorIdx')
  })

  it('reports it', async () => {
    const [row] = z
      .array(z.object({ userAdIdx: z.number(), views1: z.number(), categoryName: z.string() }))
      .parse(good(await as(minji).get('/api/report')))
    expect(row).toMatchObject({ userAdIdx, categoryName: '뷰티' })
    expect(row?.views1).toBeGreaterThan(0)
    expect(good(await as(minji).get('/api/report/info'))).toMatchObject({
      totalCosts: 30_000,
      totalViews: row?.views1,
      totalViews1: row?.views1,
      top: [{ name: 'Beauty', views: row?.views1 }],
    })
  })

  it('has told the creator of each step', async () => {
    const kinds = z
      .array(z.object({ kind: z.string() }))
      .parse(good(await as(minji).get('/api/notify')))
      .map(({ kind }) => kind)
    expect(kinds.toReversed()).toEqual([
      'channel-pending',
      'channel-verified',
      'assigned',
      'rewarded',
      'released',
      'withdrawn',
    ])
  })

  it('leaves books that agree', async () => {
    const { drift, totals } = await server.house.persistence.views.cash.books()
    expect(drift).toEqual([])
    expect(totals.paid).toBe(30_000)
  })

  it('survives hostile bytes on the wire', async () => {
    const answers = [
      await as(minji).post('/api/user/channel', { raw: { type: 'multipart/form-data', body: 'x' } }),
      await as(minji).post('/api/user/channel', {
        raw: { type: 'application/json', body: new Uint8Array(2_000_000).fill(0x5b) },
      }),
      await as(minji).get('/images/..%2f..%2fkeys.json'),
      await as('\u00ff'.repeat(100)).get('/api/cash'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 413, 404, 200])
    expect((await as('').get('/health')).status).toBe(200)
  })
})
