import type { DailyCard, NewDailyCard } from '../../domain/news/daily-card.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { withPictures } from '../picture/with-pictures.ts'

/** What operators write on a daily card. */
export type DailyCardDraft = Pick<NewDailyCard, 'title' | 'subtitle' | 'content'>

export type PublishDailyCard = (command: {
  readonly operator: Id<'Account'>
  readonly draft: DailyCardDraft
  readonly thumbnail: Uint8Array
  readonly key: CommandKey | null
}) => Promise<Result<DailyCard, ImageRefusal | KeyRefusal>>

/** Puts a daily card on the platform. */
export const publishDailyCard =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): PublishDailyCard =>
  ({ operator, draft, thumbnail, key }) => {
    const now = clock.now()
    return withPictures<DailyCard, never>(
      { once, images },
      key,
      [thumbnail],
      async ({ dailyCards, audit }, [name = '']) => {
        const card = await dailyCards.add({ ...draft, thumbnail: name, createdAt: now, updatedAt: now })
        await audit.append({
          at: now,
          by: operator,
          operation: 'daily-card-published',
          subject: `daily-card:${card.id}`,
          before: null,
          after: card,
        })
        return ok(card)
      },
      (card) => [card.thumbnail],
    )
  }
