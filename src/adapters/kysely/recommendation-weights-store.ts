import type { Kysely, Selectable } from 'kysely'
import { toInstant } from '../../domain/primitives.ts'
import { ITEM_KINDS, type ItemKind } from '../../domain/recommendation/event.ts'
import type { FittedWeights, WeightsStore } from '../../ports/recommendation.ts'
import type { Database, RecommendationWeightsTable } from './database.ts'
import { flag, oneOf, toFlag } from './row.ts'

export const weightsStore = (db: Kysely<Database>): WeightsStore => ({
  add: async (fitted) => {
    await db.insertInto('recommendation_weights').values(toRow(fitted)).execute()
  },
})

/** The newest fit that was accepted, for views. */
export const newestAccepted = async (
  db: Kysely<Database>,
  itemKind: ItemKind,
): Promise<FittedWeights | null> => {
  const row = await db
    .selectFrom('recommendation_weights')
    .selectAll()
    .where('item_kind', '=', itemKind)
    .where('accepted', '=', 1)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

/** Accepted or not, newest first, for views. */
export const newestFits = async (
  db: Kysely<Database>,
  itemKind: ItemKind,
  limit: number,
): Promise<readonly FittedWeights[]> => {
  const rows = await db
    .selectFrom('recommendation_weights')
    .selectAll()
    .where('item_kind', '=', itemKind)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

const MILLIONTHS = 1_000_000

const toRow = (fitted: FittedWeights) => ({
  item_kind: fitted.itemKind,
  version: fitted.version,
  fitted_at: fitted.fittedAt,
  impressions: fitted.impressions,
  loss_before: Math.round(fitted.lossBefore * MILLIONTHS),
  loss_after: Math.round(fitted.lossAfter * MILLIONTHS),
  accepted: toFlag(fitted.isAccepted),
  weights: JSON.stringify(fitted.weights),
})

const fromRow = (row: Selectable<RecommendationWeightsTable>): FittedWeights => ({
  itemKind: oneOf(ITEM_KINDS, row.item_kind, 'recommendation_weights.item_kind'),
  version: row.version,
  fittedAt: toInstant(row.fitted_at),
  impressions: row.impressions,
  lossBefore: row.loss_before / MILLIONTHS,
  lossAfter: row.loss_after / MILLIONTHS,
  isAccepted: flag(row.accepted, 'recommendation_weights.accepted'),
  weights: fromJson(row.weights),
})

/** Text that is no JSON is as good as no weights: lists go on without, and nobody gets an error for it. */
const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
