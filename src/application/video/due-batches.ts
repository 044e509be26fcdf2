import { SCHEDULES } from '../../domain/job/schedule.ts'
import { type Instant, later } from '../../domain/primitives.ts'
import { earlyAllowance } from '../../domain/video/early-allowance.ts'
import { PROMISED_MS } from '../../domain/video/pace.ts'
import { IDS_PER_CALL } from '../../domain/video/youtube-call.ts'
import { isVideoId, type VideoId } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DueBy, DueVideo, VideoViews } from '../../ports/video.ts'
import type { VideoPlatform } from '../../ports/video-platform.ts'

/** Videos that one call is made for. `check` tells how they stand, `figures` does not. */
export type Batch = {
  readonly ask: 'check' | 'figures'
  readonly ids: readonly VideoId[]
  /** Where the run stands before the batch, and once it is dealt with. */
  readonly from: string | null
  readonly cursor: string
}

/** What earlier batches of the run have shown; asked before each batch. */
export type Openness = {
  /** False once YouTube's allowance for this kind of call is spent. */
  readonly isOpen: (ask: Batch['ask']) => boolean
  /** False once YouTube has said that it does not serve them: checks tell the same figures. */
  readonly areFiguresServed: () => boolean
}

/**
 * Everything that is due until `now`, in full calls: first what must be checked, then what is promised, and last what is
 * wanted, as far as the day's allowance goes, and no longer than until the next run is due or the allowance is another:
 * what is promised or to be checked by then must not wait for it.
 */
export async function* dueBatches(
  ports: { readonly videoViews: VideoViews; readonly platform: VideoPlatform; readonly clock: Clock },
  { isOpen, areFiguresServed }: Openness,
): AsyncGenerator<Batch, void, undefined> {
  const { videoViews, clock } = ports
  const now = clock.now()
  const next = dueLists(videoViews, now)
  while (isOpen('check')) {
    const ids = await next('checkBy', IDS_PER_CALL)
    if (ids.length === 0) break
    yield dueBatch('check', ids)
  }
  while (isOpen('figures')) {
    const promised = await next('promisedBy', IDS_PER_CALL)
    if (promised.length === 0) break
    // Room in a call that is made anyway costs nothing.
    const room = IDS_PER_CALL - promised.length
    const wanted = room === 0 ? [] : await next('wantedAt', room, promised)
    yield dueBatch('figures', [...promised, ...wanted])
  }
  const served = areFiguresServed()
  let { calls, until } = await allowanceForWanted(ports, now, served)
  while (calls > 0 && isOpen('figures') && clock.now() < until) {
    const ids = await next('wantedAt', IDS_PER_CALL)
    if (ids.length === 0) break
    yield dueBatch('figures', ids)
    calls -= 1
    if (areFiguresServed() !== served) ({ calls, until } = await allowanceForWanted(ports, now, false))
  }
}

/** A later run begins anew with what is still due; its cursor only shows that it gets further. */
const dueBatch = (ask: Batch['ask'], ids: readonly VideoId[]): Batch => ({
  ask,
  ids,
  from: null,
  cursor: `due:${ids.at(-1) ?? ''}`,
})

/** Where figures are not served, reads cost units of the other allowance. */
const allowanceForWanted = async (
  { videoViews, platform }: { readonly videoViews: VideoViews; readonly platform: VideoPlatform },
  now: Instant,
  areFiguresServed: boolean,
): Promise<{ readonly calls: number; readonly until: Instant }> => {
  const { statistics, general } = await platform.budget()
  const { unitsLeft, fullAgainAt } = areFiguresServed ? statistics : general
  const promisedToday = await videoViews.promisedUntil(fullAgainAt)
  const soon = later(now, PROMISED_MS)
  const promisedSoon = soon < fullAgainAt ? await videoViews.promisedUntil(soon) : promisedToday
  const tickMs = SCHEDULES['refresh-statistics'].everyMs
  const nextRunAt = later(now, tickMs)
  return {
    calls: earlyAllowance({ unitsLeft, fullAgainAt, now, promisedSoon, promisedToday, tickMs }),
    until: nextRunAt < fullAgainAt ? nextRunAt : fullAgainAt,
  }
}

/**
 * The next ids of each list. What was dealt with is due no more; what was not is passed over by going on behind it, and
 * waits for the next run.
 */
const dueLists = (videoViews: VideoViews, until: Instant) => {
  const reached: Record<DueBy, DueVideo | null> = { checkBy: null, promisedBy: null, wantedAt: null }
  return async (
    by: DueBy,
    howMany: number,
    without: readonly VideoId[] = [],
  ): Promise<readonly VideoId[]> => {
    const found: VideoId[] = []
    while (found.length < howMany) {
      const page = await videoViews.due({ by, until, after: reached[by], limit: IDS_PER_CALL })
      for (const video of page) {
        if (found.length === howMany) return found
        reached[by] = video
        if (!without.includes(video.id)) found.push(video.id)
      }
      if (page.length < IDS_PER_CALL) return found
    }
    return found
  }
}

const EVERYTHING = 'all:'

/** Whether a run that has come so far was asked for everything. */
export const isForEverything = (cursor: string | null): boolean => cursor?.startsWith(EVERYTHING) ?? false

/** Every tracked video, due or not, by id: each of them is checked. */
export async function* allBatches(
  videoViews: VideoViews,
  cursor: string | null,
  { isOpen }: Openness,
): AsyncGenerator<Batch, void, undefined> {
  const reached = cursor?.slice(EVERYTHING.length)
  let after = isVideoId(reached) ? reached : null
  while (isOpen('check')) {
    const ids = await videoViews.tracked({ after, limit: IDS_PER_CALL })
    const last = ids.at(-1)
    if (last === undefined) return
    yield { ask: 'check', ids, from: `${EVERYTHING}${after ?? ''}`, cursor: `${EVERYTHING}${last}` }
    after = last
  }
}
