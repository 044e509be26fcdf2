import type { DecisionSnapshot } from '../domain/video/snapshot.ts'

export type SnapshotStore = {
  /** Append-only, once for each participation and decision: throws on a second one, as the posting it explains is unique. */
  readonly keep: (snapshot: DecisionSnapshot) => Promise<void>
}
