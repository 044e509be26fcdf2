import { beforeEach, expect, test } from 'vitest'
import { koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { shownIn } from '../../../src/domain/recommendation/event.ts'
import { aHouse, everythingIn, nobody, type TestHouse } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { acted } from '../../fixtures/interest.ts'
import { aNewProgramme, aNewQuestion } from '../../fixtures/news.ts'
import {
  demand,
  kept,
  storedAd,
  storedCompletion,
  storedCreator,
  storedCreators,
} from '../../fixtures/stored.ts'

let house: TestHouse
beforeEach(() => {
  house = aHouse()
})

const sweep = () => house.runJob('sweep-leftovers', { scope: 'all' })
const doneWith = (counts: Record<string, number>) => ({
  outcome: {
    kind: 'done',
    counts: {
      answers: 0,
      adLooks: 0,
      programmeLooks: 0,
      questionLooks: 0,
      questionDays: 0,
      interestEvents: 0,
      jobRuns: 0,
      throttles: 0,
      ...counts,
    },
  },
})

test('answers under idempotency keys are kept for 14 days, to the millisecond', async () => {
  await kept(house, async ({ commandKeys }) => {
    for (const at of [later(inDays(-14), -1), inDays(-14), NOON])
      demand(await commandKeys.add({ scope: 's', key: `${at}`, inputHash: 'h', answer: '{}', at }))
  })
  expect(await sweep()).toMatchObject(doneWith({ answers: 1 }))
  expect(house.tables.commandKeys.rows().map(({ at }) => at)).toEqual([inDays(-14), NOON])
})

test('the history of jobs is kept for 90 days, to the millisecond', async () => {
  const ended = (endedAt: Instant) =>
    ({
      job: 'close-selections',
      slot: endedAt,
      token: 1,
      owner: 'p',
      endedAt,
      outcome: 'done',
      said: '',
    }) as const
  await kept(house, async ({ jobs }) => {
    await jobs.record(ended(later(inDays(-90), -1)))
    await jobs.record(ended(inDays(-90)))
  })
  expect(await sweep()).toMatchObject(doneWith({ jobRuns: 1 }))
  const history = await house.views.jobs.history('close-selections', 10)
  expect(history.map(({ endedAt }) => endedAt)).toEqual([inDays(-90)])
})

test('the log of interest keeps what was shown or looked at for 60 days and what was done for 180, to the millisecond', async () => {
  const by = { itemKind: 'ad', creator: nobody } as const
  const shown = (at: Instant) => shownIn('latest', [1], { ...by, at })
  const remembered = [
    ...shown(inDays(-60)),
    acted('viewed', { at: inDays(-60) }),
    ...shown(NOON),
    acted('applied', { at: inDays(-180) }),
    acted('applied', { at: inDays(-1) }),
  ]
  await kept(house, ({ interestLog }) =>
    interestLog.append([
      ...shown(later(inDays(-60), -1)),
      acted('applied', { at: later(inDays(-180), -1) }),
      acted('viewed', { at: later(inDays(-60), -1) }),
      ...remembered,
    ]),
  )
  expect(await sweep()).toMatchObject(doneWith({ interestEvents: 3 }))
  expect(house.tables.interestEvents.rows()).toEqual(remembered)
})

test('who looked, and how many questions were asked, is forgotten when the Korean day is over; counts stay', async () => {
  const { ad, programme, question, member } = await kept(house, async (stores) => {
    const [author, other] = await storedCreators(stores, 2)
    if (author === undefined || other === undefined) throw new Error('two are stored')
    await stores.questions.countAsked(author.id, koreanDayOf(NOON), 20)
    return {
      ad: (await storedAd(stores)).id,
      programme: (await stores.supportProgrammes.add(aNewProgramme())).id,
      question: (await stores.questions.add(aNewQuestion(author.id))).id,
      member: other.id,
    }
  })
  const look = async () => {
    const day = koreanDayOf(house.clock.now())
    await house.views.ads.countView(ad, member, day, house.clock.now())
    await house.views.news.countView(programme, member, day)
    await house.views.experts.countView(question, member, day)
  }
  const views = async () => [
    (await house.views.ads.detail(ad))?.views,
    (await house.views.news.supportProgramme(programme))?.views,
    (await house.views.experts.question(question))?.views,
  ]
  await look()
  const midnight = startOfDay(koreanDayOf(inDays(1)))
  house.clock.set(later(midnight, -1))
  expect(await sweep()).toMatchObject(doneWith({}))
  await look()
  expect(await views()).toEqual([1, 1, 1])
  house.clock.set(midnight)
  const past = { adLooks: 1, programmeLooks: 1, questionLooks: 1, questionDays: 1 }
  expect(await sweep()).toMatchObject(doneWith(past))
  await look()
  expect(await views()).toEqual([2, 2, 2])
})

test('throttles that are over go, and one that runs goes on counting', async () => {
  await house.throttle.hit('over', inHours(-2), HOUR_MS)
  await house.throttle.hit('runs', NOON, HOUR_MS)
  expect(await sweep()).toMatchObject(doneWith({ throttles: 1 }))
  expect(await house.throttle.hit('runs', NOON, HOUR_MS)).toBe(2)
})

test('nothing else is touched', async () => {
  await kept(house, async (stores) => {
    await storedCreator(stores)
    await storedCompletion(stores)
  })
  house.clock.set(inDays(400))
  const before = everythingIn(house)
  await sweep()
  expect(everythingIn(house)).toMatchObject(before)
})

test('a run that is asked to stop says so, however far it is', async () => {
  const stop = (after: number) => {
    let asked = 0
    return house.runJob('sweep-leftovers', {
      scope: 'all',
      isStopping: () => {
        asked += 1
        return asked > after
      },
    })
  }
  expect(await stop(0)).toMatchObject({ outcome: { kind: 'stopped' } })
  expect(await stop(7)).toMatchObject({ outcome: { kind: 'stopped', counts: { throttles: 0 } } })
  expect(await stop(8)).toMatchObject({ outcome: { kind: 'done' } })
})
