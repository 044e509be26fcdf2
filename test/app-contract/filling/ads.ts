import type { Ad, NewAd } from '../../../src/domain/ad/ad.ts'
import { endOfDay, koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import { type Instant, toWon } from '../../../src/domain/primitives.ts'
import { inDays } from '../../fixtures/instants.ts'
import { kept, storedAssignment } from '../../fixtures/stored.ts'
import type { Member, TestHouse } from '../../fixtures/test-house.ts'
import { NOW } from '../now.ts'
import type { Kept, NewPicture } from './pictures.ts'

/** An ad, and what the app is to make of its pictures, its reward and its deadline. */
export type ShownAd = {
  readonly ad: Ad
  readonly thumbnail: Kept
  readonly summary: Kept
  readonly full: Kept
  readonly cash: string
  readonly dday: number
}

const dayFrom = (days: number): Instant => startOfDay(koreanDayOf(inDays(days, NOW)))
const dayTo = (days: number): Instant => endOfDay(koreanDayOf(inDays(days, NOW)))

/** One open ad of each category, one that is full, and who has looked at them today. */
export const fillAds = async (
  house: TestHouse,
  newPicture: NewPicture,
  { minji, junho, soyeon }: Readonly<Record<'minji' | 'junho' | 'soyeon', Member>>,
) => {
  const open = async (
    title: string,
    { reward, cash, created, closesIn }: { reward: number; cash: string; created: number; closesIn: number },
    over: Partial<NewAd>,
  ): Promise<ShownAd> => {
    const [thumbnail, summary, full] = [await newPicture(), await newPicture(), await newPicture()]
    const ad = await house.anAd({
      title,
      subtitle: `${title} 부제`,
      reward: toWon(reward),
      createdAt: inDays(created, NOW),
      images: { thumbnail: thumbnail.name, summary: summary.name, full: full.name },
      schedule: {
        applyFrom: dayFrom(-5),
        applyTo: dayTo(closesIn),
        choice: dayTo(10),
        uploadFrom: dayFrom(11),
        uploadTo: dayTo(20),
        completeDate: dayTo(25),
      },
      ...over,
    })
    return { ad, thumbnail, summary, full, cash, dday: closesIn }
  }
  const premium = await open(
    '프리미엄 노트북 체험단',
    { reward: 1_250_000, cash: '1,250,000', created: -4, closesIn: 4 },
    { category: 'premium', minimumSubscribers: 10_000, subscribersText: '1만명 이상' },
  )
  const beauty = await open(
    '수분 크림 체험단',
    { reward: 70_000, cash: '70,000', created: -3, closesIn: 6 },
    { category: 'beauty' },
  )
  const restaurant = await open(
    '동네 국숫집 방문기',
    { reward: 30_000, cash: '30,000', created: -5, closesIn: 0 },
    { category: 'restaurant' },
  )
  const travel = await open(
    '제주 바다 숙소',
    { reward: 500_000, cash: '500,000', created: -1, closesIn: 9 },
    { category: 'travel' },
  )
  const other = await open(
    '조용한 키보드',
    { reward: 9_900, cash: '9,900', created: -2, closesIn: 2 },
    { category: 'other' },
  )
  const full = await open(
    '자리가 없는 광고',
    { reward: 10_000, cash: '10,000', created: 0, closesIn: 9 },
    { category: 'beauty', capacity: 1 },
  )
  await kept(house.persistence, async (stores) => {
    await storedAssignment(stores, { creator: junho.account, ad: full.ad })
    await stores.ads.pick([premium.ad.id, travel.ad.id])
  })
  const looks: readonly (readonly [ShownAd, readonly Member[]])[] = [
    [beauty, [minji, junho, soyeon]],
    [travel, [junho, soyeon]],
    [premium, [minji]],
  ]
  for (const [{ ad }, viewers] of looks)
    for (const { account } of viewers)
      await house.persistence.views.ads.countView(ad.id, account.id, koreanDayOf(NOW), NOW)
  return { premium, beauty, restaurant, travel, other, full }
}
