import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { CommandKey, Once } from '../idempotency/once.ts'
import type { ScrapRefusal } from './scrap-programme.ts'

export type UnscrapProgramme = (command: {
  readonly member: Id<'Account'>
  readonly programme: Id<'SupportProgramme'>
  readonly key: CommandKey | null
}) => Promise<Result<void, ScrapRefusal>>

/** Takes a member's own scrap back. Taking back what is not scrapped is fine. */
export const unscrapProgramme =
  ({ once }: { readonly once: Once }): UnscrapProgramme =>
  ({ member, programme, key }) =>
    once<void, { readonly kind: 'programme-not-found' }>(key, async ({ supportProgrammes, scraps }) => {
      if ((await supportProgrammes.find(programme)) === null) return err({ kind: 'programme-not-found' })
      await scraps.drop(member, programme)
      return ok(undefined)
    })
