import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SHOWN_MAX } from '../../../src/domain/recommendation/event.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import { type Member, openTestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { proposal } from './routes.ts'

type House = Awaited<ReturnType<typeof openTestHouse>>

const reasons = z.array(z.strictObject({ code: z.string(), text: z.string().min(1) })).max(2)
const ads = z.array(z.object({ adIdx: z.number(), title: z.string(), reasons }))
const programmes = z.array(z.object({ newsIdx: z.number(), title: z.string(), reasons }))

const INTEREST = '/api/advertise/ad/interest'
const DISMISS = '/api/advertise/ad/dismiss'
const recommendedTo = async (house: House, who: Member, headers = {}) =>
  ads.parse((await house.asClient(who).get(INTEREST, { headers })).data)
const titles = (list: readonly { readonly title: string }[]) => list.map(({ title }) => title)
const codes = (list: z.infer<typeof reasons> | undefined) => list?.map(({ code }) => code)

/** What was noted is written, as a moment later it is. */
const written = async (house: House) => {
  const events = house.noted.splice(0)
  await kept(house.persistence, ({ interestLog }) => interestLog.append(events))
}

describe('an ad that a creator is not interested in', () => {
  it('is recommended to them no more, and stays in every other list and for everybody else', async () => {
    const house = await openBusyHouse()
    const { minji, junho, freshAd } = house
    const isAmong = async (who: Member) =>
      (await recommendedTo(house, who)).some(({ adIdx }) => adIdx === freshAd.id)
    expect(await isAmong(minji)).toBe(true)
    const answer = await house.asClient(minji).post(DISMISS, { json: { adIdx: freshAd.id } })
    expect(answer).toMatchObject({ status: 200, success: true, message: '추천에서 제외했습니다.' })
    await written(house)
    expect([await isAmong(minji), await isAmong(junho)]).toEqual([false, true])
    for (const list of ['latest', 'popular', 'list/0102']) {
      const { data } = await house.asClient(minji).get(`/api/advertise/ad/${list}`)
      expect(JSON.stringify(data)).toContain(freshAd.title)
    }
    const json = { ...proposal, adIdx: freshAd.id }
    expect((await house.asClient(minji).post('/api/advertise/ad/write', { json })).status).toBe(200)
  })

  it('is told in the language and the dialect of whoever says so', async () => {
    const { as, asClient, minji, operator, freshAd } = await openBusyHouse()
    const sent = { json: { adIdx: freshAd.id }, headers: { 'accept-language': 'en' } }
    expect((await as(minji).post(DISMISS, sent)).message).toBe('The ad is left out of your recommendations.')
    const unknown = { ...sent, json: { adIdx: 999_999 } }
    expect(await asClient(minji).post(DISMISS, unknown)).toMatchObject({ status: 404, kind: 'ad-not-found' })
    expect(await as(minji).post(DISMISS, unknown)).toMatchObject({ status: 404, success: false })
    expect((await asClient(operator).post(DISMISS, sent)).status).toBe(403)
  })

  it('is named once in the refusal, however much is wrong with its number', async () => {
    const { asClient, minji } = await openBusyHouse()
    expect(await asClient(minji).post(DISMISS, { json: { adIdx: 1e300 } })).toMatchObject({
      status: 400,
      fields: [{ field: 'adIdx' }],
    })
  })

  it.each([{}, { adIdx: 0 }, { adIdx: 'one' }, { adIdx: null }, { adIdx: [1] }, { adIdx: 2 ** 31 }])(
    'is named by its number: not by %j',
    async (json) => {
      const { asClient, minji, noted } = await openBusyHouse()
      const answer = await asClient(minji).post(DISMISS, { json })
      expect(answer).toMatchObject({ status: 400, kind: 'input-invalid' })
      expect(noted).toEqual([])
    },
  )
})

describe('recommended ads', () => {
  it('carry their reasons beside what the app reads, in both dialects and both languages', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji', {
      interests: { ad: 'travel', expert: 'law', news: 'contest' },
    })
    await house.anAd({ title: '여행', category: 'travel' })
    for (const title of ['하나', '둘', '셋']) await house.anAd({ title, category: 'other' })
    const own = async (headers: Readonly<Record<string, string>>) =>
      (await recommendedTo(house, minji, headers)).find(({ title }) => title === '여행')?.reasons
    const ko = { code: 'interest', text: "관심 분야인 '여행' 광고예요" }
    expect(await own({})).toContainEqual(ko)
    expect(await own({ 'accept-language': 'en' })).toContainEqual({
      code: 'interest',
      text: 'In your field of interest: Travel',
    })
    const { data } = await house.as(minji).get(INTEREST)
    expect(ads.parse(data).flatMap((ad) => ad.reasons)).toContainEqual(ko)
  })

  it('leave out at once what was applied to, though what is open may be a second old', async () => {
    let elapsed = 0
    const house = await openTestHouse({ adListCacheMs: 1_000, elapsedMs: () => elapsed++ })
    const minji = await house.creator('minji')
    const [applied] = [await house.anAd({ title: '신청' }), await house.anAd({ title: '남은 것' })]
    expect(titles(await recommendedTo(house, minji)).toSorted()).toEqual(['남은 것', '신청'])
    await house.application(minji, { ad: applied })
    expect(titles(await recommendedTo(house, minji))).toEqual(['남은 것'])
  })

  it('are a list of nothing when nothing is open', async () => {
    const house = await openTestHouse()
    expect((await house.asClient(await house.creator('minji')).get(INTEREST)).data).toEqual([])
  })

  it('are for members who are no creators what is new and open, and nothing is learned of them', async () => {
    const house = await openBusyHouse()
    expect((await recommendedTo(house, house.operator)).length).toBeGreaterThan(1)
    expect(house.noted).toEqual([])
  })
})

describe('programmes that still recruit', () => {
  const aText = (title: string) => ({ title, host: '', subtitle: '', contents: title })
  const CONTESTS = ['단편 영상 공모전 참가작 모집', '단편 영상 공모전 시상식 관객 모집'] as const
  const OTHERS = ['장비 대여', '세무 교육', '공유 작업실', '저작권 상담', '번역 지원']

  const openProgrammes = async () => {
    const house = await openTestHouse()
    const add = (title: string) =>
      kept(house.persistence, ({ supportProgrammes }) => supportProgrammes.add(aNewProgramme(aText(title))))
    const seen = await add(CONTESTS[0])
    await add(CONTESTS[1])
    await oneByOne(OTHERS.length, (index) => add(OTHERS[index] ?? ''))
    const creator = await house.creator('minji')
    const shownTo = async (who: Member, flag: 1 | 2) =>
      programmes.parse((await house.asClient(who).get(`/api/news/recommand/${flag}`)).data)
    return { ...house, seen, minji: creator, operator: await house.anOperator(), shownTo }
  }

  it('and are about as popular stand as the creator likes them, with the reason', async () => {
    const house = await openProgrammes()
    await house.shownTo(house.minji, 1)
    await house.asClient(house.minji).get(`/api/news/support/${house.seen.id}`)
    await written(house)
    const [first, second, ...others] = await house.shownTo(house.minji, 1)
    expect([first?.title, second?.title]).toEqual(CONTESTS)
    expect(codes(second?.reasons)?.[0]).toBe('text')
    expect(second?.reasons[0]?.text).toMatch(/^최근 보신 지원활동과 비슷해요: (단편|영상|공모전)/)
    expect(titles(others).toSorted()).toEqual([...OTHERS].sort())
  })

  it('stay for everybody else in the order of their views, the later one first, without reasons', async () => {
    const house = await openProgrammes()
    await house.asClient(house.minji).get(`/api/news/support/${house.seen.id}`)
    const shown = await house.shownTo(house.operator, 1)
    expect(titles(shown)).toEqual([CONTESTS[0], ...OTHERS.toReversed(), CONTESTS[1]])
    expect(shown.flatMap((programme) => programme.reasons)).toEqual([])
  })

  it('stay the latest first, whatever the creator likes', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const all = await kept(house.persistence, ({ supportProgrammes }) =>
      oneByOne(5, (index) =>
        supportProgrammes.add(aNewProgramme({ ...aText(`${index}`), createdAt: house.clock.now() })),
      ),
    )
    house.clock.pass(1)
    const newest = await kept(house.persistence, ({ supportProgrammes }) =>
      supportProgrammes.add(aNewProgramme({ ...aText('새것'), createdAt: house.clock.now() })),
    )
    const { data } = await house.asClient(minji).get('/api/news/recommand/2')
    const ids = programmes.parse(data).map(({ newsIdx }) => newsIdx)
    expect(ids[0]).toBe(newest.id)
    expect(ids.slice(1).toSorted((one, other) => one - other)).toEqual(all.map(({ id }) => id))
  })

  it('are many, and of those no more is noted than people look at', async () => {
    const house = await openProgrammes()
    await kept(house.persistence, ({ supportProgrammes }) =>
      oneByOne(2 * SHOWN_MAX, () => supportProgrammes.add(aNewProgramme())),
    )
    expect((await house.shownTo(house.minji, 1)).length).toBeGreaterThan(2 * SHOWN_MAX)
    expect(house.noted).toHaveLength(SHOWN_MAX)
  })
})
