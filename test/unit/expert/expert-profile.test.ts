import { beforeEach, describe, expect, test } from 'vitest'
import { changeExpertProfile } from '../../../src/application/expert/change-expert-profile.ts'
import { createExpertProfile } from '../../../src/application/expert/create-expert-profile.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { type Id, later, MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aKey, allAtOnce, anOperator, attempt, audited, granted, nobody } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { onePixel, png } from '../../fixtures/pictures.ts'
import { demand } from '../../fixtures/stored.ts'
import { aConsultingHouse } from './expert-examples.ts'

type House = Awaited<ReturnType<typeof aConsultingHouse>>
let house: House
let operator: Id<'Account'>
beforeEach(async () => {
  house = await aConsultingHouse()
  operator = await anOperator(house)
})

const profile = { category: 'startup', name: '최창업', affiliation: '창업진흥센터' } as const
const photo = png(2, 2, [1, 2, 3])
const noPicture = Uint8Array.from([1, 2, 3])

const create = (over: Partial<Parameters<House['createExpertProfile']>[0]> = {}) =>
  house.createExpertProfile({ operator, profile, photo, account: null, key: null, ...over })
const change = (over: Partial<Parameters<House['changeExpertProfile']>[0]> = {}) =>
  house.changeExpertProfile({
    operator,
    expertId: house.lawyer.expert.id,
    profile,
    photo: null,
    account: null,
    key: null,
    ...over,
  })

/** Which pictures the store still has, of all that it ever kept. */
const picturesKept = async (): Promise<readonly string[]> => {
  const loaded = await Promise.all(
    house.pictures.map(async (name) => ((await house.images.load(name)) === null ? [] : [name])),
  )
  return loaded.flat()
}

describe('a photo that cannot be taken away', () => {
  const stuck = () => ({
    ...house,
    once: onceWith(house),
    images: {
      ...house.images,
      remove: async () => {
        throw new Outage('a picture could not be removed')
      },
    },
  })
  const given = { photo, profile, account: null, key: null }

  test('leaves the refusal of a new profile as it is', async () => {
    const answer = await createExpertProfile(stuck())({ ...given, operator, account: nobody })
    expect(answer).toEqual({ ok: false, error: { kind: 'account-not-found' } })
  })

  test('leaves a changed profile, and the refusal of a change, as they are', async () => {
    const expertId = house.lawyer.expert.id
    const changed = demand(await changeExpertProfile(stuck())({ ...given, operator, expertId }))
    expect(house.tables.experts.get(expertId)).toEqual(changed)
    expect(changed.photo).toBe(house.pictures[0])
    const refused = await changeExpertProfile(stuck())({ ...given, operator, expertId: toId(MAX_ID) })
    expect(refused).toEqual({ ok: false, error: { kind: 'expert-not-found' } })
  })
})

describe('a new profile', () => {
  test('H144: has handled no case, and keeps the moment at which it was made', async () => {
    house.clock.set(later(NOON, 7_531))
    const expert = demand(await create())
    expect(expert).toEqual({
      ...profile,
      id: expert.id,
      casesHandled: 0,
      photo: house.pictures[0],
      createdAt: later(NOON, 7_531),
    })
    expect(house.tables.experts.get(expert.id)).toEqual(expert)
    expect(house.tables.expertAccounts.get(expert.id)).toBeUndefined()
    expect(audited(house)).toEqual([
      {
        at: later(NOON, 7_531),
        by: operator,
        operation: 'expert-profile-created',
        subject: `expert:${expert.id}`,
        before: null,
        after: { ...expert, account: null },
      },
    ])
  })

  test('makes its member an expert, who keeps the other roles', async () => {
    const expert = demand(await create({ account: house.other }))
    expect(house.tables.accounts.get(house.other)?.roles).toEqual(['creator', 'expert'])
    expect(await house.expertViews.expertOf(house.other)).toEqual(expert)
  })

  test.each([
    ['of nobody', () => ({ account: nobody }), 'account-not-found'],
    ['of who has one', () => ({ account: house.lawyer.account }), 'member-has-expert-profile'],
    ['without a picture', () => ({ photo: noPicture }), 'image-unreadable'],
  ])('%s is refused, changes nothing and leaves no picture', async (_what, over, kind) => {
    expect(await attempt(house, () => create(over()))).toEqual({ refusal: { kind }, changed: [] })
    expect(await picturesKept()).toEqual([])
  })

  test('is one profile with one picture under one key, also 64 times at once', async () => {
    const answers = await allAtOnce(64, () => create({ key: aKey() }))
    expect(new Set(answers.map((answer) => demand(answer).id)).size).toBe(1)
    expect(await picturesKept()).toHaveLength(1)
  })

  test('goes to a member once of 64 at once', async () => {
    const answers = await allAtOnce(64, () => create({ account: house.other }))
    expect(granted(answers)).toBe(1)
    expect(await picturesKept()).toHaveLength(1)
  })
})

describe('a changed profile', () => {
  test('keeps its cases and photo, and is in the audit', async () => {
    const before = house.lawyer.expert
    const after = demand(await change())
    expect(after).toEqual({ ...before, ...profile })
    expect(house.tables.experts.get(before.id)).toEqual(after)
    expect(audited(house)).toEqual([
      {
        at: NOON,
        by: operator,
        operation: 'expert-profile-changed',
        subject: `expert:${before.id}`,
        before,
        after,
      },
    ])
  })

  test('has the new photo, and the earlier one is gone', async () => {
    demand(await change({ photo }))
    const [earlier, latest] = [house.pictures[0], demand(await change({ photo: onePixel.webpLossy })).photo]
    expect(latest).not.toBe(earlier)
    expect(await picturesKept()).toEqual([latest])
  })

  test('under one key is one change, and its photo stays', async () => {
    const first = demand(await change({ photo, key: aKey() }))
    expect(demand(await change({ photo, key: aKey() }))).toEqual(first)
    expect(await picturesKept()).toEqual([first.photo])
    expect(audited(house)).toHaveLength(1)
  })

  test('may be given to a member when it has none, and again to the same one', async () => {
    const expert = demand(await create())
    demand(await change({ expertId: expert.id, account: house.other }))
    demand(await change({ expertId: expert.id, account: house.other }))
    expect(house.tables.expertAccounts.get(expert.id)).toBe(house.other)
    expect(house.tables.accounts.get(house.other)?.roles).toEqual(['creator', 'expert'])
  })

  test('is taken away from its member, who keeps the other roles, and then given to another', async () => {
    const { expert, account } = house.lawyer
    const rolesOf = (id: typeof account) => house.tables.accounts.get(id)?.roles
    demand(await change({ account: 'nobody' }))
    expect(house.tables.expertAccounts.get(expert.id)).toBeUndefined()
    expect(rolesOf(account)).toEqual([])
    demand(await change({ account: 'nobody' }))
    demand(await change({ account: house.other }))
    expect(await house.expertViews.expertOf(house.other)).toMatchObject({ id: expert.id })
    expect(rolesOf(house.other)).toEqual(['creator', 'expert'])
    demand(await change({ account: 'nobody' }))
    expect(rolesOf(house.other)).toEqual(['creator'])
    const bindings = audited(house).map(({ before, after }) => [
      Object(before).account,
      Object(after).account,
    ])
    expect(bindings).toEqual([
      [account, null],
      [null, null],
      [null, house.other],
      [house.other, null],
    ])
  })

  test.each([
    ['that there is not', () => ({ expertId: toId<'Expert'>(MAX_ID) }), 'expert-not-found'],
    ['that is given to nobody', () => ({ account: nobody }), 'account-not-found'],
    ['of one member that is given to another', () => ({ account: house.other }), 'expert-profile-taken'],
    ['with what is no picture', () => ({ photo: noPicture }), 'image-unreadable'],
  ])('%s is refused, changes nothing and leaves no picture', async (_what, over, kind) => {
    expect(await attempt(house, () => change({ photo, ...over() }))).toEqual({
      refusal: { kind },
      changed: [],
    })
    expect(await picturesKept()).toEqual([])
  })
})
