import type { Id } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'

/** What was taken over from the 2020 server, by its number there. */
export type ImportedKind =
  | 'account'
  | 'ad'
  | 'participation'
  /** Completed before it came here: its reward lies in the opening cash and has no posting of its own. */
  | 'rewarded-participation'
  | 'support-programme'
  | 'daily-card'
  | 'scrap'
  | 'expert'
  | 'question'
  | 'faq-entry'
  | 'notice'

export type ImportedStore = {
  /** Which of these were taken over before, with their new numbers. */
  readonly among: (kind: ImportedKind, oldIds: readonly number[]) => Promise<ReadonlyMap<number, number>>
  /** Refused when it was taken over before, also by an import that runs at the same time. */
  readonly record: (
    kind: ImportedKind,
    oldId: number,
    newId: number,
  ) => Promise<Result<void, { readonly kind: 'already-imported' }>>
  /** Whether this participation was completed, and rewarded, before it came here. */
  readonly cameRewarded: (participation: Id<'Participation'>) => Promise<boolean>
}

export type Table2020 =
  | 'User'
  | 'Ad'
  | 'Plan'
  | 'UserAd'
  | 'VideoInfo'
  | 'SupportNews'
  | 'DailyNews'
  | 'UserNews'
  | 'Expert'
  | 'ExpertConsult'
  | 'faq'
  | 'Notice'

/**
 * A row of 2020: by the name of the column in lower case, each value as the text that MySQL writes. What is NULL is
 * null, and a column that is not there is undefined.
 */
export type Row2020 = Readonly<Record<string, string | null | undefined>>

/** Where the rows of 2020 come from. Both reads throw a sentence for people when they cannot be read. */
export type Source2020 = {
  /** All rows of a table in the order in which they were written, some at a time; none when there is no such table. */
  readonly rows: (table: Table2020) => AsyncIterable<readonly Row2020[]>
  /** Tables that hold rows and are none of those that an import knows. */
  readonly others: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** Makes the stored form of a password of 2020; see `PasswordHasher.verify`, which calls it outdated. */
export type StoredHashOf2020 = (row: { readonly salt: string; readonly hashBase64: string }) => string
