import type { InsertResult, UpdateResult } from 'kysely'
import { z } from 'zod'
import { type Id, toId, toInstant } from '../../domain/primitives.ts'

/** What a row must hold to be taken for what the domain calls it. A row that breaks this is nobody's refusal: it throws. */

export const oneOf = <const T extends string>(
  allowed: readonly T[],
  value: string | null,
  column: string,
): T => {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new Error(`${column} holds ${JSON.stringify(value)}`)
  return found
}

/** For columns that the row's own state demands. */
export const present = <T>(value: T | null, column: string): T => {
  if (value === null) throw new Error(`${column} is empty where its row needs it`)
  return value
}

export const flag = (value: number, column: string): boolean => {
  if (value !== 0 && value !== 1) throw new Error(`${column} holds ${value} where only 0 and 1 make sense`)
  return value === 1
}

export const toFlag = (value: boolean): number => (value ? 1 : 0)

/** Counts and sums come as numbers, big integers or digits, depending on the database; nothing summed up is null. */
export const wholeNumber = (value: number | bigint | string | null): number => {
  const number = Number(value ?? 0)
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number: ${value}`)
  return number
}

export const newId = <Of extends string>({ insertId }: InsertResult): Id<Of> =>
  toId<Of>(Number(insertId ?? 0))

/** A save that meets no row would lose what it was given. */
export const mustHaveChanged = ({ numUpdatedRows }: UpdateResult, what: string): void => {
  if (numUpdatedRows !== 1n) throw new Error(`${what} is not stored, so it cannot be saved`)
}

/** JSON columns are read with the form that they were written in. */
export const readJson = <T>(form: z.ZodType<T>, text: string): T => form.parse(JSON.parse(text))

export const idForm = <Of extends string>() => z.number().transform((value) => toId<Of>(value))
export const instantForm = z.number().transform(toInstant)
