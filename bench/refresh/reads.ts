import type { Instant } from '../../src/domain/primitives.ts'
import { PROMISED_MS } from '../../src/domain/video/pace.ts'

/** One stored observation, by video and then by time. */
export type Read = { readonly videoId: string; readonly at: number; readonly source: string }

export type ReadFigures = {
  readonly videos: number
  /** Reads within the time that is looked at. */
  readonly reads: number
  readonly least: number
  readonly most: number
  /** Of the reads, those by `videos.list`. */
  readonly checks: number
  /** Of the reads, those that came before they were promised. */
  readonly early: number
  /** The longest that the newest figures of any video were old, up to `until`. */
  readonly oldestMs: number
}

/** What observations show of the time from `from` until `until`. Those before it count as what was known at its beginning. */
export const readFigures = async (
  observations: AsyncIterable<Read> | Iterable<Read>,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Promise<ReadFigures> => {
  const ended: ReadsOfOne[] = []
  for await (const { videoId, at, source } of observations) {
    if (at >= until) continue
    if (ended.at(-1)?.videoId !== videoId)
      ended.push({ videoId, last: at, reads: 0, checks: 0, early: 0, oldestMs: 0 })
    const current = ended.at(-1)
    if (current === undefined) continue
    const gapMs = at - current.last
    current.last = at
    if (at < from) continue
    current.reads += 1
    current.oldestMs = Math.max(current.oldestMs, gapMs)
    if (source === 'videos.list') current.checks += 1
    if (gapMs < PROMISED_MS) current.early += 1
  }
  const total = (of: 'reads' | 'checks' | 'early') => ended.reduce((sum, one) => sum + one[of], 0)
  const most = (of: (one: ReadsOfOne) => number) => ended.reduce((found, one) => Math.max(found, of(one)), 0)
  return {
    videos: ended.length,
    reads: total('reads'),
    least: ended.reduce(
      (found, { reads }) => Math.min(found, reads),
      most(({ reads }) => reads),
    ),
    most: most(({ reads }) => reads),
    checks: total('checks'),
    early: total('early'),
    oldestMs: most(({ oldestMs, last }) => Math.max(oldestMs, until - last)),
  }
}

type ReadsOfOne = {
  readonly videoId: string
  last: number
  reads: number
  checks: number
  early: number
  oldestMs: number
}
