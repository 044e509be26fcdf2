import { isDeepStrictEqual } from 'node:util'
import { type Field, fieldsOf, type JsonType, type Operation, type Shape } from './contract.ts'
import type { Heard } from './send.ts'

/** What is wrong, a sentence for each problem; none when all is right. */
export type Problems = readonly string[]

export type Fields = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const INT_MAX = 2_147_483_647

const IS_OF: Readonly<Record<JsonType, (value: unknown) => boolean>> = {
  int: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= INT_MAX,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  object: isObject,
}

export const isOfType = (types: readonly JsonType[], value: unknown): boolean =>
  types.some((type) => IS_OF[type](value))

/** Whether the app's classes can bear a whole success. Where there is nothing to show, `data` may be left out. */
export const misshapen = (operation: Operation, { body }: Heard): Problems =>
  isObject(body)
    ? fieldsOf(operation).flatMap((field) => wrongIn(body, field, ''))
    : [`the answer is no JSON object: ${JSON.stringify(body)}`]

const wrongIn = (holder: Fields, field: Field, before: string): Problems => {
  const where = `${before}${field.name}`
  const value = holder[field.name]
  if (value === undefined) return field.optional ? [] : [`${where} is missing`]
  if (value === null && field.nullable) return []
  if (!isOfType(field.type, value))
    return [`${where} must be ${field.type.join(' or ')}, not ${JSON.stringify(value)}`]
  if (Array.isArray(value)) return wrongInList(value, field, where)
  return isObject(value) ? field.fields.flatMap((below) => wrongIn(value, below, `${where}.`)) : []
}

const wrongInList = (list: readonly unknown[], field: Field, where: string): Problems => {
  if (field.length !== undefined && list.length !== field.length)
    return [`${where} must have exactly one element, not ${list.length}`]
  if (field.neverEmpty && list.length === 0) return [`${where} must not be empty: leave it out`]
  return list.flatMap((element, at) =>
    isObject(element)
      ? field.fields.flatMap((below) => wrongIn(element, below, `${where}[${at}].`))
      : [`${where}[${at}] must be an object, not ${JSON.stringify(element)}`],
  )
}

/** Whether an answer that is no success is the one that the app's screens survive, and tells a person why. */
export const notRefusedAs = (
  { status, contentType, retryAfter, text, body }: Heard,
  shape: Shape,
): Problems => {
  if (!isObject(body)) return [`a refusal is the envelope, not ${text}`]
  const { data, success, message, statusCode } = body
  const expected = 'data' in shape ? { status: shape.status, data: shape.data } : { status: shape.status }
  const got = 'data' in body ? { status, data } : { status }
  return [
    ...(isDeepStrictEqual(got, expected)
      ? []
      : [`must be ${JSON.stringify(expected)}, not ${JSON.stringify(got)}: ${text}`]),
    ...(success === false ? [] : [`success must be false: ${text}`]),
    ...(typeof message === 'string' && /[가-힣]/.test(message) ? [] : [`message must be Korean: ${text}`]),
    ...(IS_OF.int(statusCode) && Number(statusCode) >= 400 ? [] : [`statusCode must tell why: ${text}`]),
    ...(/^application\/json\b/.test(contentType) ? [] : [`must be JSON, not ${contentType}`]),
    // The app's client would send it again by itself.
    ...(retryAfter === '0' ? ['must not be repeated at once'] : []),
  ]
}
