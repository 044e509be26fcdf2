import type { Id, Instant } from '../domain/primitives.ts'

/** What an operator did: who, what, when, before and after. Append-only. */
export type AuditEntry = {
  readonly at: Instant
  /** Null for the command line. */
  readonly by: Id<'Account'> | null
  readonly operation: string
  /** What it was done to, such as `participation:17`. */
  readonly subject: string
  /** Plain data without secrets. */
  readonly before: unknown
  readonly after: unknown
}

export type AuditStore = { readonly append: (entry: AuditEntry) => Promise<void> }
