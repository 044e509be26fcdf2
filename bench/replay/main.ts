/**
 * `npm run bench:replay -- --events FILE --items FILE [options]`: lets a log pass and ranks before each first action, by
 * the ranking of the product and by simpler ones; see bench/README.md. The exit code is 1 only when the figures could not
 * be taken. Reads files, and nothing else.
 */
import type { Instant } from '../../src/domain/primitives.ts'
import { toInstant } from '../../src/domain/primitives.ts'
import type { InterestEvent } from '../../src/domain/recommendation/event.ts'
import { readLog } from './log.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { replay } from './replay.ts'
import { logInWords, resultsInWords, type Windows } from './report.ts'

const bench = async (options: Options): Promise<void> => {
  const log = await readLog(options.files)
  for (const line of logInWords(log)) say(line)
  const windows = windowsOf(options, log.events)
  let told = 0
  const replayed = replay(log, { ...options, ...windows }, (share) => {
    if (share < told + 0.1) return
    told = share
    progress(`${Math.round(share * 100)} % of the events have passed`)
  })
  for (const line of resultsInWords(replayed, options.policies, windows)) say(line)
}

/** Each of the two is where the other one is, unless it is given; when neither is, a third of the events lies before. */
const windowsOf = ({ from, fitUntil }: Options, events: readonly InterestEvent[]): Windows => {
  const third: Instant = events[Math.floor(events.length / 3)]?.at ?? toInstant(0)
  const start = from ?? fitUntil ?? third
  return { from: start, fitUntil: fitUntil ?? start }
}

const say = (line: string): void => console.log(line)
const progress = (line: string): void => console.error(line)

try {
  if (process.argv.includes('--help')) say(USAGE)
  else await bench(readOptions(process.argv.slice(2)))
} catch (error) {
  console.error(`The log could not be replayed: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
