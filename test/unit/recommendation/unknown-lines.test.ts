import { expect, test } from 'vitest'
import { emptyTables, type Tables } from '../../../src/adapters/memory/database.ts'
import { recommendationViews } from '../../../src/adapters/memory/recommendation-views.ts'
import { NOON } from '../../fixtures/instants.ts'
import { acted, shownAt } from '../../fixtures/interest.ts'

/** Tables as a newer version has filled them: what it wrote has none of the types of this one. */
const filled = (lines: readonly object[]): Tables => {
  const tables = emptyTables()
  for (const line of lines)
    tables.interestEvents.put(tables.interestEvents.nextNumber(), JSON.parse(JSON.stringify(line)))
  return tables
}

test('what a newer version has logged and this one does not know is left out', async () => {
  const { events } = recommendationViews(
    filled([
      shownAt(NOON),
      { ...shownAt(NOON), list: 'of-2031' },
      { ...acted('viewed'), kind: 'admired' },
      { ...acted('viewed'), itemKind: 'card' },
      acted('viewed'),
    ]),
  )
  expect(await events({ after: 0, limit: 2 })).toEqual([
    { number: 1, event: shownAt(NOON) },
    { number: 5, event: acted('viewed') },
  ])
  expect(await events({ after: 1, limit: 1 })).toMatchObject([{ number: 5 }])
})
