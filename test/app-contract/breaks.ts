import { isDeepStrictEqual } from 'node:util'
import { type Field, fieldsOf, type JsonType, type Operation, pathsIn } from './contract.ts'
import { type Fields, isObject, isOfType } from './shape.ts'

/** An answer with one field of one row broken. */
export type Broken = {
  readonly path: string
  readonly kind: Kind
  readonly how: string
  readonly body: unknown
}

export const KINDS = ['of another type', 'renamed', 'left out', 'emptied', 'another'] as const
type Kind = (typeof KINDS)[number]

type Change = { readonly kind: Kind; readonly how: string; readonly apply: Apply }
type Apply = (holder: Record<string, unknown>, name: string) => void

const SAMPLES: readonly unknown[] = ['글', 7, 1.5, 3_000_000_000, true, [], {}, null]

const EMPTIED: Readonly<Record<JsonType, unknown>> = {
  int: 0,
  string: '',
  boolean: false,
  list: [],
  object: {},
}

const setTo = (kind: Kind, value: unknown): Change => ({
  kind,
  how: `is ${JSON.stringify(value)}`,
  apply: (holder, name) => {
    holder[name] = value
  },
})

const renamed: Change = {
  kind: 'renamed',
  how: 'has another name',
  apply: (holder, name) => {
    holder[`${name}s`] = holder[name]
    delete holder[name]
  },
}

const leftOut: Change = {
  kind: 'left out',
  how: 'is not there',
  apply: (holder, name) => {
    delete holder[name]
  },
}

/** Of the right type and not empty, and still not what it was. */
const another = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') return `${value}.`
  if (typeof value === 'boolean') return !value
  return Array.isArray(value) ? value.slice(1) : value
}

const changesOf = ({ type }: Field, value: unknown): readonly Change[] => [
  ...SAMPLES.filter((sample) => !isOfType(type, sample)).map((sample) => setTo('of another type', sample)),
  renamed,
  leftOut,
  ...type.map((each) => setTo('emptied', EMPTIED[each])),
  setTo('another', another(value)),
]

/** Each way to break each field that a screen shows, in each row; without those that change nothing. */
export const brokenVersions = (operation: Operation, body: unknown): readonly Broken[] =>
  pathsIn(fieldsOf(operation))
    .filter(([, { shown }]) => shown)
    .flatMap(([path, field]) =>
      spotsIn(body, path).flatMap((spot) =>
        changesOf(field, valueAt(body, spot))
          .map(({ kind, how, apply }) => ({ path, kind, how, body: changedAt(body, spot, apply) }))
          .filter((broken) => !isDeepStrictEqual(broken.body, body)),
      ),
    )

/** Which ways to break a shown field changed nothing anywhere, so that nothing is proved of them. */
export const untried = (operation: Operation, tried: readonly Broken[]): readonly string[] => {
  const done = new Set(tried.map(({ path, kind }) => `${path} ${kind}`))
  return pathsIn(fieldsOf(operation))
    .filter(([, { shown }]) => shown)
    .flatMap(([path, { type }]) =>
      // Another object is one with other fields, which are broken one by one.
      KINDS.filter((kind) => kind !== 'another' || !type.includes('object')).map((kind) => `${path} ${kind}`),
    )
    .filter((way) => !done.has(way))
}

type Spot = readonly (string | number)[]

/** Where a path such as `data[].title` leads in this answer: once for each row. */
const spotsIn = (body: unknown, path: string): readonly Spot[] =>
  path.split('.').reduce<readonly Spot[]>(
    (spots, step) => {
      const name = step.replace('[]', '')
      const reached = spots.filter((spot) => isObject(valueAt(body, spot))).map((spot) => [...spot, name])
      if (!step.endsWith('[]')) return reached
      return reached.flatMap((spot) => {
        const rows = valueAt(body, spot)
        return Array.isArray(rows) ? rows.map((_, at) => [...spot, at]) : []
      })
    },
    [[]],
  )

const valueAt = (body: unknown, spot: Spot): unknown =>
  spot.reduce<unknown>(
    (value, step) => (isObject(value) || Array.isArray(value) ? entry(value, step) : undefined),
    body,
  )

const entry = (holder: Fields | readonly unknown[], step: string | number): unknown =>
  Reflect.get(holder, step)

const changedAt = (body: unknown, spot: Spot, apply: Apply): unknown => {
  const copy: unknown = structuredClone(body)
  const holder = valueAt(copy, spot.slice(0, -1))
  if (isObject(holder)) apply(holder, String(spot.at(-1)))
  return copy
}
