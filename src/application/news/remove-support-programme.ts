import type { SupportProgramme } from '../../domain/news/support-programme.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'
import type { ProgrammeNotFound } from './change-support-programme.ts'

export type RemoveSupportProgramme = (command: {
  readonly operator: Id<'Account'>
  readonly programme: Id<'SupportProgramme'>
  readonly key: CommandKey | null
}) => Promise<Result<SupportProgramme, ProgrammeNotFound | KeyRefusal>>

/** Takes a programme off the platform, and with it whoever keeps it, its views and its poster. Answers what it was. */
export const removeSupportProgramme =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): RemoveSupportProgramme =>
  async ({ operator, programme: id, key }) => {
    const removed = await once<SupportProgramme, ProgrammeNotFound>(
      key,
      async ({ supportProgrammes, audit }) => {
        const programme = await supportProgrammes.find(id)
        if (programme === null) return err({ kind: 'programme-not-found' })
        await supportProgrammes.remove(id)
        await audit.append({
          at: clock.now(),
          by: operator,
          operation: 'support-programme-removed',
          subject: `support-programme:${id}`,
          before: programme,
          after: null,
        })
        return ok(programme)
      },
    )
    // The name of a picture stands in one place only, so nobody else shows it.
    if (removed.ok) await forgetPicture(images, removed.value.poster)
    return removed
  }
