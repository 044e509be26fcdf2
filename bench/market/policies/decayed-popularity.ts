import { DAY_MS } from '../../../src/domain/primitives.ts'
import type { Policy } from '../policy.ts'
import { bestFirst } from './best-first.ts'

const HALF_LIFE_MS = 4 * DAY_MS

/** Applications count half as much for each half-life that has passed since, whoever asks. */
export const decayedPopularity: Policy = {
  name: 'decayed popularity',
  start: ({ ads }) => {
    const counts = new Float64Array(ads.count)
    const countedAt = new Float64Array(ads.count)
    const scores = new Float64Array(ads.count)
    const countOf = (ad: number, now: number): number =>
      (counts[ad] ?? 0) * 0.5 ** ((now - (countedAt[ad] ?? 0)) / HALF_LIFE_MS)
    return {
      rank: (_creator, now, eligible, list) => {
        for (let at = 0; at < eligible.length; at += 1) scores[at] = countOf(eligible[at] ?? 0, now)
        return bestFirst(eligible, scores, list)
      },
      acted: (action, _creator, ad, now) => {
        if (action !== 'applied') return
        counts[ad] = countOf(ad, now) + 1
        countedAt[ad] = now
      },
    }
  },
}
