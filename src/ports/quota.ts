import type { Instant } from '../domain/primitives.ts'

/** YouTube's daily allowances that Crecker spends: one of batch statistics, and one of everything else. */
export type QuotaBucket = 'general' | 'statistics'

/** A calendar day in California, such as `2027-03-14`: YouTube's allowances are of such days. */
export type PacificDay = string

/** Whether a call may be sent. `spent`: the day's limit is reached. Closed: nothing may be sent before that instant. */
export type Reservation = 'reserved' | 'spent' | { readonly closedUntil: Instant }

/**
 * How many units of YouTube's quota were spent, shared by all servers and workers on one database. Not part of any
 * transaction, since a call that was sent has cost its unit whatever happens afterwards; so it must not be waited for
 * inside of one. Throws `Outage` when the database cannot be reached in time, which says nothing of the quota.
 */
export type QuotaLedger = {
  /**
   * Takes one unit before it is spent. One atomic statement on the day's row: of many simultaneous reservations no more
   * are granted than `limit` allows. Nothing is taken by a refusal.
   */
  readonly reserve: (asked: {
    readonly bucket: QuotaBucket
    readonly day: PacificDay
    /** The units of the day that may be used by whoever asks; others may be allowed more. */
    readonly limit: number
    readonly now: Instant
  }) => Promise<Reservation>
  /** Refuses every reservation before `until`, on each of `days`: those that lie between now and then. Never shortens. */
  readonly close: (closing: {
    readonly bucket: QuotaBucket
    readonly days: readonly PacificDay[]
    readonly until: Instant
  }) => Promise<void>
  readonly today: (
    bucket: QuotaBucket,
    day: PacificDay,
  ) => Promise<{ readonly used: number; readonly closedUntil: Instant | null }>
}
