import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { NewDailyCard } from '../../../src/domain/news/daily-card.ts'
import type { NewSupportProgramme } from '../../../src/domain/news/support-programme.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewProgramme } from '../../fixtures/news.ts'
import { jpeg, png } from '../../fixtures/pictures.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import { type Member, openTestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { UNKNOWN_ID } from './refusal-case.ts'
import { cardForm, cardParts, programmeForm, programmeParts } from './routes.ts'

/** Minji, Junho and an operator, and what is put on the platform beside the routes. */
const openNews = async () => {
  const house = await openTestHouse()
  return {
    ...house,
    minji: await house.creator('minji'),
    junho: await house.creator('junho'),
    operator: await house.anOperator(),
    programme: (over: Partial<NewSupportProgramme> = {}, views = 0) =>
      kept(house.persistence, ({ supportProgrammes }) => supportProgrammes.add(aNewProgramme(over), views)),
    dailyCard: (over: Partial<NewDailyCard> = {}) =>
      kept(house.persistence, ({ dailyCards }) => dailyCards.add(aNewDailyCard(over))),
  }
}
type News = Awaited<ReturnType<typeof openNews>>

const rows = z.array(z.record(z.string(), z.unknown()))
const read = async (house: Pick<News, 'as'>, who: Member, path: string, language = 'ko') => {
  const answer = await house.as(who).get(`/api/${path}`, { headers: { 'accept-language': language } })
  expect({ status: answer.status, success: answer.success }, answer.text).toEqual({
    status: 200,
    success: true,
  })
  return rows.parse(answer.data)
}
const column = (list: z.infer<typeof rows>, name: string) => list.map((row) => row[name])
const scrap = (house: News, who: Member, newsIdx: number) =>
  house.as(who).post('/api/news/scrap', { json: { newsIdx } })

const PICTURE = /^http:\/\/localhost\/images\/[\w.]+$/

describe('a support programme', () => {
  it('is shown in its detail with everything the app reads, and only to one reader as scrapped (H41)', async () => {
    const house = await openNews()
    const programme = await house.programme({ updatedAt: inDays(2) })
    await scrap(house, house.junho, programme.id)
    await scrap(house, house.operator, programme.id)
    const detail = {
      newsIdx: programme.id,
      poster: 'http://localhost/images/poster.webp',
      host: '한국콘텐츠진흥원',
      title: '1인 미디어 창작자 지원사업',
      subtitle: '장비와 교육을 드립니다',
      contents: '만 19세 이상이면 누구나',
      calendarStart: '26.11.21',
      calendarEnd: '26.12.02',
      url: 'https://example.kr/programme',
      createAt: '26.11.22',
      updateAt: '26.11.24',
      views: 0,
      applyCount: '3',
    }
    const path = `news/support/${programme.id}`
    expect(await read(house, house.minji, path)).toEqual([{ ...detail, isScrapped: false }])
    expect(await read(house, house.junho, path)).toEqual([{ ...detail, views: 1, isScrapped: true }])
    for (const list of ['news/support', 'news/recommand/1', 'news/recommand/2']) {
      expect(column(await read(house, house.minji, list), 'isScrapped')).toEqual([false])
      expect(column(await read(house, house.junho, list), 'isScrapped')).toEqual([true])
    }
  })

  it('is changed when it is changed, not when it was made (H149)', async () => {
    const house = await openNews()
    const programme = await house.programme({ createdAt: inDays(-3), updatedAt: inDays(-3) })
    const { id } = await house.dailyCard({ createdAt: inDays(-3), updatedAt: inDays(-3) })
    await scrap(house, house.minji, programme.id)
    const { operator } = house
    await house.as(operator).put(`/api/news/support/${programme.id}`, { parts: programmeParts() })
    await house.as(operator).put(`/api/news/daily/${id}`, { parts: cardParts() })
    const lists = [
      'news/support',
      `news/support/${programme.id}`,
      'news/recommand/1',
      'news/recommand/2',
      'news/daily',
      `news/daily/${id}`,
      'usernews',
    ]
    for (const list of lists)
      expect(await read(house, house.minji, list), list).toMatchObject([
        { createAt: '26.11.19', updateAt: '26.11.22' },
      ])
  })

  it('counts a look once a member and Korean day, and none of an operator', async () => {
    const house = await openNews()
    const { id } = await house.programme()
    const path = `news/support/${id}`
    for (const who of [house.minji, house.minji, house.junho, house.operator]) await read(house, who, path)
    expect(column(await read(house, house.operator, path), 'views')).toEqual([2])
    house.clock.set(inHours(12))
    await read(house, await house.renewed(house.minji), path)
    expect(column(await read(house, house.operator, 'news/support'), 'views')).toEqual([3])
  })

  it('has no way in for who writes SQL into its address (H11)', async () => {
    const house = await openNews()
    const { id } = await house.programme()
    await house.dailyCard()
    const before = await house.everything()
    const attacks = [
      `${id} OR 1=1`,
      `${id}; DROP TABLE scrap`,
      "1'--",
      '0',
      '-1',
      '1.0',
      '1e0',
      'x',
      '2147483648',
    ]
    for (const attack of attacks.map(encodeURIComponent))
      for (const path of [`/api/news/support/${attack}`, `/api/news/daily/${attack}`]) {
        expect(await house.as(house.minji).get(path)).toMatchObject({ status: 404, success: false })
        expect(await house.asClient(house.minji).get(path)).toMatchObject({
          status: 400,
          kind: 'input-invalid',
        })
      }
    expect(await house.everything()).toEqual(before)
    expect(column(await read(house, house.minji, 'news/support'), 'views')).toEqual([0])
  })
})

describe('lists of support programmes', () => {
  it('show the newest first, and those that recruit no more in "all" only (H150)', async () => {
    const house = await openNews()
    const at = (hours: number, over: Partial<NewSupportProgramme> = {}) =>
      house.programme({ createdAt: inHours(hours), ...over })
    const old = await at(-30)
    const over = await at(-1, { recruitment: { from: inDays(-9), to: later(NOON, -1) } })
    // It begins latest and was put on the platform first: what was "latest" of 2020 went by the beginning.
    const future = await at(-40, { recruitment: { from: inDays(5), to: inDays(9) } })
    const fresh = await at(-2)
    expect(column(await read(house, house.minji, 'news/recommand/2'), 'newsIdx')).toEqual([
      fresh.id,
      old.id,
      future.id,
    ])
    expect(column(await read(house, house.minji, 'news/support'), 'newsIdx')).toEqual([
      over.id,
      fresh.id,
      old.id,
      future.id,
    ])
  })

  it('show the most looked at first where popular ones are asked for', async () => {
    const house = await openNews()
    const [few, many, none] = [
      await house.programme({}, 3),
      await house.programme({}, 9),
      await house.programme({}),
    ]
    const popular = await read(house, house.minji, 'news/recommand/1')
    expect(column(popular, 'newsIdx')).toEqual([many.id, few.id, none.id])
    expect(column(popular, 'views')).toEqual([9, 3, 0])
  })

  it('count days below 0 while a programme recruits, and 0 on the last day', async () => {
    const house = await openNews()
    await house.programme({ recruitment: { from: inDays(-1), to: inDays(5) } })
    const days = async () =>
      column(await read(house, await house.renewed(house.minji), 'news/recommand/2'), 'dday')
    expect(await days()).toEqual([-5])
    house.clock.set(inDays(4.4))
    expect(await days()).toEqual([-1])
    house.clock.set(inDays(5))
    expect(await days()).toEqual([0])
    house.clock.set(later(inDays(5), 1))
    expect(await days()).toEqual([])
  })

  it.each(['0', '3', '01', '1.0', 'popular', "1'%20OR%20'1"])(
    'are popular or latest, and not %s (H114)',
    async (flag) => {
      const house = await openNews()
      await house.programme()
      const path = `/api/news/recommand/${flag}`
      expect(await house.as(house.minji).get(path)).toMatchObject({ status: 200, success: false, data: [] })
      expect(await house.asClient(house.minji).get(path)).toMatchObject({
        status: 400,
        kind: 'input-invalid',
      })
    },
  )
})

const WITHOUT_DATA = { status: 200, success: false }
const EMPTY = { status: 200, success: false, data: [] }
const MISSING = { status: 404, success: false }

describe('whoever is not logged in', () => {
  it.each([
    ['news/card', WITHOUT_DATA],
    ['news/daily', EMPTY],
    ['news/daily/1', MISSING],
    ['news/support', EMPTY],
    ['news/support/1', MISSING],
    ['news/recommand/1', EMPTY],
  ])('gets from %s what the app survives, and nothing of the news (H114)', async (path, survivable) => {
    const { stranger } = await openBusyHouse()
    const answer = await stranger.get(`/api/${path}`)
    const { status, success, data } = answer
    expect({ status, success, ...(data === undefined ? {} : { data }) }).toEqual(survivable)
  })

  it('gets no scraps (H115)', async () => {
    const { stranger } = await openBusyHouse()
    expect(await stranger.get('/api/usernews')).toMatchObject(EMPTY)
  })

  it.each(['stranger', 'minji'] as const)('or is no operator publishes nothing: %s (H30)', async (who) => {
    const house = await openBusyHouse()
    const intruder = who === 'stranger' ? house.stranger : house.as(house.minji)
    const before = await house.everything()
    const saved: string[] = []
    const { save } = house.images
    Object.assign(house.images, {
      save: async (bytes: Uint8Array) => {
        saved.push('a picture')
        return save(bytes)
      },
    })
    const { programme, dailyCard } = house
    const status = who === 'stranger' ? 401 : 403
    const attempts = [
      await intruder.post('/api/news/support', { parts: programmeParts() }),
      await intruder.post('/api/news/daily', { parts: cardParts() }),
      await intruder.put(`/api/news/support/${programme.id}`, { parts: programmeParts() }),
      await intruder.put(`/api/news/daily/${dailyCard.id}`, { parts: cardParts() }),
      await intruder.delete(`/api/news/support/${programme.id}`),
      await intruder.delete(`/api/news/daily/${dailyCard.id}`),
    ]
    for (const answer of attempts) expect(answer).toMatchObject({ status, success: false })
    expect(saved).toEqual([])
    expect(await house.everything()).toEqual(before)
  })

  it('finds no way to rewrite a programme as a test, and neither does anybody else (H31)', async () => {
    const house = await openBusyHouse()
    const before = await house.everything()
    const sent = { json: { newsIdx: house.programme.id, contents: '바꿔치기' } }
    for (const who of [house.stranger, house.as(house.minji), house.as(house.operator)])
      expect(await who.put('/api/news/test', sent)).toMatchObject({ status: 404, success: false })
    expect(await house.everything()).toEqual(before)
  })
})

describe('daily cards', () => {
  it('say how old they are within a day, and else their date, also when it is yet to come (H152)', async () => {
    const house = await openNews()
    const ages = [
      [DAY_MS + HOUR_MS, '26.11.21', '26.11.21'],
      [DAY_MS, '26.11.21', '26.11.21'],
      [DAY_MS - 1, '23시간 전', '23 hours ago'],
      [3 * HOUR_MS, '3시간 전', '3 hours ago'],
      [HOUR_MS, '1시간 전', '1 hour ago'],
      [HOUR_MS - 1, '59분 전', '59 minutes ago'],
      [MINUTE_MS, '1분 전', '1 minute ago'],
      [MINUTE_MS - 1, '방금 전', 'Just now'],
      [-1, '26.11.22', '26.11.22'],
      [-DAY_MS, '26.11.23', '26.11.23'],
      [-2 * DAY_MS + MINUTE_MS, '26.11.24', '26.11.24'],
    ] as const
    for (const [agoMs] of ages) await house.dailyCard({ createdAt: later(NOON, -agoMs) })
    const newestFirst = ages.toReversed()
    const daily = (language: string) => read(house, house.minji, 'news/daily', language)
    expect(column(await daily('ko'), 'createAt')).toEqual(newestFirst.map(([, korean]) => korean))
    expect(column(await daily('en'), 'createAt')).toEqual(newestFirst.map(([, , english]) => english))
    expect(column(await read(house, house.minji, 'news/card'), 'createAt')).toEqual(
      newestFirst.slice(0, 5).map(([, korean]) => korean),
    )
  })

  it('are shown with everything the app reads', async () => {
    const house = await openNews()
    const { id } = await house.dailyCard({ createdAt: inHours(-3), updatedAt: inHours(-1) })
    const shown = {
      dailyIdx: id,
      thumbnail: 'http://localhost/images/card.webp',
      title: '오늘의 유튜브',
      subtitle: '알고리즘이 바뀝니다',
      content: '자세한 내용은…',
      createAt: '3시간 전',
      updateAt: '26.11.22',
    }
    expect(await read(house, house.minji, 'news/daily')).toEqual([shown])
    expect(await read(house, house.minji, `news/daily/${id}`)).toEqual([{ ...shown, createAt: '26.11.22' }])
    const { dailyIdx, thumbnail, createAt } = shown
    expect(await read(house, house.minji, 'news/card')).toEqual([{ dailyIdx, thumbnail, createAt }])
  })

  it('turn in a banner of the five newest, and without any there is no data', async () => {
    const house = await openNews()
    const none = await house.as(house.minji).get('/api/news/card')
    expect(none.body).toEqual({ statusCode: 200, success: true, message: '데일리 뉴스 조회 성공' })
    const cards = await oneByOne(6, (index) => house.dailyCard({ createdAt: inHours(index - 9) }))
    const banner = await read(house, house.minji, 'news/card')
    expect(column(banner, 'dailyIdx')).toEqual(
      cards
        .map(({ id }) => id)
        .toReversed()
        .slice(0, 5),
    )
  })
})

describe('scraps', () => {
  it('are listed the last one first, with numbers where the app reads numbers', async () => {
    const house = await openNews()
    const [first, second] = [await house.programme({ applyCount: 7 }, 2), await house.programme()]
    await scrap(house, house.minji, second.id)
    house.clock.set(inHours(1))
    await scrap(house, house.minji, first.id)
    const [last, ...others] = await read(house, house.minji, 'usernews')
    expect(last).toEqual({
      newsIdx: first.id,
      poster: 'http://localhost/images/poster.webp',
      host: '한국콘텐츠진흥원',
      title: '1인 미디어 창작자 지원사업',
      subtitle: '장비와 교육을 드립니다',
      contents: '만 19세 이상이면 누구나',
      calendarStart: '26.11.21',
      calendarEnd: '26.12.02',
      url: 'https://example.kr/programme',
      createAt: '26.11.22',
      updateAt: '26.11.22',
      views: 2,
      applyCount: '7',
      isScrapped: 1,
    })
    expect(column(others, 'newsIdx')).toEqual([second.id])
    expect(await read(house, house.junho, 'usernews')).toEqual([])
  })

  it('are one for each programme, however often the app asks (H62)', async () => {
    const house = await openNews()
    const { id } = await house.programme()
    for (let time = 0; time < 3; time += 1)
      expect(await scrap(house, house.minji, id)).toMatchObject({ status: 200, success: true })
    expect(await read(house, house.minji, 'usernews')).toHaveLength(1)
    expect(await read(house, house.minji, `news/support/${id}`)).toMatchObject([{ isScrapped: true }])
    for (let time = 0; time < 2; time += 1)
      expect(await house.as(house.minji).delete('/api/news/scrap', { json: { newsIdx: id } })).toMatchObject({
        status: 200,
        success: true,
      })
    expect(await read(house, house.minji, 'usernews')).toEqual([])
  })

  it('of what is not there are refused, so that the app shows no success (H62)', async () => {
    const house = await openNews()
    const before = await house.everything()
    expect(await scrap(house, house.minji, UNKNOWN_ID)).toMatchObject(MISSING)
    for (const newsIdx of [0, -1, 1.5, null, '', 'x', '1 OR 1=1', 2 ** 31])
      expect(await house.as(house.minji).post('/api/news/scrap', { json: { newsIdx } })).toMatchObject(
        MISSING,
      )
    expect(await house.everything()).toEqual(before)
  })
})

describe('long lists', () => {
  const HOW_MANY = 250
  const filled = async () => {
    const house = await openNews()
    await kept(house.persistence, async ({ supportProgrammes, dailyCards, scraps }) => {
      await oneByOne(HOW_MANY, async (index) => {
        const createdAt = inHours(-Math.floor(index / 3))
        const { id } = await supportProgrammes.add(aNewProgramme({ createdAt }))
        await scraps.keep({ member: house.minji.account.id, programme: id, at: createdAt })
        await dailyCards.add(aNewDailyCard({ createdAt }))
      })
    })
    return house
  }

  it.each([
    ['news/support', 'newsIdx'],
    ['news/daily', 'dailyIdx'],
    ['usernews', 'newsIdx'],
  ])('end after 100 rows at %s, and whoever goes on sees every row once', async (path, id) => {
    const house = await filled()
    const seen: unknown[] = []
    const pages: number[] = []
    for (let cursor = ''; pages.at(-1) !== 0 && pages.length < 9; cursor = `?cursor=${seen.at(-1)}`) {
      const shown = column(await read(house, house.minji, `${path}${cursor}`), id)
      pages.push(shown.length)
      seen.push(...shown)
    }
    expect(pages).toEqual([100, 100, 50, 0])
    expect(new Set(seen).size).toBe(HOW_MANY)
  })

  it.each(['news/recommand/1', 'news/recommand/2'])('end after 100 rows at %s', async (path) => {
    const house = await filled()
    expect(await read(house, house.minji, path)).toHaveLength(100)
  })

  it.each(['news/support', 'news/daily', 'usernews'])(
    'have no page behind a row that is not there at %s, and none behind what is no id',
    async (path) => {
      const house = await openNews()
      await house.programme()
      for (const [cursor, kind] of [
        [UNKNOWN_ID, 'cursor-unknown'],
        [0, 'input-invalid'],
        [-1, 'input-invalid'],
        ['x', 'input-invalid'],
        [2 ** 31, 'input-invalid'],
        ['1%20OR%201=1', 'input-invalid'],
      ] as const) {
        const address = `/api/${path}?cursor=${cursor}`
        expect(await house.asClient(house.minji).get(address)).toMatchObject({ status: 400, kind })
        expect(await house.as(house.minji).get(address)).toMatchObject(EMPTY)
      }
    },
  )

  it('of scraps have no page behind a scrap of somebody else', async () => {
    const house = await openNews()
    const { id } = await house.programme()
    await scrap(house, house.junho, id)
    const answer = await house.asClient(house.minji).get(`/api/usernews?cursor=${id}`)
    expect(answer).toMatchObject({ status: 400, kind: 'cursor-unknown' })
  })
})

describe('an operator', () => {
  const published = z.object({ newsIdx: z.number() })
  const publish = async (house: News) => {
    const answer = await house.as(house.operator).post('/api/news/support', { parts: programmeParts() })
    expect(answer, answer.text).toMatchObject({ status: 200, message: '서포트 뉴스 등록 성공' })
    return published.parse(answer.data).newsIdx
  }
  const shownOf = async (house: News, id: number) => {
    const [shown = {}] = await read(house, house.operator, `news/support/${id}`)
    return shown
  }
  const isServed = async (house: News, address: unknown) =>
    (await house.as(null).get(String(address).replace('http://localhost', ''))).status

  it('publishes a programme, changes it and takes it away, with its address and applications (H151)', async () => {
    const house = await openNews()
    const id = await publish(house)
    const first = await shownOf(house, id)
    const { host, title, subtitle, contents, url, calendarStart, calendarEnd } = programmeForm
    const written = { host, title, subtitle, contents, url, calendarStart, calendarEnd }
    expect(first).toMatchObject({ ...written, applyCount: '0', poster: expect.stringMatching(PICTURE) })
    expect(await isServed(house, first.poster)).toBe(200)

    const over = { ...programmeForm, url: 'http://example.kr/new', applyCount: '12' }
    const path = `/api/news/support/${id}`
    const kept = await house.as(house.operator).put(path, { parts: programmeParts(over, null) })
    expect(kept).toMatchObject({ status: 200, message: '서포트 뉴스 수정 성공' })
    expect(await shownOf(house, id)).toMatchObject({
      url: 'http://example.kr/new',
      applyCount: '12',
      poster: first.poster,
    })

    await house.as(house.operator).put(path, { parts: programmeParts(programmeForm, jpeg(8, 8)) })
    const second = await shownOf(house, id)
    expect(second).toMatchObject({ url, applyCount: '12' })
    expect([await isServed(house, first.poster), await isServed(house, second.poster)]).toEqual([404, 200])

    expect(await house.as(house.operator).delete(path)).toMatchObject({
      status: 200,
      message: '지원활동이 삭제되었습니다.',
    })
    expect(await house.as(house.operator).get(path)).toMatchObject(MISSING)
    expect(await isServed(house, second.poster)).toBe(404)
  })

  it('publishes a daily card, changes it and takes it away', async () => {
    const house = await openNews()
    const answer = await house.as(house.operator).post('/api/news/daily', { parts: cardParts() })
    const { dailyIdx } = z.object({ dailyIdx: z.number() }).parse(answer.data)
    const path = `news/daily/${dailyIdx}`
    const [first = {}] = await read(house, house.minji, path)
    expect(first).toMatchObject({ ...cardForm, thumbnail: expect.stringMatching(PICTURE) })
    // A form whose picture nobody chose sends one without bytes.
    const nothing = cardParts({ ...cardForm, title: '바뀐 제목' }, new Uint8Array())
    await house.as(house.operator).put(`/api/${path}`, { parts: nothing })
    expect(await read(house, house.minji, path)).toMatchObject([
      { title: '바뀐 제목', thumbnail: first.thumbnail },
    ])
    await house.as(house.operator).put(`/api/${path}`, { parts: cardParts() })
    expect(await isServed(house, first.thumbnail)).toBe(404)
    expect((await house.as(house.operator).delete(`/api/${path}`)).status).toBe(200)
    expect(await house.as(house.minji).get(`/api/${path}`)).toMatchObject(MISSING)
  })

  it('is told which field is missing when a form has no picture, and nothing is stored (H113)', async () => {
    const house = await openNews()
    const before = await house.everything()
    const client = house.asClient(house.operator)
    for (const [path, field, parts] of [
      ['/api/news/support', 'poster', programmeParts(programmeForm, null)],
      ['/api/news/daily', 'thumbnail', cardParts(cardForm, null)],
    ] as const) {
      expect(await client.post(path, { parts })).toMatchObject({ status: 400, kind: 'input-invalid' })
      const { fields } = await client.post(path, { parts })
      expect(fields?.map((error) => error.field)).toEqual([field])
    }
    expect(await house.everything()).toEqual(before)
  })

  it.each([
    ['poster', new TextEncoder().encode('<svg onload="alert(1)"></svg>'), 400, 'image-unreadable'],
    ['poster', new Uint8Array(), 400, 'image-unreadable'],
    [
      'poster',
      Uint8Array.from([...png(2, 2, [1, 2, 3]), ...new Uint8Array(5 * 1024 * 1024)]),
      413,
      'image-too-large',
    ],
  ])('cannot publish a %s that is no picture (%#)', async (_, poster, status, kind) => {
    const house = await openNews()
    const before = await house.everything()
    const parts = programmeParts(programmeForm, poster)
    expect(await house.asClient(house.operator).post('/api/news/support', { parts })).toMatchObject({
      status,
      kind,
    })
    expect(await house.everything()).toEqual(before)
  })

  it.each([
    ['host', '', 'missing'],
    ['host', '가'.repeat(101), 'too-long'],
    ['title', ' ', 'missing'],
    ['title', '가'.repeat(201), 'too-long'],
    ['subtitle', '가'.repeat(201), 'too-long'],
    ['contents', '', 'missing'],
    ['contents', '가'.repeat(20_001), 'too-long'],
    ['calendarStart', '26.02.30', 'malformed'],
    ['calendarEnd', '26.13.01', 'malformed'],
    ['calendarEnd', '', 'malformed'],
    ['url', `https://example.kr/${'a'.repeat(2048)}`, 'too-long'],
    ['applyCount', '-1', 'malformed'],
    ['applyCount', '2147483648', 'out-of-range'],
  ])('cannot write %s as %s', async (field, value, problem) => {
    const house = await openBusyHouse()
    const before = await house.everything()
    const parts = () => programmeParts({ ...programmeForm, [field]: value })
    const path = `/api/news/support/${house.programme.id}`
    const answers = [await house.asClient(house.operator).put(path, { parts: parts() })]
    if (field !== 'applyCount')
      answers.push(await house.asClient(house.operator).post('/api/news/support', { parts: parts() }))
    for (const { status, fields } of answers)
      expect({ status, fields }).toEqual({ status: 400, fields: [{ field, problem }] })
    expect(await house.everything()).toEqual(before)
  })

  it('may write dates as they are written everywhere else', async () => {
    const house = await openNews()
    const form = { ...programmeForm, calendarStart: '2026-11-20', calendarEnd: '2026-12-31 18:00' }
    await house.as(house.operator).post('/api/news/support', { parts: programmeParts(form) })
    expect(await read(house, house.minji, 'news/support')).toMatchObject([
      { calendarStart: '26.11.20', calendarEnd: '26.12.31' },
    ])
  })
})
