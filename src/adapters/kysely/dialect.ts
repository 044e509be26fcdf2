import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Instant } from '../../domain/primitives.ts'
import type { Database } from './database.ts'

/** What is asked of a closed one is an `Outage`. */
export type Connection = {
  readonly db: Kysely<Database>
  /** What already queues still gets its turn. */
  readonly close: () => Promise<void>
}

/** Everything in which the databases differ. All other files hold SQL that each of them understands. */
export type SqlDialect = {
  /** Locks the rows that the query answers until the transaction ends. */
  readonly lockRows: <DB, TB extends keyof DB, Row>(
    query: SelectQueryBuilder<DB, TB, Row>,
  ) => SelectQueryBuilder<DB, TB, Row>
  /** A unique key refused the row. That statement is undone, the transaction goes on. */
  readonly isTaken: (error: unknown) => boolean
  /** Others were in the way: the whole transaction may be run again. */
  readonly isConflict: (error: unknown) => boolean
  /** The connection is gone, and with it a transaction that was not committed. */
  readonly isLost: (error: unknown) => boolean
  /** A COMMIT that failed so may be kept all the same, now or after a crash. */
  readonly leavesOpen: (error: unknown) => boolean
  /** What a statement of the schema was to make is there already. */
  readonly isThere: (error: unknown) => boolean
  readonly isMissingTable: (error: unknown) => boolean
  /** One atomic statement that counts an attempt and answers the count; see `Throttle`. */
  readonly countAttempt: (
    db: Kysely<Database>,
    attempt: { readonly subject: string; readonly now: Instant; readonly endsAt: Instant },
  ) => Promise<number>
  /**
   * One statement that deletes the oldest rows whose column lies before `before`, at most `limit`, and answers how many.
   * The column needs an index; with `among`, which asks for a value of another column, one that begins with that column.
   */
  readonly deleteOldest: <T extends keyof Database>(
    db: Kysely<Database>,
    oldest: {
      readonly table: T
      readonly column: keyof Database[T] & string
      readonly among?: { readonly column: keyof Database[T] & string; readonly value: string }
      readonly before: number
      readonly limit: number
    },
  ) => Promise<number>
  /**
   * Whoever wants a table waits behind a change of the schema that waits for those who use it. After this, changes on the
   * same connection give up waiting before the others behind them do.
   */
  readonly giveWayToUsers: (db: Kysely<Database>) => Promise<void>
  readonly ddl: Ddl
}

/** How tables are written down. */
export type Ddl = {
  /** A primary key that counts up and never gives a number twice. */
  readonly id: string
  /** 64 bits: instants, won, counts, flags, references. */
  readonly integer: string
  /** Text of any length. */
  readonly text: string
  /** Short text that is looked up; compared byte by byte. */
  readonly key: (length: number) => string
  readonly table: (name: string, body: string) => Step
  readonly index: (name: string, table: string, columns: string) => Step
  /** Makes the database refuse to change rows that were written for ever. */
  readonly refuse: (change: 'UPDATE' | 'DELETE', table: string) => Step
}

/** One statement that does no harm when it is run again. */
export type Step = { readonly name: string; readonly statement: string }

/** Steps that belong together. A released one is never changed: what comes later is a new one. */
export type Migration = { readonly name: string; readonly steps: (ddl: Ddl) => readonly Step[] }

/** The beginning of a condition that asks for a value of a column; nothing where none is asked for. */
export const onlyAmong = (among: { readonly column: string; readonly value: string } | undefined) =>
  among === undefined ? sql`` : sql`${sql.ref(among.column)} = ${among.value} AND`

/** What the statement answered, or null when a unique key refused its row. */
export const unlessTaken = async <T>({ isTaken }: SqlDialect, statement: Promise<T>): Promise<T | null> => {
  try {
    return await statement
  } catch (error) {
    if (isTaken(error)) return null
    throw error
  }
}
