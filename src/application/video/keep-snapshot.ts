import type { Participation } from '../../domain/participation/participation.ts'
import type { Instant } from '../../domain/primitives.ts'
import { type RewardDecision, takeSnapshot } from '../../domain/video/snapshot.ts'
import type { Stores } from '../../ports/transact.ts'

type Completed = Extract<Participation, { readonly status: 'completed' }>

/** Keeps what was known of a completed participation's video, in the transaction that decides on its reward. */
export const keepSnapshot = async (
  { videos, snapshots }: Stores,
  { id, upload }: Completed,
  decision: RewardDecision,
  now: Instant,
): Promise<void> => {
  const watched = await videos.find(upload.videoId)
  if (watched === null) throw new Error(`participation ${id} is completed but its video is not tracked`)
  const newest = await videos.newestObservation(upload.videoId)
  await snapshots.keep(takeSnapshot(decision, watched, newest, now))
}
