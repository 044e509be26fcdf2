import type { DailyCard } from '../../domain/news/daily-card.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'
import type { DailyCardNotFound } from './change-daily-card.ts'

export type RemoveDailyCard = (command: {
  readonly operator: Id<'Account'>
  readonly card: Id<'DailyCard'>
  readonly key: CommandKey | null
}) => Promise<Result<DailyCard, DailyCardNotFound | KeyRefusal>>

/** Takes a daily card off the platform, and with it its picture. Answers what it was. */
export const removeDailyCard =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): RemoveDailyCard =>
  async ({ operator, card: id, key }) => {
    const removed = await once<DailyCard, DailyCardNotFound>(key, async ({ dailyCards, audit }) => {
      const card = await dailyCards.find(id)
      if (card === null) return err({ kind: 'daily-card-not-found' })
      await dailyCards.remove(id)
      await audit.append({
        at: clock.now(),
        by: operator,
        operation: 'daily-card-removed',
        subject: `daily-card:${id}`,
        before: card,
        after: null,
      })
      return ok(card)
    })
    // The name of a picture stands in one place only, so nobody else shows it.
    if (removed.ok) await forgetPicture(images, removed.value.thumbnail)
    return removed
  }
