import { beforeEach, describe, expect, test } from 'vitest'
import { closeSelections } from '../../../src/application/participation/close-selections.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { later } from '../../../src/domain/primitives.ts'
import type { Transact } from '../../../src/ports/transact.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aHouse, everythingIn, movesOf, nowStored, type TestHouse, toldTo } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { countIn, ran, storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import {
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'

const UPLOADS_END = aSchedule().uploadTo

let house: TestHouse
beforeEach(() => {
  house = aHouse({ now: later(UPLOADS_END, 1) })
})

const close = () => ran(house, 'close-selections')

const adWithApplicants = (howMany: number): Promise<Ad> =>
  kept(house, async (stores) => {
    const ad = await storedAd(stores)
    await oneByOne(howMany, () => storedApplication(stores, { ad }))
    return ad
  })

const declinedNow = (): number =>
  house.tables.participations.rows().filter(({ status }) => status === 'declined').length

describe('once the upload period is over', () => {
  test('an applicant who was not selected is declined, and told', async () => {
    const applicant = await kept(house, (stores) => storedApplication(stores))
    expect(await close()).toEqual({ declined: 1 })
    const now = house.clock.now()
    expect(nowStored(house, applicant)).toEqual({
      ...applicant,
      status: 'declined',
      reason: 'assignment-period-over',
      note: '',
      since: now,
    })
    expect(movesOf(house, applicant)).toEqual([
      { at: now, by: null, from: 'applied', to: 'declined', reason: 'assignment-period-over' },
    ])
    expect(await toldTo(house, { id: applicant.creatorId })).toMatchObject([
      { kind: 'declined', ad: { id: applicant.adId }, reason: 'assignment-period-over', note: '' },
    ])
  })

  test('whoever was selected stays', async () => {
    const parts = await kept(house, async (stores) => {
      const ad = await storedAd(stores)
      return [
        await storedAssignment(stores, { ad }),
        await storedSubmission(stores, { ad }),
        await storedCompletion(stores, { ad }),
      ]
    })
    const before = everythingIn(house)
    expect(await close()).toEqual({ declined: 0 })
    expect(parts.map((part) => nowStored(house, part))).toEqual(parts)
    expect(everythingIn(house)).toEqual(before)
  })

  test('a second run finds nothing left to do', async () => {
    await adWithApplicants(3)
    await close()
    const before = everythingIn(house)
    expect(await close()).toEqual({ declined: 0 })
    expect(everythingIn(house)).toEqual(before)
  })
})

test.each([
  ['during the application period', NOON],
  ['after the selection day, which changes nothing by itself', inDays(9)],
  ['in the last millisecond of the upload period', UPLOADS_END],
])('nobody is declined %s', async (_when, now) => {
  house.clock.set(now)
  await adWithApplicants(2)
  expect(await close()).toEqual({ declined: 0 })
  expect(declinedNow()).toBe(0)
})

describe('many applicants', () => {
  test('of one ad are declined and told once each', async () => {
    await adWithApplicants(250)
    expect(await close()).toEqual({ declined: 250 })
    expect([declinedNow(), house.tables.notifications.rows().length]).toEqual([250, 250])
  })

  test('of many ads are all declined', async () => {
    for (let ad = 0; ad < 45; ad += 1) await adWithApplicants(2)
    expect(await close()).toEqual({ declined: 90 })
    expect(declinedNow()).toBe(90)
  })

  test('are declined 500 at a time at the most, since others wait for them', async () => {
    for (let ad = 0; ad < 6; ad += 1) await adWithApplicants(100)
    const declined: number[] = []
    const counting: Transact = async (work) => {
      const before = declinedNow()
      const done = await house.transact(work)
      declined.push(declinedNow() - before)
      return done
    }
    const run = await kept(house, (stores) => storedRun(stores, 'close-selections'))
    await closeSelections({ transact: counting, clock: house.clock })(run, TO_THE_END)
    expect(declined).toEqual([500, 100, 0])
  })

  test('are declined in batches of a hundred, and a run that broke off goes on where it was', async () => {
    await adWithApplicants(250)
    let batches = 0
    const breakingOff: Transact = (work) => {
      batches += 1
      if (batches > 2) throw new Error('the connection is lost')
      return house.transact(work)
    }
    const run = await kept(house, (stores) => storedRun(stores, 'close-selections'))
    const close = closeSelections({ transact: breakingOff, clock: house.clock })
    await expect(close(run, TO_THE_END)).rejects.toThrow()
    house.clock.pass(run.leaseMs)
    expect(declinedNow()).toBe(200)
    expect(await ran(house, 'close-selections')).toEqual({ declined: 50 })
    expect(house.tables.notifications.rows()).toHaveLength(250)
  })

  test('are told once though two servers close at the same time', async () => {
    await adWithApplicants(150)
    const closing = () => house.runJob('close-selections', { scope: 'all' })
    const runs = await Promise.all([closing(), closing()])
    expect(runs.reduce((total, run) => total + countIn(run, 'declined'), 0)).toBe(150)
    expect(house.tables.notifications.rows()).toHaveLength(150)
    expect(house.tables.history.rows()).toHaveLength(150)
  })
})
