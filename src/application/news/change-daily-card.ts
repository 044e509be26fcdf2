import type { DailyCard } from '../../domain/news/daily-card.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'
import { withPictures } from '../picture/with-pictures.ts'
import type { DailyCardDraft } from './publish-daily-card.ts'

export type DailyCardNotFound = { readonly kind: 'daily-card-not-found' }

export type ChangeDailyCard = (command: {
  readonly operator: Id<'Account'>
  readonly card: Id<'DailyCard'>
  readonly draft: DailyCardDraft
  /** Null keeps the one that it has. */
  readonly thumbnail: Uint8Array | null
  readonly key: CommandKey | null
}) => Promise<Result<DailyCard, DailyCardNotFound | ImageRefusal | KeyRefusal>>

type Changed = { readonly before: DailyCard; readonly after: DailyCard }

/** Writes a daily card anew; when it was put on the platform stays. */
export const changeDailyCard =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): ChangeDailyCard =>
  async ({ operator, card: id, draft, thumbnail, key }) => {
    const now = clock.now()
    const changed = await withPictures<Changed, DailyCardNotFound>(
      { once, images },
      key,
      thumbnail === null ? [] : [thumbnail],
      async ({ dailyCards, audit }, [name]) => {
        const before = await dailyCards.find(id)
        if (before === null) return err({ kind: 'daily-card-not-found' })
        const after = { ...before, ...draft, thumbnail: name ?? before.thumbnail, updatedAt: now }
        await dailyCards.save(after)
        await audit.append({
          at: now,
          by: operator,
          operation: 'daily-card-changed',
          subject: `daily-card:${id}`,
          before,
          after,
        })
        return ok({ before, after })
      },
      ({ after }) => [after.thumbnail],
    )
    if (!changed.ok) return changed
    const { before, after } = changed.value
    if (before.thumbnail !== after.thumbnail) await forgetPicture(images, before.thumbnail)
    return ok(after)
  }
