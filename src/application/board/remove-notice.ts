import type { Notice } from '../../domain/board/notice.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type RemoveNotice = (command: {
  readonly operator: Id<'Account'>
  readonly id: Id<'Notice'>
  readonly key: CommandKey | null
}) => Promise<Result<Notice, KeyRefusal | { readonly kind: 'notice-not-found' }>>

/** Takes it off the board for good; the audit keeps what it said. */
export const removeNotice =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): RemoveNotice =>
  ({ operator, id, key }) =>
    once<Notice, { readonly kind: 'notice-not-found' }>(key, async ({ notices, audit }) => {
      const before = await notices.find(id)
      if (before === null) return err({ kind: 'notice-not-found' })
      await notices.remove(id)
      await audit.append({
        at: clock.now(),
        by: operator,
        operation: 'notice-removed',
        subject: `notice:${id}`,
        before,
        after: null,
      })
      return ok(before)
    })
