import type { NewAd } from '../../../src/domain/ad/ad.ts'
import { endOfDay, koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import { releasePosting, rewardPosting, withdrawalPosting } from '../../../src/domain/cash/ledger.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { toWon } from '../../../src/domain/primitives.ts'
import { aMovement, aNewWithdrawal } from '../../fixtures/cash.ts'
import { inDays } from '../../fixtures/instants.ts'
import { completed } from '../../fixtures/participation.ts'
import { demand, kept, storedApplication, storedAssignment, storedSubmission } from '../../fixtures/stored.ts'
import type { Member, TestHouse } from '../../fixtures/test-house.ts'
import { anObservation } from '../../fixtures/video.ts'
import { NOW } from '../now.ts'
import type { Kept, NewPicture } from './pictures.ts'

/** A participation, and what the app is to make of its ad. */
export type ShownPart = {
  readonly part: Participation
  readonly title: string
  readonly companyName: string
  readonly thumbnail: Kept
  readonly cash: string
}

/** Completed, and nothing is paid yet. */
const storedWithoutReward: typeof storedSubmission = async (stores, asked) => {
  const part = await storedSubmission(stores, asked)
  if (part.status !== 'submitted') throw new Error('a submission is submitted')
  const { terms, upload } = part
  const done = completed(part, { terms, upload })
  await stores.participations.save(done)
  return done
}

const reach = {
  applied: storedApplication,
  assigned: storedAssignment,
  submitted: storedSubmission,
  completed: storedWithoutReward,
}

type Wanted = {
  readonly reward: number
  readonly cash: string
  readonly category?: NewAd['category']
  readonly uploadIn?: number
  readonly appliedDaysAgo?: number
}

type Take = (stage: keyof typeof reach, title: string, wanted: Wanted) => Promise<ShownPart>

/** Takes part in an ad of its own, which takes no more applications. */
const taking =
  (house: TestHouse, newPicture: NewPicture, { account }: Member): Take =>
  async (stage, title, { reward, cash, category = 'beauty', uploadIn = 10, appliedDaysAgo = 25 }) => {
    const thumbnail = await newPicture()
    const companyName = `(주)${title}`
    const ad = await house.anAd({
      title,
      companyName,
      category,
      reward: toWon(reward),
      images: { thumbnail: thumbnail.name, summary: '', full: '' },
      schedule: {
        applyFrom: startOfDay(koreanDayOf(inDays(-30, NOW))),
        applyTo: endOfDay(koreanDayOf(inDays(-20, NOW))),
        choice: endOfDay(koreanDayOf(inDays(-19, NOW))),
        uploadFrom: startOfDay(koreanDayOf(inDays(-18, NOW))),
        uploadTo: endOfDay(koreanDayOf(inDays(uploadIn, NOW))),
        completeDate: endOfDay(koreanDayOf(inDays(uploadIn + 5, NOW))),
      },
    })
    const asked = { creator: account, ad, reward, appliedAt: inDays(-appliedDaysAgo, NOW) }
    const part = await kept(house.persistence, (stores) => reach[stage](stores, asked))
    return { part, title, companyName, thumbnail, cash }
  }

/** What one creator takes part in, under each progress. */
export const fillParticipations = async (house: TestHouse, newPicture: NewPicture, member: Member) => {
  const take = taking(house, newPicture, member)
  return {
    applied: await take('applied', '호두과자', { reward: 15_000, cash: '15,000', appliedDaysAgo: 21 }),
    urgent: await take('assigned', '가습기', { reward: 45_000, cash: '45,000', uploadIn: 1 }),
    unhurried: await take('assigned', '전기장판', { reward: 55_000, cash: '55,000', uploadIn: 12 }),
    submitted: await take('submitted', '된장', { reward: 65_000, cash: '65,000', uploadIn: 3 }),
    ...(await fillCompleted(take)),
  }
}

const fillCompleted = async (take: Take) => ({
  lipstick: await take('completed', '립스틱', { reward: 40_000, cash: '40,000', uploadIn: -5 }),
  sunscreen: await take('completed', '선크림', { reward: 35_000, cash: '35,000', uploadIn: -4 }),
  pension: await take('completed', '펜션', { reward: 30_000, cash: '30,000', category: 'travel' }),
  noodles: await take('completed', '국수', { reward: 25_000, cash: '25,000', category: 'restaurant' }),
  keyboard: await take('completed', '키보드', { reward: 20_000, cash: '20,000', category: 'other' }),
})

export type Parts = Awaited<ReturnType<typeof fillParticipations>>

/** Reads of a video's figures, one for each time from the sixth last one on; null where it was not read. */
type Reads = {
  readonly views: readonly [...(readonly (number | null)[])]
  readonly likes: number
  readonly comments: number
}

const reading =
  (house: TestHouse) =>
  async ({ part }: ShownPart, { views, likes, comments }: Reads): Promise<void> => {
    if (part.status !== 'completed') throw new Error('only completed ones are reported')
    const { videoId } = part.upload
    await kept(house.persistence, async ({ videos }) => {
      for (const [at, figure] of views.entries())
        if (figure !== null)
          await videos.observe(
            anObservation({
              videoId,
              at: inDays(at - 5.125, NOW),
              views: figure,
              // Only the newest likes and comments count.
              likes: at === 5 ? likes : 1,
              comments: at === 5 ? comments : 1,
              run: `refresh-${at}`,
            }),
          )
    })
  }

/** The figures of the completed ones, as they were read once a day at 09:00 in the last six days. */
export const fillFigures = async (house: TestHouse, parts: Parts): Promise<void> => {
  const read = reading(house)
  const once = (views: number): Reads['views'] => [null, null, null, null, null, views]
  await read(parts.lipstick, { views: [100, 250, 600, 900, 1_400, 2_000], likes: 130, comments: 20 })
  await read(parts.sunscreen, { views: once(1_000), likes: 50, comments: 10 })
  await read(parts.pension, { views: [null, null, null, null, 700, 800], likes: 40, comments: 8 })
  await read(parts.noodles, { views: once(600), likes: 30, comments: 6 })
  await read(parts.keyboard, { views: once(300), likes: 15, comments: 3 })
}

/**
 * Another member takes part under each progress too, and has figures and cash: whoever asks for the own ones must be told
 * none of these.
 */
export const fillAnothers = async (house: TestHouse, newPicture: NewPicture, member: Member) => {
  const take = taking(house, newPicture, member)
  await take('applied', '남의 신청', { reward: 11_000, cash: '11,000' })
  await take('assigned', '남의 배정', { reward: 12_000, cash: '12,000', uploadIn: 1 })
  await take('submitted', '남의 제출', { reward: 13_000, cash: '13,000' })
  const done = await take('completed', '남의 완료', { reward: 14_000, cash: '14,000', category: 'premium' })
  await reading(house)(done, { views: [9_000, 9_100, 9_200, 9_300, 9_400, 9_500], likes: 950, comments: 95 })
  const { id } = member.account
  await kept(house.persistence, async ({ cash, withdrawals }) => {
    const movement = (daysAgo: number, title = done.title) =>
      aMovement(id, 14_000, { title, at: inDays(-daysAgo, NOW) })
    demand(await cash.post(rewardPosting(done.part.id, movement(6))))
    demand(await cash.post(releasePosting(done.part.id, movement(5))))
    const requestedAt = inDays(-4, NOW)
    const asked = await withdrawals.add(aNewWithdrawal(id, { amount: toWon(14_000), requestedAt }))
    demand(await cash.post(withdrawalPosting(asked.id, movement(4, '남의 출금'))))
  })
}

/**
 * 40,000 won were earned and asked for three weeks ago. Of what was earned since then, 35,000 won can be withdrawn, and
 * 75,000 won have to wait.
 */
export const fillCash = async (house: TestHouse, { account }: Member, parts: Parts): Promise<void> => {
  const { id } = account
  await kept(house.persistence, async ({ cash, withdrawals }) => {
    const earn = async ({ part, title }: ShownPart, amount: number, daysAgo: number): Promise<void> => {
      demand(
        await cash.post(rewardPosting(part.id, aMovement(id, amount, { title, at: inDays(-daysAgo, NOW) }))),
      )
    }
    const release = async ({ part, title }: ShownPart, amount: number, daysAgo: number): Promise<void> => {
      demand(
        await cash.post(releasePosting(part.id, aMovement(id, amount, { title, at: inDays(-daysAgo, NOW) }))),
      )
    }
    await earn(parts.lipstick, 40_000, 22)
    await release(parts.lipstick, 40_000, 21)
    const requestedAt = inDays(-20, NOW)
    const asked = await withdrawals.add(aNewWithdrawal(id, { amount: toWon(40_000), requestedAt }))
    const movement = aMovement(id, 40_000, { at: requestedAt, title: '계좌출금' })
    demand(await cash.post(withdrawalPosting(asked.id, movement)))
    await earn(parts.sunscreen, 35_000, 10)
    await earn(parts.pension, 30_000, 9)
    await earn(parts.noodles, 25_000, 8)
    await earn(parts.keyboard, 20_000, 7)
    await release(parts.sunscreen, 35_000, 1)
  })
}
