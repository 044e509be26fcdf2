import type { Row2020, Source2020 } from '../../src/ports/import-2020.ts'
import type { Generated2020, GeneratedRow, Value2020 } from './dump-of-2020.ts'

/** As a source tells a row: names in lower case, values as text. */
export const toldRow = (row: GeneratedRow): Row2020 =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), toldValue(value)]))

const toldValue = (value: Value2020): string | null => {
  if (value === null) return null
  return typeof value === 'object' ? Buffer.from(value).toString('utf8') : String(value)
}

/** Rows that are at hand, without a dump. They are generated once and can be read as often as it takes. */
export const sourceOf = async (tables: Generated2020): Promise<Source2020> => {
  const told = new Map<string, readonly Row2020[]>()
  for (const [table, rows] of tables) {
    const all: Row2020[] = []
    for await (const row of rows) all.push(toldRow(row))
    told.set(table.toLowerCase(), all)
  }
  return {
    async *rows(table) {
      const all = told.get(table.toLowerCase()) ?? []
      if (all.length > 0) yield all
    },
    others: async () => [],
    close: async () => undefined,
  }
}
