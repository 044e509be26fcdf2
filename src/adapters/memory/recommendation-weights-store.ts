import type { WeightsStore } from '../../ports/recommendation.ts'
import type { Tables } from './database.ts'
import { insert } from './table.ts'

export const weightsStore = ({ recommendationWeights }: Tables): WeightsStore => ({
  add: async (fitted) => insert(recommendationWeights, recommendationWeights.nextNumber(), fitted),
})
