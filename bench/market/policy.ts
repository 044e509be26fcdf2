/** What a server knows of creators, who are the numbers below `count`. */
export type CreatorFacts = {
  readonly count: number
  readonly subscribers: Int32Array
  /** The index of a category, as the creator declared it. */
  readonly declared: Uint8Array
}

/** What a server knows of ads, which are the numbers below `count`; of those that open later nothing may be read. */
export type AdFacts = {
  readonly count: number
  /** The index of a category. */
  readonly category: Uint8Array
  /** Milliseconds since 1970, as all times here. */
  readonly opensAt: Float64Array
  readonly closesAt: Float64Array
  readonly capacity: Uint8Array
  /** Subscribers that an applicant must have, 0 for anybody. */
  readonly minimum: Int32Array
  /** In won. */
  readonly reward: Int32Array
  readonly text: readonly string[]
}

export type Facts = { readonly creators: CreatorFacts; readonly ads: AdFacts; readonly seed: number }

/** What creators and advertisers do; `shown` comes with its position, 0 for the first. */
export type MarketAction = 'viewed' | 'applied' | 'assigned' | 'completed'

/** Orders what a creator may apply to. It hears what a server hears, in order of time, and nothing else. */
export type Ranker = {
  /**
   * Writes at most as many of `eligible` (ads that are open to this creator, oldest first) into `list` as it has places,
   * best first, and answers how many.
   */
  readonly rank: (creator: number, now: number, eligible: Int32Array, list: Int32Array) => number
  readonly published?: (ad: number) => void
  readonly shown?: (creator: number, ad: number, position: number, now: number) => void
  readonly acted?: (action: MarketAction, creator: number, ad: number, now: number) => void
  /** At each midnight, before what happens on the new day. */
  readonly dayBegan?: (day: number, now: number) => void
}

export type Policy = { readonly name: string; readonly start: (facts: Facts) => Ranker }
