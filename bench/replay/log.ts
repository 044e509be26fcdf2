import { type Id, type Instant, toId, toInstant } from '../../src/domain/primitives.ts'
import { ACTIONS, type Action, type InterestEvent } from '../../src/domain/recommendation/event.ts'
import type { CreatorFacts, Item } from '../../src/domain/recommendation/item.ts'
import { complaintsInWords, type Row, readTable } from './csv.ts'
import { readInstant } from './times.ts'

/** What a type of the file means: an action, an impression, or nothing that matters here. */
export type Meaning = Action | 'shown' | 'ignored'
export const MEANINGS: readonly Meaning[] = [...ACTIONS, 'shown', 'ignored']

/** How logs call things; `--map` adds to it. */
export const USUAL_TYPES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...MEANINGS.map((meaning): [string, Meaning] => [meaning, meaning]),
  ['view', 'viewed'],
  ['click', 'viewed'],
  ['like', 'scrapped'],
  ['bookmark', 'scrapped'],
  ['scrap', 'scrapped'],
  ['apply', 'applied'],
  ['assign', 'assigned'],
  ['complete', 'completed'],
  ['dismiss', 'dismissed'],
  ['show', 'shown'],
  ['impression', 'shown'],
])

/** An item of the file. Its number is its place among the items of the file, from 1. */
export type LoggedItem = Item & {
  /** It has no time of publication in the file, so it exists from its first event, which cannot be a test. */
  readonly isBornInLog: boolean
}

export type Log = {
  /** By the number of the item, minus 1. */
  readonly items: readonly LoggedItem[]
  /** In order of time; those of one instant in the order of the file. */
  readonly events: readonly InterestEvent[]
  /** By the number of the user, minus 1. */
  readonly users: readonly CreatorFacts[]
  /** For people: what was left out, and why. */
  readonly leftOut: readonly string[]
}

export type Files = {
  readonly events: string
  readonly items: string
  readonly users: string | null
  readonly delimiter: string
  /** Types in lower case. */
  readonly types: ReadonlyMap<string, Meaning>
}

/** Numbers for names, as many as there are, in the order in which they are first met. */
const numbering = () => {
  const numbers = new Map<string, number>()
  return {
    numberOf: (name: string): number => {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, numbers.size + 1)
      return numbers.size
    },
    known: (name: string): number | undefined => numbers.get(name),
    count: () => numbers.size,
  }
}

const NEVER = toInstant(8_640_000_000_000_000)

/** Throws an error of one sentence when a file is missing, empty or another one. */
export const readLog = async (files: Files): Promise<Log> => {
  const { items, numberOf, table: itemTable } = await readItems(files)
  const { users, userTable, factsOf } = await readUsers(files)
  const events: InterestEvent[] = []
  const take = (row: Row): string | null => {
    const event = eventOf(row, files.types, numberOf, users.numberOf)
    if (typeof event === 'string') return event
    if (event !== null) events.push(event)
    return null
  }
  const eventTable = await readTable(files.events, {
    delimiter: files.delimiter,
    columns: ['time', 'user', 'item', 'type'],
    take,
  })
  const leftOut = [itemTable, userTable, eventTable].flatMap((table) =>
    table === null ? [] : complaintsInWords(table),
  )
  for (const table of [itemTable, eventTable])
    if (table.taken === 0)
      throw new Error([`${table.file} has no line that could be read.`, ...leftOut].join('\n'))
  events.sort((a, b) => a.at - b.at)
  return {
    items: withBirths(items, events),
    events,
    users: Array.from({ length: users.count() }, (_, index) => factsOf(toId(index + 1))),
    leftOut,
  }
}

const readItems = async ({ items: path, delimiter }: Files) => {
  const names = numbering()
  const items: (Omit<LoggedItem, 'opensAt'> & { readonly opensAt: Instant | null })[] = []
  const table = await readTable(path, {
    delimiter,
    columns: ['item', 'published', 'closes', 'category', 'text'],
    take: (row) => {
      const name = row.item ?? ''
      if (name === '') return 'item is empty'
      if (names.known(name) !== undefined) return 'the item stands there twice'
      const published = optional(row.published, readInstant)
      const closes = optional(row.closes, readInstant)
      const capacity = optional(row.capacity, readWhole)
      const reward = optional(row.reward, readWhole)
      const minimum = optional(row.minimum, readWhole)
      if (published === null) return 'published is no time'
      if (closes === null) return 'closes is no time'
      if (published !== undefined && closes !== undefined && closes < published)
        return 'it closes before it is published'
      if (capacity === null || reward === null || minimum === null)
        return 'capacity, reward or minimum is no whole number'
      items.push({
        id: names.numberOf(name),
        category: row.category ?? '',
        text: row.text ?? '',
        opensAt: published ?? null,
        closesAt: closes ?? NEVER,
        capacity: capacity ?? null,
        reward: reward ?? 0,
        minimumSubscribers: minimum ?? 0,
        isBornInLog: published === undefined,
      })
      return null
    },
  })
  return { items, numberOf: names.known, table }
}

const readUsers = async ({ users: path, delimiter }: Files) => {
  const users = numbering()
  const facts = new Map<number, Omit<CreatorFacts, 'id'>>()
  const take = (row: Row): string | null => {
    const name = row.user ?? ''
    if (name === '') return 'user is empty'
    if (users.known(name) !== undefined) return 'the user stands there twice'
    const subscribers = optional(row.subscribers, readWhole)
    if (subscribers === null) return 'subscribers is no whole number'
    facts.set(users.numberOf(name), {
      interest: row.interest || null,
      subscribers: subscribers ?? null,
      channelTitle: row.channel || null,
    })
    return null
  }
  const userTable = path === null ? null : await readTable(path, { delimiter, columns: ['user'], take })
  const factsOf = (id: Id<'Account'>): CreatorFacts => ({
    id,
    ...(facts.get(id) ?? { interest: null, subscribers: null, channelTitle: null }),
  })
  return { users, userTable, factsOf }
}

/** The event, null when it does not matter, or what is wrong with it. */
const eventOf = (
  row: Row,
  types: ReadonlyMap<string, Meaning>,
  itemOf: (name: string) => number | undefined,
  userOf: (name: string) => number,
): InterestEvent | string | null => {
  const at = readInstant(row.time ?? '')
  const item = itemOf(row.item ?? '')
  const type = (row.type ?? '').trim()
  const kind = types.get(type.toLowerCase())
  const position = optional(row.position, readWhole)
  if (at === null) return 'time is no time'
  if (!row.user) return 'user is empty'
  if (kind === undefined) return `no meaning is known for type ${type || '(empty)'}`
  if (kind === 'ignored') return null
  if (item === undefined) return 'the item is not among the items'
  if (position === null) return 'position is no whole number'
  const common = { itemKind: 'ad', at, creator: toId<'Account'>(userOf(row.user)), item } as const
  return kind === 'shown' ? { ...common, kind, list: 'latest', position: position ?? 0 } : { ...common, kind }
}

/** Items without a time of publication begin with their first event; those without one either are never live. */
const withBirths = (
  items: readonly (Omit<LoggedItem, 'opensAt'> & { readonly opensAt: Instant | null })[],
  events: readonly InterestEvent[],
): readonly LoggedItem[] => {
  const births = new Map<number, Instant>()
  for (const { item, at } of events) if (!births.has(item)) births.set(item, at)
  return items.map((item) => ({ ...item, opensAt: item.opensAt ?? births.get(item.id) ?? NEVER }))
}

/** Undefined for nothing written, null for something that cannot be read. */
const optional = <T>(text: string | undefined, read: (text: string) => T | null): T | null | undefined =>
  text === undefined || text.trim() === '' ? undefined : read(text)

const readWhole = (text: string): number | null => {
  const written = text.trim()
  return /^\d{1,15}$/.test(written) ? Number(written) : null
}
