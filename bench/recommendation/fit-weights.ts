/**
 * `npm run bench:weights -- [rows]`: how long a fit of the weights takes, and its longest step, during which nobody is
 * served; see bench/README.md. The rows are made up: what they say has no part in what it takes.
 */
import { fittingWeights } from '../../src/domain/recommendation/fit-weights.ts'
import { PRIORS } from '../../src/domain/recommendation/weights.ts'
import { TRUTH, trainingRows } from '../../test/fixtures/training-rows.ts'
import { machine } from '../machine.ts'
import { aligned } from '../tables.ts'

const ROWS = 80_000
const RUNS = 5

const count = Number(process.argv[2] ?? ROWS)
if (!Number.isInteger(count) || count < 1) throw new Error(`not a number of rows: ${process.argv[2]}`)
const rows = trainingRows({ count, truth: TRUTH, days: 28, intercept: -3 })

const fitOnce = () => {
  const fitting = fittingWeights(rows, { priors: PRIORS, inUse: PRIORS })
  let [whole, longest, steps] = [0, 0, 0]
  for (;;) {
    const begun = performance.now()
    const step = fitting.next()
    const took = performance.now() - begun
    ;[whole, longest, steps] = [whole + took, Math.max(longest, took), steps + 1]
    if (step.done === true) return { whole, longest, steps, verdict: step.value.kind }
  }
}

const runs = Array.from({ length: RUNS }, fitOnce)
console.log(`${new Date().toISOString()}, ${machine()}, Node ${process.versions.node}`)
console.log(
  aligned([
    ['run', 'rows', 'steps', 'whole', 'longest step', 'verdict'],
    ...runs.map(({ whole, longest, steps, verdict }, run) => [
      String(run + 1),
      count.toLocaleString('en'),
      String(steps),
      `${whole.toFixed(0)} ms`,
      `${longest.toFixed(0)} ms`,
      verdict,
    ]),
  ]),
)
