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
import { someTerms } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'

const changes = '협찬 표시를 설명 첫 줄에 넣어 주세요.'

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: inDays(4) })
  operator = await anOperator(house)
})

const sendBack = ({ creatorId, adId }: Pick<Participation, 'creatorId' | 'adId'>, over = {}) =>
  house.sendBackUpload({ operator, creatorId, adId, changes, key: null, ...over })

test('an upload that is sent back is assigned again, and its creator knows what to change', async () => {
  const part = await kept(house, (stores) => storedSubmission(stores))
  demand(await sendBack(part))
  const { id, adId, creatorId, proposal, appliedAt } = part
  expect(nowStored(house, part)).toEqual({
    id,
    adId,
    creatorId,
    proposal,
    appliedAt,
    since: inDays(4),
    status: 'assigned',
    terms: someTerms(),
    changesAsked: changes,
  })
  expect(await toldTo(house, { id: creatorId })).toMatchObject([
    { kind: 'sent-back', ad: { id: adId }, changes },
  ])
  expect(movesOf(house, part)).toEqual([
    { at: inDays(4), by: operator, from: 'submitted', to: 'assigned', reason: changes },
  ])
  expect(audited(house)).toMatchObject([
    {
      by: operator,
      operation: 'participation-send-back',
      before: { status: 'submitted' },
      after: { status: 'assigned', reason: changes },
    },
  ])
})

test('an upload can be sent back more than once, and each time is told', async () => {
  const part = await kept(house, (stores) => storedSubmission(stores))
  demand(await sendBack(part))
  await kept(house, ({ participations }) => participations.save(part))
  house.clock.set(inDays(5))
  demand(await sendBack(part, { changes: '아직이에요.' }))
  expect(await toldTo(house, { id: part.creatorId })).toMatchObject([{ changes }, { changes: '아직이에요.' }])
})

test('an upload sent back twice under one key is sent back once', async () => {
  const part = await kept(house, (stores) => storedSubmission(stores))
  expect(await sendBack(part, { key: aKey() })).toEqual(await sendBack(part, { key: aKey() }))
  expect(await toldTo(house, { id: part.creatorId })).toHaveLength(1)
})

describe('sending back is refused and changes nothing', () => {
  test('for somebody who takes no part', async () => {
    const { adId } = await kept(house, (stores) => storedSubmission(stores))
    expect(await attempt(house, () => sendBack({ creatorId: nobody, adId }))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test.each([
    ['applied', storedApplication],
    ['assigned', storedAssignment],
    ['completed', storedCompletion],
  ] as const)('for one who is %s', async (status, stored) => {
    const part = await kept(house, (stores) => stored(stores))
    expect(await attempt(house, () => sendBack(part))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'send-back', status },
      changed: [],
    })
  })
})
