/**
 * `npm run bench:market -- [options]`: what becomes of a market of ads and creators under policies that order what each
 * creator is shown; see bench/README.md. Prints a table, and ends with code 1 when a policy that the market was fitted to
 * does not come out as published, or ours misses a goal.
 */
import { CONSTANTS, type Constants } from './constants.ts'
import { FIGURES, type Figures, figuresOf } from './figures.ts'
import { type Goal, goalsOf } from './goals.ts'
import { writeLog } from './log.ts'
import { run } from './market.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { POLICIES } from './policies.ts'
import { CALIBRATED, isAsPublished, type PolicyName, PUBLISHED } from './published.ts'
import { meanOf, tableOf, tableOfGoals } from './table.ts'
import { worldOf } from './world.ts'

const bench = async (options: Options): Promise<boolean> => {
  const constants = { ...CONSTANTS, informative: options.informative ?? CONSTANTS.informative }
  if (options.log !== null) return logged(options, options.log, constants)
  const rows = options.policies.map((name) => ({
    name: POLICIES[name].name,
    policy: name,
    measured: options.seeds.map((seed) => measured(name, constants, seed)),
    published: PUBLISHED[name],
  }))
  say(tableOf(rows))
  // A market of other titles is another market.
  if (options.informative !== null) return true
  const goals = goalsIn(rows)
  if (goals.length > 0) say(`\n${tableOfGoals(goals)}`)
  const missed = rows
    .filter(({ policy }) => CALIBRATED.includes(policy))
    .flatMap(({ name, measured, published }) =>
      FIGURES.filter((figure) => !isAsPublished(meanOf(measured), published, figure)).map(
        (figure) => `${figure} of ${name}`,
      ),
    )
  if (missed.length > 0) say(`\nNot as published: ${missed.join('; ')}.`)
  return missed.length === 0 && goals.every(({ isReached }) => isReached)
}

type Run = { readonly policy: PolicyName; readonly measured: readonly Figures[] }

/** None when one of the two was not asked for. */
const goalsIn = (runs: readonly Run[]): readonly Goal[] => {
  const [ours, original] = (['ours', 'popularity'] as const).map((name) =>
    runs.find(({ policy }) => policy === name),
  )
  return ours === undefined || original === undefined
    ? []
    : goalsOf(meanOf(ours.measured), meanOf(original.measured))
}

const measured = (name: PolicyName, constants: Constants, seed: number): Figures => {
  const began = performance.now()
  const figures = figuresOf(run(worldOf(constants, seed), POLICIES[name]))
  progress(`${name}, seed ${seed}: ${((performance.now() - began) / 1_000).toFixed(1)} s`)
  return figures
}

const logged = async (
  { policies, seeds }: Options,
  folder: string,
  constants: Constants,
): Promise<boolean> => {
  const [policy, seed] = [policies[0], seeds[0]]
  if (policy === undefined || seed === undefined) throw new Error(USAGE)
  await writeLog(folder, worldOf(constants, seed), POLICIES[policy])
  say(`Wrote events.csv, items.csv and users.csv of ${POLICIES[policy].name}, seed ${seed}, into ${folder}.`)
  return true
}

const say = (line: string): void => console.log(line)
const progress = (line: string): void => console.error(line)

try {
  if (process.argv.includes('--help')) say(USAGE)
  else if (!(await bench(readOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(`The figures could not be taken: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
