import type { Facts, Policy } from '../policy.ts'
import { bestFirst } from './best-first.ts'

/** Ads of the category that the creator declared, and no others: those with the most applications first, older ones before newer. */
export const categoryPopularity: Policy = {
  name: 'category → popularity',
  start: (facts) => {
    const applications = new Float64Array(facts.ads.count)
    return {
      rank: ofDeclaredInterest(facts, (ad) => applications[ad] ?? 0),
      acted: (action, _creator, ad) => {
        if (action === 'applied') applications[ad] = (applications[ad] ?? 0) + 1
      },
    }
  },
}

/** Ads of the category that the creator declared, and no others: the newest first. */
export const categoryNewest: Policy = {
  name: 'category → newest',
  start: (facts) => ({ rank: ofDeclaredInterest(facts, (ad) => facts.ads.opensAt[ad] ?? 0) }),
}

const ofDeclaredInterest = ({ creators, ads }: Facts, score: (ad: number) => number) => {
  const scores = new Float64Array(ads.count)
  const ofCategory = new Int32Array(ads.count)
  return (creator: number, _now: number, eligible: Int32Array, list: Int32Array): number => {
    let found = 0
    for (const ad of eligible)
      if (ads.category[ad] === creators.declared[creator]) {
        ofCategory[found] = ad
        scores[found] = score(ad)
        found += 1
      }
    return bestFirst(ofCategory.subarray(0, found), scores, list)
  }
}
