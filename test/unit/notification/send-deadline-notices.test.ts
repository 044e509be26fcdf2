import { beforeEach, describe, expect, test } from 'vitest'
import { sendDeadlineNotices } from '../../../src/application/notification/send-deadline-notices.ts'
import type { AdSchedule } from '../../../src/domain/ad/ad.ts'
import { endOfDay, koreanDayOf } from '../../../src/domain/calendar.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import type { ParticipationViews } from '../../../src/ports/participation.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aHouse, allAtOnce, everythingIn, type TestHouse, toldTo } from '../../fixtures/house.ts'
import { TO_THE_END, takenRun } from '../../fixtures/jobs.ts'
import { assigned, cancelled, declined, submitted } from '../../fixtures/participation.ts'
import {
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedCreator,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { at } from '../examples.ts'

const JOB = 'send-deadline-notices'
const on = (day: string, time = '09:00:00.000'): Instant => at(`${day}T${time}+09:00`)

let house: TestHouse
beforeEach(() => {
  house = aHouse({ now: on('2026-11-22') })
})

/** Whole Korean days; an upload can be submitted for five days longer, unless told otherwise. */
const ending = (day: string, over: Partial<AdSchedule> = {}) => {
  const uploadTo = endOfDay(koreanDayOf(on(day)))
  const completeDate = later(uploadTo, 5 * 24 * HOUR_MS)
  return { schedule: aSchedule(undefined, { uploadTo, completeDate, ...over }) }
}
const assignedUntil = (day: string, over: Partial<AdSchedule> = {}): Promise<Participation> =>
  kept(house, async (stores) => storedAssignment(stores, { ad: await storedAd(stores, ending(day, over)) }))

const run = (isStopping: () => boolean = () => false) => house.runJob(JOB, { scope: 'due', isStopping })
const runAt = (now: Instant) => {
  house.clock.set(now)
  return run()
}
/** One run for each slot that is due. */
const runAllDueAt = async (now: Instant): Promise<void> => {
  house.clock.set(now)
  while ((await run()) !== 'nothing-due');
}

const told = async ({ creatorId }: Participation) =>
  (await toldTo(house, { id: creatorId })).map((fact) =>
    fact.kind === 'overdue' ? `overdue by ${fact.days}` : fact.kind,
  )
const everyNotice = () => house.tables.notifications.rows()

describe('of the ads that end around the day of a run', () => {
  test('the creators of tomorrow’s and of yesterday’s are told, and no others', async () => {
    const tomorrow = await assignedUntil('2026-11-23')
    const yesterday = await assignedUntil('2026-11-21')
    for (const day of ['2026-11-20', '2026-11-22', '2026-11-24']) await assignedUntil(day)
    expect(await run()).toMatchObject({ outcome: { kind: 'done', counts: { told: 2, passedOver: 0 } } })
    const ad = (part: Participation) => ({
      id: part.adId,
      title: expect.any(String),
      thumbnail: 'thumbnail.webp',
    })
    expect(await toldTo(house, { id: tomorrow.creatorId })).toEqual([
      { kind: 'due-tomorrow', ad: ad(tomorrow) },
    ])
    expect(await toldTo(house, { id: yesterday.creatorId })).toEqual([
      { kind: 'overdue', ad: ad(yesterday), days: 1 },
    ])
    expect(everyNotice()).toHaveLength(2)
  })

  test('only those are told who have an upload to submit: also when it was sent back', async () => {
    const sentBack = await kept(house, async (stores) => {
      const ad = await storedAd(stores, ending('2026-11-23'))
      await storedApplication(stores, { ad })
      await storedCompletion(stores, { ad })
      const { participations } = stores
      await participations.save(declined(await storedApplication(stores, { ad })))
      await participations.save(cancelled(await storedAssignment(stores, { ad })))
      const part = await storedSubmission(stores, { ad })
      await participations.save(assigned(part, { changesAsked: '자막을 고쳐 주세요.' }))
      return part
    })
    await run()
    expect(everyNotice().map(({ accountId }) => accountId)).toEqual([sentBack.creatorId])
  })

  test('whoever is part of several is told of each', async () => {
    const creator = await kept(house, storedCreator)
    await kept(house, async (stores) => {
      for (const day of ['2026-11-23', '2026-11-23', '2026-11-21'])
        await storedAssignment(stores, { creator, ad: await storedAd(stores, ending(day)) })
    })
    await run()
    const kinds = (await toldTo(house, creator)).map(({ kind }) => kind)
    expect(kinds).toEqual(['due-tomorrow', 'due-tomorrow', 'overdue'])
  })
})

describe('day after day', () => {
  test.each([
    ['2026-11-25', '2026-11-24', '2026-11-26'],
    ['2026-11-30', '2026-11-29', '2026-12-01'],
    ['2026-12-01', '2026-11-30', '2026-12-02'],
    ['2026-12-31', '2026-12-30', '2027-01-01'],
  ])('an end on %s is told on %s and on %s, once each', async (end, before, after) => {
    const part = await assignedUntil(end)
    for (let now = on('2026-11-22'); now <= on('2027-01-05'); now = later(now, HOUR_MS)) await runAt(now)
    expect(everyNotice().map(({ fact, at }) => [fact.kind, at])).toEqual([
      ['due-tomorrow', on(before)],
      ['overdue', on(after)],
    ])
    expect(await told(part)).toEqual(['due-tomorrow', 'overdue by 1'])
  })

  test('nothing is told before nine', async () => {
    await runAt(on('2026-11-22'))
    await assignedUntil('2026-11-24')
    await runAt(on('2026-11-23', '08:59:59.999'))
    expect(everyNotice()).toEqual([])
    await runAt(on('2026-11-23', '09:00:00.000'))
    expect(everyNotice()).toHaveLength(1)
  })

  test('an end within a day counts by its day', async () => {
    const part = await assignedUntil('2026-11-23', { uploadTo: on('2026-11-23', '00:00:00.000') })
    await runAllDueAt(on('2026-11-22'))
    await runAllDueAt(on('2026-11-23'))
    await runAllDueAt(on('2026-11-24'))
    expect(await told(part)).toEqual(['due-tomorrow', 'overdue by 1'])
  })

  test('whoever submits in between is not told that nothing came', async () => {
    const part = await assignedUntil('2026-11-23')
    await run()
    await kept(house, ({ participations }) => participations.save(submitted(part)))
    await runAllDueAt(on('2026-11-25'))
    expect(await told(part)).toEqual(['due-tomorrow'])
  })
})

describe('a run that comes late says what is true by then', () => {
  beforeEach(async () => {
    await runAt(on('2026-11-22'))
  })

  test.each([
    ['on its own day', '2026-11-24', ['due-tomorrow']],
    ['on the last day', '2026-11-25', ['due-today']],
    ['on the day after it', '2026-11-26', ['overdue by 1']],
    ['two days after it', '2026-11-27', ['overdue by 2']],
    ['five days after it', '2026-11-30', ['overdue by 5']],
    ['when nothing can be submitted any more', '2026-12-01', []],
  ])('%s', async (_, day, expected) => {
    const part = await assignedUntil('2026-11-25')
    await runAllDueAt(on(day, '15:00:00.000'))
    expect(await told(part)).toEqual(expected)
  })

  test('and each of the missed days is made good', async () => {
    const ends = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']
    const parts = await oneByOne(ends.length, (index) => assignedUntil(ends[index] ?? ''))
    await runAllDueAt(on('2026-11-26', '15:00:00.000'))
    expect(await Promise.all(parts.map(told))).toEqual([
      ['overdue by 3'],
      ['overdue by 2'],
      ['overdue by 1'],
      ['due-today'],
      ['due-tomorrow'],
    ])
  })

  test('not even of the last day when the end has passed within it', async () => {
    const part = await assignedUntil('2026-11-25', { uploadTo: on('2026-11-25', '12:00:00.000') })
    await runAllDueAt(on('2026-11-25', '12:00:00.001'))
    expect(await told(part)).toEqual([])
  })
})

test('of an ad that takes uploads no longer than it is uploaded, nobody is told that it is over', async () => {
  const part = await assignedUntil('2026-11-23', { completeDate: endOfDay(koreanDayOf(on('2026-11-23'))) })
  for (const day of ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']) await runAllDueAt(on(day))
  expect(await told(part)).toEqual(['due-tomorrow'])
})

describe('at night', () => {
  const morning = on('2026-11-23', '08:00:00.000')

  test.each(['21:00:00.000', '23:59:59.999'])('at %s nobody is told anything until eight', async (time) => {
    const part = await assignedUntil('2026-11-23')
    const before = everythingIn(house)
    expect(await runAt(on('2026-11-22', time))).toMatchObject({
      outcome: { kind: 'paused', until: morning, counts: { told: 0 } },
    })
    expect(await runAt(on('2026-11-23', '07:59:59.999'))).toBe('nothing-due')
    expect(everythingIn(house)).toEqual(before)
    expect(await runAt(morning)).toMatchObject({ outcome: { kind: 'done', counts: { told: 1 } } })
    expect(await told(part)).toEqual(['due-today'])
  })

  test('begins at nine sharp, and is the same for an operator', async () => {
    await assignedUntil('2026-11-23')
    house.clock.set(on('2026-11-23', '00:00:00.000'))
    expect(await house.runJob(JOB, { scope: 'all' })).toMatchObject({ outcome: { kind: 'paused' } })
    expect(everyNotice()).toEqual([])
    house.clock.set(on('2026-11-22', '20:59:59.999'))
    expect(await house.runJob(JOB, { scope: 'all' })).toMatchObject({ outcome: { kind: 'done' } })
    expect(everyNotice()).toHaveLength(1)
  })

  test('when there is nothing to tell, nothing waits', async () => {
    expect(await runAt(on('2026-11-22', '21:00:00.000'))).toMatchObject({ outcome: { kind: 'done' } })
  })

  test('a run under way stops between two batches and goes on there in the morning', async () => {
    const parts = await manyEndingTomorrow(150)
    house.clock.set(on('2026-11-22', '20:59:59.999'))
    const outcome = await run(
      onSecondAsking(() => {
        house.clock.pass(1)
        return false
      }),
    )
    expect(outcome).toMatchObject({ outcome: { kind: 'paused', until: morning, counts: { told: 100 } } })
    expect(await runAt(morning)).toMatchObject({ outcome: { kind: 'done', counts: { told: 50 } } })
    const kinds = (await Promise.all(parts.map(told))).map((facts) => facts.join())
    expect(kinds.slice(0, 100).every((kind) => kind === 'due-tomorrow')).toBe(true)
    expect(kinds.slice(100).every((kind) => kind === 'due-today')).toBe(true)
  })
})

const manyEndingTomorrow = (howMany: number): Promise<readonly Participation[]> =>
  kept(house, async (stores) => {
    const ad = await storedAd(stores, { ...ending('2026-11-23'), capacity: howMany })
    return oneByOne(howMany, () => storedAssignment(stores, { ad }))
  })

/** Asked before each batch whether to stop; acts before the second, and answers with what that says, or no. */
const onSecondAsking = (act: () => boolean): (() => boolean) => {
  let asked = 0
  return () => {
    asked += 1
    return asked === 2 && act()
  }
}

describe('everybody is told once', () => {
  test('though the run is stopped in the middle and goes on elsewhere', async () => {
    await manyEndingTomorrow(150)
    expect(await run(onSecondAsking(() => true))).toMatchObject({
      outcome: { kind: 'stopped', counts: { told: 100 } },
    })
    expect(everyNotice()).toHaveLength(100)
    expect(await run()).toMatchObject({ outcome: { kind: 'done', counts: { told: 50 } } })
    expect(everyNotice()).toHaveLength(150)
  })

  test('though many servers run it at once, and operators once more', async () => {
    await manyEndingTomorrow(150)
    await allAtOnce(8, () => run())
    await house.runJob(JOB, { scope: 'all' })
    house.clock.pass(HOUR_MS)
    await house.runJob(JOB, { scope: 'all' })
    expect(everyNotice()).toHaveLength(150)
  })

  test('though the same slot is run twice at once, each without knowing of the other', async () => {
    const parts = await manyEndingTomorrow(150)
    const first = await takenRun(house, JOB)
    const page = { awaitedUploads: house.participationViews.awaitedUploads }
    house.clock.pass(first.leaseMs)
    const outcomes = await Promise.all([
      jobWith(page)(first, TO_THE_END),
      takenRun(house, JOB).then((second) => jobWith(page)(second, TO_THE_END)),
    ])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'taken-over'])
    for (const part of parts) expect(await told(part)).toEqual(['due-tomorrow'])
  })

  test('and a run that was taken over in the middle writes nothing more', async () => {
    await manyEndingTomorrow(150)
    const frozen = await takenRun(house, JOB)
    let pages = 0
    const outcome = await jobWith({
      awaitedUploads: async (query) => {
        const page = await house.participationViews.awaitedUploads(query)
        pages += 1
        if (pages < 2) return page
        house.clock.pass(frozen.leaseMs)
        await takenRun(house, JOB)
        return page
      },
    })(frozen, TO_THE_END)
    expect(outcome).toEqual({ kind: 'taken-over' })
    expect(everyNotice()).toHaveLength(100)
    house.clock.pass(frozen.leaseMs)
    await run()
    expect(everyNotice()).toHaveLength(150)
  })
})

const jobWith = (views: Pick<ParticipationViews, 'awaitedUploads'>) =>
  sendDeadlineNotices({ ...house, participationViews: { ...house.participationViews, ...views } })

test('an upload that is submitted while its page is read is not asked for', async () => {
  const [late, other] = await manyEndingTomorrow(2)
  if (late === undefined || other === undefined) throw new Error('two were assigned')
  const outcome = await jobWith({
    awaitedUploads: async (query) => {
      const page = await house.participationViews.awaitedUploads(query)
      await kept(house, ({ participations }) => participations.save(submitted(late)))
      return page
    },
  })(await takenRun(house, JOB), TO_THE_END)
  expect(outcome).toEqual({ kind: 'done', counts: { told: 1, passedOver: 1 } })
  expect([await told(late), await told(other)]).toEqual([[], ['due-tomorrow']])
})
