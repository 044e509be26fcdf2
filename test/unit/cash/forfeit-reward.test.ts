import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openingPosting } from '../../../src/domain/cash/ledger.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { DAY_MS, type Id, toWon } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  granted,
  nobody,
  nowStored,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { countIn, ran } from '../../fixtures/jobs.ts'
import { completed } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { aSnapshot, aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'

const reason = '영상을 삭제하고 돌려놓지 않았습니다.'
const DUE = inDays(28)

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse({ now: DUE })
  house.youTube.publish(aVideo())
  operator = await anOperator(house)
})

afterEach(async () => {
  expect((await house.views.cash.books()).drift).toEqual([])
})

const aCompletion = (reward = 50_000): Promise<Participation> =>
  kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId(), reward }))

const forfeit = ({ creatorId, adId }: Pick<Participation, 'creatorId' | 'adId'>, over = {}) =>
  house.forfeitReward({ operator, creatorId, adId, reason, key: null, ...over })

const release = () => ran<'released'>(house, 'release-rewards')

test('a forfeited reward goes back to the agency; the creator is told why, and the audit knows', async () => {
  const part = await aCompletion()
  demand(await forfeit(part))
  expect(await house.cashViews.balance(part.creatorId)).toMatchObject({ pending: 0, withdrawable: 0 })
  expect(house.tables.postings.rows().at(-1)).toMatchObject({
    cause: `release:${part.id}`,
    from: 'pending',
    to: 'agency',
    amount: 50_000,
  })
  expect(await toldTo(house, { id: part.creatorId })).toMatchObject([
    { kind: 'forfeited', ad: { id: part.adId }, amount: 50_000, note: reason },
  ])
  expect(audited(house)).toEqual([
    {
      at: DUE,
      by: operator,
      operation: 'reward-forfeited',
      subject: `participation:${part.id}`,
      before: { amount: 50_000 },
      after: { reason },
    },
  ])
  expect(nowStored(house, part)).toEqual(part)
})

test('what was known of the video is kept with the forfeit, time that it was down included, with who decided and why', async () => {
  const part = await aCompletion()
  await kept(house, ({ videos }) =>
    videos.saveLiveness(
      aVideoId(),
      { state: 'down', lastGoodAt: inDays(2), downSince: inDays(3), cause: 'hashtags-missing' },
      null,
    ),
  )
  await kept(house, ({ videos }) => videos.saveMissingHashtags(aVideoId(), ['협찬']))
  demand(await forfeit(part))
  expect(house.tables.snapshots.rows()).toEqual([
    aSnapshot(part.id, {
      decision: 'forfeited',
      at: DUE,
      pausedMs: 25 * DAY_MS,
      lastGoodAt: inDays(2),
      newest: null,
      standing: { state: 'down', cause: 'hashtags-missing', missingHashtags: ['협찬'] },
      decidedBy: operator,
      reason,
    }),
  ])
})

test('a reward that was forfeited is never released', async () => {
  const part = await aCompletion()
  demand(await forfeit(part))
  await ran(house, 'refresh-statistics')
  expect(await release()).toEqual({ released: 0, waiting: 0 })
})

test('a forfeit takes no other reward of the same creator', async () => {
  const part = await aCompletion()
  const creator = house.tables.accounts.get(part.creatorId)
  if (creator === undefined) throw new Error('the creator is there')
  await kept(house, (stores) => storedCompletion(stores, { creator, reward: 30_000 }))
  demand(await forfeit(part))
  expect(await house.cashViews.balance(part.creatorId)).toMatchObject({ pending: 30_000 })
})

test('a forfeit sent again under its key is done and told once', async () => {
  const part = await aCompletion()
  expect(await forfeit(part, { key: aKey() })).toEqual(await forfeit(part, { key: aKey() }))
  expect(await toldTo(house, { id: part.creatorId })).toHaveLength(1)
  expect(audited(house)).toHaveLength(1)
})

describe('a forfeit is refused and changes nothing', () => {
  const notPending = { refusal: { kind: 'reward-not-pending' }, changed: [] }

  test('for somebody who takes no part', async () => {
    const { adId } = await aCompletion()
    expect(await attempt(house, () => forfeit({ creatorId: nobody, adId }))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test.each([
    ['applied', storedApplication],
    ['assigned', storedAssignment],
    ['submitted', storedSubmission],
  ] as const)('for one who is %s', async (_status, stored) => {
    const part = await kept(house, (stores) => stored(stores))
    expect(await attempt(house, () => forfeit(part))).toEqual(notPending)
  })

  test('where only goods were given', async () => {
    const part = await aCompletion(0)
    expect(await attempt(house, () => forfeit(part))).toEqual(notPending)
  })

  test('where the reward was paid before it came from 2020', async () => {
    const part = await kept(house, async (stores) => {
      const submission = await storedSubmission(stores)
      if (submission.status !== 'submitted') throw new Error('a submission is submitted')
      const done = completed(submission, { upload: submission.upload })
      await stores.participations.save(done)
      demand(await stores.imported.record('rewarded-participation', 1, done.id))
      const opening = { creatorId: done.creatorId, amount: toWon(90_000), at: DUE, title: '' }
      demand(await stores.cash.post(openingPosting('pending', opening)))
      return done
    })
    expect(await attempt(house, () => forfeit(part))).toEqual({
      refusal: { kind: 'reward-not-pending' },
      changed: [],
    })
  })
  test('the second time', async () => {
    const part = await aCompletion()
    demand(await forfeit(part))
    expect(await attempt(house, () => forfeit(part))).toEqual(notPending)
  })

  test('once the reward is released: there is no automatic take-back', async () => {
    const part = await aCompletion()
    await ran(house, 'refresh-statistics')
    expect(await release()).toEqual({ released: 1, waiting: 0 })
    expect(await attempt(house, () => forfeit(part))).toEqual(notPending)
    expect(await house.cashViews.balance(part.creatorId)).toMatchObject({ withdrawable: 50_000 })
  })
})

describe('a forfeit and a release at once', () => {
  test.each(['forfeit first', 'release first'])('end with exactly one of them: %s', async (order) => {
    const part = await aCompletion()
    await ran(house, 'refresh-statistics')
    const forfeiting = async () => ((await forfeit(part)).ok ? 1 : 0)
    const releasing = async () => (await release()).released
    const both = order === 'forfeit first' ? [forfeiting, releasing] : [releasing, forfeiting]
    const done = await Promise.all(both.map((act) => act()))
    expect(done.reduce((total, count) => total + count, 0)).toBe(1)
    const { pending, withdrawable } = await house.cashViews.balance(part.creatorId)
    expect(pending).toBe(0)
    expect(await toldTo(house, { id: part.creatorId })).toMatchObject([
      { kind: withdrawable === 0 ? 'forfeited' : 'released' },
    ])
  })

  test('64 times each end with exactly one posting', async () => {
    const part = await aCompletion()
    await ran(house, 'refresh-statistics')
    const [forfeits, releases] = await Promise.all([
      allAtOnce(64, () => forfeit(part)),
      allAtOnce(64, () => house.runJob('release-rewards', { scope: 'all' })),
    ])
    const releasedTimes = releases.reduce((total, report) => total + countIn(report, 'released'), 0)
    expect(granted(forfeits) + releasedTimes).toBe(1)
    expect(house.tables.postings.rows().filter(({ from }) => from === 'pending')).toHaveLength(1)
  })
})
