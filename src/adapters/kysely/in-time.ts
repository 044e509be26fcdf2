/** What `work` answers, or `late` when that takes longer than `limitMs`; it then goes on, and whoever called sees to it. */
export const inTime = async <T>(limitMs: number, work: Promise<T>): Promise<T | 'late'> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
