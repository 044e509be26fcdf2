import { beforeEach, describe, expect, test } from 'vitest'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  anOperator,
  attempt,
  audited,
  movesOf,
  nobody,
  nowStored,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { cancelled, declined, withdrawn } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'

const note = '이번에는 다른 분을 모셨습니다.'

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: inDays(8) })
  operator = await anOperator(house)
})

const decline = ({ creatorId, adId }: Pick<Participation, 'creatorId' | 'adId'>) =>
  house.declineApplication({ operator, creatorId, adId, note, key: null })

test("an applicant who is turned down is told so in the operator's words", async () => {
  const applicant = await kept(house, (stores) => storedApplication(stores))
  demand(await decline(applicant))
  expect(nowStored(house, applicant)).toEqual({
    ...applicant,
    status: 'declined',
    reason: 'not-selected',
    note,
    since: inDays(8),
  })
  expect(await toldTo(house, { id: applicant.creatorId })).toMatchObject([
    { kind: 'declined', ad: { id: applicant.adId }, reason: 'not-selected', note },
  ])
  expect(movesOf(house, applicant)).toEqual([
    { at: inDays(8), by: operator, from: 'applied', to: 'declined', reason: note },
  ])
  expect(audited(house)).toMatchObject([
    {
      by: operator,
      operation: 'participation-decline',
      before: { status: 'applied' },
      after: { status: 'declined' },
    },
  ])
})

test('an applicant is turned down once, though the request comes twice under one key', async () => {
  const { creatorId, adId } = await kept(house, (stores) => storedApplication(stores))
  const keyed = () => house.declineApplication({ operator, creatorId, adId, note, key: aKey() })
  expect(await keyed()).toEqual(await keyed())
  expect(await toldTo(house, { id: creatorId })).toHaveLength(1)
})

describe('turning down is refused and changes nothing', () => {
  test('for somebody who has not applied', async () => {
    const { adId } = await kept(house, (stores) => storedApplication(stores))
    expect(await attempt(house, () => decline({ creatorId: nobody, adId }))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test.each([
    ['assigned', storedAssignment],
    ['submitted', storedSubmission],
    ['completed', storedCompletion],
  ] as const)('for one who is %s', async (status, stored) => {
    const part = await kept(house, (stores) => stored(stores))
    expect(await attempt(house, () => decline(part))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'decline', status },
      changed: [],
    })
  })

  test.each([
    ['declined', declined],
    ['withdrawn', withdrawn],
    ['cancelled', cancelled],
  ] as const)('for one who is %s', async (status, end) => {
    const part = await kept(house, async (stores) => {
      const application = await storedApplication(stores)
      await stores.participations.save(end(application))
      return application
    })
    expect(await attempt(house, () => decline(part))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'decline', status },
      changed: [],
    })
  })
})
