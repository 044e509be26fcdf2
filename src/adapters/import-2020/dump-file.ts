import { createReadStream } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import type { Row2020, Source2020, Table2020 } from '../../ports/import-2020.ts'
import { type DumpColumn, dumpReader } from './dump-statements.ts'
import { tokensIn } from './dump-tokens.ts'
import { isKnown, isSame, nothingKnown } from './tables.ts'

export type DumpOptions = {
  readonly path: string
  /** How much is read at a time. */
  readonly chunkBytes?: number
}

const CHUNK_BYTES = 1024 * 1024

/**
 * What mysqldump, mariadb-dump or phpMyAdmin wrote. It is read through once to learn where each table's rows stand,
 * and from then on table by table; a few rows at a time are in memory. Throws a sentence when the file cannot be read.
 */
export const openDump = async ({ path, chunkBytes = CHUNK_BYTES }: DumpOptions): Promise<Source2020> => {
  try {
    await access(path, constants.R_OK)
  } catch {
    throw new Error(`The dump ${path} cannot be read: there is no such file, or you may not read it.`)
  }
  const index = await indexOf({ path, chunkBytes })
  if (!index.places.some(({ table }) => isKnown(table)) && ![...index.columns.keys()].some(isKnown))
    throw nothingKnown(`The dump ${path}`)
  return {
    rows: (table) => rowsOf({ path, chunkBytes }, index, table),
    others: async () => [
      ...new Set(index.places.filter(({ table }) => !isKnown(table)).map(({ table }) => table)),
    ],
    close: async () => undefined,
  }
}

type DumpIndex = {
  /** By the table's name in lower case, in the order of CREATE TABLE. */
  readonly columns: ReadonlyMap<string, readonly DumpColumn[]>
  /** From the first to the last of INSERTs into one table that follow each other, in bytes. */
  readonly places: readonly Place[]
  /** The time zone in which TIMESTAMP columns were written, such as `+00:00`; empty when the dump does not say. */
  readonly zone: string
}
type Place = { readonly table: string; readonly from: number; readonly before: number }

const indexOf = async (options: Required<DumpOptions>): Promise<DumpIndex> => {
  const columns = new Map<string, readonly DumpColumn[]>()
  const places: Place[] = []
  let zone = ''
  let current = { table: '', from: 0 }
  const reader = dumpReader({
    setting: (written) => {
      mustBeUtf8(written)
      zone = /\bTIME_ZONE\s*=\s*['"]([+-]\d\d:\d\d)['"]/i.exec(written)?.[1] ?? zone
    },
    created: (table, created) => columns.set(table.toLowerCase(), created),
    inserting: (table, _columns, at) => {
      current = { table, from: at }
      return false
    },
    inserted: (before) => {
      const last = places.at(-1)
      if (last?.table === current.table) places[places.length - 1] = { ...last, before }
      else places.push({ ...current, before })
    },
  })
  for await (const tokens of tokensIn(
    createReadStream(options.path, { highWaterMark: options.chunkBytes }),
    0,
  ))
    for (const token of tokens) reader.take(token)
  reader.finish()
  return { columns, places, zone }
}

const UTF8: readonly string[] = ['utf8', 'utf8mb3', 'utf8mb4', 'binary']

const mustBeUtf8 = (written: string): void => {
  const charset = /\bSET NAMES\s+['"]?(\w+)/i.exec(written)?.[1]?.toLowerCase()
  if (charset !== undefined && !UTF8.includes(charset))
    throw new Error(
      `The dump is written in ${charset}: make it again with --default-character-set=utf8mb4, so that no letter is lost.`,
    )
}

async function* rowsOf(
  { path, chunkBytes }: Required<DumpOptions>,
  index: DumpIndex,
  wanted: Table2020,
): AsyncGenerator<readonly Row2020[]> {
  for (const { table, from, before } of index.places.filter((place) => isSame(place.table, wanted))) {
    let page: Row2020[] = []
    let toRow = rowForm(index, table, null)
    const reader = dumpReader({
      inserting: (name, listed) => {
        if (!isSame(name, wanted)) return false
        toRow = rowForm(index, table, listed)
        return true
      },
      row: (values) => page.push(toRow(values)),
    })
    const stream = createReadStream(path, { start: from, end: before - 1, highWaterMark: chunkBytes })
    for await (const tokens of tokensIn(stream, from)) {
      for (const token of tokens) reader.take(token)
      if (page.length === 0) continue
      yield page
      page = []
    }
  }
}

/** Makes rows of values, by the columns of the statement or else of the table. */
const rowForm = (
  { columns, zone }: DumpIndex,
  table: string,
  listed: readonly string[] | null,
): ((values: readonly (string | null)[]) => Row2020) => {
  const created = columns.get(table.toLowerCase()) ?? []
  const names = (listed ?? created.map(({ name }) => name)).map((name) => name.toLowerCase())
  // Other columns hold what the server wrote, which was Korean time.
  const zoned = new Set(
    zone === ''
      ? []
      : created.filter(({ type }) => type === 'timestamp').map(({ name }) => name.toLowerCase()),
  )
  return (values) => {
    if (names.length === 0)
      throw new Error(
        `The dump does not name the columns of ${table}: make it again with its CREATE TABLE statements, or with --complete-insert.`,
      )
    if (values.length !== names.length)
      throw new Error(
        `The dump has a row of ${table} with ${values.length} values for ${names.length} columns.`,
      )
    return Object.fromEntries(
      names.map((name, at) => {
        const value = values[at] ?? null
        return [name, value !== null && zoned.has(name) ? `${value}${zone}` : value]
      }),
    )
  }
}
