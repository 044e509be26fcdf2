import { parseArgs } from 'node:util'
import { MIXES, type Mix, type Population, type Size } from './population.ts'

export type Options = {
  readonly populations: readonly Population[]
  /** Ranked for: so many of the most active creators, and so many of all. */
  readonly active: number
  readonly others: number
}

/** The one that figures are promised for, and two smaller ones. */
export const PROMISED: Size = { creators: 100_000, liveAds: 10_000, interactions: 2_000_000 }
const SIZES: readonly Size[] = [
  { creators: 1_000, liveAds: 100, interactions: 20_000 },
  { creators: 10_000, liveAds: 1_000, interactions: 200_000 },
  PROMISED,
]

export const USAGE = `npm run bench:recommendation -- [options]

  --sizes 1k,10k,100k    creators, with a tenth as many live ads and twenty times as many interactions (default: all)
  --mix mixed            or applications (default: both)
  --active 200           how many of the most active creators are ranked for
  --others 800           and how many of all`

/** Throws an error of one sentence when something else was written. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: SIZES.map(nameOf).join(',') },
      mix: { type: 'string', default: MIXES.join(',') },
      active: { type: 'string', default: '200' },
      others: { type: 'string', default: '800' },
    },
  })
  const names = chosen('sizes', values.sizes, SIZES.map(nameOf))
  const mixes = chosen('mix', values.mix, MIXES)
  return {
    populations: SIZES.filter((size) => names.includes(nameOf(size))).flatMap((size) =>
      mixes.map((mix: Mix): Population => ({ ...size, mix })),
    ),
    active: whole('active', values.active),
    others: whole('others', values.others),
  }
}

export const nameOf = ({ creators }: Size): string => `${creators / 1_000}k`

const chosen = <T extends string>(name: string, given: string, known: readonly T[]): readonly T[] =>
  given.split(',').map((each) => {
    const found = known.find((one) => one === each.trim())
    if (found === undefined) throw new Error(`--${name} must be of ${known.join(', ')}, and not ${each}.`)
    return found
  })

const whole = (name: string, given: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(given)) throw new Error(`--${name} must be a whole number from 1 to 99999.`)
  return Number(given)
}
