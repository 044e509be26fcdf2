type HowOften = {
  readonly everyMs: number
  /** Counts up and never jumps. */
  readonly elapsedMs: () => number
  /** Told the error when the work begins to fail, and null when it is done again; not each time in between. */
  readonly onTrouble: (error: unknown) => void
}

/**
 * Does some work when it is asked for and `everyMs` have passed since it was last begun, or failed. One at a time: whoever
 * asks meanwhile waits for the one that is being done. Never throws.
 */
export const nowAndThen = (
  work: () => Promise<void>,
  { everyMs, elapsedMs, onTrouble }: HowOften,
): (() => Promise<void>) => {
  let since: number | null = null
  let running: Promise<void> | null = null
  let isFailing = false

  const tryIt = async (): Promise<void> => {
    try {
      await work()
      if (isFailing) onTrouble(null)
      isFailing = false
    } catch (error) {
      since = elapsedMs()
      if (!isFailing) onTrouble(error)
      isFailing = true
    }
  }
  return async () => {
    const nowMs = elapsedMs()
    if (running === null && (since === null || nowMs - since >= everyMs)) {
      since = nowMs
      running = tryIt().finally(() => {
        running = null
      })
    }
    await running
  }
}

/** Joins what several tell of themselves: an error of each when it begins to fail, and null when all work again. */
export const troubleOfSeveral = (onTrouble: (error: unknown) => void): (() => (error: unknown) => void) => {
  let failing = 0
  return () => (error) => {
    failing += error === null ? -1 : 1
    if (error !== null || failing === 0) onTrouble(error)
  }
}
