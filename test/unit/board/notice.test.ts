import { beforeEach, describe, expect, test } from 'vitest'
import type { Notice } from '../../../src/domain/board/notice.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { demand } from '../../fixtures/stored.ts'

const texts = { title: '캐쉬는 언제 들어오나요?', content: '영상을 28일 동안 유지하면 들어옵니다.' }
const others = { title: '인출은 언제 하나요?', content: '한 달에 두 번까지 할 수 있습니다.' }
const unknown = toId<'Notice'>(404)

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
})

const write = (key: ReturnType<typeof aKey> | null = null) => house.publishNotice({ ...texts, operator, key })
const change = (id: Id<'Notice'>, key: ReturnType<typeof aKey> | null = null) =>
  house.changeNotice({ ...others, id, operator, key })
const remove = (id: Id<'Notice'>, key: ReturnType<typeof aKey> | null = null) =>
  house.removeNotice({ id, operator, key })
const stored = (): readonly Notice[] => house.tables.notices.rows()

describe('a notice', () => {
  test('is there as it was written, never changed so far', async () => {
    const written = demand(await write())
    expect(written).toEqual({ ...texts, id: written.id, createdAt: NOON, updatedAt: null })
    expect(stored()).toEqual([written])
  })

  test('is changed, and keeps its number and the time when it was written', async () => {
    const before = demand(await write())
    house.clock.set(inHours(1))
    const after = demand(await change(before.id))
    expect(after).toEqual({ ...before, ...others, updatedAt: inHours(1) })
    expect(stored()).toEqual([after])
  })

  test('is removed, and the others stay', async () => {
    const [gone, other] = [demand(await write()), demand(await write())]
    demand(await remove(gone.id))
    expect(stored()).toEqual([other])
  })

  test('leaves a line in the audit for each of these, with what it was before and after', async () => {
    const before = demand(await write())
    const after = demand(await change(before.id))
    demand(await remove(before.id))
    const line = { at: NOON, by: operator, subject: `notice:${before.id}` }
    expect(audited(house)).toEqual([
      { ...line, operation: 'notice-published', before: null, after: before },
      { ...line, operation: 'notice-changed', before, after },
      { ...line, operation: 'notice-removed', before: after, after: null },
    ])
  })
})

describe('a notice that is not there', () => {
  const refused = { refusal: { kind: 'notice-not-found' }, changed: [] }

  test('is neither changed nor removed', async () => {
    demand(await write())
    expect(await attempt(house, () => change(unknown))).toEqual(refused)
    expect(await attempt(house, () => remove(unknown))).toEqual(refused)
  })

  test('is not removed twice', async () => {
    const { id } = demand(await write())
    demand(await remove(id))
    expect(await attempt(house, () => remove(id))).toEqual(refused)
    expect(await attempt(house, () => change(id))).toEqual(refused)
  })
})

describe('under a key', () => {
  test('a notice is written once, also 64 times at once', async () => {
    const answers = await allAtOnce(64, () => write(aKey()))
    expect(new Set(answers.map((answer) => demand(answer).id)).size).toBe(1)
    expect(stored()).toHaveLength(1)
    expect(audited(house)).toHaveLength(1)
  })

  test('a notice is changed and removed once, and both are answered again', async () => {
    const { id } = demand(await write())
    const changed = await change(id, aKey({ key: 'change' }))
    house.clock.set(inHours(1))
    expect(await change(id, aKey({ key: 'change' }))).toEqual(changed)
    const removed = await remove(id, aKey({ key: 'remove' }))
    expect(await remove(id, aKey({ key: 'remove' }))).toEqual(removed)
    expect(audited(house)).toHaveLength(3)
  })

  test('something else is refused', async () => {
    demand(await write(aKey()))
    const reused = await write(aKey({ inputHash: 'another' }))
    expect(reused).toEqual(err({ kind: 'idempotency-key-reused' }))
    expect(stored()).toHaveLength(1)
  })
})
