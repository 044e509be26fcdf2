import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rewardPosting } from '../../../src/domain/cash/ledger.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { DAY_MS, type Id } from '../../../src/domain/primitives.ts'
import { aMovement } from '../../fixtures/cash.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  everythingIn,
  granted,
  movesOf,
  nobody,
  nowStored,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import {
  demand,
  kept,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: inDays(6) })
  operator = await anOperator(house)
})

const drift = async () => (await house.views.cash.books()).drift
const complete = ({ creatorId, adId }: Pick<Participation, 'creatorId' | 'adId'>, over = {}) =>
  house.completeParticipation({ operator, creatorId, adId, key: null, ...over })

describe('an approval', () => {
  afterEach(async () => {
    expect(await drift()).toEqual([])
  })

  test('completes the participation and credits its reward as pending', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores, { reward: 70_000 }))
    demand(await complete(part))
    expect(nowStored(house, part)).toEqual({ ...part, status: 'completed', since: inDays(6) })
    expect(await house.cashViews.balance(part.creatorId)).toEqual({
      pending: 70_000,
      withdrawable: 0,
      requested: 0,
      paid: 0,
    })
    expect(house.tables.postings.rows()).toEqual([
      {
        creatorId: part.creatorId,
        cause: `reward:${part.id}`,
        from: 'agency',
        to: 'pending',
        amount: 70_000,
        at: inDays(6),
        title: '수분 가득 여름 크림 체험단',
      },
    ])
  })

  test('tells the creator the amount, and leaves its lines in history and audit', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores))
    demand(await complete(part))
    expect(await toldTo(house, { id: part.creatorId })).toMatchObject([
      { kind: 'rewarded', ad: { id: part.adId }, amount: 50_000 },
    ])
    expect(movesOf(house, part)).toEqual([
      { at: inDays(6), by: operator, from: 'submitted', to: 'completed', reason: '' },
    ])
    expect(audited(house)).toMatchObject([
      { by: operator, operation: 'participation-complete', after: { status: 'completed' } },
    ])
  })

  test('keeps what was known of the video then, which no later read changes', async () => {
    const part = await kept(house, async (stores) => {
      const submission = await storedSubmission(stores, { videoId: aVideoId() })
      await stores.videos.observe(anObservation({ at: inDays(4), run: 'a', views: 900, likes: null }))
      const down = {
        state: 'down',
        lastGoodAt: inDays(3),
        downSince: inDays(5),
        cause: 'not-public',
      } as const
      await stores.videos.saveLiveness(aVideoId(), down, {
        from: inDays(1),
        to: inDays(2),
        cause: 'unavailable',
      })
      return submission
    })
    demand(await complete(part))
    await kept(house, ({ videos }) => videos.observe(anObservation({ at: inDays(7), run: 'b', views: 1 })))
    expect(house.tables.snapshots.rows()).toEqual([
      {
        participationId: part.id,
        decision: 'completed',
        at: inDays(6),
        videoId: aVideoId(),
        publishedAt: NOON,
        pausedMs: 2 * DAY_MS,
        lastGoodAt: inDays(3),
        newest: {
          at: inDays(4),
          views: 900,
          likes: null,
          comments: 12,
          privacy: 'public',
          source: 'videos.list',
        },
        standing: { state: 'down', cause: 'not-public', missingHashtags: [] },
        decidedBy: operator,
        reason: null,
      },
    ])
  })

  test('for goods alone moves no cash and keeps no figures', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores, { reward: 0 }))
    demand(await complete(part))
    expect(house.tables.snapshots.rows()).toEqual([])
    expect(nowStored(house, part).status).toBe('completed')
    expect(house.tables.postings.rows()).toEqual([])
    expect(await house.participationViews.held({ after: null, dueBy: null, limit: 10 })).toEqual([])
  })

  test('64 times at once pays one reward', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores))
    expect(granted(await allAtOnce(64, () => complete(part)))).toBe(1)
    expect(await house.cashViews.balance(part.creatorId)).toMatchObject({ pending: 50_000 })
    expect(house.tables.postings.rows()).toHaveLength(1)
    expect(await toldTo(house, { id: part.creatorId })).toHaveLength(1)
    expect(audited(house)).toHaveLength(1)
  })

  test('64 times at once under one key is answered alike and pays one reward', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores))
    const answers = await allAtOnce(64, () => complete(part, { key: aKey() }))
    expect(granted(answers)).toBe(64)
    expect(house.tables.postings.rows()).toHaveLength(1)
  })

  test('sent again under its key gets the same answer and has no second effect', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores))
    const first = await complete(part, { key: aKey() })
    const before = everythingIn(house)
    house.clock.set(inDays(7))
    expect(await complete(part, { key: aKey() })).toEqual(first)
    expect(everythingIn(house)).toEqual(before)
  })

  test('and a return to the creator at once: one of them happens', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores))
    const { creatorId, adId } = part
    const answers = await Promise.all([
      house.sendBackUpload({ operator, creatorId, adId, changes: '다시', key: null }),
      complete(part),
    ])
    expect(granted(answers)).toBe(1)
    expect(movesOf(house, part)).toHaveLength(1)
  })
})

describe('an approval is refused and changes nothing', () => {
  test('for somebody who takes no part', async () => {
    const { adId } = await kept(house, (stores) => storedSubmission(stores))
    expect(await attempt(house, () => complete({ creatorId: nobody, adId }))).toEqual({
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
    expect(await attempt(house, () => complete(part))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'complete', status },
      changed: [],
    })
  })

  test('when the reward was posted before: both, or neither', async () => {
    const part = await kept(house, async (stores) => {
      const submission = await storedSubmission(stores)
      demand(await stores.cash.post(rewardPosting(submission.id, aMovement(submission.creatorId, 50_000))))
      return submission
    })
    expect(await attempt(house, () => complete(part))).toEqual({
      refusal: { kind: 'already-posted' },
      changed: [],
    })
    expect(nowStored(house, part).status).toBe('submitted')
  })
})
