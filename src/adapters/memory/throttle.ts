import { type Instant, later } from '../../domain/primitives.ts'
import type { Throttle } from '../../ports/throttle.ts'

type Window = { readonly endsAt: Instant; readonly attempts: number }

/** Above this many subjects, those whose window is over are forgotten. */
const SUBJECTS_MAX = 10_000

export const throttle = (): Throttle => {
  const windows = new Map<string, Window>()
  const forgetEnded = (now: Instant): void => {
    for (const [subject, { endsAt }] of windows) if (endsAt <= now) windows.delete(subject)
  }
  return {
    hit: async (subject, now, windowMs) => {
      const running = windows.get(subject)
      const window =
        running !== undefined && now < running.endsAt
          ? { ...running, attempts: running.attempts + 1 }
          : { endsAt: later(now, windowMs), attempts: 1 }
      if (windows.size >= SUBJECTS_MAX && running === undefined) forgetEnded(now)
      windows.set(subject, window)
      return window.attempts
    },
    clear: async (subject) => {
      windows.delete(subject)
    },
    forgetEnded: async (now, limit) => {
      const ended = [...windows]
        .filter(([, { endsAt }]) => endsAt < now)
        .toSorted(([, one], [, other]) => one.endsAt - other.endsAt)
        .slice(0, limit)
      for (const [subject] of ended) windows.delete(subject)
      return ended.length
    },
  }
}
