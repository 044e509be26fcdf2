import { beforeEach, describe, expect, test } from 'vitest'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { scrapProgramme } from '../../../src/application/scrap/scrap-programme.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { type Id, later, MINUTE_MS, toId } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  aVerifiedCreator,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { aProposal } from '../../fixtures/participation.ts'
import { demand, kept, storedAd, storedApplication, storedSubmission } from '../../fixtures/stored.ts'

let house: TestHouse
let haneul: Account
let operator: Id<'Account'>
let ad: Ad
beforeEach(async () => {
  house = aHouse()
  haneul = await aVerifiedCreator(house)
  operator = await anOperator(house)
  ad = await kept(house, (stores) => storedAd(stores))
})

type Key = ReturnType<typeof aKey> | null
const apply = (adId: Id<'Ad'> = ad.id, key: Key = null) =>
  house.applyToAd({ creatorId: haneul.id, adId, proposal: aProposal(), key })
const dismiss = (adId: Id<'Ad'> = ad.id, key: Key = null) =>
  house.dismissAd({ creatorId: haneul.id, adId, key })
const nowhere = toId<'Ad'>(999_999)

/** Of the ad and the creator. */
const noted = (kind: string, at = NOON) => ({ kind, itemKind: 'ad', creator: haneul.id, item: ad.id, at })

describe('an application', () => {
  test('is noted once it is kept', async () => {
    demand(await apply())
    expect(house.noted).toEqual([noted('applied')])
  })

  test('is noted once under one key, however often and by however many it is asked for', async () => {
    await allAtOnce(8, () => apply(ad.id, aKey()))
    expect(house.noted).toEqual([noted('applied')])
  })

  test('that is refused is not noted', async () => {
    demand(await apply())
    await apply()
    await apply(nowhere)
    expect(house.noted).toHaveLength(1)
  })
})

describe('what operators decide', () => {
  test('is noted when it gives a place', async () => {
    await kept(house, (stores) => storedApplication(stores, { ad, creator: haneul }))
    house.clock.set(inDays(8))
    const assign = () => house.assignCreator({ operator, creatorId: haneul.id, adId: ad.id, key: aKey() })
    demand(await assign())
    demand(await assign())
    expect(house.noted).toEqual([noted('assigned', inDays(8))])
  })

  test('is noted when it approves an upload', async () => {
    await kept(house, (stores) => storedSubmission(stores, { ad, creator: haneul }))
    const complete = () =>
      house.completeParticipation({ operator, creatorId: haneul.id, adId: ad.id, key: null })
    demand(await complete())
    expect(await complete()).toMatchObject({ ok: false })
    expect(house.noted).toEqual([noted('completed')])
  })

  test('is not noted when it declines: the creator’s interest is no smaller for it', async () => {
    await kept(house, (stores) => storedApplication(stores, { ad, creator: haneul }))
    house.clock.set(inDays(8))
    demand(
      await house.declineApplication({
        operator,
        creatorId: haneul.id,
        adId: ad.id,
        note: '',
        key: null,
      }),
    )
    expect(house.noted).toEqual([])
  })
})

describe('a dismissal', () => {
  test('is noted, and changes nothing else', async () => {
    demand(await dismiss())
    expect(house.noted).toEqual([noted('dismissed')])
    expect((await house.adViews.open({ now: NOON, order: 'latest', limit: 9 })).map(({ id }) => id)).toEqual([
      ad.id,
    ])
    demand(await apply())
  })

  test('is noted again when it is repeated under its key, since a crash may have lost it', async () => {
    demand(await dismiss(ad.id, aKey()))
    house.noted.splice(0)
    house.clock.pass(MINUTE_MS)
    demand(await dismiss(ad.id, aKey()))
    expect(house.noted).toEqual([noted('dismissed', later(NOON, MINUTE_MS))])
  })

  test('is not noted under a key that was given for something else', async () => {
    demand(await dismiss(ad.id, aKey()))
    const reused = await dismiss(ad.id, { ...aKey(), inputHash: 'another' })
    expect(reused).toEqual({ ok: false, error: { kind: 'idempotency-key-reused' } })
    expect(house.noted).toHaveLength(1)
  })

  test('of an ad that is not there is refused', async () => {
    expect(await dismiss(nowhere)).toEqual({ ok: false, error: { kind: 'ad-not-found', ids: [nowhere] } })
    expect(house.noted).toEqual([])
  })
})

describe('a scrap', () => {
  const aProgramme = () =>
    kept(house, async ({ supportProgrammes }) => (await supportProgrammes.add(aNewProgramme())).id)

  test('is noted once, unless it is taken back and kept again', async () => {
    const programme = await aProgramme()
    const scrap = () => house.scrapProgramme({ member: haneul.id, isCreator: true, programme, key: null })
    demand(await scrap())
    demand(await scrap())
    expect(house.noted).toEqual([
      { kind: 'scrapped', itemKind: 'programme', creator: haneul.id, item: programme, at: NOON },
    ])
    demand(await house.unscrapProgramme({ member: haneul.id, programme, key: null }))
    demand(await scrap())
    expect(house.noted).toHaveLength(2)
  })

  test('of somebody who is no creator is kept and not noted', async () => {
    const programme = await aProgramme()
    demand(await house.scrapProgramme({ member: operator, isCreator: false, programme, key: null }))
    expect(house.tables.scraps.rows()).toHaveLength(1)
    expect(house.noted).toEqual([])
  })

  test('that cannot be kept is not noted', async () => {
    const programme = await aProgramme()
    const failing = scrapProgramme({
      ...house,
      once: onceWith({
        clock: house.clock,
        transact: async (work) => {
          await house.transact(work)
          throw new Error('the connection is lost')
        },
      }),
    })
    const scrapping = failing({ member: haneul.id, isCreator: true, programme, key: null })
    await expect(scrapping).rejects.toThrow('the connection is lost')
    expect(house.noted).toEqual([])
  })
})
