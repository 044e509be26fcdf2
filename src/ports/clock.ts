import type { Instant } from '../domain/primitives.ts'

/** The only source of time in the core. */
export type Clock = { readonly now: () => Instant }
