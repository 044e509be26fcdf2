import { beforeEach, describe, expect, test } from 'vitest'
import { changeProfile } from '../../../src/application/account/change-profile.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aHouse, aKey, allAtOnce, attempt, nobody, type TestHouse } from '../../fixtures/house.ts'
import { jpeg, onePixel, png } from '../../fixtures/pictures.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const FACE = png(2, 2, [255, 0, 0])
const ANOTHER = jpeg(8, 8)

let house: TestHouse
let member: Account
beforeEach(async () => {
  house = aHouse()
  member = await kept(house, (stores) => storedCreator(stores))
})

const change = (over: Partial<Parameters<TestHouse['changeProfile']>[0]> = {}) =>
  house.changeProfile({
    accountId: member.id,
    phone: null,
    location: null,
    picture: null,
    key: null,
    ...over,
  })
const stored = ({ id } = member) => house.tables.accounts.get(id)

/** Of all pictures that were ever kept, those that still are. */
const picturesLeft = async (): Promise<readonly string[]> => {
  const left: string[] = []
  for (const name of house.pictures) if ((await house.images.load(name)) !== null) left.push(name)
  return left
}

describe('a profile', () => {
  test('changes in picture, phone and address, and in nothing else', async () => {
    const changed = demand(await change({ phone: '02-123-4567', location: '대전 1', picture: FACE }))
    expect(stored()).toEqual({
      ...member,
      phone: '02-123-4567',
      location: '대전 1',
      profileImage: changed.profileImage,
    })
    expect((await house.images.load(changed.profileImage ?? ''))?.bytes).toEqual(FACE)
  })

  test('keeps what is not said, and not what is said to be empty', async () => {
    const { profileImage } = demand(await change({ picture: FACE }))
    demand(await change({ phone: '' }))
    expect(stored()).toEqual({ ...member, phone: '', profileImage })
    demand(await change())
    expect(stored()).toEqual({ ...member, phone: '', profileImage })
    expect(await picturesLeft()).toEqual([profileImage])
  })

  test('has one picture: the old one is removed', async () => {
    demand(await change({ picture: FACE }))
    const { profileImage } = demand(await change({ picture: ANOTHER }))
    expect(await picturesLeft()).toEqual([profileImage])
    expect(stored()?.profileImage).toBe(profileImage)
  })

  test('whose picture is kept elsewhere, as those of 2020, gets one of its own', async () => {
    await kept(house, ({ accounts }) =>
      accounts.save({ ...member, profileImage: 'https://example.kr/me.png' }),
    )
    const { profileImage } = demand(await change({ picture: FACE }))
    expect(stored()?.profileImage).toBe(profileImage)
    expect(await picturesLeft()).toEqual([profileImage])
  })

  test('is changed although the old picture cannot be removed', async () => {
    const before = demand(await change({ picture: FACE }))
    const stuck = changeProfile({
      once: onceWith(house),
      images: {
        ...house.images,
        remove: async () => {
          throw new Outage('a picture could not be removed')
        },
      },
    })
    const answer = await stuck({
      accountId: member.id,
      phone: null,
      location: null,
      picture: ANOTHER,
      key: null,
    })
    expect(stored()?.profileImage).toBe(demand(answer).profileImage)
    expect(stored()?.profileImage).not.toBe(before.profileImage)
  })
})

describe('a change is refused, changes nothing and leaves no picture', () => {
  test.each([
    ['that is none', Uint8Array.of(1, 2, 3), { kind: 'image-unreadable' }],
    [
      'that is too large',
      new Uint8Array(5 * 1024 * 1024 + 1),
      { kind: 'image-too-large', maximumBytes: 5 * 1024 * 1024 },
    ],
  ])('with a picture %s', async (_, picture, refusal) => {
    const { profileImage } = demand(await change({ picture: FACE }))
    expect(await attempt(house, () => change({ phone: '1', picture }))).toEqual({ refusal, changed: [] })
    expect(await picturesLeft()).toEqual([profileImage])
  })

  test('of somebody who is not there', async () => {
    expect(await attempt(house, () => change({ accountId: nobody, picture: FACE }))).toEqual({
      refusal: { kind: 'account-not-found' },
      changed: [],
    })
    expect(await picturesLeft()).toEqual([])
  })

  test('under the key of another change', async () => {
    const { profileImage } = demand(await change({ key: aKey(), picture: FACE }))
    const again = () => change({ key: aKey({ inputHash: 'another' }), picture: ANOTHER })
    expect(await attempt(house, again)).toEqual({ refusal: { kind: 'idempotency-key-reused' }, changed: [] })
    expect(await picturesLeft()).toEqual([profileImage])
  })
})

describe('a change made again under its key', () => {
  test('stores one picture and answers twice', async () => {
    const first = await change({ key: aKey(), picture: FACE })
    expect(await change({ key: aKey(), picture: FACE })).toEqual(first)
    expect(await picturesLeft()).toEqual([demand(first).profileImage])
  })

  test('does not bring back what was changed since', async () => {
    const old = await change({ key: aKey(), picture: FACE })
    const { profileImage } = demand(await change({ picture: ANOTHER }))
    expect(await change({ key: aKey(), picture: FACE })).toEqual(old)
    expect(stored()?.profileImage).toBe(profileImage)
    expect(await picturesLeft()).toEqual([profileImage])
  })

  test('32 times at once stores one picture', async () => {
    const answers = await allAtOnce(32, () => change({ key: aKey(), picture: FACE }))
    expect(new Set(answers.map((answer) => demand(answer).profileImage)).size).toBe(1)
    expect(await picturesLeft()).toEqual([stored()?.profileImage])
  })
})

describe('changes at once', () => {
  test('of one member leave one picture, the one that is shown', async () => {
    const answers = await allAtOnce(16, (index) => change({ picture: index % 2 === 0 ? FACE : ANOTHER }))
    for (const answer of answers) expect(answer.ok).toBe(true)
    expect(await picturesLeft()).toEqual([stored()?.profileImage])
  })

  test('of several members leave each their own', async () => {
    const others = await kept(house, async (stores) => [
      await storedCreator(stores),
      await storedCreator(stores),
    ])
    const pictures = [FACE, ANOTHER, onePixel.webpLossy]
    const everybody = [member, ...others]
    await Promise.all(
      everybody.map(({ id }, who) => change({ accountId: id, picture: pictures[who] ?? FACE })),
    )
    for (const [who, each] of everybody.entries()) {
      const picture = await house.images.load(stored(each)?.profileImage ?? '')
      expect(picture?.bytes).toEqual(pictures[who])
    }
  })

  test('a profile of which nobody knows whether it was kept keeps both its pictures', async () => {
    demand(await change({ picture: FACE }))
    const lost = new Outage('the database did not say whether it kept the work')
    const unsure = changeProfile({
      ...house,
      once: async (key, work) => {
        await onceWith(house)(key, work)
        throw lost
      },
    })
    const command = { accountId: member.id, phone: null, location: null, picture: ANOTHER, key: null }
    await expect(unsure(command)).rejects.toBe(lost)
    expect(await picturesLeft()).toEqual(house.pictures)
  })
})
