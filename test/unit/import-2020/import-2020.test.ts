import { expect, test } from 'vitest'
import { storedHashOf2020 } from '../../../src/adapters/auth/passwords.ts'
import { releaseOpenings } from '../../../src/application/cash/release-openings.ts'
import { import2020 } from '../../../src/application/import-2020/import-2020.ts'
import { releasePosting } from '../../../src/domain/cash/ledger.ts'
import { toId, toWon } from '../../../src/domain/primitives.ts'
import { aHouse, audited, everythingIn } from '../../fixtures/house.ts'
import { ran } from '../../fixtures/jobs.ts'
import { demand, kept } from '../../fixtures/stored.ts'
import { houseOf2020 } from '../../import-2020/house-of-2020.ts'
import { sourceOf } from '../../import-2020/source-of-2020.ts'

const MEMBERS = 6

const imported = async () => {
  const house = aHouse()
  const { transact, clock } = house
  const source = await sourceOf(houseOf2020(MEMBERS))
  const take = import2020({ transact, clock, storedHash: storedHashOf2020 })
  const run = () => take(source, () => undefined)
  await run()
  const release = releaseOpenings({ transact, clock, cashViews: house.views.cash })
  return { house, run, release }
}

test('each run is in the audit, with what it took over', async () => {
  const { house, run } = await imported()
  await run()
  expect(audited(house).map(({ by, operation }) => [by, operation])).toEqual([
    [null, 'import-2020-begun'],
    [null, 'import-2020-done'],
    [null, 'import-2020-begun'],
    [null, 'import-2020-done'],
  ])
  const [, first, , second] = audited(house).map(({ after }) => after)
  expect(first).toContainEqual({
    table: 'User',
    rows: MEMBERS,
    taken: MEMBERS,
    before: 0,
    refused: 0,
    changed: 0,
  })
  expect(second).toContainEqual({
    table: 'User',
    rows: MEMBERS,
    taken: 0,
    before: MEMBERS,
    refused: 0,
    changed: 0,
  })
})

test('no job releases what came rewarded, even when its video is there and its time has come', async () => {
  const { house } = await imported()
  const before = everythingIn(house)
  expect(await ran(house, 'release-rewards')).toEqual({ released: 0, waiting: 0 })
  expect(everythingIn(house)).toEqual(before)
})

test('a release of openings is in the audit, and leaves alone who holds less by now', async () => {
  const { house, release } = await imported()
  // Members 1, 3, 4 and 6 have pending cash. Of the first, something has gone since.
  const movement = { creatorId: toId<'Account'>(1), amount: toWon(1), at: house.clock.now(), title: '' }
  demand(
    await house.transact(async ({ cash }) => cash.post(releasePosting(toId<'Participation'>(99), movement))),
  )
  expect(await release()).toEqual({ released: 3, won: 2_000 + 5_000 + 5_000, waiting: 1 })
  const lines = audited(house).filter(({ operation }) => operation === 'opening-released')
  expect(lines.map(({ subject, after }) => [subject, after])).toEqual([
    ['account:3', { amount: 2_000 }],
    ['account:4', { amount: 5_000 }],
    ['account:6', { amount: 5_000 }],
  ])
  await expect(kept(house, ({ cash }) => cash.find(toId<'Account'>(1)))).resolves.toMatchObject({
    pending: 4_999,
    withdrawable: 1,
  })
})
