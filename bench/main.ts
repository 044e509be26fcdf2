/**
 * `npm run bench -- [memory] [options]`: how much of a bare server's speed the product has, what ten times as many
 * members cost, and how much memory it takes; see bench/README.md. The figures are never a pass or fail: the exit code
 * is 1 only when they could not be taken. Talks to 127.0.0.1 only.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskFolder } from '../test/mariadb/data-folder.ts'
import { type Mariadb, startMariadb } from '../test/mariadb/mariadbd.ts'
import { MARIADB_ARGS, machine } from './machine.ts'
import { measureMemory } from './memory.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { comparisonTable, growthTable } from './tables.ts'
import { measureThroughput } from './throughput.ts'

const bench = async (options: Options): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'crecker-bench-'))
  let mariadb: Mariadb | null = null
  try {
    mariadb = await startMariadb({ parent: diskFolder(), args: MARIADB_ARGS })
    const place = { folder, mariadb }
    if (options.command === 'memory') return await measureMemory(options, place, say)
    const results = await measureThroughput(options, place, progress)
    say(`${new Date().toISOString()}, ${machine()}, Node ${process.versions.node}`)
    say(`${options.rounds} rounds of ${options.seconds} s, ${options.connections} requests at a time\n`)
    say(`${comparisonTable(results)}\n`)
    if (options.scales.length > 1) say(`${growthTable(results)}\n`)
  } finally {
    await mariadb?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const say = (line: string): void => console.log(line)
const progress = (line: string): void => console.error(line)

// Whoever ends this early ends the servers with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  if (process.argv.includes('--help')) say(USAGE)
  else await bench(readOptions(process.argv.slice(2)))
} catch (error) {
  console.error(`The benchmark could not be carried out: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
