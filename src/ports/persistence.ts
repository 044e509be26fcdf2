import type { QuotaLedger } from './quota.ts'
import type { Throttle } from './throttle.ts'
import type { Transact } from './transact.ts'
import type { Views } from './views.ts'

/** Everything that one database offers the core. */
export type Persistence = {
  readonly transact: Transact
  readonly views: Views
  readonly throttle: Throttle
  readonly quota: QuotaLedger
  /** Resolves when the database answers and its schema is the one this code knows; throws `Outage` otherwise. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}
