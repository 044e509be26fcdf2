import { describe, expect, test } from 'vitest'
import { later } from '../../../src/domain/primitives.ts'
import type { QuotaBucket, QuotaLedger } from '../../../src/ports/quota.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

const TODAY = '2026-11-21'
const TOMORROW = '2026-11-22'

export const quotaContract = (backend: Backend): void => {
  describe('the quota ledger', () => {
    const db = freshDatabase(backend)
    const reserve = (over: Partial<Parameters<QuotaLedger['reserve']>[0]> = {}) =>
      db().quota.reserve({ bucket: 'general', day: TODAY, limit: 3, now: NOON, ...over })
    const used = async (bucket: QuotaBucket = 'general', day = TODAY) =>
      (await db().quota.today(bucket, day)).used

    test('a day begins with nothing spent and nothing closed', async () => {
      await expect(db().quota.today('general', TODAY)).resolves.toEqual({ used: 0, closedUntil: null })
    })

    test('gives units until the limit of whoever asks, and refusals take none', async () => {
      for (const expected of ['reserved', 'reserved', 'reserved', 'spent', 'spent'])
        await expect(reserve()).resolves.toBe(expected)
      await expect(used()).resolves.toBe(3)
      await expect(reserve({ limit: 4 })).resolves.toBe('reserved')
      await expect(reserve({ limit: 3 })).resolves.toBe('spent')
      await expect(used()).resolves.toBe(4)
    })

    test('gives none of nothing', async () => {
      await expect(reserve({ limit: 0 })).resolves.toBe('spent')
      await expect(used()).resolves.toBe(0)
    })

    test('counts buckets and days apart', async () => {
      for (let unit = 0; unit < 3; unit += 1) await reserve()
      await expect(reserve({ bucket: 'statistics' })).resolves.toBe('reserved')
      await expect(reserve({ day: TOMORROW })).resolves.toBe('reserved')
      await expect(reserve()).resolves.toBe('spent')
      await expect(used('statistics')).resolves.toBe(1)
      await expect(used('general', TOMORROW)).resolves.toBe(1)
      await expect(used()).resolves.toBe(3)
    })

    test('of 64 reservations at once, on a day without a row, no more are granted than there are units', async () => {
      const answers = await Promise.all(Array.from({ length: 64 }, () => reserve({ limit: 20 })))
      expect(answers.filter((answer) => answer === 'reserved')).toHaveLength(20)
      expect(answers.filter((answer) => answer === 'spent')).toHaveLength(44)
      await expect(used()).resolves.toBe(20)
    })

    test('of 64 at once on a day without a row none is refused that there is a unit for', async () => {
      for (let day = 1; day <= 10; day += 1) {
        const at = { day: `2026-12-${String(day).padStart(2, '0')}`, limit: 64 }
        const answers = await Promise.all(Array.from({ length: 64 }, () => reserve(at)))
        expect(answers.filter((answer) => answer === 'reserved')).toHaveLength(64)
      }
    })

    test('of 64 at once none is lost, while people and jobs have different limits', async () => {
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, index) => reserve({ limit: index % 2 === 0 ? 10 : 15 })),
      )
      const granted = (parity: number) =>
        answers.filter((answer, index) => index % 2 === parity && answer === 'reserved').length
      expect(granted(0)).toBeLessThanOrEqual(10)
      expect(granted(0) + granted(1)).toBe(15)
      await expect(used()).resolves.toBe(15)
    })

    test('a closed bucket gives nothing until its instant, on every day that is named, and takes nothing', async () => {
      const until = inHours(5)
      await reserve()
      await db().quota.close({ bucket: 'general', days: [TODAY, TOMORROW], until })
      await expect(reserve()).resolves.toEqual({ closedUntil: until })
      await expect(reserve({ day: TOMORROW, now: later(until, -1) })).resolves.toEqual({ closedUntil: until })
      await expect(reserve({ bucket: 'statistics' })).resolves.toBe('reserved')
      await expect(db().quota.today('general', TODAY)).resolves.toEqual({ used: 1, closedUntil: until })
      await expect(reserve({ day: TOMORROW, now: until })).resolves.toBe('reserved')
      await expect(used('general', TOMORROW)).resolves.toBe(1)
    })

    test('a bucket that is closed and spent says how long it is closed', async () => {
      await reserve({ limit: 1 })
      await db().quota.close({ bucket: 'general', days: [TODAY], until: inHours(1) })
      await expect(reserve({ limit: 1 })).resolves.toEqual({ closedUntil: inHours(1) })
      await expect(reserve({ limit: 1, now: inHours(1) })).resolves.toBe('spent')
    })

    test('closing again never reopens earlier', async () => {
      await db().quota.close({ bucket: 'general', days: [TODAY], until: inHours(5) })
      await db().quota.close({ bucket: 'general', days: [TODAY], until: inHours(2) })
      await expect(reserve()).resolves.toEqual({ closedUntil: inHours(5) })
      await db().quota.close({ bucket: 'general', days: [TODAY], until: inHours(6) })
      await expect(reserve()).resolves.toEqual({ closedUntil: inHours(6) })
    })

    test('of many who close at once the longest wins', async () => {
      await Promise.all(
        Array.from({ length: 32 }, (_, index) =>
          db().quota.close({
            bucket: 'general',
            days: [TODAY, TOMORROW],
            until: inHours(1 + ((index * 7) % 32)),
          }),
        ),
      )
      for (const day of [TODAY, TOMORROW])
        await expect(reserve({ day })).resolves.toEqual({ closedUntil: inHours(32) })
    })

    test('nobody gets a unit once a closing is done, whatever was asked for meanwhile', async () => {
      const closing = db().quota.close({ bucket: 'general', days: [TODAY], until: inHours(1) })
      const during = Promise.all(Array.from({ length: 64 }, () => reserve({ limit: 1_000 })))
      await closing
      await expect(reserve({ limit: 1_000 })).resolves.toEqual({ closedUntil: inHours(1) })
      const granted = (await during).filter((answer) => answer === 'reserved').length
      await expect(used()).resolves.toBe(granted)
    })
  })
}
