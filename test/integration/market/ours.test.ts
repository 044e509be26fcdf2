import { expect, it } from 'vitest'
import { CONSTANTS } from '../../../bench/market/constants.ts'
import { figuresOf } from '../../../bench/market/figures.ts'
import { goalsOf } from '../../../bench/market/goals.ts'
import { run } from '../../../bench/market/market.ts'
import { ours } from '../../../bench/market/policies/ours.ts'
import { POLICIES } from '../../../bench/market/policies.ts'
import { worldOf } from '../../../bench/market/world.ts'

const SEED = 3
/** The bench learns each day and on four seeds. */
const LEARNING = { refitEveryDays: 7, sampled: 0.1 }

it('our ranking serves creators, ads and small channels better than the category and popularity of 2020', () => {
  const world = worldOf(CONSTANTS, SEED)
  const original = figuresOf(run(world, POLICIES.popularity))
  const goals = goalsOf(figuresOf(run(world, ours(LEARNING))), original)
  expect(goals.filter(({ isReached }) => !isReached)).toEqual([])
}, 180_000)
