import { aligned } from '../tables.ts'
import { FIGURES, type Figure, type Figures } from './figures.ts'
import type { Goal } from './goals.ts'

const HEADINGS: Readonly<Record<Figure, string>> = {
  applications: 'applications / session',
  filled: 'slots filled',
  starving: '0–1 applicants',
  shownEarly: '≥ 50 shown in 48 h',
  appliedEarly: 'applied to in 48 h',
  gini: 'Gini',
  small: 'small creators',
}

export type Row = {
  readonly name: string
  /** One of each seed. */
  readonly measured: readonly Figures[]
  /** Null for what nobody has measured before. */
  readonly published: Figures | null
}

/** Mean ± deviation over the seeds, and in brackets what was published. */
export const tableOf = (rows: readonly Row[]): string =>
  aligned([
    ['policy', '', ...FIGURES.map((figure) => HEADINGS[figure])],
    ...rows.map(({ name, measured, published }) => [
      name,
      '',
      ...FIGURES.map((figure) => {
        const values = measured.map((each) => each[figure])
        const beside = published === null ? '' : ` [${short(published[figure])}]`
        return `${short(mean(values))} ±${short(deviation(values))}${beside}`
      }),
    ]),
  ])

export const tableOfGoals = (goals: readonly Goal[]): string =>
  aligned([
    ['goal of ours', '', 'measured', 'limit'],
    ...goals.map(({ what, measured, limit, isReached }) => [
      what,
      isReached ? '' : 'MISSED',
      short(measured),
      short(limit),
    ]),
  ])

export const meanOf = (measured: readonly Figures[]): Figures => {
  const of = (figure: Figure): number => mean(measured.map((each) => each[figure]))
  return {
    applications: of('applications'),
    filled: of('filled'),
    starving: of('starving'),
    shownEarly: of('shownEarly'),
    appliedEarly: of('appliedEarly'),
    gini: of('gini'),
    small: of('small'),
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Of a sample; none of a single one. */
const deviation = (values: readonly number[]): number => {
  if (values.length < 2) return 0
  const middle = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

const short = (value: number): string => value.toFixed(3).replace(/^0/, '')
