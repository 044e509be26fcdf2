import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type ScrapRefusal = { readonly kind: 'programme-not-found' } | KeyRefusal

export type ScrapProgramme = (command: {
  readonly member: Id<'Account'>
  /** Operators and experts scrap too; only creators' interest is learned from. */
  readonly isCreator: boolean
  readonly programme: Id<'SupportProgramme'>
  readonly key: CommandKey | null
}) => Promise<Result<void, ScrapRefusal>>

/** Keeps a programme for later. Scrapping what is scrapped is fine and leaves it where it stands in the list. */
export const scrapProgramme =
  ({
    once,
    clock,
    interests,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly interests: InterestRecorder
  }): ScrapProgramme =>
  async ({ member, isCreator, programme, key }) => {
    const at = clock.now()
    let isNew = false
    return once<void, { readonly kind: 'programme-not-found' }>(
      key,
      async ({ supportProgrammes, scraps }) => {
        // Locked, so that nobody takes it away in the meantime.
        if ((await supportProgrammes.find(programme)) === null) return err({ kind: 'programme-not-found' })
        isNew = await scraps.keep({ member, programme, at })
        return ok(undefined)
      },
      {
        kept: () => {
          if (isNew && isCreator)
            interests.note([
              { kind: 'scrapped', itemKind: 'programme', creator: member, item: programme, at },
            ])
        },
      },
    )
  }
