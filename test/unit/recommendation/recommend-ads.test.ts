import { beforeEach, describe, expect, test } from 'vitest'
import { RECOMMENDED_MAX } from '../../../src/application/recommendation/recommend-ads.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { NewAd } from '../../../src/domain/ad/ad.ts'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import { later, toId } from '../../../src/domain/primitives.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aHouse, aVerifiedCreator, everythingIn, nobody, type TestHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { declined } from '../../fixtures/participation.ts'
import { kept, storedAd, storedApplication, storedAssignment, storedCreator } from '../../fixtures/stored.ts'

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

describe('recommended ads', () => {
  test('begin with the declared interest, and each says why it is there', async () => {
    await newAd('another subject')
    await newAd('my subject', { category: 'beauty' })
    const recommended = await house.recommendAds(haneul.id)
    expect(recommended.map(({ ad, reasons }) => [ad.title, reasons[0]])).toEqual([
      ['my subject', 'your-interest'],
      ['another subject', 'new'],
    ])
  })

  test('are the cards that the lists show, and looking changes nothing', async () => {
    await newAd('one')
    const before = everythingIn(house)
    const recommended = await house.recommendAds(haneul.id)
    const open = await house.adViews.open({ now: NOON, order: 'latest', limit: 10 })
    expect(recommended.map(({ ad }) => ad)).toEqual(open)
    expect(everythingIn(house)).toEqual(before)
  })

  test('of equal ones show the newest first, then those that many looked at', async () => {
    await newAd('old', { createdAt: inDays(-10) })
    await newAd('new', { createdAt: inDays(-1) })
    const seen = await newAd('old but seen', { createdAt: inDays(-10) })
    for (let viewer = 1; viewer <= 3; viewer += 1)
      await house.adViews.countView(seen.id, toId<'Account'>(viewer), koreanDayOf(NOON), NOON)
    expect(await titlesFor(haneul)).toEqual(['old but seen', 'new', 'old'])
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
