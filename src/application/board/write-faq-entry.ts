import type { FaqEntry } from '../../domain/board/faq-entry.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type WriteFaqEntry = (command: {
  readonly operator: Id<'Account'>
  readonly title: string
  readonly content: string
  readonly key: CommandKey | null
}) => Promise<Result<FaqEntry, KeyRefusal>>

/** Adds an entry to the FAQ, at its end. */
export const writeFaqEntry =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): WriteFaqEntry =>
  ({ operator, title, content, key }) =>
    once<FaqEntry, never>(key, async ({ faqEntries, audit }) => {
      const now = clock.now()
      const entry = await faqEntries.add({ title, content, createdAt: now, updatedAt: null })
      await audit.append({
        at: now,
        by: operator,
        operation: 'faq-entry-written',
        subject: `faq-entry:${entry.id}`,
        before: null,
        after: entry,
      })
      return ok(entry)
    })
