import {
  checkProgrammeUrl,
  draftSupportProgramme,
  type NewSupportProgramme,
  type ProgrammeUrlRefusal,
  type SupportProgramme,
  type SupportProgrammeRefusal,
} from '../../domain/news/support-programme.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { withPictures } from '../picture/with-pictures.ts'

/** What operators write of a programme. */
export type ProgrammeDraft = Pick<
  NewSupportProgramme,
  'host' | 'title' | 'subtitle' | 'contents' | 'url' | 'recruitment'
>

export type PublishSupportProgrammeRefusal =
  | SupportProgrammeRefusal
  | ProgrammeUrlRefusal
  | ImageRefusal
  | KeyRefusal

export type PublishSupportProgramme = (command: {
  readonly operator: Id<'Account'>
  readonly draft: ProgrammeDraft
  readonly poster: Uint8Array
  readonly key: CommandKey | null
}) => Promise<Result<SupportProgramme, PublishSupportProgrammeRefusal>>

/** Puts a support programme on the platform. */
export const publishSupportProgramme =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): PublishSupportProgramme =>
  async ({ operator, draft, poster, key }) => {
    const now = clock.now()
    const url = checkProgrammeUrl(draft.url)
    if (!url.ok) return once<SupportProgramme, ProgrammeUrlRefusal>(key, async () => url)
    const checked = draftSupportProgramme({
      ...draft,
      poster: '',
      applyCount: 0,
      createdAt: now,
      updatedAt: now,
    })
    if (!checked.ok) return once<SupportProgramme, SupportProgrammeRefusal>(key, async () => checked)
    return withPictures<SupportProgramme, never>(
      { once, images },
      key,
      [poster],
      async ({ supportProgrammes, audit }, [name = '']) => {
        const programme = await supportProgrammes.add({ ...checked.value, poster: name })
        await audit.append({
          at: now,
          by: operator,
          operation: 'support-programme-published',
          subject: `support-programme:${programme.id}`,
          before: null,
          after: programme,
        })
        return ok(programme)
      },
      (programme) => [programme.poster],
    )
  }
