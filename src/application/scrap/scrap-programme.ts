import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type ScrapRefusal = { readonly kind: 'programme-not-found' } | KeyRefusal

export type ScrapProgramme = (command: {
  readonly member: Id<'Account'>
  readonly programme: Id<'SupportProgramme'>
  readonly key: CommandKey | null
}) => Promise<Result<void, ScrapRefusal>>

/** Keeps a programme for later. Scrapping what is scrapped is fine and leaves it where it stands in the list. */
export const scrapProgramme =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): ScrapProgramme =>
  ({ member, programme, key }) =>
    once<void, { readonly kind: 'programme-not-found' }>(key, async ({ supportProgrammes, scraps }) => {
      // Locked, so that nobody takes it away in the meantime.
      if ((await supportProgrammes.find(programme)) === null) return err({ kind: 'programme-not-found' })
      await scraps.keep({ member, programme, at: clock.now() })
      return ok(undefined)
    })
