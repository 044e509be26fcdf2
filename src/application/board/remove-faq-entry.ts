import type { FaqEntry } from '../../domain/board/faq-entry.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type RemoveFaqEntry = (command: {
  readonly operator: Id<'Account'>
  readonly id: Id<'FaqEntry'>
  readonly key: CommandKey | null
}) => Promise<Result<FaqEntry, KeyRefusal | { readonly kind: 'faq-entry-not-found' }>>

/** Takes it off the board for good; the audit keeps what it said. */
export const removeFaqEntry =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): RemoveFaqEntry =>
  ({ operator, id, key }) =>
    once<FaqEntry, { readonly kind: 'faq-entry-not-found' }>(key, async ({ faqEntries, audit }) => {
      const before = await faqEntries.find(id)
      if (before === null) return err({ kind: 'faq-entry-not-found' })
      await faqEntries.remove(id)
      await audit.append({
        at: clock.now(),
        by: operator,
        operation: 'faq-entry-removed',
        subject: `faq-entry:${id}`,
        before,
        after: null,
      })
      return ok(before)
    })
