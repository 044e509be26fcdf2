import { parseArgs } from 'node:util'
import { POLICY_NAMES, type PolicyName } from './published.ts'

export type Options = {
  readonly policies: readonly PolicyName[]
  readonly seeds: readonly number[]
  /** The share of ads whose title is about their topic; null for the market's own. */
  readonly informative: number | null
  /** Where the log of one market is to be written; null for nowhere. */
  readonly log: string | null
}

/** The seeds that the constants were fitted on and every figure is the mean of. */
export const SEEDS: readonly number[] = [1, 2, 3, 4]

export const USAGE = `npm run bench:market -- [options]

  --policy random     or ${POLICY_NAMES.slice(1).join(', ')}, or several of them (default: all)
  --seeds 1,2,3,4     other seeds (default: these)
  --text 0.35         only this share of the ads has a title that is about their topic
  --log folder        write what happened in the market of the first seed under the first policy, as tables that a replay reads`

/** Throws an error of one sentence when something else was written. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      policy: { type: 'string', default: POLICY_NAMES.join(',') },
      seeds: { type: 'string', default: SEEDS.join(',') },
      text: { type: 'string' },
      log: { type: 'string' },
    },
  })
  return {
    policies: values.policy.split(',').map(policyNamed),
    seeds: values.seeds.split(',').map(seedIn),
    informative: values.text === undefined ? null : shareIn(values.text),
    log: values.log ?? null,
  }
}

const policyNamed = (given: string): PolicyName => {
  const found = POLICY_NAMES.find((name) => name === given.trim())
  if (found === undefined)
    throw new Error(`--policy must be of ${POLICY_NAMES.join(', ')}, and not ${given}.\n${USAGE}`)
  return found
}

const seedIn = (given: string): number => {
  if (!/^\d{1,6}$/.test(given.trim())) throw new Error('--seeds must be whole numbers of at most six digits.')
  return Number(given)
}

const shareIn = (given: string): number => {
  if (!/^(0?\.\d{1,6}|[01])$/.test(given)) throw new Error('--text must be a number from 0 to 1.')
  return Number(given)
}
