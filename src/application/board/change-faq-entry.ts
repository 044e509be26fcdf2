import type { FaqEntry } from '../../domain/board/faq-entry.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type ChangeFaqEntry = (command: {
  readonly operator: Id<'Account'>
  readonly id: Id<'FaqEntry'>
  readonly title: string
  readonly content: string
  readonly key: CommandKey | null
}) => Promise<Result<FaqEntry, KeyRefusal | { readonly kind: 'faq-entry-not-found' }>>

/** Replaces both texts. It keeps its place on the board, which is that of the day it was written. */
export const changeFaqEntry =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): ChangeFaqEntry =>
  ({ operator, id, title, content, key }) =>
    once<FaqEntry, { readonly kind: 'faq-entry-not-found' }>(key, async ({ faqEntries, audit }) => {
      const before = await faqEntries.find(id)
      if (before === null) return err({ kind: 'faq-entry-not-found' })
      const now = clock.now()
      const after = { ...before, title, content, updatedAt: now }
      await faqEntries.save(after)
      await audit.append({
        at: now,
        by: operator,
        operation: 'faq-entry-changed',
        subject: `faq-entry:${id}`,
        before,
        after,
      })
      return ok(after)
    })
