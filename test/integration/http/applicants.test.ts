import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import type { AdCategory } from '../../../src/domain/categories.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays } from '../../fixtures/instants.ts'
import { type Member, openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'

const pageForm = z.object({
  total: z.number(),
  cut: z.boolean(),
  tiers: z.array(z.object({ tier: z.string(), name: z.string(), applicants: z.number(), share: z.number() })),
  applicants: z.array(
    z.looseObject({
      userAdIdx: z.number(),
      userIdx: z.number(),
      place: z.number(),
      score: z.number(),
      terms: z.record(z.string(), z.number()),
      tier: z.string(),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })),
    }),
  ),
})

/** Interested in travel, and not in what the ads are about, unless said otherwise. */
const creatorWith = (
  house: TestHouse,
  name: string,
  subscribers: number | null,
  interest: AdCategory = 'travel',
): Promise<Member> =>
  house.creator(name, {
    interests: { ad: interest, expert: 'law', news: 'contest' },
    channel: { identity: aChannelIdentity({ id: aChannelId(name), subscribers }) },
  })

const reader =
  (house: TestHouse, operator: Member, { id }: Ad) =>
  async (query = '', language = 'ko') => {
    const headers = { 'accept-language': language }
    const answer = await house.asClient(operator).get(`/api/userad/applicants/${id}${query}`, { headers })
    expect(answer.status, answer.text).toBe(200)
    return pageForm.parse(answer.data)
  }

describe('applicants of an ad', () => {
  it('are shown with all that an operator reads before choosing, their place and its reasons', async () => {
    const house = await openTestHouse()
    const ad = await house.anAd()
    const read = reader(house, await house.anOperator(), ad)
    const soyeon = await creatorWith(house, 'soyeon', null)
    const minji = await creatorWith(house, 'minji', 250_000)
    const junho = await creatorWith(house, 'junho', 700)
    for (const creator of [soyeon, minji, junho]) await house.application(creator, { ad })
    await house.completion(minji, {})
    await house.assignment(junho, { ad: await house.anAd() })

    const page = await read()
    expect(page.total).toBe(3)
    expect(page.cut).toBe(false)
    expect(page.tiers).toEqual([
      { tier: 'unknown', name: '구독자 수 비공개', applicants: 1, share: 0.333 },
      { tier: 'below-1000', name: '구독자 1천 명 미만', applicants: 1, share: 0.333 },
      { tier: '100000-and-more', name: '구독자 10만 명 이상', applicants: 1, share: 0.333 },
    ])
    expect(page.applicants.map(({ userIdx }) => userIdx)).toEqual(
      [minji, soyeon, junho].map(({ account }) => account.id),
    )
    const [first, second] = page.applicants
    expect(first).toMatchObject({
      place: 1,
      score: 3.667,
      terms: { reliability: 2, practice: 0.667, reach: 1 },
      tier: '100000-and-more',
      reasons: [
        { code: 'all-kept', text: '맡은 광고 1건을 모두 완료했어요' },
        { code: 'reach', text: '구독자 10만 명 이상 채널이에요' },
        { code: 'practice', text: '뷰티 광고 1건을 완료한 적이 있어요' },
      ],
      adIdx: ad.id,
      progress: 1,
      name: 'minji',
      subscribers: 250_000,
      planTitle: '건조한 사무실에서 살아남기',
    })
    expect(second?.reasons).toEqual([
      { code: 'first-ad', text: '아직 완료한 광고가 없어 중간 점수로 시작해요' },
    ])
    const english = await read('', 'en')
    expect(english.applicants[0]?.reasons.map(({ text }) => text)).toEqual([
      'Completed the one ad taken on',
      'A channel with 100,000 subscribers and more',
      'Completed 1 ad in Beauty before',
    ])
  })

  it('gain nothing by declaring an interest in what the ad is about', async () => {
    const house = await openTestHouse()
    const ad = await house.anAd()
    const read = reader(house, await house.anOperator(), ad)
    const first = await creatorWith(house, 'first', 700)
    const interested = await creatorWith(house, 'interested', 700, ad.category)
    for (const creator of [first, interested]) await house.application(creator, { ad })
    const { applicants } = await read()
    expect(applicants.map(({ userIdx }) => userIdx)).toEqual([first.account.id, interested.account.id])
    expect(new Set(applicants.map(({ score }) => score)).size).toBe(1)
  })

  it('who did not keep what they took on come later, and say so', async () => {
    const house = await openTestHouse()
    const ad = await house.anAd()
    const read = reader(house, await house.anOperator(), ad)
    const careless = await creatorWith(house, 'careless', 700)
    const newcomer = await creatorWith(house, 'newcomer', 700)
    await house.assignment(careless, { ad: await house.anAd({ schedule: aSchedule(inDays(-40)) }) })
    for (const creator of [careless, newcomer]) await house.application(creator, { ad })
    const { applicants } = await read()
    expect(applicants.map(({ userIdx }) => userIdx)).toEqual([newcomer.account.id, careless.account.id])
    expect(applicants[1]?.reasons).toEqual([
      { code: 'some-missed', text: '맡은 광고 1건 중 1건을 지키지 못했어요' },
    ])
  })

  it('are one order over all pages, in which small channels are moved up and others say why they are not', async () => {
    const house = await openTestHouse()
    const ad = await house.anAd({ capacity: 5 })
    const operator = await house.anOperator()
    const read = reader(house, operator, ad)
    const creators = [
      ...(await manyOf(48, (index) => creatorWith(house, `large-${index}`, 200_000))),
      ...(await manyOf(12, (index) => creatorWith(house, `small-${index}`, 300))),
    ]
    for (const creator of creators) await house.application(creator, { ad })
    const first = await read()
    const last = first.applicants.at(-1)
    const second = await read(`?cursor=${last?.userAdIdx}`)
    const all = [...first.applicants, ...second.applicants]
    expect([first.applicants.length, second.applicants.length]).toEqual([50, 10])
    expect(all.map(({ place }) => place)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    expect(new Set(all.map(({ userIdx }) => userIdx)).size).toBe(60)
    // A fifth of all: four fifths of that are one in each part of 6.25.
    const smallPlaces = all.filter(({ tier }) => tier === 'below-1000').map(({ place }) => place)
    expect(smallPlaces.slice(0, 5)).toEqual([7, 13, 19, 25, 32])
    expect(all[6]?.reasons).toEqual([
      {
        code: 'moved-up',
        text: '같은 규모의 채널(구독자 1천 명 미만)이 이 목록에 고르게 보이도록 점수 순위 49위에서 앞당겼어요',
      },
      { code: 'first-ad', text: '아직 완료한 광고가 없어 중간 점수로 시작해요' },
    ])
    expect(all[7]?.reasons[0]).toEqual({
      code: 'moved-down',
      text: '점수 순위는 7위지만, 다른 규모의 채널을 앞당기면서 뒤로 옮겼어요',
    })
    const english = await read('', 'en')
    expect(english.applicants[6]?.reasons[0]?.text).toBe(
      'Moved up from place 49 by score, so that channels of this size (below 1,000 subscribers) are seen in each part of the list',
    )
    expect(english.applicants[7]?.reasons[0]?.text).toBe(
      'Place 7 by score; behind it since channels of other sizes were moved up',
    )
    // Whoever is chosen is no applicant any more, so no page goes on behind them.
    await house.as(operator).post('/api/userad/confirm', { json: { userIdx: last?.userIdx, adIdx: ad.id } })
    const gone = await house
      .asClient(operator)
      .get(`/api/userad/applicants/${ad.id}?cursor=${last?.userAdIdx}`)
    expect(gone).toMatchObject({ status: 400, kind: 'cursor-unknown' })
    expect((await read()).total).toBe(59)
  })

  it('are none where nobody waits', async () => {
    const house = await openTestHouse()
    const read = reader(house, await house.anOperator(), await house.anAd())
    expect(await read()).toEqual({ total: 0, cut: false, tiers: [], applicants: [] })
  })
})

const manyOf = async (
  howMany: number,
  make: (index: number) => Promise<Member>,
): Promise<readonly Member[]> => {
  const made: Member[] = []
  for (let index = 0; index < howMany; index += 1) made.push(await make(index))
  return made
}
