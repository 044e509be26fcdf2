import { beforeEach, describe, expect, test } from 'vitest'
import { refitWeights } from '../../../src/application/recommendation/refit-weights.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import type { JobStanding } from '../../../src/domain/job/standing.ts'
import { DAY_MS, type Instant, later, MINUTE_MS, toWon } from '../../../src/domain/primitives.ts'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { shownIn } from '../../../src/domain/recommendation/event.ts'
import { PRIORS, readWeights, TERMS, WEIGHTS_VERSION } from '../../../src/domain/recommendation/weights.ts'
import type { JobRun } from '../../../src/ports/job.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aHouse, everythingIn, type TestHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aRun, outcomeOf, storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { fittedWeights } from '../../fixtures/recommendation.ts'
import { kept, oneByOne, storedAd, storedCreator } from '../../fixtures/stored.ts'

let house: TestHouse
let creators: readonly Account[]
let ads: readonly Ad[]
const openWithAds = async () => {
  house = aHouse()
  await kept(house, async (stores) => {
    creators = await oneByOne(20, (index) =>
      storedCreator(stores, {
        interests: { ad: index % 2 === 0 ? 'beauty' : 'travel', expert: 'law', news: 'contest' },
      }),
    )
    ads = await oneByOne(20, (index) =>
      storedAd(stores, {
        category: index % 2 === 0 ? 'beauty' : 'travel',
        reward: toWon(index % 4 < 2 ? 100_000 : 20_000),
        capacity: 1_000,
        createdAt: inDays(-20),
        schedule: { ...aSchedule(), applyFrom: inDays(-20), applyTo: inDays(10) },
      }),
    )
  })
}
beforeEach(openWithAds)

const ports = () => ({ ...house, recommendationViews: house.views.recommendations })
const refit = () => outcomeOf(house, 'refit-weights')
const weights = () => house.views.recommendations.weights('ad')
const fits = () => house.views.recommendations.fits('ad', 10)
const logged = (events: readonly InterestEvent[]) =>
  kept(house, ({ interestLog }) => interestLog.append(events))

/** Every creator looks at ten ads on each of these days; by the weights or against them, a fifth applies. */
const days = (
  from: number,
  to: number,
  likes: (creator: Account, ad: Ad) => boolean,
): readonly InterestEvent[] =>
  Array.from({ length: to - from }, (_, day) =>
    creators.flatMap((creator, row) => {
      const at = later(inDays(from + day), row * MINUTE_MS)
      const seen = Array.from({ length: 10 }, (_, place) => ads[(place * 7 + row + day) % 20]).flatMap(
        (ad) => ad ?? [],
      )
      const chosen = seen.filter((ad, place) => likes(creator, ad) && (place + row + day) % 5 === 0)
      return [
        ...shownIn(
          'interest',
          seen.map(({ id }) => id),
          { itemKind: 'ad', creator: creator.id, at },
        ),
        ...chosen.map(({ id }) => applied(creator, id, later(at, MINUTE_MS))),
      ]
    }),
  ).flat()
const applied = (creator: Account, item: number, at: Instant): InterestEvent => ({
  kind: 'applied',
  itemKind: 'ad',
  creator: creator.id,
  item,
  at,
})
/** The run in the hands of another process. */
const takenOver: JobStanding = {
  job: 'refit-weights',
  slot: NOON,
  token: 2,
  cursor: null,
  attempts: 1,
  owner: 'test:2',
  state: 'running',
  leaseUntil: inDays(1),
}
const byReward = (_: Account, ad: Ad) => ad.reward > 50_000

describe('a refit of the weights', () => {
  test('learns from the log what creators go by, and says so', async () => {
    await logged(days(-14, 0, byReward))
    const outcome = await refit()
    const fitted = await weights()
    expect(fitted).toMatchObject({ version: WEIGHTS_VERSION, fittedAt: NOON, isAccepted: true })
    expect(readWeights('ad', fitted).pay).toBeGreaterThan(PRIORS.pay + 0.5)
    expect(fitted?.lossAfter).toBeLessThan(fitted?.lossBefore ?? 0)
    expect(outcome).toEqual({
      kind: 'done',
      counts: { adImpressions: fitted?.impressions, programmeImpressions: 0, accepted: 1 },
      note: expect.stringMatching(
        /^ads: new weights are in use, since they foretold the newest day better \(loss 0\.\d{4}, before 0\.\d{4}\); programmes: the weights stay, since they are learned from 2,000 impressions on$/,
      ),
    })
  })

  test('keeps the weights in use when new ones foretell the newest day no better', async () => {
    await logged(days(-14, -1, byReward))
    await logged(days(-1, 0, (creator, ad) => !byReward(creator, ad)))
    const outcome = await refit()
    expect(await weights()).toBeNull()
    expect(await fits()).toMatchObject([{ isAccepted: false }])
    expect(outcome).toMatchObject({
      counts: { accepted: 0 },
      note: expect.stringContaining(
        'ads: the weights stay, since new ones foretold the newest day no better',
      ),
    })
  })

  test('is measured against those that are in use, not against the priors', async () => {
    await logged(days(-14, 0, byReward))
    await refit()
    const first = await weights()
    house.clock.pass(DAY_MS)
    await refit()
    const [second] = await fits()
    expect(second?.lossBefore).toBeCloseTo(first?.lossAfter ?? 0, 6)
  })

  test('goes by the priors when what is in use makes no sense', async () => {
    await logged(days(-14, 0, byReward))
    await refit()
    const [{ lossBefore } = { lossBefore: 0 }] = await fits()
    await kept(house, ({ recommendationWeights }) =>
      recommendationWeights.add(fittedWeights({ weights: { rate: Number.NaN, text: -4 } })),
    )
    await refit()
    expect((await fits())[0]).toMatchObject({ lossBefore, isAccepted: true })
  })

  test('leaves everything as it is below 2,000 impressions', async () => {
    await logged(days(-9, 0, byReward))
    const before = everythingIn(house)
    // What was applied to before is not ranked again, so not all of the 1,800 are impressions of an ad that was.
    expect(await refit()).toMatchObject({ counts: { adImpressions: 1_512, accepted: 0 } })
    expect(await fits()).toEqual([])
    expect(everythingIn(house)).toEqual(before)
  })

  test('of an empty house has nothing to say but that', async () => {
    house = aHouse()
    expect(await refit()).toMatchObject({
      counts: { adImpressions: 0, programmeImpressions: 0, accepted: 0 },
    })
  })

  test('is not disturbed by lines about what nobody knows, or of a clock that was wrong', async () => {
    const known = days(-14, 0, byReward)
    await logged(known)
    await refit()
    const [alone] = await fits()
    const strange: readonly InterestEvent[] = known.slice(0, 200).map((event, index) => ({
      ...event,
      ...(index % 2 === 0 ? { item: 4_711 } : { at: later(inDays(4_000), index) }),
    }))
    await logged(strange)
    await refit()
    const [together] = await fits()
    expect(together?.impressions).toBe(alone?.impressions)
    for (const term of TERMS)
      expect(readWeights('ad', together ?? null)[term]).toBeCloseTo(readWeights('ad', alone ?? null)[term], 6)
  })

  test('learns for programmes from looks', async () => {
    await kept(house, async ({ supportProgrammes }) => {
      await oneByOne(20, () =>
        supportProgrammes.add(
          aNewProgramme({ createdAt: inDays(-20), recruitment: { from: inDays(-20), to: inDays(10) } }),
        ),
      )
    })
    await logged(
      days(-14, 0, byReward).map((event) => ({
        ...event,
        itemKind: 'programme',
        ...(event.kind === 'shown' ? { list: 'programmes' } : { kind: 'viewed' }),
      })),
    )
    expect(await refit()).toMatchObject({ counts: { adImpressions: 0 } })
    expect(await house.views.recommendations.fits('programme', 10)).toHaveLength(1)
    expect(await fits()).toEqual([])
  })
})

describe('a run', () => {
  const job = () => refitWeights(ports())
  beforeEach(() => logged(days(-14, 0, byReward)))

  test('that is asked to stop keeps nothing, and the next one begins again', async () => {
    let asked = 0
    const stopping = { scope: 'due', isStopping: () => ++asked > 9 } as const
    const report = await house.runJob('refit-weights', stopping)
    expect(report).toMatchObject({ outcome: { kind: 'stopped', counts: {} } })
    expect(await fits()).toEqual([])
    house.clock.pass(MINUTE_MS)
    expect(await house.runJob('refit-weights', { scope: 'due' })).toMatchObject({ outcome: { kind: 'done' } })
    expect(await fits()).toHaveLength(1)
  })

  test('that was taken over keeps nothing', async () => {
    await kept(house, (stores) => storedRun(stores, 'refit-weights'))
    const stale = { ...aRun('refit-weights'), token: 0 }
    expect(await job()(stale, TO_THE_END)).toEqual({ kind: 'taken-over' })
    expect(await fits()).toEqual([])
  })

  test('that is taken over at its very end keeps nothing', async () => {
    const signs = await signsOf(() => undefined)
    expect(await fits()).toHaveLength(1)
    await openWithAds()
    await logged(days(-14, 0, byReward))
    const lost = await signsOf((sign) =>
      sign === signs.howMany ? kept(house, ({ jobs }) => jobs.save(takenOver)) : undefined,
    )
    expect(lost.outcome).toEqual({ kind: 'taken-over' })
    expect(await fits()).toEqual([])
  })

  test('shows signs of life while it reads and while it fits', async () => {
    const { howMany } = await signsOf(() => undefined)
    const pages = Math.ceil(house.tables.interestEvents.rows().length / 500)
    expect(howMany).toBeGreaterThan(pages + 10)
  })

  test('writes that it is alive once in five seconds, and not with every page', async () => {
    const standing = await signsOf(() => undefined)
    // At its beginning and at its end.
    expect(standing.alive).toEqual([NOON, NOON])
    await openWithAds()
    await logged(days(-14, 0, byReward))
    const passing = await signsOf(() => house.clock.pass(1_000))
    expect(passing.outcome).toMatchObject({ kind: 'done' })
    expect(passing.howMany).toBeGreaterThan(15)
    const between = passing.alive.slice(1, -1).map((at, index) => at - (passing.alive[index] ?? 0))
    expect(new Set(between)).toEqual(new Set([5_000]))
  })

  test('writes it more often where its lease is shorter, and when its clock is set back', async () => {
    const hasty = await signsOf(() => house.clock.pass(1_000), { leaseMs: 8_000 })
    expect((hasty.alive[1] ?? 0) - (hasty.alive[0] ?? 0)).toBe(2_000)
    await openWithAds()
    await logged(days(-14, 0, byReward))
    const back = await signsOf((sign) => (sign === 3 ? house.clock.set(inDays(-1)) : undefined))
    expect(back.alive).toEqual([NOON, inDays(-1), inDays(-1)])
  })

  test('notices within five seconds that it was taken over', async () => {
    const whole = await signsOf(() => undefined)
    await openWithAds()
    await logged(days(-14, 0, byReward))
    const lost = await signsOf(async (sign) => {
      house.clock.pass(1_000)
      if (sign === 4) await kept(house, ({ jobs }) => jobs.save(takenOver))
    })
    expect(lost.outcome).toEqual({ kind: 'taken-over' })
    expect(whole.howMany).toBeGreaterThan(lost.howMany)
    expect(lost.howMany).toBeLessThanOrEqual(4 + 5)
  })

  /** How many transactions it has, before each of which something else may happen, and when it wrote that it is alive. */
  const signsOf = async (
    before: (sign: number) => Promise<void> | undefined | void,
    over: Partial<JobRun> = {},
  ) => {
    const run = { ...(await kept(house, (stores) => storedRun(stores, 'refit-weights'))), ...over }
    let howMany = 0
    const alive: Instant[] = []
    const counted = refitWeights({
      ...ports(),
      transact: async (work) => {
        howMany += 1
        await before(howMany)
        return house.transact((stores) =>
          work({
            ...stores,
            jobs: {
              ...stores.jobs,
              advance: async (advanced, cursor, now) => {
                alive.push(now)
                return stores.jobs.advance(advanced, cursor, now)
              },
            },
          }),
        )
      },
    })
    return { outcome: await counted(run, TO_THE_END), howMany, alive }
  }
})
