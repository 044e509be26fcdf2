import { stripVTControlCharacters } from 'node:util'

/** Letters that take two cells of a terminal. */
const WIDE =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/gu

/** Cells that a text takes in a terminal: Korean letters take two, colours none. */
export const displayWidth = (text: string): number => {
  const shown = stripVTControlCharacters(text)
  return [...shown].length + (shown.match(WIDE)?.length ?? 0)
}

export const padRight = (text: string, cells: number): string =>
  text + ' '.repeat(Math.max(0, cells - displayWidth(text)))

export const padLeft = (text: string, cells: number): string =>
  ' '.repeat(Math.max(0, cells - displayWidth(text))) + text

/** Rows with every column as wide as its widest cell. Numbers and amounts are set to the right. */
export const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, at) => (isFigure(cell) ? padLeft : padRight)(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const isFigure = (cell: string): boolean => /^(–|#?[\d,]+(원|명|회)?)$/.test(cell)

/** A figure of null is one that nobody has read: it has no bar, and none is made up. */
export type Bar = { readonly label: string; readonly figure: number | null }

const BAR_CELLS = 36
const BARS_MAX = 12

/** A small bar chart, oldest first. Of many bars it takes some, evenly spread, and always the last. */
export const barChart = (bars: readonly Bar[]): readonly string[] => {
  const spread = Math.max(1, Math.ceil(bars.length / BARS_MAX))
  const shown = bars.filter((_, at) => (bars.length - 1 - at) % spread === 0)
  const highest = Math.max(1, ...shown.map(({ figure }) => figure ?? 0))
  const rows = aligned(shown.map(({ label, figure }) => [label, figure?.toLocaleString('en-US') ?? '–']))
  return shown.map(({ figure }, at) => {
    const halves = Math.round(((figure ?? 0) / highest) * BAR_CELLS * 2)
    return `${rows[at] ?? ''}  ${'█'.repeat(Math.floor(halves / 2))}${halves % 2 === 1 ? '▌' : ''}`.trimEnd()
  })
}
