import { parseArgs } from 'node:util'
import { ROUTES, type Route } from './routes.ts'

export const DATABASES = ['mariadb', 'sqlite'] as const
export type DatabaseName = (typeof DATABASES)[number]
export const SCALES = [1, 10] as const
export type Scale = (typeof SCALES)[number]

export type Options = {
  readonly command: 'throughput' | 'memory'
  readonly seconds: number
  readonly rounds: number
  readonly connections: number
  readonly routes: readonly Route[]
  readonly databases: readonly DatabaseName[]
  readonly scales: readonly Scale[]
  readonly minutes: number
}

export const USAGE = `npm run bench -- [memory] [options]

  --routes latest,cash,…   of ${ROUTES.map(({ name }) => name).join(', ')} (default: all)
  --databases mariadb      or sqlite (default: both)
  --scales 1               leave out the tenfold population (default: 1,10)
  --seconds 2              how long each server is under load in a round
  --rounds 5               how often each server has its turn
  --connections 16         requests that are under way at the same time
  --minutes 10             how long \`memory\` keeps the server under load`

/** Throws an error of one sentence when something else was written. */
export const readOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '16' },
      minutes: { type: 'string', default: '10' },
      routes: { type: 'string', default: ROUTES.map(({ name }) => name).join(',') },
      databases: { type: 'string', default: DATABASES.join(',') },
      scales: { type: 'string', default: SCALES.join(',') },
    },
  })
  const [command = 'throughput', ...others] = positionals
  if ((command !== 'throughput' && command !== 'memory') || others.length > 0)
    throw new Error(`There is no benchmark named ${positionals.join(' ')}.\n${USAGE}`)
  const names = chosen(
    'routes',
    values.routes,
    ROUTES.map(({ name }) => name),
  )
  return {
    command,
    seconds: whole('seconds', values.seconds),
    rounds: whole('rounds', values.rounds),
    connections: whole('connections', values.connections),
    minutes: whole('minutes', values.minutes),
    routes: ROUTES.filter(({ name }) => names.includes(name)),
    databases: chosen('databases', values.databases, DATABASES),
    scales: SCALES.filter((scale) =>
      chosen('scales', values.scales, SCALES.map(String)).includes(String(scale)),
    ),
  }
}

const chosen = <T extends string>(name: string, given: string, known: readonly T[]): readonly T[] =>
  given.split(',').map((each) => {
    const found = known.find((one) => one === each.trim())
    if (found === undefined) throw new Error(`--${name} must be of ${known.join(', ')}, and not ${each}.`)
    return found
  })

const whole = (name: string, given: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new Error(`--${name} must be a whole number above 0.`)
  return Number(given)
}
