import { describe, expect, test } from 'vitest'
import { HOUR_MS, later } from '../../../src/domain/primitives.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

const LOGIN = 'login:account:haneul@example.kr'

export const throttleContract = (backend: Backend): void => {
  describe('the throttle', () => {
    const db = freshDatabase(backend)
    const hit = (now = NOON, subject = LOGIN) => db().throttle.hit(subject, now, HOUR_MS)

    test('counts attempts, each subject’s own', async () => {
      await expect(hit()).resolves.toBe(1)
      await expect(hit()).resolves.toBe(2)
      await expect(hit(NOON, 'login:address:192.0.2.7')).resolves.toBe(1)
      await expect(hit(NOON, LOGIN.toUpperCase())).resolves.toBe(1)
      await expect(hit()).resolves.toBe(3)
    })

    test('gives each of many simultaneous attempts its own number', async () => {
      const numbers = await Promise.all(Array.from({ length: 200 }, () => hit()))
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    })

    test('begins a window with its first attempt and ends it when its time is over', async () => {
      await expect(hit(NOON)).resolves.toBe(1)
      await expect(hit(later(NOON, HOUR_MS - 1))).resolves.toBe(2)
      await expect(hit(later(NOON, HOUR_MS))).resolves.toBe(1)
      await expect(hit(later(NOON, 2 * HOUR_MS - 1))).resolves.toBe(2)
      await expect(hit(inHours(9))).resolves.toBe(1)
    })

    test('forgets the attempts of one subject', async () => {
      await hit()
      await hit(NOON, 'other')
      await db().throttle.clear(LOGIN)
      await db().throttle.clear('never seen')
      await expect(hit()).resolves.toBe(1)
      await expect(hit(NOON, 'other')).resolves.toBe(2)
    })
  })
}
