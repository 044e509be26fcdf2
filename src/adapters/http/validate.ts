import type { Context, MiddlewareHandler } from 'hono'
import { resolver, uniqueSymbol } from 'hono-openapi'
import { z } from 'zod'
import { MAX_ID } from '../../domain/primitives.ts'
import { refuse } from './dialect.ts'
import { readMultipart } from './multipart.ts'
import type { FieldError, Refusal } from './refusal-wording.ts'

/**
 * Input is checked before anything else happens with it. Our own refusal names the fields and what is wrong with
 * them, never what was sent: the libraries' default would echo passwords.
 */
export const body = <Schema extends z.ZodType>(
  schema: Schema,
  /** What must happen although the input is refused, such as a notice. */
  // biome-ignore lint/suspicious/noExplicitAny: a validator fits routes of every environment.
  afterRefusal?: (c: Context<any>, sent: unknown) => Promise<void>,
): MiddlewareHandler<
  // biome-ignore lint/suspicious/noExplicitAny: a validator fits routes of every environment.
  any,
  string,
  { in: { json: z.input<Schema> }; out: { json: z.output<Schema> } }
> =>
  described('json', schema, async (c, next) => {
    const read = await readBody(c)
    if (!read.ok) return refuse(c, read.refusal)
    const parsed = schema.safeParse(read.value)
    if (!parsed.success) {
      await afterRefusal?.(c, read.value)
      return refuse(c, invalid(parsed.error))
    }
    c.req.addValidatedData('json', Object(parsed.data))
    return next()
  })

export const param = <Schema extends z.ZodType>(
  schema: Schema,
): MiddlewareHandler<
  // biome-ignore lint/suspicious/noExplicitAny: a validator fits routes of every environment.
  any,
  string,
  { in: { param: z.input<Schema> }; out: { param: z.output<Schema> } }
> =>
  described('param', schema, async (c, next) => {
    const parsed = schema.safeParse(c.req.param())
    if (!parsed.success) return refuse(c, invalid(parsed.error))
    c.req.addValidatedData('param', Object(parsed.data))
    return next()
  })

export const query = <Schema extends z.ZodType>(
  schema: Schema,
): MiddlewareHandler<
  // biome-ignore lint/suspicious/noExplicitAny: a validator fits routes of every environment.
  any,
  string,
  { in: { query: z.input<Schema> }; out: { query: z.output<Schema> } }
> =>
  described('query', schema, async (c, next) => {
    const parsed = schema.safeParse(c.req.query())
    if (!parsed.success) return refuse(c, invalid(parsed.error))
    c.req.addValidatedData('query', Object(parsed.data))
    return next()
  })

/** Marks a validator so that the OpenAPI document finds its schema. */
const described = <Handler extends MiddlewareHandler>(
  target: 'json' | 'param' | 'query',
  schema: z.ZodType,
  handler: Handler,
): Handler =>
  Object.assign(handler, {
    [uniqueSymbol]: { target, ...resolver(schema), options: { media: mediaOf(schema) } },
  })

/** How the document says that a body comes. Pictures come in forms only; everything else in any way. */
const mediaOf = (schema: z.ZodType): string => {
  const described = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  return described.includes('"format":"binary"') ? 'multipart/form-data' : 'application/json'
}

type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: Refusal }

/** JSON or a form, as the content type says. An empty body without a type, as the app sends it, is an empty object. */
const readBody = async (c: Context): Promise<ReadBody> => {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  try {
    if (type === 'multipart/form-data') return { ok: true, value: await readMultipart(c) }
    if (type === 'application/x-www-form-urlencoded')
      return { ok: true, value: await c.req.parseBody({ all: true }) }
    const text = await c.req.text()
    return { ok: true, value: text === '' ? {} : JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      return { ok: false, refusal: { kind: 'body-malformed' } }
    throw error
  }
}

const invalid = (error: z.ZodError): Refusal => {
  // No field at all: the body is JSON, but no object.
  if (error.issues.some(({ path }) => path.length === 0)) return { kind: 'body-malformed' }
  return { kind: 'input-invalid', fields: fieldErrors(error) }
}

/** Each field once, with the first thing that is wrong with it: a number of 300 digits is too large in two ways. */
const fieldErrors = (error: z.ZodError): readonly FieldError[] => {
  const problems = new Map<string, FieldError['problem']>()
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.').slice(0, FIELD_NAME_MAX)
    if (!problems.has(field)) problems.set(field, problemOf(issue))
  }
  return [...problems].slice(0, FIELDS_NAMED_MAX).map(([field, problem]) => ({ field, problem }))
}
const FIELDS_NAMED_MAX = 20
const FIELD_NAME_MAX = 60

const problemOf = (issue: z.core.$ZodIssue): FieldError['problem'] => {
  if (issue.code === 'invalid_type')
    return issue.message.endsWith('received undefined') ? 'missing' : 'wrong-type'
  if (issue.code === 'invalid_union') return problemOfAlternatives(issue.errors)
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'too-long' : 'out-of-range'
  if (issue.code === 'too_small') {
    if (issue.origin !== 'string') return 'out-of-range'
    return issue.minimum === 1 ? 'missing' : 'too-short'
  }
  return issue.code === 'invalid_value' ? 'unknown-value' : 'malformed'
}

/** What is wrong with a field that may be one of several things: what each of them says, if they say the same. */
const problemOfAlternatives = (
  alternatives: readonly (readonly z.core.$ZodIssue[])[],
): FieldError['problem'] => {
  const problems = new Set(alternatives.flatMap(([first]) => (first === undefined ? [] : [problemOf(first)])))
  const [only] = problems
  // A field whose value chooses the form, with a value that no form has.
  if (only === undefined) return 'unknown-value'
  return problems.size === 1 ? only : 'malformed'
}

/** NUL and halves of characters cannot be stored by every database and are in no honest text. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

/**
 * More marks than 30 are on no letter of an honest text (Unicode's stream-safe format, UAX 15), and to put thousands of
 * them into the order of NFC keeps the process busy for minutes.
 */
const isReadable = (text: string): boolean => !/\p{M}{31,}/u.test(text)

/** What becomes one character as it is stored: of line ends and decomposed letters, at most so many. */
const SENT_FOR_ONE = 4

/**
 * A text of at most so many characters as it is stored: in NFC, with `\n` between its lines and without outer blanks;
 * may be empty. Forms write `\r\n` where JSON writes `\n`.
 */
export const text = (maximum: number) =>
  z
    .string()
    .max(SENT_FOR_ONE * maximum, { abort: true })
    .refine(isStorable)
    .refine(isReadable)
    // For the document only: what is stored may be shorter than what was sent, and in rare letters longer.
    .meta({ maxLength: maximum })
    .transform((value) => value.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .pipe(z.string().max(maximum))

/** The same, and not empty. */
export const filled = (maximum: number) => text(maximum).pipe(z.string().min(1))

/** A password is taken as it is: its outer blanks are part of it. */
export const password = z.string().max(4096).refine(isStorable)

/**
 * The bytes of a picture, from a multipart form. What they are is looked at by whoever keeps them. Registered, since a
 * copy that `meta` makes would no longer tell a missing picture from another value.
 */
export const picture = z
  .instanceof(Uint8Array)
  .register(z.globalRegistry, { type: 'string', format: 'binary' })

/** The same where it may be left out; null then, and for one that nobody chose, which a form sends without bytes. */
export const pictureOrNone = z
  .union([picture, z.literal('')])
  .optional()
  .transform((given) => (given === undefined || given === '' || given.byteLength === 0 ? null : given))

/** A whole number as JSON number, or as decimal text in forms, paths and queries. */
export const whole = (least: number, most: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,12}$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(least).max(most))

export const idNumber = whole(1, MAX_ID)

/** `true` or `false`, as JSON or as form text. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])
