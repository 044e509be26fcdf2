import { beforeEach, describe, expect, test } from 'vitest'
import { RECOMMENDED_MAX, recommendAds } from '../../../src/application/recommendation/recommend-ads.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad, NewAd } from '../../../src/domain/ad/ad.ts'
import { later } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import { aHouse, aVerifiedCreator, everythingIn, nobody, type TestHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { knowledgeFrom } from '../../fixtures/interest.ts'
import { aProposal, declined } from '../../fixtures/participation.ts'
import { actedOnAd, seenBy } from '../../fixtures/recommendation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCreator,
} from '../../fixtures/stored.ts'

let house: TestHouse
let haneul: Account
beforeEach(async () => {
  house = aHouse()
  // Interested in beauty, with 12,300 subscribers.
  haneul = await aVerifiedCreator(house)
})

const newAd = (title: string, over: Partial<NewAd> = {}) =>
  kept(house, (stores) => storedAd(stores, { title, category: 'other', ...over }))

const titlesFor = async ({ id }: Account) => (await house.recommendAds(id)).map(({ ad }) => ad.title)

/** So many have seen every ad that chance has little to say. */
const seenByMany = () =>
  kept(house, ({ interestLog }) =>
    interestLog.append(house.tables.ads.rows().flatMap(({ id }) => seenBy(id, 1_000 * id, 200, 20))),
  )

describe('recommended ads', () => {
  test('begin with the declared interest, and each says why it is there', async () => {
    await newAd('another subject')
    await newAd('my subject', { category: 'beauty' })
    await seenByMany()
    const recommended = await house.recommendAds(haneul.id)
    expect(recommended.map(({ ad, reasons }) => [ad.title, reasons])).toEqual([
      ['my subject', [{ code: 'interest', category: 'beauty' }]],
      ['another subject', []],
    ])
  })

  test.each(['other', 'premium'] as const)(
    'are of no declared interest for who has %s, which stands for none',
    async (ad) => {
      const nobodys = await aVerifiedCreator(house, {
        interests: { ad, expert: 'law', news: 'contest' },
        channel: { identity: aChannelIdentity({ id: aChannelId('nobodys') }) },
      })
      for (const category of ['other', 'premium'] as const) await newAd(category, { category })
      await seenByMany()
      const reasons = (await house.recommendAds(nobodys.id)).map((one) => one.reasons)
      expect(reasons).toEqual([[], []])
    },
  )

  test('quote only words that stand in the ad, though two ads of a category are alike by its name', async () => {
    const words = { subtitle: '', keyword: '', companyName: '', campaignInfo: '', campaignMission: '' }
    const applied = await newAd('수분 크림', { ...words, category: 'beauty' })
    await newAd('크림 세트', { ...words, category: 'beauty' })
    for (let index = 0; index < 10; index += 1) await newAd(`여행 ${index}`, { ...words, category: 'travel' })
    await seenByMany()
    await kept(house, ({ interestLog }) => interestLog.append([actedOnAd(haneul.id, applied.id)]))
    const reasons = (await house.recommendAds(haneul.id)).flatMap((one) => one.reasons)
    const quoted = reasons.flatMap((reason) => (reason.code === 'text' ? reason.words : []))
    expect(quoted).toEqual(['크림'])
  })

  test('are the cards that the lists show, and looking changes nothing', async () => {
    await newAd('one')
    const before = everythingIn(house)
    const recommended = await house.recommendAds(haneul.id)
    const open = await house.adViews.open({ now: NOON, order: 'latest', limit: 10 })
    expect(recommended.map(({ ad }) => ad)).toEqual(open)
    expect(everythingIn(house)).toEqual(before)
  })

  test('are open ones: neither too early, nor over, nor full', async () => {
    await newAd('too early', { schedule: aSchedule(NOON, { applyFrom: later(NOON, 1) }) })
    await newAd('over', { schedule: aSchedule(NOON, { applyTo: later(NOON, -1) }) })
    const full = await newAd('full', { capacity: 1 })
    await kept(house, (stores) => storedAssignment(stores, { ad: full }))
    await newAd('open')
    expect(await titlesFor(haneul)).toEqual(['open'])
  })

  test('leave out what the creator has applied to, whatever came of it', async () => {
    const applied = await newAd('applied to')
    const declinedBy = await newAd('declined')
    await newAd('open')
    await kept(house, async (stores) => {
      await storedApplication(stores, { ad: applied, creator: haneul })
      const part = await storedApplication(stores, { ad: declinedBy, creator: haneul })
      await stores.participations.save(declined(part))
    })
    expect(await titlesFor(haneul)).toEqual(['open'])
  })

  test('leave out premium ads that ask for more subscribers', async () => {
    await newAd('too much', { category: 'premium', minimumSubscribers: 12_301 })
    await newAd('just enough', { category: 'premium', minimumSubscribers: 12_300 })
    expect(await titlesFor(haneul)).toEqual(['just enough'])
  })

  test('leave out every premium ad with a minimum while nothing is known of the channel', async () => {
    const unproven = await kept(house, (stores) => storedCreator(stores))
    await newAd('premium', { category: 'premium', minimumSubscribers: 1 })
    await newAd('premium for all', { category: 'premium', minimumSubscribers: 0 })
    expect(await titlesFor(unproven)).toEqual(['premium for all'])
  })

  test(`are at most ${RECOMMENDED_MAX}`, async () => {
    for (let index = 0; index < RECOMMENDED_MAX + 5; index += 1) await newAd(`ad ${index}`)
    expect(await house.recommendAds(haneul.id)).toHaveLength(RECOMMENDED_MAX)
  })

  test('are the same for the same moment', async () => {
    for (let index = 0; index < 10; index += 1) await newAd(`ad ${index}`)
    expect(await titlesFor(haneul)).toEqual(await titlesFor(haneul))
  })

  test('are none for somebody who is not there, and none when nothing is open', async () => {
    expect(await house.recommendAds(haneul.id)).toEqual([])
    await newAd('one')
    expect(await house.recommendAds(nobody)).toEqual([])
  })
})

const LONG_AGO = inDays(-5)
const aText = (title: string): Partial<NewAd> => ({
  title,
  subtitle: '',
  keyword: '',
  campaignInfo: '',
  campaignMission: '',
  companyName: '',
  createdAt: LONG_AGO,
  schedule: aSchedule(LONG_AGO, { applyTo: inDays(20) }),
})
const hotels = async () => {
  for (const place of ['제주', '부산', '강릉', '여수']) await newAd('', aText(`${place} 호텔 숙박권`))
}
const apply = ({ id }: Ad, creator = haneul) =>
  house.applyToAd({ creatorId: creator.id, adId: id, proposal: aProposal(), key: null })

describe('recommended ads follow what creators do', () => {
  test('what is like an ad that was applied to comes first, and says which words they share', async () => {
    await hotels()
    const applied = await newAd('', aText('무기자차 선크림 리뷰'))
    const alike = await newAd('', aText('산뜻한 선크림 후기'))
    await seenByMany()
    await house.recommendAds(haneul.id)
    demand(await apply(applied))
    const [first] = await house.recommendAds(haneul.id)
    expect(first).toMatchObject({ ad: { id: alike.id }, reasons: [{ code: 'text', words: ['선크림'] }] })
    expect(await titlesFor(haneul)).not.toContain(applied.title)
  })

  test('what is dismissed is gone, for this creator only', async () => {
    const ad = await newAd('dismissed')
    await newAd('open')
    const another = await aVerifiedCreator(house, {
      channel: { identity: aChannelIdentity({ id: aChannelId('b') }) },
    })
    await house.recommendAds(haneul.id)
    demand(await house.dismissAd({ creatorId: haneul.id, adId: ad.id, key: null }))
    expect(await titlesFor(haneul)).toEqual(['open'])
    expect([...(await titlesFor(another))].sort()).toEqual(['dismissed', 'open'])
  })

  test('how many places are left is what the store says now', async () => {
    const ad = await newAd('few apply', { ...aText('few apply'), capacity: 9, category: 'beauty' })
    for (let other = 0; other < 5; other += 1) {
      const crowded = await newAd('', { ...aText('many apply'), capacity: 1 })
      await kept(house, ({ interestLog }) =>
        interestLog.append([1, 2, 3, 4, 5, 6].map((creator) => actedOnAd(100 + creator, crowded.id))),
      )
    }
    for (let taken = 0; taken < 4; taken += 1) await kept(house, (stores) => storedAssignment(stores, { ad }))
    const reasons = (await house.recommendAds(haneul.id)).find((one) => one.ad.id === ad.id)?.reasons
    expect(reasons).toContainEqual({ code: 'pace', left: 5 })
  })
})

describe('while what was learned cannot be read', () => {
  const ports = (over: object) => ({ ...house, recommendationViews: house.views.recommendations, ...over })
  const away = async (): Promise<never> => {
    throw new Outage('the database does not answer')
  }

  test('the newest ads that the creator may apply to are shown, without reasons', async () => {
    await newAd('old', { createdAt: inDays(-9) })
    await newAd('new')
    await newAd('too much', { category: 'premium', minimumSubscribers: 12_301 })
    const recommendations = { ...house.views.recommendations, events: away }
    const withoutLog = { views: { ...house.views, recommendations } }
    const recommended = await recommendAds({
      ...ports({}),
      knowledgeOf: knowledgeFrom(withoutLog, house.clock, () => undefined),
    })(haneul.id)
    expect(recommended.map(({ ad, reasons }) => [ad.title, reasons])).toEqual([
      ['new', []],
      ['old', []],
    ])
  })

  test('an outage of the ads themselves stays an outage', async () => {
    const knowledgeOf = knowledgeFrom(house, house.clock)
    const withoutAds = recommendAds({ ...ports({ adViews: { ...house.adViews, open: away } }), knowledgeOf })
    await expect(withoutAds(haneul.id)).rejects.toThrow(Outage)
  })
})
