import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inPersonalOrder } from '../../../src/domain/recommendation/personal-order.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'

const programme = (id: number, views = 0, createdAt = NOON) => ({ id, views, createdAt })
const ranked = (...ids: readonly number[]) => ids.map((id) => ({ id, reasons: [] }))
const idsOf = (...order: Parameters<typeof inPersonalOrder>) => inPersonalOrder(...order).map(({ id }) => id)

describe('popular programmes', () => {
  test('of about the same views stand as the creator likes them', () => {
    const programmes = [programme(1, 1_000), programme(2, 900), programme(3, 800)]
    expect(idsOf(programmes, 'popular', ranked(3, 1, 2))).toEqual([3, 1, 2])
  })

  test('of clearly more views stand first, whatever the creator likes', () => {
    const programmes = [programme(1, 3_000), programme(2, 1_000), programme(3, 300), programme(4, 100)]
    expect(idsOf(programmes, 'popular', ranked(4, 3, 2, 1))).toEqual([1, 2, 3, 4])
  })

  test.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 6],
    [100, 150],
  ])('with %s views never stand before those with %s', (fewer, more) => {
    expect(idsOf([programme(1, more), programme(2, fewer)], 'popular', ranked(2, 1))).toEqual([1, 2])
  })

  test('that are not ranked stand at the end of their step, as they came', () => {
    const programmes = [programme(1, 0), programme(2, 0), programme(3, 0)]
    expect(idsOf(programmes, 'popular', ranked(3))).toEqual([3, 1, 2])
    expect(idsOf(programmes, 'popular', [])).toEqual([1, 2, 3])
  })

  test('never rise above what has half as many views again', () => {
    const counts = fc.array(fc.nat(10_000), { maxLength: 30 })
    fc.assert(
      fc.property(counts, fc.infiniteStream(fc.nat()), (views, chance) => {
        const programmes = views
          .toSorted((one, other) => other - one)
          .map((count, index) => programme(index, count))
        const ids = programmes.map(({ id }) => ({ id, by: chance.next().value }))
        const order = ids.toSorted((one, other) => one.by - other.by).map(({ id }) => id)
        const shown = inPersonalOrder(programmes, 'popular', ranked(...order))
        expect(shown.map(({ id }) => id).toSorted()).toEqual(programmes.map(({ id }) => id).toSorted())
        for (const [place, { views: here }] of shown.entries())
          for (const { views: behind } of shown.slice(place + 1))
            expect(1 + behind).toBeLessThan(1.5 * (1 + here))
      }),
    )
  })
})

describe('the latest programmes', () => {
  test('stay the latest to the millisecond', () => {
    const programmes = [programme(1, 0, inHours(1)), programme(2, 0, NOON), programme(3, 0, inHours(-1))]
    expect(idsOf(programmes, 'latest', ranked(3, 2, 1))).toEqual([1, 2, 3])
  })

  test('of one moment stand as the creator likes them', () => {
    const programmes = [programme(3), programme(2), programme(1)]
    expect(idsOf(programmes, 'latest', ranked(1, 3))).toEqual([1, 3, 2])
  })
})
