import { beforeEach, describe, expect, test } from 'vitest'
import { announceRecommended } from '../../../src/application/recommendation/announce-recommended.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad, AdSchedule, NewAd } from '../../../src/domain/ad/ad.ts'
import { endOfDay, koreanDayOf } from '../../../src/domain/calendar.ts'
import { DAY_MS, HOUR_MS, type Instant, later, toInstant } from '../../../src/domain/primitives.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity, aPendingChannel } from '../../fixtures/channel.ts'
import {
  aHouse,
  allAtOnce,
  aVerifiedCreator,
  everythingIn,
  type TestHouse,
  toldTo,
  verifiedCreators,
} from '../../fixtures/house.ts'
import { knowledgeFrom } from '../../fixtures/interest.ts'
import { outcomeOf, ran, TO_THE_END, takenRun } from '../../fixtures/jobs.ts'
import { withdrawn } from '../../fixtures/participation.ts'
import {
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCreator,
} from '../../fixtures/stored.ts'
import { at } from '../examples.ts'

const JOB = 'announce-recommended'
const on = (day: string, time = '10:00:00.000'): Instant => at(`${day}T${time}+09:00`)
const TODAY = on('2026-11-22')

let house: TestHouse
let haneul: Account
beforeEach(async () => {
  house = aHouse({ now: TODAY })
  haneul = await aVerifiedCreator(house)
})

/** Made then, its application period already begun, and open for two weeks. */
const opened = (
  createdAt: Instant,
  over: Partial<NewAd> & { readonly schedule?: AdSchedule } = {},
): Promise<Ad> =>
  kept(house, (stores) => storedAd(stores, { createdAt, schedule: aSchedule(createdAt), ...over }))
const anHourAgo = later(TODAY, -HOUR_MS)

/** What a schedule asks for; answers `nothing-due` or how it ended. */
const run = (isStopping: () => boolean = () => false) => house.runJob(JOB, { scope: 'due', isStopping })
const runAt = (now: Instant) => {
  house.clock.set(now)
  return run()
}

const ports = () => ({
  ...house,
  recommendationViews: house.views.recommendations,
  requireVerifiedChannel: true,
  knowledgeOf: knowledgeFrom(house, house.clock),
})

/** The titles of the ads of each notice, oldest first. */
const told = async (creator: Pick<Account, 'id'> = haneul) =>
  (await toldTo(house, creator)).map((fact) =>
    fact.kind === 'recommended' ? fact.ads.map(({ title }) => title) : fact.kind,
  )

describe('a creator is told', () => {
  test('of the ad that has opened since yesterday', async () => {
    const { id, title, images, schedule } = await opened(anHourAgo)
    expect(await ran(house, JOB, 'due')).toEqual({ told: 1 })
    const ads = [{ id, title, thumbnail: images.thumbnail, applyTo: schedule.applyTo }]
    expect(await toldTo(house, haneul)).toEqual([{ kind: 'recommended', ads }])
  })

  test('and what it names is noted as told to them, in its order', async () => {
    for (const category of ['travel', 'beauty'] as const) await opened(anHourAgo, { category })
    await run()
    const [notice] = await toldTo(house, haneul)
    const named = notice?.kind === 'recommended' ? notice.ads.map(({ id }) => id) : []
    expect(named).toHaveLength(2)
    const shown = { kind: 'shown', itemKind: 'ad', creator: haneul.id, at: TODAY, list: 'notice' }
    expect(house.noted).toEqual(named.map((item, position) => ({ ...shown, item, position })))
  })

  test('of the three best, in the order of the recommendations', async () => {
    for (const category of ['travel', 'restaurant', 'other', 'beauty'] as const)
      await opened(anHourAgo, { title: category, category })
    const recommended = (await house.recommendAds(haneul.id)).map(({ ad }) => ad.title)
    await run()
    expect(await told()).toEqual([recommended.slice(0, 3)])
    expect(recommended[0]).toBe('beauty')
  })

  test('when its applications begin, though it was made long before', async () => {
    await opened(later(TODAY, -5 * DAY_MS), { schedule: aSchedule(TODAY, { applyFrom: TODAY }) })
    await run()
    expect(await told()).toHaveLength(1)
  })

  test('though others are told nothing', async () => {
    const smaller = await aVerifiedCreator(house, {
      channel: { identity: aChannelIdentity({ id: aChannelId('smaller'), subscribers: 12_299 }) },
    })
    await opened(anHourAgo, { category: 'premium', minimumSubscribers: 12_300, title: '대형' })
    await run()
    expect([await told(), await told(smaller)]).toEqual([[['대형']], []])
  })
})

describe('nobody is told anything', () => {
  test('while nothing has opened', async () => {
    await opened(later(TODAY, -2 * DAY_MS))
    const before = everythingIn(house)
    expect(await ran(house, JOB, 'due')).toEqual({ told: 0 })
    expect(everythingIn(house)).toEqual(before)
  })

  test.each<[what: string, ad: () => Promise<unknown>]>([
    ['that is not open yet', () => opened(anHourAgo, { schedule: aSchedule(later(TODAY, 3 * DAY_MS)) })],
    [
      'that is closed already',
      () => opened(anHourAgo, { schedule: aSchedule(anHourAgo, { applyTo: later(TODAY, -1) }) }),
    ],
    [
      'without a place',
      async () => {
        const ad = await opened(anHourAgo, { capacity: 1 })
        await kept(house, (stores) => storedAssignment(stores, { ad }))
      },
    ],
    [
      'that they have applied to',
      async () => {
        const ad = await opened(anHourAgo)
        await kept(house, (stores) => storedApplication(stores, { ad, creator: haneul }))
      },
    ],
    [
      'that they have withdrawn from, since that cannot be applied to again',
      async () => {
        const ad = await opened(anHourAgo)
        await kept(house, async (stores) =>
          stores.participations.save(withdrawn(await storedApplication(stores, { ad, creator: haneul }))),
        )
      },
    ],
    [
      'that asks for more subscribers',
      () => opened(anHourAgo, { category: 'premium', minimumSubscribers: 12_301 }),
    ],
  ])('of an ad %s', async (_, ad) => {
    await ad()
    await run()
    expect(await told()).toEqual([])
  })

  test('who hides how many subscribe, of a premium ad that asks for some', async () => {
    const hidden = aChannelIdentity({ subscribers: null })
    await kept(house, async ({ channels }) => {
      const channel = await channels.find(haneul.id)
      if (channel !== null) await channels.save({ ...channel, identity: hidden })
    })
    await opened(anHourAgo, { category: 'premium', minimumSubscribers: 1 })
    await run()
    expect(await told()).toEqual([])
  })

  test('whose channel is not verified, unless anybody may apply', async () => {
    for (const requireVerifiedChannel of [true, false]) {
      house = aHouse({ now: TODAY, requireVerifiedChannel })
      const pending = await kept(house, async (stores) => {
        const creator = await storedCreator(stores)
        await stores.channels.save(aPendingChannel(creator.id))
        return creator
      })
      await opened(anHourAgo)
      await run()
      expect(await told(pending)).toHaveLength(requireVerifiedChannel ? 0 : 1)
    }
  })
})

describe('since when', () => {
  test('for who was never told of any: since ten of the day before', async () => {
    await opened(later(TODAY, -DAY_MS), { title: '어제 열 시' })
    await run()
    expect(await told()).toEqual([])
    const tomorrow = later(TODAY, DAY_MS)
    await opened(later(TODAY, 1), { title: '열 시가 지나' })
    await runAt(tomorrow)
    expect(await told()).toEqual([['열 시가 지나']])
  })

  test('for others: since they were last told, also when days were missed', async () => {
    await opened(anHourAgo, { title: '첫째' })
    await run()
    await opened(later(TODAY, HOUR_MS), { title: '둘째' })
    await opened(later(TODAY, 3 * DAY_MS), { title: '셋째' })
    await runAt(later(TODAY, 5 * DAY_MS))
    expect(await told()).toEqual([['첫째'], ['셋째', '둘째']])
    await runAt(later(TODAY, 6 * DAY_MS))
    expect(await told()).toHaveLength(2)
  })

  test('no ad is told of twice, day after day', async () => {
    for (let day = 0; day < 10; day += 1) {
      await opened(later(TODAY, day * DAY_MS - HOUR_MS), { title: `광고 ${day}` })
      await runAt(later(TODAY, day * DAY_MS))
    }
    const titles = Array.from({ length: 10 }, (_, day) => [`광고 ${day}`])
    expect(await told()).toEqual(titles)
  })

  test('whoever was told nothing for more than two weeks hears of the last day’s', async () => {
    await opened(anHourAgo, { title: '첫째' })
    await run()
    await opened(later(TODAY, 2 * DAY_MS), { schedule: aSchedule(later(TODAY, 16 * DAY_MS)) })
    const schedule = aSchedule(later(TODAY, 18 * DAY_MS), { applyFrom: later(TODAY, HOUR_MS) })
    await opened(later(TODAY, HOUR_MS), { title: '지난', schedule })
    await opened(later(TODAY, 20 * DAY_MS - HOUR_MS), { title: '마지막' })
    await runAt(later(TODAY, 20 * DAY_MS))
    expect(await told()).toEqual([['첫째'], ['마지막']])
  })
})

describe('an ad that ends today or tomorrow', () => {
  const TEN_DAYS_AGO = later(TODAY, -10 * DAY_MS)
  const ending = (onDay: number, over: Parameters<typeof opened>[1] = {}) =>
    opened(TEN_DAYS_AGO, {
      title: `${onDay}일 뒤`,
      schedule: aSchedule(TEN_DAYS_AGO, { applyTo: endOfDay(koreanDayOf(later(TODAY, onDay * DAY_MS))) }),
      ...over,
    })

  test('is told of though it opened long ago, and others are not', async () => {
    for (const onDay of [0, 1, 2, 3]) await ending(onDay)
    await run()
    expect((await told()).map((titles) => [...titles].sort())).toEqual([['0일 뒤', '1일 뒤']])
  })

  test('is told of once: neither on its last day again nor after it was told of as new', async () => {
    await ending(1)
    await run()
    await runAt(later(TODAY, DAY_MS))
    expect(await told()).toEqual([['1일 뒤']])
    await opened(later(TODAY, DAY_MS + HOUR_MS), {
      title: '새것',
      schedule: aSchedule(TODAY, { applyTo: endOfDay(koreanDayOf(later(TODAY, 3 * DAY_MS))) }),
    })
    for (const day of [2, 3]) await runAt(later(TODAY, day * DAY_MS))
    expect(await told()).toEqual([['1일 뒤'], ['새것']])
  })

  test.each<[what: string, over: Partial<NewAd>]>([
    ['has no place', { capacity: 1 }],
    ['asks for more subscribers', { category: 'premium', minimumSubscribers: 12_301 }],
  ])('is not told of when it %s', async (_, over) => {
    const ad = await ending(1, over)
    await kept(house, (stores) => storedAssignment(stores, { ad }))
    await run()
    expect(await told()).toEqual([])
  })

  test('is not told of when the creator has applied or is not interested', async () => {
    const [applied, dismissed] = [await ending(1), await ending(1)]
    await kept(house, (stores) => storedApplication(stores, { ad: applied, creator: haneul }))
    await house.dismissAd({ creatorId: haneul.id, adId: dismissed.id, key: null })
    await kept(house, ({ interestLog }) => interestLog.append(house.noted))
    await run()
    expect(await told()).toEqual([])
  })
})

describe('at most once a Korean day', () => {
  test('however often it is run, and whatever opens', async () => {
    await opened(anHourAgo)
    await allAtOnce(8, () => run())
    await opened(later(TODAY, 1))
    for (const time of ['10:00:00.001', '15:00:00.000', '20:59:59.999']) {
      house.clock.set(on('2026-11-22', time))
      await outcomeOf(house, JOB)
    }
    expect(await told()).toHaveLength(1)
    house.clock.set(on('2026-11-23', '08:00:00.000'))
    await outcomeOf(house, JOB)
    expect(await told()).toHaveLength(2)
  })

  test('when the same slot is run twice at once, each without knowing of the other', async () => {
    await opened(anHourAgo)
    const first = await takenRun(house, JOB)
    const job = announceRecommended(ports())
    house.clock.pass(first.leaseMs)
    const outcomes = await Promise.all([
      job(first, TO_THE_END),
      takenRun(house, JOB).then((second) => job(second, TO_THE_END)),
    ])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'taken-over'])
    expect(await told()).toHaveLength(1)
  })
})

describe('at night', () => {
  test.each([
    ['2026-11-22', '21:00:00.000', '2026-11-23'],
    ['2026-11-23', '00:00:00.000', '2026-11-23'],
    ['2026-11-23', '07:59:59.999', '2026-11-23'],
  ])('on %s at %s nobody is told anything until eight', async (day, time, morning) => {
    await opened(anHourAgo)
    const until = on(morning, '08:00:00.000')
    expect(await runAt(on(day, time))).toMatchObject({ outcome: { kind: 'paused', until } })
    expect(await told()).toEqual([])
    await runAt(until)
    expect(await told()).toHaveLength(1)
    await opened(until)
    await runAt(on(morning))
    expect(await told()).toHaveLength(1)
  })
})

describe('many creators', () => {
  const tellMany = async () => {
    house = aHouse({ now: TODAY })
    const creators = await verifiedCreators(house, 250)
    await opened(anHourAgo)
    return creators
  }
  const everyNotice = () => house.tables.notifications.rows()

  test('are told in batches, and a run that is stopped goes on where it was', async () => {
    const creators = await tellMany()
    let asked = 0
    const outcome = await run(() => {
      asked += 1
      return asked > 5
    })
    expect(outcome).toMatchObject({ outcome: { kind: 'stopped', counts: { told: 125 } } })
    expect(await run()).toMatchObject({ outcome: { kind: 'done', counts: { told: 125 } } })
    expect(everyNotice().map(({ accountId }) => accountId)).toEqual(creators.map(({ id }) => id))
  })

  test('cost four reads for each hundred, and leave others their turn after every 25 rankings', async () => {
    await tellMany()
    const asked: string[] = []
    const counted = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, name) => {
          asked.push(String(name))
          return Reflect.get(target, name)
        },
      })
    const job = announceRecommended({
      clock: house.clock,
      interests: house.interests,
      knowledgeOf: async (kind) => {
        const { state, weights } = await knowledgeFrom(house, house.clock)(kind)
        return {
          weights,
          get state() {
            asked.push('rank')
            return state
          },
        }
      },
      requireVerifiedChannel: true,
      transact: (work) => {
        asked.push('transact')
        return house.transact(work)
      },
      adViews: counted(house.adViews),
      recommendationViews: counted(house.views.recommendations),
      notificationViews: counted(house.notificationViews),
    })
    expect(await job(await takenRun(house, JOB), TO_THE_END)).toEqual({ kind: 'done', counts: { told: 250 } })
    const reads = ['open', 'creators', 'told', 'applied']
    const batch = [...Array<string>(25).fill('rank'), 'transact']
    const hundred = [...reads, ...batch, ...batch, ...batch, ...batch]
    expect(asked).toEqual([...hundred, ...hundred, ...reads, ...batch, ...batch, 'open', 'creators'])
  })

  test('and a run that was taken over in the middle writes nothing more', async () => {
    await tellMany()
    const frozen = await takenRun(house, JOB)
    let pages = 0
    const job = announceRecommended({
      ...ports(),
      recommendationViews: {
        ...house.views.recommendations,
        creators: async (page) => {
          pages += 1
          if (pages === 2) {
            house.clock.pass(frozen.leaseMs)
            await takenRun(house, JOB)
          }
          return house.views.recommendations.creators(page)
        },
      },
    })
    expect(await job(frozen, TO_THE_END)).toEqual({ kind: 'taken-over' })
    expect(everyNotice()).toHaveLength(100)
    expect(house.noted).toHaveLength(100)
    house.clock.pass(frozen.leaseMs)
    await run()
    expect(everyNotice()).toHaveLength(250)
  })
})

test('an hour of the night passes within a run: what is left waits for the morning', async () => {
  house = aHouse({ now: on('2026-11-22', '20:59:59.999') })
  await oneByOne(1, () => opened(toInstant(house.clock.now() - HOUR_MS)))
  await verifiedCreators(house, 150)
  let asked = 0
  const outcome = await run(() => {
    asked += 1
    if (asked === 2) house.clock.pass(1)
    return false
  })
  expect(outcome).toMatchObject({
    outcome: { kind: 'paused', until: on('2026-11-23', '08:00:00.000'), counts: { told: 25 } },
  })
  expect(house.tables.notifications.rows()).toHaveLength(25)
})
