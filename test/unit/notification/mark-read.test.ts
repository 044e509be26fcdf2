import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import { aHouse, attempt, type TestHouse } from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { aNotice } from '../../fixtures/notification.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

let house: TestHouse
let haneul: Account
let minsu: Account
beforeEach(async () => {
  house = aHouse()
  ;[haneul, minsu] = await kept(house, async (stores) => {
    const both = [await storedCreator(stores), await storedCreator(stores)] as const
    for (const { id } of both)
      for (const about of ['assigned:1', 'assigned:2']) await stores.notifications.add(aNotice(id, { about }))
    return both
  })
})

const listOf = ({ id }: Account) => house.notificationViews.listOf(id, { before: null, limit: 10 })
const unread = ({ id }: Account) => house.notificationViews.unread(id)
const newest = async (account: Account): Promise<Id<'Notification'>> => {
  const [first] = await listOf(account)
  if (first === undefined) throw new Error('there are notifications')
  return first.id
}

test('one notification is read, and the other is not', async () => {
  house.clock.set(inHours(1))
  demand(await house.markRead(haneul.id, await newest(haneul)))
  expect((await listOf(haneul)).map(({ readAt }) => readAt)).toEqual([inHours(1), null])
  expect(await unread(haneul)).toBe(1)
})

test('all are read at once, and nobody else’s', async () => {
  demand(await house.markRead(haneul.id, 'all'))
  expect([await unread(haneul), await unread(minsu)]).toEqual([0, 2])
})

test('reading again keeps the first time', async () => {
  const id = await newest(haneul)
  demand(await house.markRead(haneul.id, id))
  house.clock.set(inHours(1))
  expect(await attempt(house, () => house.markRead(haneul.id, id))).toEqual({ refusal: null, changed: [] })
  expect((await listOf(haneul))[0]?.readAt).toBe(NOON)
})

test('whoever has none may mark all as read', async () => {
  const nobodyTold = await kept(house, (stores) => storedCreator(stores))
  expect(await attempt(house, () => house.markRead(nobodyTold.id, 'all'))).toEqual({
    refusal: null,
    changed: [],
  })
})

describe('marking is refused and changes nothing', () => {
  const refused = { refusal: { kind: 'notification-not-found' }, changed: [] }

  test('for a notification that is not there', async () => {
    const id = toId<'Notification'>(404)
    expect(await attempt(house, () => house.markRead(haneul.id, id))).toEqual(refused)
  })

  test('for somebody else’s, as if it were not there', async () => {
    const theirs = await newest(minsu)
    expect(await attempt(house, () => house.markRead(haneul.id, theirs))).toEqual(refused)
    expect(await unread(minsu)).toBe(2)
  })
})
