import type { LogEntry } from '../adapters/http/app.ts'
import type { LogLevel } from './config.ts'

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 }

/** One JSON object a line on standard output, from `level` up. */
export const logger =
  (level: LogLevel) =>
  (entry: LogEntry): void => {
    if (RANK[entry.level] < RANK[level]) return
    process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`)
  }
