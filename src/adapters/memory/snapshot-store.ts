import type { Id } from '../../domain/primitives.ts'
import type { DecisionSnapshot } from '../../domain/video/snapshot.ts'
import type { SnapshotStore } from '../../ports/snapshot.ts'
import { pairKey, type Tables } from './database.ts'
import { insert } from './table.ts'

export const snapshotStore = ({ snapshots }: Tables): SnapshotStore => ({
  keep: async (snapshot) => insert(snapshots, pairKey(snapshot.participationId, snapshot.decision), snapshot),
})

/** Oldest first. */
export const snapshotsOf = (
  { snapshots }: Tables,
  participation: Id<'Participation'>,
): readonly DecisionSnapshot[] =>
  snapshots
    .rows()
    .filter(({ participationId }) => participationId === participation)
    .toSorted((a, b) => a.at - b.at)
