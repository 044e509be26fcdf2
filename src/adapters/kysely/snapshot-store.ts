import type { Kysely, Selectable } from 'kysely'
import { toId, toInstant } from '../../domain/primitives.ts'
import type {
  DecisionSnapshot,
  RewardDecision,
  SnapshotFigures,
  SnapshotStanding,
} from '../../domain/video/snapshot.ts'
import type { SnapshotStore } from '../../ports/snapshot.ts'
import { hashtagsFrom } from './ad-store.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database, DecisionSnapshotTable } from './database.ts'
import { PAUSE_CAUSES } from './liveness-row.ts'
import { oneOf, present } from './row.ts'
import { privacyFrom, SOURCES } from './video-retention.ts'

export const snapshotStore = (db: Kysely<Database>): SnapshotStore => ({
  keep: async (snapshot) => {
    await db.insertInto('decision_snapshot').values(toRow(snapshot)).execute()
  },
})

/** By participation, oldest first. */
export const snapshotsOf = async (
  db: Kysely<Database>,
  participations: readonly number[],
): Promise<ReadonlyMap<number, readonly DecisionSnapshot[]>> => {
  if (participations.length === 0) return new Map()
  // Three for each participation at the most.
  const rows = await db
    .selectFrom('decision_snapshot')
    .selectAll()
    .where('participation_id', 'in', participations)
    .orderBy('at')
    // In one moment, their names happen to have the order in which they are made.
    .orderBy('decision')
    .execute()
  return Map.groupBy(rows.map(fromRow), ({ participationId }) => participationId)
}

const DECISIONS: readonly RewardDecision[] = ['completed', 'released', 'forfeited']

const toRow = ({ newest, standing, ...snapshot }: DecisionSnapshot) => ({
  participation_id: snapshot.participationId,
  decision: snapshot.decision,
  at: snapshot.at,
  video_id: snapshot.videoId,
  published_at: snapshot.publishedAt,
  paused_ms: snapshot.pausedMs,
  last_good_at: snapshot.lastGoodAt,
  observed_at: newest?.at ?? null,
  views: newest?.views ?? null,
  likes: newest?.likes ?? null,
  comments: newest?.comments ?? null,
  privacy: newest?.privacy ?? null,
  source: newest?.source ?? null,
  decided_by: snapshot.decidedBy,
  reason: snapshot.reason,
  state: standing.state,
  cause: standing.cause,
  missing_hashtags: JSON.stringify(standing.missingHashtags),
})

const fromRow = (row: Selectable<DecisionSnapshotTable>): DecisionSnapshot => ({
  participationId: toId<'Participation'>(row.participation_id),
  decision: oneOf(DECISIONS, row.decision, 'decision_snapshot.decision'),
  at: toInstant(row.at),
  videoId: videoIdFrom(row.video_id, 'decision_snapshot.video_id'),
  publishedAt: toInstant(row.published_at),
  pausedMs: row.paused_ms,
  lastGoodAt: toInstant(row.last_good_at),
  newest: figuresFrom(row),
  standing: standingFrom(row),
  decidedBy: row.decided_by === null ? null : toId<'Account'>(row.decided_by),
  reason: row.reason,
})

const standingFrom = (row: Selectable<DecisionSnapshotTable>): SnapshotStanding => ({
  state: oneOf(['live', 'missing', 'down'], row.state, 'decision_snapshot.state'),
  cause: row.cause === null ? null : oneOf(PAUSE_CAUSES, row.cause, 'decision_snapshot.cause'),
  missingHashtags: hashtagsFrom(row.missing_hashtags),
})

const figuresFrom = (row: Selectable<DecisionSnapshotTable>): SnapshotFigures | null =>
  row.observed_at === null
    ? null
    : {
        at: toInstant(row.observed_at),
        views: row.views,
        likes: row.likes,
        comments: row.comments,
        privacy: row.privacy === null ? null : privacyFrom(row.privacy, 'decision_snapshot.privacy'),
        source: oneOf(SOURCES, present(row.source, 'decision_snapshot.source'), 'decision_snapshot.source'),
      }
