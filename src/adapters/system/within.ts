/**
 * Waits for work, but no longer than `limitMs`. What is late goes on behind the caller's back, and what it throws then is
 * nobody's: log it before it comes here. Throws what work throws in time.
 */
export const within = async (limitMs: number, work: Promise<unknown>): Promise<'done' | 'late'> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs)
  })
  try {
    return await Promise.race([work.then(() => 'done' as const), late])
  } finally {
    clearTimeout(timer)
  }
}
