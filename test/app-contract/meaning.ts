import { isDeepStrictEqual } from 'node:util'
import { isObject, type Problems } from './shape.ts'

/** What a field says to whoever looks at the screen, and whether it is true. */
export type Meaning = {
  /** Of the fields below it, such as `[].title`. Empty when there are none. */
  readonly below: readonly string[]
  readonly problems: (value: unknown, where: string) => Promise<Problems>
}

export type Meanings = Readonly<Record<string, Meaning>>

const leaf = (problems: (value: unknown) => Promise<string | null>): Meaning => ({
  below: [],
  problems: async (value, where) => {
    const problem = await problems(value)
    return problem === null ? [] : [`${where} ${problem}, not ${JSON.stringify(value)}`]
  },
})

/** Exactly this. */
export const is = (expected: unknown): Meaning =>
  leaf(async (value) => (isDeepStrictEqual(value, expected) ? null : `must be ${JSON.stringify(expected)}`))

/** What can only be tried out. */
export const proves = (what: string, holds: (value: unknown) => Promise<boolean>): Meaning =>
  leaf(async (value) => ((await holds(value)) ? null : `must be ${what}`))

/** The absolute address of a picture that is really there, and is this one. */
export const picture = ({ bytes }: { readonly bytes: Uint8Array }): Meaning =>
  leaf(async (value) => {
    if (typeof value !== 'string' || !/^https?:\/\/[^/]+\/\S+$/.test(value))
      return 'must be an absolute address'
    const shown = await pictureAt(value)
    if (shown === null) return 'must be where a picture is'
    return Buffer.from(shown).equals(bytes) ? null : 'must be the address of the right picture'
  })

const looks = new Map<string, Promise<Uint8Array | null>>()

/** Each address is looked at once: pictures do not change. */
export const pictureAt = (address: string): Promise<Uint8Array | null> => {
  const look = looks.get(address) ?? lookAt(address)
  looks.set(address, look)
  return look
}

const lookAt = async (address: string): Promise<Uint8Array | null> => {
  try {
    const response = await fetch(address)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isPicture = /^image\//.test(response.headers.get('content-type') ?? '') && bytes.byteLength > 0
    return response.status === 200 && isPicture ? bytes : null
  } catch {
    // Nobody is there.
    return null
  }
}

export const object = (fields: Meanings): Meaning => ({
  below: Object.entries(fields)
    .flatMap(([name, { below }]) => [name, ...below.map((path) => `${name}${path}`)])
    .map((path) => `.${path}`),
  problems: async (value, where) =>
    isObject(value)
      ? (
          await Promise.all(
            Object.entries(fields).map(([name, meaning]) =>
              meaning.problems(value[name], where === '' ? name : `${where}.${name}`),
            ),
          )
        ).flat()
      : [`${where} must be an object, not ${JSON.stringify(value)}`],
})

/** These rows in this order, and no others. */
export const list = (rows: readonly Meanings[]): Meaning => {
  const meanings = rows.map(object)
  return {
    below: [...new Set(meanings.flatMap(({ below }) => below))].map((path) => `[]${path}`),
    problems: async (value, where) => {
      if (!Array.isArray(value)) return [`${where} must be a list, not ${JSON.stringify(value)}`]
      if (value.length !== rows.length) return [`${where} must have ${rows.length} rows, not ${value.length}`]
      const each = meanings.map((meaning, at) => meaning.problems(value[at], `${where}[${at}]`))
      return (await Promise.all(each)).flat()
    },
  }
}

/** These rows in whatever order they come: both they and the answer's are put in the order of this field. */
export const listInAnyOrder = (inOrder: readonly Meanings[], by: string): Meaning => {
  const rows = list(inOrder)
  const key = (row: unknown): number => Number(isObject(row) ? row[by] : 0)
  return {
    ...rows,
    problems: (value, where) =>
      rows.problems(
        Array.isArray(value) ? value.toSorted((one, other) => key(one) - key(other)) : value,
        where,
      ),
  }
}

/** `data[].title` for each field that has a meaning. */
export const meantPaths = (meanings: Meanings): readonly string[] =>
  object(meanings).below.map((path) => path.slice(1))
