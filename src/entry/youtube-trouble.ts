import type { LogEntry } from '../adapters/http/app.ts'
import type { YouTubeTrouble } from '../adapters/youtube/asking.ts'
import type { Purpose } from '../adapters/youtube/meter.ts'
import { MINUTE_MS } from '../domain/primitives.ts'

const MESSAGES: Readonly<Record<YouTubeTrouble['kind'], Pick<LogEntry, 'level' | 'message'>>> = {
  'no-answer': { level: 'warn', message: 'YouTube gave no answer' },
  'key-refused': { level: 'error', message: 'YouTube refuses YOUTUBE_API_KEY' },
  'units-spent': { level: 'warn', message: "YouTube's units of the day are spent" },
}

/**
 * Logs why YouTube gave no answer, the same at most once a minute: many members may meet it. Of spent units jobs tell
 * themselves.
 */
export const youTubeTroubleLog = ({
  log,
  elapsedMs,
}: {
  readonly log: (entry: LogEntry) => void
  readonly elapsedMs: () => number
}): ((purpose: Purpose, trouble: YouTubeTrouble) => void) => {
  const told = new Map<string, number>()
  return (purpose, { kind, cause }) => {
    if (purpose === 'schedule' && kind === 'units-spent') return
    const now = elapsedMs()
    for (const [what, at] of told) if (now - at >= MINUTE_MS) told.delete(what)
    const what = `${kind} ${cause}`
    if (told.has(what)) return
    told.set(what, now)
    log({ ...MESSAGES[kind], error: cause })
  }
}
