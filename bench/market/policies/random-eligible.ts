import type { Policy } from '../policy.ts'
import { chance } from '../random.ts'
import { bestFirst } from './best-first.ts'

const STREAM = 100

/** What a creator may apply to, in any order. */
export const randomEligible: Policy = {
  name: 'random eligible',
  start: ({ ads, seed }) => {
    const draws = chance(seed, STREAM)
    const scores = new Float64Array(ads.count)
    return {
      rank: (_creator, _now, eligible, list) => {
        for (let at = 0; at < eligible.length; at += 1) scores[at] = draws.uniform()
        return bestFirst(eligible, scores, list)
      },
    }
  },
}
