import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { formatCompact } from '../../../src/domain/calendar.ts'
import { DAY_MS, later } from '../../../src/domain/primitives.ts'
import { aNewAd, aSchedule } from '../../fixtures/ad.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo } from '../../fixtures/you-tube.ts'
import { openBusyHouse } from '../http/busy-house.ts'
import { rowOf } from '../http/routes.ts'

const cards = z.array(z.object({ adIdx: z.number(), dday: z.number() }))

describe('lists of ads', () => {
  const LISTS = ['interest', 'popular', 'latest', 'list/0102'].map((list) => `/api/advertise/ad/${list}`)

  it.each(LISTS)('end after at most a hundred, and hold open ads only: %s (H121, H122)', async (path) => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const closed = aSchedule(NOON, { applyTo: inDays(-0.5) })
    const over = await house.anAd({ schedule: closed })
    await kept(house.persistence, ({ ads }) => oneByOne(120, () => ads.add(aNewAd())))
    const shown = cards.parse((await house.as(minji).get(path)).data)
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.length).toBeLessThanOrEqual(100)
    expect(shown.map(({ adIdx }) => adIdx)).not.toContain(over.id)
    for (const { dday } of shown) expect(dday).toBe(7)
  })

  it('newest first also within one day (H124)', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const created = [3, 1, 2].map((minutes) => later(NOON, -minutes * 60_000))
    const [oldest, newest, middle] = await oneByOne(3, async (at) =>
      house.anAd({ createdAt: created[at] ?? NOON }),
    )
    const shown = cards.parse((await house.as(minji).get('/api/advertise/ad/latest')).data)
    expect(shown.map(({ adIdx }) => adIdx)).toEqual([newest?.id, middle?.id, oldest?.id])
  })

  it('are asked for by codes that there are: 0106 is none (H129, H133)', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    for (const code of ['0106', '0201', '0301', '0100', '101'])
      expect((await house.asClient(minji).get(`/api/advertise/ad/list/${code}`)).kind).toBe('input-invalid')
  })
})

describe('the banner', () => {
  it.each([1, '1', '12', { 0: 1 }, [['1', 2]], 'latest'])(
    'stays as it is when it is to be %j (H71, H120)',
    async (adIdx) => {
      const house = await openBusyHouse()
      const banner = async () => (await house.as(house.minji).get('/api/advertise/ad/random')).data
      const before = await banner()
      expect(before).toMatchObject([{ adIdx: house.pickedAd.id }])
      const answer = await house.asClient(house.operator).put('/api/advertise/ad/pick', { json: { adIdx } })
      expect(answer.kind).toBe('input-invalid')
      expect(await banner()).toEqual(before)
    },
  )
})

describe('what is said of a success', () => {
  it.each([
    ['POST /api/userad/confirm', '광고 배정 성공', 'H96'],
    ['PUT /api/userad/ing', '광고 진척사항 완료 성공', 'H96'],
    ['PUT /api/advertise/ad/pick', '배너 광고가 변경되었습니다.', 'H97'],
    ['POST /api/userad/notConfirm', '광고 미선정 처리 성공', 'H59'],
  ])('is about what was done: %s says %s (%s)', async (route, message) => {
    const house = await openBusyHouse()
    const { path, sent } = rowOf(route).call(house)
    const [method = ''] = route.split(' ')
    expect(await house.as(house.operator).send(method, path, sent)).toMatchObject({ success: true, message })
  })

  it('of a proof code comes with the code, and the code proves the channel (H85, H99)', async () => {
    const house = await openTestHouse()
    const newcomer = await house.creator('newcomer', {
      channel: { identity: null, state: { status: 'unproven' } },
    })
    const issued = await house.as(newcomer).get('/api/auth/hash')
    expect(issued).toMatchObject({ success: true, message: '채널 인증 코드가 발급되었습니다.' })
    const { hash } = z.object({ hash: z.string().length(16) }).parse(issued.data)
    const channelId = aChannelId('fresh')
    house.youTube.describe(aChannelAtYouTube({ id: channelId }))
    const video = aProofVideo({ id: aVideoId('fresh'), channelId, description: hash })
    house.youTube.publish(video)
    const proved = await house
      .as(newcomer)
      .post('/api/user/channel', { json: { url: `https://youtu.be/${video.id}` } })
    expect(proved.data).toMatchObject({ state: 'verified', channelId })
  })
})

describe('an application', () => {
  it.each([
    ['true', true],
    ['false', false],
  ])('that says "%s" to a later selection means it (H58)', async (isAgree, meant) => {
    const house = await openBusyHouse()
    const { sent } = rowOf('POST /api/advertise/ad/write').call(house)
    const form = Object.fromEntries(
      Object.entries({ ...Object(sent?.json), isAgree }).map(([name, value]) => [name, String(value)]),
    )
    const { data } = await house.as(house.minji).post('/api/advertise/ad/write', { form })
    const { userAdIdx } = z.object({ userAdIdx: z.number() }).parse(data)
    const own = await house.as(house.minji).get(`/api/userad/1/${userAdIdx}`)
    expect(own.data).toMatchObject([{ isAgree: meant }])
  })

  it('is for the ad as it is called, whatever title the client sends along (H57)', async () => {
    const house = await openBusyHouse()
    const { sent } = rowOf('POST /api/advertise/ad/write').call(house)
    const json = { ...Object(sent?.json), title: '무료 상품', subtitle: '거짓' }
    expect((await house.as(house.minji).post('/api/advertise/ad/write', { json })).success).toBe(true)
    const { text } = await house.as(house.minji).get('/api/userad/1')
    expect(text).toContain(house.freshAd.title)
    expect(text).not.toContain('무료 상품')
  })

  it('shows the day on which it was made, not that of the ad (H137)', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const ad = await house.anAd({ createdAt: inDays(-2) })
    await house.application(minji, { ad })
    const { data } = await house.as(minji).get('/api/userad/1')
    expect(data).toMatchObject([{ createAt: formatCompact(NOON) }])
    expect(formatCompact(ad.createdAt)).not.toBe(formatCompact(NOON))
  })

  it('warns of an upload that can still be made, and not of one that is overdue (H136)', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await house.assignment(minji, {})
    const warnings = async (days: number) => {
      house.clock.set(inDays(days))
      return (await house.as(await house.renewed(minji)).get('/api/userad/2')).data
    }
    expect(await warnings(18)).toMatchObject([{ isWarn: 0 }])
    expect(await warnings(19)).toMatchObject([{ isWarn: 1 }])
    expect(await warnings(20)).toMatchObject([{ isWarn: 1 }])
    expect(await warnings(21)).toMatchObject([{ isWarn: 0 }])
  })
})

describe('cash', () => {
  it('is shown in whole won, to the last digit and newest first (H51, H134, H157)', async () => {
    const house = await openBusyHouse()
    const { minji, operator, parts } = house
    const json = { userIdx: minji.account.id, adIdx: parts.submitted.adId }
    expect((await house.as(operator).put('/api/userad/ing', { json })).success).toBe(true)
    const { history, cash } = z
      .object({
        cash: z.number(),
        history: z.array(
          z.object({ title: z.string(), isIn: z.string(), price: z.string(), date: z.string() }),
        ),
      })
      .parse((await house.as(minji).get('/api/cash')).data)
    // 50,000 for this one; "10,000" added 10 in 2020.
    expect(cash).toBe(120_000)
    expect(history[0]).toEqual({
      title: expect.any(String),
      isIn: '적립',
      price: '50000',
      date: '26.11.25 12:00:00',
    })
  })

  it('that is withdrawn is written down as much as it was (H47, H49)', async () => {
    const house = await openBusyHouse()
    const withdraw = () => house.as(house.minji).post('/api/cash/withdraw')
    expect(await withdraw()).toMatchObject({ success: true, data: { amount: 30_000 } })
    const { data } = await house.as(house.minji).get('/api/cash')
    expect(data).toMatchObject({
      cashAllowed: 0,
      history: expect.arrayContaining([
        { title: '계좌출금', isIn: '출금', kind: 'withdrawal', price: '30000', date: expect.any(String) },
      ]),
    })
    house.clock.pass(DAY_MS)
    // Nothing is left, and an answer that says so.
    expect(await withdraw()).toMatchObject({ status: 200, success: false })
  })
})

describe('reports', () => {
  it('have numbers in every row and every field, also where nothing is known (H101, H127, H128, H130)', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const known = await house.completion(minji, { reward: 40_000 })
    const unknown = await house.completion(minji, { reward: 10_000 })
    await kept(house.persistence, async ({ videos }) => {
      if (known.status !== 'completed') throw new Error('it is completed')
      await videos.observe(
        anObservation({ videoId: known.upload.videoId, at: NOON, views: 1_000, likes: 50 }),
      )
    })
    const rows = z
      .array(
        z.strictObject({
          userAdIdx: z.int(),
          companyName: z.string().min(1),
          title: z.string().min(1),
          categoryName: z.string().min(1),
          likes: z.int(),
          views1: z.int(),
          asOf: z.iso.datetime({ offset: true }).nullable(),
          figures: z.strictObject({
            views: z.int().nullable(),
            likes: z.int().nullable(),
            comments: z.int().nullable(),
            asOf: z.iso.datetime({ offset: true }).nullable(),
          }),
        }),
      )
      .parse((await house.as(minji).get('/api/report')).data)
    expect(rows).toMatchObject([
      { userAdIdx: unknown.id, likes: 0, views1: 0 },
      { userAdIdx: known.id, likes: 50, views1: 1_000 },
    ])
    for (const { userAdIdx } of rows) {
      const { data } = await house.as(minji).get(`/api/report/${userAdIdx}`)
      const [one] = z
        .tuple([
          z.object({
            userAdIdx: z.int(),
            companyName: z.string().min(1),
            cash: z.string().regex(/^\d{1,3}(,\d{3})*$/),
            likes: z.int(),
            views1: z.int(),
            views5: z.int(),
          }),
        ])
        .parse(data)
      expect(one.userAdIdx).toBe(userAdIdx)
    }
    expect((await house.as(minji).get('/api/report/info')).data).toMatchObject({
      er: expect.any(Number),
      totalCosts: 50_000,
      totalLikes: 50,
      totalViews: 1_000,
    })
  })

  it('say that figures are unknown once they were purged, where the app does not ask for a number', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const part = await house.completion(minji, { reward: 40_000 })
    await kept(house.persistence, async ({ videos }) => {
      if (part.status !== 'completed') throw new Error('it is completed')
      await videos.observe(anObservation({ videoId: part.upload.videoId, at: inDays(-40), views: 1_000 }))
      await videos.purgeObservations(inDays(-29), 10)
    })
    expect((await house.as(minji).get(`/api/report/${part.id}`)).data).toMatchObject([
      { views1: 0, views5: 0, likes: 0, comments: null, updateAt: '', series: [] },
    ])
    expect((await house.as(minji).get('/api/report/info')).data).toMatchObject({
      totalViews: 0,
      erPrecise: null,
      top: [],
      totalCosts: 40_000,
    })
  })
})
