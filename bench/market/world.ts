import { AD_CATEGORIES } from '../../src/domain/categories.ts'
import { DAY_MS } from '../../src/domain/primitives.ts'
import type { Constants } from './constants.ts'
import type { AdFacts, CreatorFacts } from './policy.ts'
import { chance } from './random.ts'
import { titleAbout } from './words.ts'

/** Midnight in Korea, a Monday. */
export const BEGINNING = Date.parse('2027-01-04T00:00:00+09:00')

/** Everybody and everything there will be, whatever is recommended. Nobody but the market reads the hidden parts. */
export type World = {
  readonly constants: Constants
  readonly seed: number
  readonly creators: Creators
  readonly ads: Ads
  /** Who comes when, in order of time. */
  readonly sessions: { readonly creator: Uint16Array; readonly at: Float64Array }
}

export type Creators = CreatorFacts & {
  /** Whether they are among the small ones, 1 or 0. */
  readonly isSmall: Uint8Array
  /** Log odds that they like a category more, `creator × categories + category`. */
  readonly categoryTaste: Float32Array
  /** The same of topics, `creator × topics + topic`, where topics are counted through all categories. */
  readonly topicTaste: Float32Array
}

/** In order of `opensAt`. */
export type Ads = AdFacts & {
  readonly topic: Uint8Array
  /** Log odds that anybody applies more, for what the ad is in itself and what it pays. */
  readonly appeal: Float32Array
}

const CATEGORIES = AD_CATEGORIES.length
const SMALLEST_REWARD = 30_000
const STREAMS = { creators: 0, ads: 1, sessions: 2, titles: 3 }

export const worldOf = (constants: Constants, seed: number): World => {
  const creators = creatorsOf(constants, seed)
  return { constants, seed, creators, ads: adsOf(constants, seed), sessions: sessionsOf(constants, seed) }
}

const creatorsOf = (constants: Constants, seed: number): Creators => {
  const draws = chance(seed, STREAMS.creators)
  const { creators: count, topicsPerCategory } = constants
  const topics = CATEGORIES * topicsPerCategory
  const subscribers = new Int32Array(count)
  const declared = new Uint8Array(count)
  const categoryTaste = new Float32Array(count * CATEGORIES)
  const topicTaste = new Float32Array(count * topics)
  for (let creator = 0; creator < count; creator += 1) {
    subscribers[creator] = Math.round(
      constants.medianSubscribers * Math.exp(constants.sizeSpread * draws.normal()),
    )
    const favourite = draws.whole(CATEGORIES)
    const isWrong = draws.uniform() < constants.wrongInterest
    declared[creator] = isWrong ? (favourite + 1 + draws.whole(CATEGORIES - 1)) % CATEGORIES : favourite
    for (let category = 0; category < CATEGORIES; category += 1)
      categoryTaste[creator * CATEGORIES + category] =
        constants.categorySpread * draws.normal() + (category === favourite ? constants.favour : 0)
    for (let topic = 0; topic < topics; topic += 1)
      topicTaste[creator * topics + topic] = constants.topicSpread * draws.normal()
  }
  const sorted = subscribers.toSorted()
  const smallBelow = sorted[Math.floor(constants.smallShare * count)] ?? 0
  const isSmall = Uint8Array.from(subscribers, (size) => (size < smallBelow ? 1 : 0))
  return { count, subscribers, declared, isSmall, categoryTaste, topicTaste }
}

const adsOf = (constants: Constants, seed: number): Ads => {
  const draws = chance(seed, STREAMS.ads)
  const titles = chance(seed, STREAMS.titles)
  const { topicsPerCategory, days } = constants
  const count = Math.round(constants.adsPerDay * days)
  const opensAt = Float64Array.from(
    { length: count },
    () => BEGINNING + draws.uniform() * days * DAY_MS,
  ).sort()
  const closesAt = new Float64Array(count)
  const category = new Uint8Array(count)
  const topic = new Uint8Array(count)
  const capacity = new Uint8Array(count)
  const minimum = new Int32Array(count)
  const reward = new Int32Array(count)
  const appeal = new Float32Array(count)
  const text: string[] = []
  for (let ad = 0; ad < count; ad += 1) {
    const { shortestLifeDays: shortest, longestLifeDays: longest } = constants
    closesAt[ad] = (opensAt[ad] ?? 0) + (shortest + draws.uniform() * (longest - shortest)) * DAY_MS
    const topicOfCategory = draws.whole(topicsPerCategory)
    const ofCategory = draws.whole(CATEGORIES)
    category[ad] = ofCategory
    topic[ad] = ofCategory * topicsPerCategory + topicOfCategory
    const { smallestCapacity: fewest, largestCapacity: most } = constants
    capacity[ad] = fewest + draws.whole(most - fewest + 1)
    const asked = constants.medianMinimum * Math.exp(constants.minimumSpread * draws.normal())
    minimum[ad] = draws.uniform() < constants.withMinimum ? Math.round(asked) : 0
    // Rewards are uniform in their rank, which is what pulls; so the rank may be drawn first.
    const payRank = draws.uniform() - 0.5
    reward[ad] = Math.round((SMALLEST_REWARD * Math.exp(3 * (payRank + 0.5))) / 1_000) * 1_000
    appeal[ad] = constants.appealSpread * draws.normal() + constants.payPull * payRank
    const isInformative = titles.uniform() < constants.informative
    const told = isInformative ? (topic[ad] ?? 0) : titles.whole(CATEGORIES * topicsPerCategory)
    const about = AD_CATEGORIES[Math.floor(told / topicsPerCategory)] ?? 'other'
    text.push(titleAbout(about, told % topicsPerCategory, titles))
  }
  return { count, category, topic, opensAt, closesAt, capacity, minimum, reward, appeal, text }
}

const sessionsOf = (constants: Constants, seed: number): World['sessions'] => {
  const draws = chance(seed, STREAMS.sessions)
  const { creators, days } = constants
  const upTo = new Float64Array(creators)
  let total = 0
  for (let creator = 0; creator < creators; creator += 1) {
    total += Math.exp(constants.activitySpread * draws.normal())
    upTo[creator] = total
  }
  const count = Math.round(constants.sessionsPerDay * days)
  const at = Float64Array.from({ length: count }, () => BEGINNING + draws.uniform() * days * DAY_MS).sort()
  const creator = Uint16Array.from({ length: count }, () => firstAbove(upTo, draws.uniform() * total))
  return { creator, at }
}

const firstAbove = (sorted: Float64Array, value: number): number => {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
