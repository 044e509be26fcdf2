import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { earlyAllowance } from '../../../src/domain/video/early-allowance.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'

const tickMs = 5 * MINUTE_MS
const aDay = {
  unitsLeft: 10_000,
  fullAgainAt: inHours(24),
  now: NOON,
  promisedSoon: 0,
  promisedToday: 0,
  tickMs,
}

describe('what a tick may spend on reads that were not promised', () => {
  it('is an equal part of what is left, with ticks every five minutes', () => {
    // 288 ticks.
    expect(earlyAllowance(aDay)).toBe(34)
    expect(earlyAllowance({ ...aDay, fullAgainAt: inHours(1) })).toBe(833)
  })

  it('leaves alone what the promised reads of the day will need', () => {
    // 50,000 come 5.05 times, in 5,053 calls and one that is not full with each tick.
    expect(earlyAllowance({ ...aDay, promisedSoon: 50_000, promisedToday: 50_000 })).toBe(16)
    // Those of settled videos come once.
    expect(earlyAllowance({ ...aDay, promisedToday: 50_000 })).toBe(30)
  })

  it('is nothing when the promised reads need it all', () => {
    expect(earlyAllowance({ ...aDay, promisedSoon: 100_000, promisedToday: 100_000 })).toBe(0)
    expect(earlyAllowance({ ...aDay, unitsLeft: 0 })).toBe(0)
  })

  it('is everything that is left in the last tick', () => {
    const lastTick = { ...aDay, fullAgainAt: later(NOON, 5 * MINUTE_MS) }
    expect(earlyAllowance({ ...lastTick, unitsLeft: 7 })).toBe(7)
    expect(earlyAllowance({ ...lastTick, unitsLeft: 7, fullAgainAt: NOON })).toBe(7)
  })

  it('never adds up to more than is left over the promised reads, however the day goes', () => {
    fc.assert(
      fc.property(
        fc.nat(12_000),
        fc.integer({ min: 1, max: 288 }),
        fc.nat(100_000),
        fc.nat(20_000),
        (units, ticks, promisedSoon, others) => {
          const fullAgainAt = later(NOON, ticks * 5 * MINUTE_MS)
          const promisedToday = promisedSoon + others
          const needed = (promisedSoon * Math.max(1, (ticks * 5) / 285) + others) / 50
          let unitsLeft = units
          for (let tick = 0; tick < ticks; tick += 1) {
            const now = later(NOON, tick * 5 * MINUTE_MS)
            // The promised reads are still all to come: the worst that a forecast must stand.
            unitsLeft -= earlyAllowance({ unitsLeft, fullAgainAt, now, promisedSoon, promisedToday, tickMs })
          }
          expect(unitsLeft).toBeGreaterThanOrEqual(0)
          if (units >= needed)
            expect(unitsLeft).toBeGreaterThanOrEqual(Math.min(units, promisedToday / 50) - 1)
        },
      ),
    )
  })
})
