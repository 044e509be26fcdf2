import { describe, expect, it } from 'vitest'
import { CONSTANTS } from '../../../bench/market/constants.ts'
import { FIGURES, figuresOf, giniOf } from '../../../bench/market/figures.ts'
import { run } from '../../../bench/market/market.ts'
import { SEEDS } from '../../../bench/market/options.ts'
import { POLICIES } from '../../../bench/market/policies.ts'
import type { Policy } from '../../../bench/market/policy.ts'
import { CALIBRATED, isAsPublished, PUBLISHED } from '../../../bench/market/published.ts'
import { meanOf } from '../../../bench/market/table.ts'
import { type World, worldOf } from '../../../bench/market/world.ts'

const SMALL_WORLD = worldOf({ ...CONSTANTS, creators: 300, days: 40, sessionsPerDay: 60 }, 7)

describe('the market', () => {
  it.each(CALIBRATED)('comes out as published under %s', (name) => {
    const measured = meanOf(SEEDS.map((seed) => figuresOf(run(worldOf(CONSTANTS, seed), POLICIES[name]))))
    const strays = FIGURES.filter((figure) => !isAsPublished(measured, PUBLISHED[name], figure))
    expect(strays.map((figure) => ({ figure, measured: measured[figure] }))).toEqual([])
  })

  it('is the same again for the same seed, and another one for another', () => {
    const outcome = run(SMALL_WORLD, POLICIES.text)
    const again = run(worldOf(SMALL_WORLD.constants, 7), POLICIES.text)
    const other = run(worldOf(SMALL_WORLD.constants, 8), POLICIES.text)
    expect(again.exposure).toEqual(outcome.exposure)
    expect(other.exposure).not.toEqual(outcome.exposure)
  })

  it('tells a policy of nothing that is not open to the creator, and of nothing that is yet to come', () => {
    const { heard, offered } = listeningTo(SMALL_WORLD)
    expect(offered.length).toBeGreaterThan(1_000)
    expect(
      offered.filter(({ isOpen, isReachable, wasApplied }) => !isOpen || !isReachable || wasApplied),
    ).toEqual([])
    expect(heard).toEqual(heard.toSorted((a, b) => a - b))
  })

  it('gives no ad to more creators than it has places, and to applicants only', () => {
    const { assigned, applicants } = run(SMALL_WORLD, POLICIES.popularity)
    const places = SMALL_WORLD.ads.capacity
    expect(assigned.some((taken, ad) => taken > 0 && taken === places[ad])).toBe(true)
    expect(assigned.every((taken, ad) => taken <= Math.min(places[ad] ?? 0, applicants[ad] ?? 0))).toBe(true)
  })

  it('knows when all have the same and when one has everything', () => {
    expect(giniOf([3, 3, 3, 3])).toBeCloseTo(0)
    expect(giniOf([0, 0, 0, 8])).toBeCloseTo(0.75)
    expect(giniOf([1, 3])).toBeCloseTo(0.25)
  })
})

type Offered = { readonly isOpen: boolean; readonly isReachable: boolean; readonly wasApplied: boolean }

/** What the market offers to a policy and tells it, when it shows ads in any order. */
const listeningTo = (
  world: World,
): { readonly heard: readonly number[]; readonly offered: readonly Offered[] } => {
  const { creators, ads } = world
  const heard: number[] = []
  const offered: Offered[] = []
  const applied = new Set<string>()
  const policy: Policy = {
    name: 'listens',
    start: (facts) => {
      const random = POLICIES.random.start(facts)
      return {
        rank: (creator, now, eligible, list) => {
          heard.push(now)
          for (const ad of eligible)
            offered.push({
              isOpen: (ads.opensAt[ad] ?? 0) <= now && now < (ads.closesAt[ad] ?? 0),
              isReachable: (ads.minimum[ad] ?? 0) <= (creators.subscribers[creator] ?? 0),
              wasApplied: applied.has(`${creator} ${ad}`),
            })
          return random.rank(creator, now, eligible, list)
        },
        acted: (action, creator, ad, now) => {
          heard.push(now)
          if (action === 'applied') applied.add(`${creator} ${ad}`)
        },
        dayBegan: (_day, now) => heard.push(now),
      }
    },
  }
  run(world, policy)
  return { heard, offered }
}
