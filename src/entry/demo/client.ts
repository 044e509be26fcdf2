import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Person } from './people.ts'

/** One question over HTTP. */
export type Question = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From `/api` on. */
  readonly path: string
  /** Whose token goes along. */
  readonly by?: Person
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly parts?: FormData
  /** `standard` asks as newer clients do, who get real status codes and problem details. */
  readonly dialect?: 'app' | 'standard'
}

export type Answer<T> = { readonly status: number; readonly message: string; readonly data: T }

/** Asks over real HTTP, and is content only with the answer that was expected. Everything else is thrown as a mismatch. */
export type Client = {
  /** A success with such data. */
  readonly ask: <T>(question: Question, data: z.ZodType<T>) => Promise<Answer<T>>
  /** A refusal as the 2020 app reads it: HTTP 200 and `success: false`, with this message. */
  readonly askRefusedAsApp: (question: Question, message: string) => Promise<Answer<null>>
  /** A refusal as newer clients read it: problem details with this status and kind. */
  readonly askRefused: (
    question: Question,
    expected: { readonly status: number; readonly kind: string },
  ) => Promise<Answer<null>>
  /** Keeps the token for what this person asks from now on. */
  readonly logIn: (person: Person) => Promise<Answer<unknown>>
  /** A file of the server, such as a picture. */
  readonly load: (address: string) => Promise<{ readonly contentType: string; readonly bytes: Uint8Array }>
}

const TIMEOUT_MS = 10_000

export const client = (baseUrl: string): Client => {
  const tokens = new Map<string, string>()
  const send = async (question: Question): Promise<Reply> => {
    const reply = await fetch(`${baseUrl}${question.path}`, {
      method: question.method,
      headers: headersOf(question, tokenOf(tokens, question.by)),
      body: bodyOf(question),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: reply.status, body: asJson(await reply.text()) }
  }
  const ask: Client['ask'] = async (question, data) => {
    const reply = await send(question)
    const success = z.object({ success: z.literal(true), message: z.string(), data })
    return understood(question, reply, 200, success)
  }
  return {
    ask,
    askRefusedAsApp: async (question, message) => {
      const refusal = z.object({ success: z.literal(false), message: z.literal(message) })
      return { ...understood(question, await send(question), 200, refusal), data: null }
    },
    askRefused: async (question, { status, kind }) => {
      const problem = z
        .object({ kind: z.literal(kind), status: z.literal(status), detail: z.string() })
        .transform(({ detail }) => ({ message: detail }))
      const reply = await send({ ...question, dialect: 'standard' })
      return { ...understood(question, reply, status, problem), data: null }
    },
    logIn: async (person) => {
      const { email, password } = person
      const tokenPair = z.object({ tokens: z.object({ token: z.string().min(20) }) })
      const answer = await ask(
        { method: 'POST', path: '/api/auth/login', form: { email, password } },
        tokenPair,
      )
      tokens.set(person.email, answer.data.tokens.token)
      return answer
    },
    load: async (address) => {
      const reply = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })
      check(`GET ${address}`, reply.status, 200)
      return { contentType: reply.headers.get('content-type') ?? '', bytes: await reply.bytes() }
    },
  }
}

type Reply = { readonly status: number; readonly body: unknown }

const tokenOf = (tokens: ReadonlyMap<string, string>, person: Person | undefined): string | null => {
  if (person === undefined) return null
  const token = tokens.get(person.email)
  if (token === undefined) throw new Error(`${person.name} has not logged in`)
  return token
}

const headersOf = ({ json, dialect }: Question, token: string | null): Record<string, string> => ({
  ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  ...(token === null ? {} : dialect === 'standard' ? { authorization: `Bearer ${token}` } : { token }),
})

const bodyOf = ({ json, form, parts }: Question): string | URLSearchParams | FormData | null => {
  if (json !== undefined) return JSON.stringify(json)
  return form === undefined ? (parts ?? null) : new URLSearchParams(form)
}

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const understood = <T extends { readonly message: string }>(
  { method, path }: Question,
  { status, body }: Reply,
  expectedStatus: number,
  shape: z.ZodType<T>,
): T & { readonly status: number } => {
  const parsed = shape.safeParse(body)
  if (status === expectedStatus && parsed.success) return { ...parsed.data, status }
  const wrong = parsed.success ? '' : `, but ${z.prettifyError(parsed.error)}`
  throw mismatch(`${method} ${path}`, `HTTP ${expectedStatus}${wrong}`, `HTTP ${status} ${inShort(body)}`)
}

/** Throws a mismatch unless both are the same through and through. */
export const check = (what: string, cameBack: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(cameBack, expected)) throw mismatch(what, inShort(expected), inShort(cameBack))
}

const mismatch = (what: string, expected: string, cameBack: string): Error =>
  Object.assign(new Error(`${what}\n  expected   ${expected}\n  came back  ${cameBack}`), {
    name: 'Mismatch',
  })

const SHOWN_MAX = 1_000
const inShort = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)} …` : text
}
