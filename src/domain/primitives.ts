/** Numbers and texts that must not be mixed up. Each is a plain value at run time; the brand exists for the compiler only. */

declare const brand: unique symbol
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Whole number given out by the store's `add`; the 2020 app reads ids as 32-bit integers. */
export type Id<Of extends string> = Branded<number, `Id<${Of}>`>
export const toId = <Of extends string>(value: number): Id<Of> => {
  if (!Number.isInteger(value) || value < 1 || value > MAX_ID) throw new RangeError(`not an id: ${value}`)
  return value as Id<Of>
}
export const MAX_ID = 2_147_483_647

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Branded<number, 'Instant'>
export const toInstant = (value: number): Instant => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an instant: ${value}`)
  return value as Instant
}
/** `durationMs` may be negative. */
export const later = (from: Instant, durationMs: number): Instant => toInstant(from + durationMs)

/** Whole South Korean won, never fractions and never floating money. */
export type Won = Branded<number, 'Won'>
export const toWon = (value: number): Won => {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not an amount of won: ${value}`)
  return value as Won
}
/** The 2020 app reads amounts as 32-bit integers, so no single reward may pass this. */
export const MAX_WON = 2_147_483_647 as Won

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
