import type { Context } from 'hono'
import { z } from 'zod'
import type { CommandKey } from '../../application/idempotency/once.ts'
import { MAX_ID } from '../../domain/primitives.ts'
import type { Member, Session } from './session.ts'
import { idNumber } from './validate.ts'

/** The app reads 32-bit integers; a larger figure would break its whole answer. */
export const within32Bits = (figure: number): number => Math.min(figure, MAX_ID)

/**
 * The absolute address of a stored picture; empty for none, which the app draws as no picture. Pictures of the 2020
 * server are kept under their addresses there.
 */
export const imageUrl = (c: Context<Session>, name: string | null): string => {
  if (name === null || name === '') return ''
  if (/^https?:\/\//.test(name)) return name
  return `${c.get('publicUrl')}/images/${name}`
}

export const IDEMPOTENCY_KEY_MAX = 255

/** Keys of other members, and of other commands, never meet. */
export const scopeOf = ({ id }: Member, operation: string): string => `${id}:${operation}`

/**
 * The client's `Idempotency-Key` for this command, bound to the member, the route and the input. Null without one.
 * The same key with another input is refused by the use case.
 */
export const commandKey = async (
  c: Context<Session>,
  operation: string,
  input: unknown,
): Promise<CommandKey | null> => {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return null
  const inputHash = await digestOf(new TextEncoder().encode(JSON.stringify(input)))
  return { scope: scopeOf(c.var.member, operation), key, inputHash }
}

/** SHA-256 in hexadecimal digits. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Of a picture, or null for none. */
export const digestOfPicture = async (picture: Uint8Array<ArrayBuffer> | null): Promise<string | null> =>
  picture === null ? null : digestOf(picture)

/** The app asks for no second page: what it shows of a list ends here. */
export const LIST_MAX = 100

/** How long a page of an operator's list is. */
export const PAGE_SIZE = 50

/** What comes after `cursor`, the id of the last row seen; null for the first page. */
export const page = {
  cursor: z.union([z.literal('').transform(() => null), idNumber]).default(null),
}
