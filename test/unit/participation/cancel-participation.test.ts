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
import {
  demand,
  kept,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'

const why = { reason: 'not-uploaded', note: '기한 안에 영상이 올라오지 않았습니다.' } as const

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: inDays(26) })
  operator = await anOperator(house)
})

const cancel = ({ creatorId, adId }: Pick<Participation, 'creatorId' | 'adId'>, over = {}) =>
  house.cancelParticipation({ operator, creatorId, adId, key: null, ...why, ...over })

test.each([
  ['assigned', storedAssignment],
  ['submitted', storedSubmission],
] as const)('one who is %s is cancelled, told why, and earns nothing', async (status, stored) => {
  const part = await kept(house, (stores) => stored(stores))
  demand(await cancel(part))
  const { id, adId, creatorId, proposal, appliedAt } = part
  expect(nowStored(house, part)).toEqual({
    id,
    adId,
    creatorId,
    proposal,
    appliedAt,
    status: 'cancelled',
    since: inDays(26),
    ...why,
  })
  expect(await toldTo(house, { id: creatorId })).toMatchObject([
    { kind: 'cancelled', ad: { id: adId }, ...why },
  ])
  expect(movesOf(house, part)).toEqual([
    { at: inDays(26), by: operator, from: status, to: 'cancelled', reason: `not-uploaded: ${why.note}` },
  ])
  expect(audited(house)).toMatchObject([{ by: operator, operation: 'participation-cancel' }])
  expect(house.tables.postings.rows()).toEqual([])
})

test('the history of a cancellation without a note names the reason alone', async () => {
  const part = await kept(house, (stores) => storedAssignment(stores))
  demand(await cancel(part, { reason: 'ad-cancelled', note: '' }))
  expect(movesOf(house, part)).toMatchObject([{ reason: 'ad-cancelled' }])
})

test('a cancellation sent again under its key is made once', async () => {
  const part = await kept(house, (stores) => storedAssignment(stores))
  expect(await cancel(part, { key: aKey() })).toEqual(await cancel(part, { key: aKey() }))
  expect(await toldTo(house, { id: part.creatorId })).toHaveLength(1)
})

test('the video of a cancelled participation stays used', async () => {
  const part = await kept(house, (stores) => storedSubmission(stores))
  demand(await cancel(part))
  expect(house.tables.videos.rows()).toMatchObject([{ video: { participationId: part.id } }])
})

describe('a cancellation is refused and changes nothing', () => {
  test('for somebody who takes no part', async () => {
    const { adId } = await kept(house, (stores) => storedAssignment(stores))
    expect(await attempt(house, () => cancel({ creatorId: nobody, adId }))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test.each([
    ['applied', storedApplication],
    ['completed', storedCompletion],
  ] as const)('for one who is %s', async (status, stored) => {
    const part = await kept(house, (stores) => stored(stores))
    expect(await attempt(house, () => cancel(part))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'cancel', status },
      changed: [],
    })
  })

  test('the second time', async () => {
    const part = await kept(house, (stores) => storedAssignment(stores))
    demand(await cancel(part))
    expect(await attempt(house, () => cancel(part))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'cancel', status: 'cancelled' },
      changed: [],
    })
  })
})
