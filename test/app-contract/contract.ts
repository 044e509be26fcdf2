import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * What the 2020 app asks and how it reads what it is answered: app-contract.json, one entry for each of its client
 * methods. `shown` fields are read by a screen, so they must be there and be right. Of the others the app's classes
 * know the names: they must have the type, and be there unless they are `optional`.
 */
const TYPES = ['int', 'string', 'boolean', 'list', 'object'] as const
export type JsonType = (typeof TYPES)[number]

const field = z.strictObject({
  name: z.string(),
  /** Several where the app's class bears several. */
  type: z.union([z.enum(TYPES).transform((type) => [type]), z.array(z.enum(TYPES))]),
  shown: z.boolean().default(false),
  optional: z.boolean().default(false),
  nullable: z.boolean().default(false),
  /** The screen takes one element of the list, and falls over when there is none. */
  length: z.literal(1).optional(),
  /** The screen falls over an empty list: `data` is left out instead. */
  neverEmpty: z.boolean().default(false),
  /** Of an object, or of each element of a list. */
  get fields() {
    return z.array(field).default([])
  },
})
export type Field = z.output<typeof field>

/** A status of HTTP, and the whole `data` beside the envelope; absent when it is not given. */
const shape = z.strictObject({ status: z.number(), data: z.unknown().optional() })
export type Shape = z.output<typeof shape>

const operation = z.strictObject({
  /** The client method of the app. */
  id: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: z.string(),
  auth: z.enum(['token-header', 'none']),
  encoding: z.enum(['none', 'form', 'json', 'multipart']),
  request: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'form', 'body', 'part']),
      type: z.enum(['int', 'string', 'boolean', 'list', 'image']),
      optional: z.boolean().default(false),
    }),
  ),
  response: z.array(field),
  refusal: shape,
  outage: shape,
  /** The answer when there is nothing to show, where an empty list would not do. */
  empty: shape.optional(),
})
export type Operation = z.output<typeof operation>

/** As many as the app's client has methods. */
const METHODS = 42

/** Throws when it does not hold the whole contract. */
export const readContract = (written: string): readonly Operation[] => {
  const { operations } = z.strictObject({ operations: z.array(operation) }).parse(JSON.parse(written))
  const ids = new Set(operations.map(({ id }) => id))
  if (ids.size !== METHODS || operations.length !== METHODS)
    throw new Error(`the app has ${METHODS} methods, and the contract names ${ids.size} of them`)
  return operations
}

export const CONTRACT_FILE = join(import.meta.dirname, 'app-contract.json')
export const OPERATIONS = readContract(readFileSync(CONTRACT_FILE, 'utf8'))

const inEveryAnswer: readonly Field[] = (
  [
    ['statusCode', 'int'],
    ['success', 'boolean'],
    ['message', 'string'],
  ] as const
).map(([name, type]) => field.parse({ name, type }))

/** Of the whole answer, its envelope included. */
export const fieldsOf = ({ response }: Operation): readonly Field[] => [
  ...inEveryAnswer.filter((common) => response.every(({ name }) => name !== common.name)),
  ...response,
]

/** `data[].title` for each field that there may be, with the field. */
export const pathsIn = (fields: readonly Field[], before = ''): readonly (readonly [string, Field])[] =>
  fields.flatMap((each) => {
    const path = `${before}${each.name}`
    const below = each.type.includes('list') ? `${path}[].` : `${path}.`
    return [[path, each] as const, ...pathsIn(each.fields, below)]
  })
