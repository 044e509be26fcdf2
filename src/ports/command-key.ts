import type { Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'

/** The answer that a command gave under an idempotency key. */
export type KeyedAnswer = {
  /** Whose key, and for which command: keys of others never meet. */
  readonly scope: string
  readonly key: string
  /** Hash of the command's input. */
  readonly inputHash: string
  /** The `Result` as JSON. */
  readonly answer: string
  readonly at: Instant
}

export type CommandKeyStore = {
  readonly find: (scope: string, key: string) => Promise<KeyedAnswer | null>
  /** Refused when a command that ran at the same time was first. */
  readonly add: (answer: KeyedAnswer) => Promise<Result<void, { readonly kind: 'command-key-taken' }>>
  /** Deletes answers given before `before`, the oldest first, at most `limit`; answers how many. */
  readonly deleteBefore: (before: Instant, limit: number) => Promise<number>
}
