import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** What a column of a generated row may hold. */
export type Value2020 = string | number | Uint8Array | null
export type GeneratedRow = Readonly<Record<string, Value2020>>
export type Generated2020 = ReadonlyMap<string, AsyncIterable<GeneratedRow> | Iterable<GeneratedRow>>

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\x1A': '\\Z',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
}

/** As mysqldump writes a value. */
export const sqlOf = (value: Value2020): string => {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string')
    return `'${Array.from(value, (letter) => ESCAPES[letter] ?? letter).join('')}'`
  return value.length === 0 ? "''" : `0x${Buffer.from(value).toString('hex')}`
}

const tupleOf = (row: GeneratedRow): string => `(${Object.values(row).map(sqlOf).join(',')})`

/** Rows in one statement, as many as mysqldump's default would about hold. */
const ROWS_A_STATEMENT = 500

/** The text of a dump of one table. */
export async function* dumpOf(
  table: string,
  rows: AsyncIterable<GeneratedRow> | Iterable<GeneratedRow>,
): AsyncGenerator<string> {
  let written = 0
  for await (const row of rows) {
    if (written === 0) {
      const columns = Object.keys(row).map((name) => `  \`${name}\` text`)
      yield `DROP TABLE IF EXISTS \`${table}\`;\nCREATE TABLE \`${table}\` (\n${columns.join(',\n')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n`
      yield `LOCK TABLES \`${table}\` WRITE;\n/*!40000 ALTER TABLE \`${table}\` DISABLE KEYS */;\n`
    }
    const begins = written % ROWS_A_STATEMENT === 0
    const before = written === 0 ? '' : begins ? ';\n' : ','
    yield `${before}${begins ? `INSERT INTO \`${table}\` VALUES ` : ''}${tupleOf(row)}`
    written += 1
  }
  if (written > 0) yield ';\nUNLOCK TABLES;\n'
}

export const writeDump = async (path: string, tables: Generated2020): Promise<void> => {
  const file = createWriteStream(path)
  file.write('-- MySQL dump 10.13  Distrib 5.7.26, for Linux (x86_64)\n\n/*!40101 SET NAMES utf8 */;\n')
  for (const [table, rows] of tables)
    for await (const piece of dumpOf(table, rows))
      if (!file.write(piece)) await new Promise<void>((resolve) => file.once('drain', () => resolve()))
  file.end('-- Dump completed\n')
  await finished(file)
}
