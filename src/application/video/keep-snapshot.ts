import { holdOf, totalPausedMs } from '../../domain/cash/hold.ts'
import type { Participation } from '../../domain/participation/participation.ts'
import type { Instant } from '../../domain/primitives.ts'
import { pausedSinceOf } from '../../domain/video/live-check.ts'
import {
  type DecisionGrounds,
  type RewardDecision,
  standingOf,
  takeSnapshot,
} from '../../domain/video/snapshot.ts'
import type { Stores } from '../../ports/transact.ts'

type Completed = Extract<Participation, { readonly status: 'completed' }>

/** Keeps what was known of a completed participation's video, in the transaction that decides on its reward. */
export const keepSnapshot = async (
  { videos, snapshots }: Stores,
  { id, upload, terms, since }: Completed,
  decision: RewardDecision,
  now: Instant,
  grounds: DecisionGrounds,
): Promise<void> => {
  const watched = await videos.find(upload.videoId)
  if (watched === null) throw new Error(`participation ${id} is completed but its video is not tracked`)
  const newest = await videos.newestObservation(upload.videoId)
  const { video, liveness, pauses } = watched
  const pausedSince = pausedSinceOf(liveness)
  const hold = holdOf({ upload, terms, completedAt: since, pauses, pausedSince })
  const seen = { video, liveness, pausedMs: totalPausedMs(hold, now) }
  const standing = standingOf(liveness, await videos.missingHashtags(watched))
  await snapshots.keep({ ...takeSnapshot(decision, seen, newest, now), standing, ...grounds })
}
