import type { Notice } from '../../domain/board/notice.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type PublishNotice = (command: {
  readonly operator: Id<'Account'>
  readonly title: string
  readonly content: string
  readonly key: CommandKey | null
}) => Promise<Result<Notice, KeyRefusal>>

/** Puts a notice on the board, where every member reads it. */
export const publishNotice =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): PublishNotice =>
  ({ operator, title, content, key }) =>
    once<Notice, never>(key, async ({ notices, audit }) => {
      const now = clock.now()
      const notice = await notices.add({ title, content, createdAt: now, updatedAt: null })
      await audit.append({
        at: now,
        by: operator,
        operation: 'notice-published',
        subject: `notice:${notice.id}`,
        before: null,
        after: notice,
      })
      return ok(notice)
    })
