import { expect, test } from 'vitest'
import { type Notice2020, type Taking, takeRows } from '../../../src/application/import-2020/take-rows.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aHouse, audited } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { aNewExpert } from '../../fixtures/news.ts'

type Old = { readonly id: number | null; readonly name: string }

async function* paged(pages: readonly (readonly Old[])[]): AsyncGenerator<readonly Old[]> {
  yield* pages
}

/** Takes experts over. Names say what is to happen to them. */
const taking = (pages: readonly (readonly Old[])[]): Taking<Old, string> => ({
  table: 'Expert',
  kind: 'expert',
  rows: paged(pages),
  idOf: ({ id }) => id,
  map: ({ name }) => (name === 'unmapped' ? err('it makes no sense') : ok(name)),
  store: async ({ experts }, name) => {
    const { id } = await experts.add(aNewExpert({ name }))
    if (name === 'refused late') return err('its second half is wrong')
    if (name === 'broken') throw new Error('value too long')
    if (name === 'gone') throw new Outage('the database does not answer')
    return ok(name === 'changed' ? { newId: id, remarks: ['its hat was lost'] } : { newId: id })
  },
})

const aRun = () => {
  const house = aHouse()
  const told: Notice2020[] = []
  const ports = { transact: house.transact, now: NOON, tell: (notice: Notice2020) => told.push(notice) }
  return { house, told, take: (...pages: readonly (readonly Old[])[]) => takeRows(ports, taking(pages)) }
}
const names = ({ tables }: ReturnType<typeof aHouse>) => tables.experts.rows().map(({ name }) => name)
const many = (from: number, to: number): readonly Old[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: from + index, name: `expert ${from + index}` }))

test('a row that is refused, by its values, by the store after it has written, or by the database, goes alone', async () => {
  const { house, told, take } = aRun()
  const summary = await take(
    [
      { id: 1, name: 'one' },
      { id: 2, name: 'unmapped' },
      { id: 3, name: 'refused late' },
      { id: 4, name: 'broken' },
      { id: null, name: 'without a number' },
    ],
    [
      { id: 5, name: 'changed' },
      { id: 6, name: 'six' },
    ],
  )
  expect(summary).toEqual({ table: 'Expert', rows: 7, taken: 3, before: 0, refused: 4, changed: 1 })
  expect(names(house)).toEqual(['one', 'changed', 'six'])
  const refused = { table: 'Expert', outcome: 'refused' } as const
  expect(told).toEqual([
    { ...refused, id: 2, reason: 'it makes no sense' },
    { ...refused, id: null, reason: 'it has no number' },
    { ...refused, id: 3, reason: 'its second half is wrong' },
    { ...refused, id: 4, reason: 'the database does not take it: value too long' },
    { table: 'Expert', id: 5, outcome: 'changed', reason: 'its hat was lost' },
  ])
})

test('what was lost on the way is in the audit, once for each row, as the run that told it may have told nobody', async () => {
  const { house, take } = aRun()
  const rows = [
    { id: 1, name: 'one' },
    { id: 5, name: 'changed' },
    { id: 6, name: 'refused late' },
  ]
  await take(rows)
  await take(rows)
  expect(audited(house)).toEqual([
    {
      at: NOON,
      by: null,
      operation: 'import-2020-changed',
      subject: `expert:${house.tables.experts.rows().find(({ name }) => name === 'changed')?.id}`,
      before: null,
      after: { table: 'Expert', id: 5, remarks: ['its hat was lost'] },
    },
  ])
})

test('a number that comes twice is taken once, in one run and in the next', async () => {
  const { house, told, take } = aRun()
  const twice = [
    { id: 1, name: 'first' },
    { id: 1, name: 'second' },
  ]
  expect(await take(twice)).toMatchObject({ rows: 2, taken: 1, before: 1, refused: 0 })
  expect(await take(twice)).toMatchObject({ rows: 2, taken: 0, before: 2, refused: 0 })
  expect(names(house)).toEqual(['first'])
  expect(told).toEqual([])
})

test('pages of any length are taken over whole', async () => {
  const { house, take } = aRun()
  expect(await take(many(1, 1), many(1, 251), many(251, 252))).toMatchObject({ rows: 251, taken: 251 })
  expect(names(house)).toHaveLength(251)
  expect(await take(many(1, 400))).toMatchObject({ rows: 399, taken: 148, before: 251 })
})

test('a database that is gone ends the run, with the rows of earlier transactions kept', async () => {
  const { house, told, take } = aRun()
  await expect(take(many(1, 101), [{ id: 200, name: 'gone' }])).rejects.toThrow(Outage)
  expect(names(house)).toHaveLength(100)
  expect(told).toEqual([])
})
