import { beforeEach, describe, expect, test } from 'vitest'
import type { Ad, NewAd } from '../../../src/domain/ad/ad.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { type Id, later, toId, toWon } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  granted,
  movesOf,
  nobody,
  nowStored,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import {
  demand,
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: inDays(8) })
  operator = await anOperator(house)
})

const assign = ({ creatorId, adId }: Pick<Participation, 'creatorId' | 'adId'>) =>
  house.assignCreator({ operator, creatorId, adId, key: null })

const newAd = (over: Partial<NewAd> = {}): Promise<Ad> => kept(house, (stores) => storedAd(stores, over))
const applicantsOf = (ad: Ad, howMany: number): Promise<readonly Participation[]> =>
  kept(house, (stores) => oneByOne(howMany, () => storedApplication(stores, { ad })))
const anApplicantOf = async (ad: Ad): Promise<Participation> => {
  const [applicant] = await applicantsOf(ad, 1)
  if (applicant === undefined) throw new Error('there is one')
  return applicant
}

describe('an assignment', () => {
  test("freezes the ad's reward and hold days, and the creator is told", async () => {
    const ad = await newAd({ reward: toWon(70_000), holdDays: 5 })
    const applicant = await anApplicantOf(ad)
    demand(await assign(applicant))
    expect(nowStored(house, applicant)).toEqual({
      ...applicant,
      status: 'assigned',
      terms: { reward: 70_000, holdDays: 5 },
      changesAsked: null,
      since: inDays(8),
    })
    expect(await toldTo(house, { id: applicant.creatorId })).toEqual([
      { kind: 'assigned', ad: { id: ad.id, title: ad.title, thumbnail: ad.images.thumbnail } },
    ])
  })

  test('leaves a line in the history and one in the audit', async () => {
    const applicant = await anApplicantOf(await newAd())
    demand(await assign(applicant))
    expect(movesOf(house, applicant)).toEqual([
      { at: inDays(8), by: operator, from: 'applied', to: 'assigned', reason: '' },
    ])
    expect(audited(house)).toEqual([
      {
        at: inDays(8),
        by: operator,
        operation: 'participation-assign',
        subject: `participation:${applicant.id}`,
        before: { status: 'applied' },
        after: { status: 'assigned', reason: '' },
      },
    ])
  })

  test('moves no cash', async () => {
    const applicant = await anApplicantOf(await newAd())
    expect((await attempt(house, () => assign(applicant))).changed).toEqual([
      'ownChanges',
      'participations',
      'history',
      'notifications',
      'told',
      'audit',
    ])
  })

  test('is possible to the last millisecond of the upload period', async () => {
    const ad = await newAd()
    const applicant = await anApplicantOf(ad)
    house.clock.set(ad.schedule.uploadTo)
    demand(await assign(applicant))
  })

  test('sent again under its key is made and told once', async () => {
    const { creatorId, adId } = await anApplicantOf(await newAd())
    const keyed = () => house.assignCreator({ operator, creatorId, adId, key: aKey() })
    const first = await keyed()
    house.clock.set(inDays(9))
    expect(await keyed()).toEqual(first)
    expect(await toldTo(house, { id: creatorId })).toHaveLength(1)
  })
})

describe('the terms of an assignment', () => {
  test('stay as they are, whatever the ad offers to others later', async () => {
    const ad = await newAd({ reward: toWon(50_000), holdDays: 28 })
    const [before, after] = await applicantsOf(ad, 2)
    if (before === undefined || after === undefined) throw new Error('two applicants')
    demand(await assign(before))
    // No command changes an ad's reward; should one ever come, it takes nothing from anybody.
    house.tables.ads.put(ad.id, { ...ad, reward: toWon(1), holdDays: 365 })
    demand(await assign(after))
    expect(nowStored(house, before)).toMatchObject({ terms: { reward: 50_000, holdDays: 28 } })
    expect(nowStored(house, after)).toMatchObject({ terms: { reward: 1, holdDays: 365 } })
  })

  test('decide what is paid in the end', async () => {
    const ad = await newAd({ reward: toWon(50_000) })
    const part = await kept(house, (stores) => storedSubmission(stores, { ad, reward: 50_000 }))
    house.tables.ads.put(ad.id, { ...ad, reward: toWon(1) })
    const { creatorId, adId } = part
    demand(await house.completeParticipation({ operator, creatorId, adId, key: null }))
    expect(await house.cashViews.balance(creatorId)).toMatchObject({ pending: 50_000 })
  })
})

describe('an assignment is refused and changes nothing', () => {
  test.each([
    ['of somebody who has not applied', async () => ({ creatorId: nobody, adId: (await newAd()).id })],
    [
      'to an ad that is not there',
      async () => ({ creatorId: (await anApplicantOf(await newAd())).creatorId, adId: toId<'Ad'>(404) }),
    ],
  ])('%s', async (_what, make) => {
    const part = await make()
    expect(await attempt(house, () => assign(part))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test('after the upload period', async () => {
    const ad = await newAd()
    const applicant = await anApplicantOf(ad)
    house.clock.set(later(ad.schedule.uploadTo, 1))
    expect(await attempt(house, () => assign(applicant))).toEqual({
      refusal: { kind: 'assignment-period-over' },
      changed: [],
    })
  })

  test('when assigned, submitted and completed ones fill the ad', async () => {
    const ad = await newAd({ capacity: 3 })
    const applicant = await kept(house, async (stores) => {
      await storedAssignment(stores, { ad })
      await storedSubmission(stores, { ad })
      await storedCompletion(stores, { ad })
      return storedApplication(stores, { ad })
    })
    expect(await attempt(house, () => assign(applicant))).toEqual({
      refusal: { kind: 'ad-full' },
      changed: [],
    })
  })

  test('the second time', async () => {
    const applicant = await anApplicantOf(await newAd())
    demand(await assign(applicant))
    expect(await attempt(house, () => assign(applicant))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'assign', status: 'assigned' },
      changed: [],
    })
  })
})

describe('places', () => {
  test('of an ad with 5 are given to 5 of 64 who are assigned at once', async () => {
    const ad = await newAd({ capacity: 5 })
    const applicants = await applicantsOf(ad, 64)
    const answers = await allAtOnce(64, (index) =>
      assign(applicants[index] ?? { creatorId: nobody, adId: ad.id }),
    )
    expect(granted(answers)).toBe(5)
    expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.kind])))).toEqual(
      new Set(['ad-full']),
    )
    const assigned = house.tables.participations.rows().filter(({ status }) => status === 'assigned')
    expect(assigned).toHaveLength(5)
    expect(audited(house)).toHaveLength(5)
  })

  test('are free again after a cancellation', async () => {
    const ad = await newAd({ capacity: 1 })
    const [first, second] = await applicantsOf(ad, 2)
    if (first === undefined || second === undefined) throw new Error('two applicants')
    demand(await assign(first))
    expect((await assign(second)).ok).toBe(false)
    const { creatorId, adId } = first
    const reason = { reason: 'not-uploaded', note: '' } as const
    demand(await house.cancelParticipation({ operator, creatorId, adId, key: null, ...reason }))
    demand(await assign(second))
  })
})

test('64 assignments of one applicant at once are one', async () => {
  const applicant = await anApplicantOf(await newAd())
  expect(granted(await allAtOnce(64, () => assign(applicant)))).toBe(1)
  expect(await toldTo(house, { id: applicant.creatorId })).toHaveLength(1)
})
