import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type CsvError, parse } from 'csv-parse'

/** One line of a table, by the names of its first line. */
export type Row = Readonly<Record<string, string>>

/** Lines of a file that are left out, by what is wrong with them. */
export type Complaints = ReadonlyMap<string, { readonly count: number; readonly lines: readonly string[] }>

export type Table = {
  /** Without its folder. */
  readonly file: string
  readonly taken: number
  readonly complaints: Complaints
}

/** More of them say nothing new. */
const LINES_NAMED = 10

/** Longer than any text worth comparing; a quote that is never closed would take the rest of the file. */
const LONGEST_ROW = 4_000_000

const CLOSES_NEVER = 'a quote opens and does not close'
const FIELDS_DIFFER = 'not as many fields as the first line'

type Asked = {
  readonly delimiter: string
  /** Columns that must be there; others may. */
  readonly columns: readonly string[]
  /** Answers what is wrong with the row, or null after it has taken it. */
  readonly take: (row: Row) => string | null
}

/**
 * Reads a table of RFC 4180 whose first line names the columns, in any order and case: quoted fields with line breaks in
 * them, line ends of every system, a byte order mark. Empty lines are nothing; whatever else cannot be taken is
 * complained of with its line number. Throws an error of one sentence when there is nothing to read.
 */
export const readTable = async (path: string, { delimiter, columns, take }: Asked): Promise<Table> => {
  const file = basename(path)
  const complaints = new Map<string, { count: number; lines: string[] }>()
  let header: readonly string[] | null = null
  let [taken, end] = [0, 0]
  const complain = (wrong: string, line: string): void => {
    const complaint = complaints.get(wrong) ?? { count: 0, lines: [] }
    complaint.count += 1
    if (complaint.lines.length < LINES_NAMED) complaint.lines.push(line)
    complaints.set(wrong, complaint)
  }
  const takeRecord = (fields: readonly string[], lastLine: number): void => {
    const line = linesOf(end + 1, lastLine)
    end = lastLine
    if (fields.length === 1 && fields[0] === '') return
    if (header === null) {
      header = headerOf(fields, columns, file)
      return
    }
    const wrong = fields.length === header.length ? take(rowOf(header, fields)) : FIELDS_DIFFER
    if (wrong === null) taken += 1
    else complain(wrong, line)
  }
  const skip = (error: CsvError | undefined): undefined => {
    const lastLine = typeof error?.lines === 'number' ? error.lines : end + 1
    complain(error?.code === 'CSV_QUOTE_NOT_CLOSED' ? CLOSES_NEVER : 'not CSV', linesOf(end + 1, lastLine))
    end = lastLine
  }
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
    skip_records_with_error: true,
    on_skip: skip,
    on_record: (fields, { lines }) => {
      takeRecord(fields, lines)
      return null
    },
  })
  await pipeline(createReadStream(path), parser.resume()).catch((error: unknown) => {
    throw isMissing(error) ? new Error(`There is no file ${path}.`) : error
  })
  if (header === null && complaints.size === 0) throw new Error(`${file} is empty.`)
  return { file, taken, complaints }
}

const linesOf = (first: number, last: number): string =>
  last > first ? `${first} to ${last}` : String(first)

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const headerOf = (fields: readonly string[], columns: readonly string[], file: string): readonly string[] => {
  const names = fields.map((name) => name.trim().toLowerCase())
  const missing = columns.find((column) => !names.includes(column))
  if (missing !== undefined)
    throw new Error(
      `${file} has no column ${missing}: its first line must name ${columns.join(', ')}, and is ${fields.join(' | ')}.`,
    )
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`${file} has two columns named ${twice || 'nothing'}.`)
  return names
}

const rowOf = (header: readonly string[], fields: readonly string[]): Row =>
  Object.fromEntries(header.map((name, index) => [name, fields[index] ?? '']))

/** For people: how many lines were left out and why, a line for each cause; empty when all were taken. */
export const complaintsInWords = ({ file, complaints }: Table): readonly string[] =>
  [...complaints].map(([wrong, { count, lines }]) => {
    const more = count > lines.length ? ` and ${(count - lines.length).toLocaleString('en')} more` : ''
    return `${file}: ${count.toLocaleString('en')} left out, ${wrong} (line ${lines.join(', ')}${more})`
  })
