import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Bree from 'bree'

export type Alarm = {
  /** Rings no more. Bree sets itself no limit here, so whoever waits for it does. */
  readonly stop: () => Promise<void>
}

/** Sets an alarm that rings until it is stopped. What goes wrong with it is told to `onTrouble`, and it rings on. */
export type SetAlarm = (ringing: {
  readonly ring: () => void
  readonly onTrouble: (error: unknown) => void
}) => Promise<Alarm>

const RING = 'ring'
/** Long enough to start a thread on a busy machine; one that hangs must not keep the next minutes from ringing. */
const THREAD_MAX_MS = 30_000

/** As source this file and the thread's are .ts, and built they are .js. */
const EXTENSION = extname(import.meta.url)

/**
 * Bree as the alarm clock and nothing more, at the start of every minute: it remembers nothing, and knows of no other
 * process (ADR 15).
 */
export const breeAlarm: SetAlarm = async ({ ring, onTrouble }) => {
  const bree = new Bree({
    root: false,
    logger: { info: () => undefined, warn: onTrouble, error: onTrouble },
    timezone: 'UTC',
    acceptedExtensions: [EXTENSION],
    closeWorkerAfterMs: THREAD_MAX_MS,
    // The thread needs none of what the process itself was started with, and some of it would keep it from starting.
    worker: { execArgv: [] },
    errorHandler: onTrouble,
    workerMessageHandler: ({ message }) => {
      if (message === RING) ring()
    },
    jobs: [
      {
        name: RING,
        path: fileURLToPath(new URL(`./${RING}${EXTENSION}`, import.meta.url)),
        cron: '* * * * *',
        timezone: 'UTC',
      },
    ],
  })
  // Its timers call this without waiting, where an error would be nobody's and end the process.
  const run = bree.run
  bree.run = (name) => run(name).catch(onTrouble)
  await bree.start()
  return { stop: () => bree.stop() }
}
