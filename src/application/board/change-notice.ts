import type { Notice } from '../../domain/board/notice.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type ChangeNotice = (command: {
  readonly operator: Id<'Account'>
  readonly id: Id<'Notice'>
  readonly title: string
  readonly content: string
  readonly key: CommandKey | null
}) => Promise<Result<Notice, KeyRefusal | { readonly kind: 'notice-not-found' }>>

/** Replaces both texts. It keeps its place on the board, which is that of the day it was written. */
export const changeNotice =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): ChangeNotice =>
  ({ operator, id, title, content, key }) =>
    once<Notice, { readonly kind: 'notice-not-found' }>(key, async ({ notices, audit }) => {
      const before = await notices.find(id)
      if (before === null) return err({ kind: 'notice-not-found' })
      const now = clock.now()
      const after = { ...before, title, content, updatedAt: now }
      await notices.save(after)
      await audit.append({
        at: now,
        by: operator,
        operation: 'notice-changed',
        subject: `notice:${id}`,
        before,
        after,
      })
      return ok(after)
    })
