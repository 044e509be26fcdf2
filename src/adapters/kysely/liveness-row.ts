import type { Selectable } from 'kysely'
import { match } from 'ts-pattern'
import { toInstant } from '../../domain/primitives.ts'
import type { Liveness, PauseCause } from '../../domain/video/live-check.ts'
import type { VideoTable } from './database.ts'
import { oneOf, present } from './row.ts'

export const PAUSE_CAUSES: readonly PauseCause[] = [
  'unavailable',
  'not-public',
  'hashtags-missing',
  'sent-back',
]

export const livenessFrom = (row: Selectable<VideoTable>): Liveness => {
  const lastGoodAt = toInstant(row.last_good_at)
  return match(oneOf(['live', 'missing', 'down'], row.state, 'video.state'))
    .returnType<Liveness>()
    .with('live', (state) => ({ state, lastGoodAt }))
    .with('missing', (state) => ({
      state,
      lastGoodAt,
      firstMissedAt: toInstant(present(row.first_missed_at, 'video.first_missed_at')),
    }))
    .with('down', (state) => ({
      state,
      lastGoodAt,
      downSince: toInstant(present(row.down_since, 'video.down_since')),
      cause: oneOf(PAUSE_CAUSES, row.down_cause, 'video.down_cause'),
    }))
    .exhaustive()
}

export const livenessToRow = (liveness: Liveness) => ({
  state: liveness.state,
  last_good_at: liveness.lastGoodAt,
  first_missed_at: liveness.state === 'missing' ? liveness.firstMissedAt : null,
  down_since: liveness.state === 'down' ? liveness.downSince : null,
  down_cause: liveness.state === 'down' ? liveness.cause : null,
})
