import { setTimeout as pause } from 'node:timers/promises'
import { Outage } from '../../ports/outage.ts'

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 500
const GIVE_UP_AFTER_MS = 5_000

/**
 * Runs `attempt` again while others are in the way, with pauses that grow and are drawn at random, so that two who
 * met do not meet again. After five seconds, or `giveUpAfterMs`, it is an outage that says what was in the way last.
 */
export const retrying = async <T>(
  isConflict: (error: unknown) => boolean,
  attempt: () => Promise<T>,
  giveUpAfterMs = GIVE_UP_AFTER_MS,
): Promise<T> => {
  const giveUpAt = performance.now() + giveUpAfterMs
  for (let ceilingMs = FIRST_PAUSE_MS; ; ceilingMs = Math.min(2 * ceilingMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isConflict(error)) throw error
      if (performance.now() >= giveUpAt)
        throw new Outage(`${inTheWay(error)} Gave up after ${Math.round(giveUpAfterMs / 1_000)} s.`, {
          cause: error,
        })
      await pause(Math.random() * ceilingMs)
    }
  }
}

const inTheWay = (error: unknown): string =>
  error instanceof Outage ? error.message : 'The database is busy with others for too long.'
