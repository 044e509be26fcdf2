import {
  checkProgrammeUrl,
  draftSupportProgramme,
  type SupportProgramme,
} from '../../domain/news/support-programme.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'
import { withPictures } from '../picture/with-pictures.ts'
import type { ProgrammeDraft, PublishSupportProgrammeRefusal } from './publish-support-programme.ts'

export type ProgrammeNotFound = { readonly kind: 'programme-not-found' }
export type ChangeSupportProgrammeRefusal = PublishSupportProgrammeRefusal | ProgrammeNotFound

export type ChangeSupportProgramme = (command: {
  readonly operator: Id<'Account'>
  readonly programme: Id<'SupportProgramme'>
  readonly draft: ProgrammeDraft
  /** Null keeps the one that it has. */
  readonly poster: Uint8Array | null
  /** How many went on to apply; null leaves the number as it is. */
  readonly applyCount: number | null
  readonly key: CommandKey | null
}) => Promise<Result<SupportProgramme, ChangeSupportProgrammeRefusal>>

type Changed = { readonly before: SupportProgramme; readonly after: SupportProgramme }

/** Writes a programme anew; when it was put on the platform, its views and its scraps stay. */
export const changeSupportProgramme =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): ChangeSupportProgramme =>
  async ({ operator, programme: id, draft, poster, applyCount, key }) => {
    const now = clock.now()
    const changed = await withPictures<Changed, ChangeSupportProgrammeRefusal>(
      { once, images },
      key,
      poster === null ? [] : [poster],
      async ({ supportProgrammes, audit }, [name]) => {
        const before = await supportProgrammes.find(id)
        if (before === null) return err({ kind: 'programme-not-found' })
        const url = checkProgrammeUrl(draft.url)
        if (!url.ok) return url
        const after: SupportProgramme = {
          ...before,
          ...draft,
          poster: name ?? before.poster,
          applyCount: applyCount ?? before.applyCount,
          updatedAt: now,
        }
        const checked = draftSupportProgramme(after)
        if (!checked.ok) return checked
        await supportProgrammes.save(after)
        await audit.append({
          at: now,
          by: operator,
          operation: 'support-programme-changed',
          subject: `support-programme:${id}`,
          before,
          after,
        })
        return ok({ before, after })
      },
      ({ after }) => [after.poster],
    )
    if (!changed.ok) return changed
    const { before, after } = changed.value
    if (before.poster !== after.poster) await forgetPicture(images, before.poster)
    return ok(after)
  }
