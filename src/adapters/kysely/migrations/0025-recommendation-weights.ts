import type { Migration } from '../dialect.ts'

/** Every fit of what weighs in recommendations, accepted or not. Losses are millionths of a nat. */
export const recommendationWeights: Migration = {
  name: '0025-recommendation-weights',
  steps: ({ id, integer, text, key, table, index, refuse }) => [
    table(
      'recommendation_weights',
      `id ${id},
      item_kind ${key(20)} NOT NULL CHECK (item_kind IN ('ad', 'programme')),
      version ${integer} NOT NULL CHECK (version > 0),
      fitted_at ${integer} NOT NULL,
      impressions ${integer} NOT NULL CHECK (impressions >= 0),
      loss_before ${integer} NOT NULL CHECK (loss_before >= 0),
      loss_after ${integer} NOT NULL CHECK (loss_after >= 0),
      accepted ${integer} NOT NULL CHECK (accepted IN (0, 1)),
      weights ${text} NOT NULL`,
    ),
    refuse('UPDATE', 'recommendation_weights'),
    refuse('DELETE', 'recommendation_weights'),
    index('recommendation_weights_newest', 'recommendation_weights', 'item_kind, id'),
    index('recommendation_weights_in_use', 'recommendation_weights', 'item_kind, accepted, id'),
  ],
}
