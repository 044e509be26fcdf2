import { parseArgs } from 'node:util'

export const SCENARIOS = ['once', 'day', 'long-day'] as const
export type ScenarioName = (typeof SCENARIOS)[number]
export const DATABASES = ['sqlite', 'mariadb', 'memory'] as const
export type DatabaseName = (typeof DATABASES)[number]

export type Options = {
  readonly scenarios: readonly ScenarioName[]
  readonly databases: readonly DatabaseName[]
  /** Null for as many as the figures are promised for. */
  readonly videos: number | null
  /** Null for the whole day. */
  readonly hours: number | null
  readonly servesFigures: boolean
}

export const USAGE = `npm run bench:refresh -- [once] [day] [long-day] [options]

  once                  one refresh of 20,000 videos that are all due: time and memory
  day                   80,000 videos of live ads for a Pacific day of 24 hours: how old their figures become
  long-day              the same for 2027-11-07, which has 25 hours (default: all three)
  --database sqlite     or mariadb or memory, or several of them (default: sqlite,mariadb)
  --videos 2000         another number of videos
  --hours 6             only the first hours of a day
  --without-statistics  YouTube does not serve videos.batchGetStats, so that every read costs a general unit`

/** Throws an error of one sentence when something else was written. */
export const readOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      database: { type: 'string', default: 'sqlite,mariadb' },
      videos: { type: 'string' },
      hours: { type: 'string' },
      'without-statistics': { type: 'boolean', default: false },
    },
  })
  return {
    scenarios: positionals.length === 0 ? SCENARIOS : oneOrMore('The scenario', positionals, SCENARIOS),
    databases: oneOrMore('--database', values.database.split(','), DATABASES),
    videos: values.videos === undefined ? null : whole('videos', values.videos, 1_000_000),
    hours: values.hours === undefined ? null : whole('hours', values.hours, 25),
    servesFigures: !values['without-statistics'],
  }
}

const oneOrMore = <T extends string>(
  what: string,
  given: readonly string[],
  known: readonly T[],
): readonly T[] =>
  given.map((each) => {
    const found = known.find((one) => one === each.trim())
    if (found === undefined)
      throw new Error(`${what} must be of ${known.join(', ')}, and not ${each}.\n${USAGE}`)
    return found
  })

const whole = (name: string, given: string, most: number): number => {
  if (!/^[1-9]\d{0,6}$/.test(given) || Number(given) > most)
    throw new Error(`--${name} must be a whole number from 1 to ${most}.`)
  return Number(given)
}
