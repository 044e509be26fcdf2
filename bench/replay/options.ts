import { parseArgs } from 'node:util'
import { HOUR_MS, type Instant } from '../../src/domain/primitives.ts'
import { ACTIONS, type Action } from '../../src/domain/recommendation/event.ts'
import { type Files, MEANINGS, type Meaning, USUAL_TYPES } from './log.ts'
import { POLICIES, type PolicyName } from './replay.ts'
import { readInstant } from './times.ts'

export type Options = {
  readonly files: Files
  readonly policies: readonly PolicyName[]
  readonly sought: ReadonlySet<Action>
  /** Null for the default, which depends on the log. */
  readonly from: Instant | null
  readonly fitUntil: Instant | null
  readonly halfLifeMs: number
  readonly seed: number
}

export const USAGE = `npm run bench:replay -- --events FILE --items FILE [options]

  --events FILE          CSV of time,user,item,type, and position for impressions
  --items FILE           CSV of item,published,closes,category,text, and capacity,reward,minimum
  --users FILE           CSV of user, and interest,subscribers,channel
  --from INSTANT         tests from here on (default: when a third of the events has passed)
  --fit-until INSTANT    weights are fitted on what was before (default: --from)
  --policy newest,…      of ${POLICIES.join(', ')} (default: all)
  --seek applied,…       what a list should foresee, of ${ACTIONS.join(', ')} (default: all but dismissed)
  --map FOLLOW=applied,… what types of the file mean: ${MEANINGS.join(', ')}
  --half-life-hours 24   of decayed-popularity
  --csv-delimiter ';'    another one than the comma; tab for a tabulator
  --seed 1               of random

Instants are such as 2027-05-01T09:00:00+09:00, 2027-05-01 (UTC), or seconds or milliseconds since 1970.`

/** Throws an error of one sentence when something else was written. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string' },
      items: { type: 'string' },
      users: { type: 'string' },
      from: { type: 'string' },
      'fit-until': { type: 'string' },
      policy: { type: 'string', default: POLICIES.join(',') },
      seek: { type: 'string', default: ACTIONS.filter((action) => action !== 'dismissed').join(',') },
      map: { type: 'string', default: '' },
      'half-life-hours': { type: 'string', default: '24' },
      'csv-delimiter': { type: 'string', default: ',' },
      seed: { type: 'string', default: '1' },
    },
  })
  const { events, items, users = null } = values
  if (events === undefined || items === undefined)
    throw new Error(`--events and --items must name a file each.\n\n${USAGE}`)
  const from = instant('from', values.from)
  const fitUntil = instant('fit-until', values['fit-until'])
  if (from !== null && fitUntil !== null && fitUntil > from)
    throw new Error(
      '--fit-until must not be after --from: weights would be fitted on what they are tested on.',
    )
  return {
    files: { events, items, users, delimiter: delimiter(values['csv-delimiter']), types: types(values.map) },
    policies: chosen('policy', values.policy, POLICIES),
    sought: new Set(chosen('seek', values.seek, ACTIONS)),
    from,
    fitUntil,
    halfLifeMs: whole('half-life-hours', values['half-life-hours']) * HOUR_MS,
    seed: whole('seed', values.seed),
  }
}

const types = (given: string): ReadonlyMap<string, Meaning> =>
  new Map([
    ...USUAL_TYPES,
    ...split(given).map((pair): [string, Meaning] => {
      const sign = pair.lastIndexOf('=')
      const [meaning] = sign < 1 ? [] : chosen('map', pair.slice(sign + 1), MEANINGS)
      if (meaning === undefined) throw new Error(`--map takes pairs such as FOLLOW=applied, and not ${pair}.`)
      return [pair.slice(0, sign).trim().toLowerCase(), meaning]
    }),
  ])

const split = (given: string): readonly string[] =>
  given
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

const chosen = <T extends string>(name: string, given: string, known: readonly T[]): readonly T[] => {
  const names = split(given).map((each) => {
    const found = known.find((one) => one === each)
    if (found === undefined) throw new Error(`--${name} must be of ${known.join(', ')}, and not ${each}.`)
    return found
  })
  if (names.length === 0) throw new Error(`--${name} must name one or more of ${known.join(', ')}.`)
  return names
}

const instant = (name: string, given: string | undefined): Instant | null => {
  if (given === undefined) return null
  const read = readInstant(given)
  if (read === null)
    throw new Error(`--${name} must be an instant such as 2027-05-01T09:00:00+09:00, and not ${given}.`)
  return read
}

const delimiter = (given: string): string => {
  const written = given === 'tab' ? '\t' : given
  if ([...written].length !== 1 || '"\r\n'.includes(written))
    throw new Error(
      '--csv-delimiter must be one character that is neither a quote nor the end of a line, or tab.',
    )
  return written
}

const whole = (name: string, given: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new Error(`--${name} must be a whole number above 0.`)
  return Number(given)
}
