import { describe, expect, test } from 'vitest'
import { err, ok } from '../../../src/domain/result.ts'
import { inDays } from '../../fixtures/instants.ts'
import { fittedWeights } from '../../fixtures/recommendation.ts'
import { kept } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

export const recommendationWeightsContract = (backend: Backend): void => {
  describe('weights of recommendations', () => {
    const db = freshDatabase(backend)
    const stored = async (...over: Parameters<typeof fittedWeights>) => {
      const fitted = fittedWeights(...over)
      await kept(db(), ({ recommendationWeights }) => recommendationWeights.add(fitted))
      return fitted
    }
    const views = () => db().views.recommendations

    test('are none before the first fit', async () => {
      await expect(views().weights('ad')).resolves.toBeNull()
      await expect(views().fits('ad', 10)).resolves.toEqual([])
    })

    test('are those of the newest fit that was accepted, for each kind of item', async () => {
      await stored()
      const second = await stored({ fittedAt: inDays(1), weights: { rate: 0.1 + 0.2 } })
      const programmes = await stored({ itemKind: 'programme', fittedAt: inDays(1) })
      await stored({ fittedAt: inDays(2), isAccepted: false, lossBefore: 0.16, lossAfter: 0.170001 })
      await expect(views().weights('ad')).resolves.toEqual(second)
      await expect(views().weights('programme')).resolves.toEqual(programmes)
    })

    test('are the last ones kept, also when a clock went back', async () => {
      await stored({ fittedAt: inDays(3) })
      const last = await stored({ fittedAt: inDays(1) })
      await expect(views().weights('ad')).resolves.toEqual(last)
    })

    test('stay with what they were fitted to, newest first', async () => {
      const first = await stored({ impressions: 0, lossBefore: 0, lossAfter: 27.5 })
      const second = await stored({ version: 7, isAccepted: false, weights: null })
      const programmes = await stored({ itemKind: 'programme' })
      const third = await stored({ weights: { seasons: ['봄', '가을'] } })
      await expect(views().fits('ad', 10)).resolves.toEqual([third, second, first])
      await expect(views().fits('ad', 2)).resolves.toEqual([third, second])
      await expect(views().fits('programme', 10)).resolves.toEqual([programmes])
    })

    test('of a transaction that is refused are not kept', async () => {
      const refused = await db().transact(async ({ recommendationWeights }) => {
        await recommendationWeights.add(fittedWeights())
        return err({ kind: 'no' })
      })
      expect(refused.ok).toBe(false)
      await expect(views().fits('ad', 10)).resolves.toEqual([])
    })

    test('that are stored at the same time are all kept', async () => {
      const many = Array.from({ length: 8 }, (_, index) => fittedWeights({ impressions: index }))
      await Promise.all(
        many.map((fitted) =>
          db().transact(async ({ recommendationWeights }) => ok(await recommendationWeights.add(fitted))),
        ),
      )
      const fits = await views().fits('ad', 10)
      expect(fits.map(({ impressions }) => impressions).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      await expect(views().weights('ad')).resolves.toEqual(fits[0])
    })
  })
}
