/**
 * `npm run bench:recommendation -- [options]`: what the ranking costs in time and memory with as many creators, ads and
 * interactions as it is promised for; see bench/README.md. Prints each figure beside its limit, and ends with code 1 when
 * one is missed or could not be taken. Needs no database and talks to nobody.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { machine } from '../machine.ts'
import { nameOf, type Options, readOptions, USAGE } from './options.ts'

const MEASURER = join(import.meta.dirname, 'measurer.ts')
const MISSED = 2

/** Whether every figure was reached. */
const bench = async ({ populations, active, others }: Options): Promise<boolean> => {
  console.log(`${new Date().toISOString()}, ${machine()}, Node ${process.versions.node}`)
  const missed: string[] = []
  for (const { mix, ...size } of populations) {
    const asked = [
      '--sizes',
      nameOf(size),
      '--mix',
      mix,
      '--active',
      String(active),
      '--others',
      String(others),
    ]
    const measurer = fork(MEASURER, asked, { execArgv: ['--expose-gc'] })
    process.once('exit', () => measurer.kill('SIGKILL'))
    const [code] = await once(measurer, 'exit')
    if (code === MISSED) missed.push(`${nameOf(size)} ${mix}`)
    else if (code !== 0) throw new Error(`the process that measures ${nameOf(size)} ${mix} has failed`)
  }
  console.log(missed.length === 0 ? '\nEvery figure is reached.' : `\nMissed with ${missed.join(', ')}.`)
  return missed.length === 0
}

// Whoever ends this early ends the process that measures with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  if (process.argv.includes('--help')) console.log(USAGE)
  else if (!(await bench(readOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(`The figures could not be taken: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
