import { AD_CATEGORIES, type AdCategory } from '../../src/domain/categories.ts'
import { DAY_MS, type Id, type Instant, later, toId, toInstant } from '../../src/domain/primitives.ts'
import { type Action, type InterestEvent, SHOWN_MAX } from '../../src/domain/recommendation/event.ts'
import type { CreatorFacts, Item } from '../../src/domain/recommendation/item.ts'
import { type Draws, draws } from './draws.ts'
import { textAbout } from './words.ts'

export type Size = { readonly creators: number; readonly liveAds: number; readonly interactions: number }

/** `mixed` has lists and everything that is done with ads; `applications` is hardest: every interaction is remembered. */
export const MIXES = ['mixed', 'applications'] as const
export type Mix = (typeof MIXES)[number]

export type Population = Size & { readonly mix: Mix }

/** Everything that happened until `NOW`, as numbers, so that beside what is measured it takes little room. */
export type History = {
  readonly ads: readonly Item[]
  readonly length: number
  /** Written anew for each event, as rows are that come from a database. */
  readonly eventAt: (index: number) => InterestEvent
  readonly creatorAt: (index: number) => CreatorFacts
  readonly kinds: ReadonlyMap<InterestEvent['kind'], number>
}

export const NOW = toInstant(Date.parse('2027-06-01T03:00:00Z'))
const DAYS = 60
const SHORTEST_LIFE_DAYS = 14
const LONGEST_LIFE_DAYS = 42
const MEAN_LIFE_DAYS = (SHORTEST_LIFE_DAYS + LONGEST_LIFE_DAYS) / 2
const TOPICS = 25

/** How often each of a hundred interactions is one of these; lists come whole, at most 20 ads each. */
const SHARES: Readonly<Record<Mix, readonly (readonly [InterestEvent['kind'], number])[]>> = {
  mixed: [
    ['shown', 60],
    ['viewed', 20],
    ['applied', 12],
    ['scrapped', 4],
    ['assigned', 2],
    ['completed', 1],
    ['dismissed', 1],
  ],
  applications: [['applied', 100]],
}

/** What becomes of an application, of one of those made lately. */
const FOLLOWS: readonly InterestEvent['kind'][] = ['assigned', 'completed']
const LATELY = 50_000

export const historyOf = (population: Population): History => {
  const random = draws(population.creators + population.liveAds)
  const ads = adsOf(population.liveAds, random)
  const { kinds, columns, length } = happened(population, ads, random)
  const topics = Array.from({ length: 1_000 }, () => textAbout(random.whole(TOPICS), 3, random))
  return {
    ads: ads.map(({ item }) => item),
    length,
    kinds,
    eventAt: (index) => eventIn(columns, index),
    creatorAt: (index) => ({
      id: toId(index + 1),
      interest: AD_CATEGORIES[index % AD_CATEGORIES.length] ?? null,
      subscribers: 100 + ((index * 7_919) % 100_000),
      channelTitle: topics[index % topics.length] ?? null,
    }),
  }
}

type Ad = {
  readonly item: Item
  /** From 0 to 1: a few are chosen ten times as often as most. */
  readonly appeal: number
}

/** In the order in which they open, as many a day that `liveAds` are live at any time. */
const adsOf = (liveAds: number, random: Draws): readonly Ad[] => {
  const days = DAYS + LONGEST_LIFE_DAYS
  const count = Math.round((liveAds / MEAN_LIFE_DAYS) * days)
  const begin = later(NOW, -days * DAY_MS)
  return Array.from({ length: count }, (_, index): Ad => {
    const opensAt = later(begin, Math.round(((index + random.uniform()) / count) * days * DAY_MS))
    const life = SHORTEST_LIFE_DAYS + random.uniform() * (LONGEST_LIFE_DAYS - SHORTEST_LIFE_DAYS)
    const topic = random.whole(TOPICS)
    const item: Item = {
      id: index + 1,
      category: categoryOf(topic),
      text: textAbout(topic, 8 + random.whole(12), random),
      opensAt,
      closesAt: later(opensAt, Math.round(life * DAY_MS)),
      capacity: 5 + random.whole(25),
      reward: 10_000 * (1 + random.whole(50)),
      minimumSubscribers: random.uniform() < 0.7 ? 0 : 1_000 * (1 + random.whole(20)),
    }
    return { item, appeal: Math.min(1, 0.02 / (1 - random.uniform())) }
  })
}

const categoryOf = (topic: number): AdCategory => AD_CATEGORIES[topic % AD_CATEGORIES.length] ?? 'other'

const KINDS: readonly InterestEvent['kind'][] = [
  'shown',
  'viewed',
  'scrapped',
  'applied',
  'assigned',
  'completed',
  'dismissed',
]

type Columns = {
  readonly at: Float64Array
  readonly creator: Int32Array
  readonly item: Int32Array
  readonly kind: Uint8Array
  readonly position: Uint8Array
}

const happened = (population: Population, ads: readonly Ad[], random: Draws) => {
  const length = population.interactions
  const columns: Columns = {
    at: new Float64Array(length),
    creator: new Int32Array(length),
    item: new Int32Array(length),
    kind: new Uint8Array(length),
    position: new Uint8Array(length),
  }
  const kinds = new Map<InterestEvent['kind'], number>()
  const applications: number[] = []
  const nextKind = kindsOf(population.mix, random)
  const adAt = adsAt(ads, random)
  let written = 0
  let at = NOW
  const write = (kind: InterestEvent['kind'], creator: number, item: number, position: number): void => {
    if (written === length) return
    columns.at[written] = at
    columns.creator[written] = creator
    columns.item[written] = item
    columns.kind[written] = KINDS.indexOf(kind)
    columns.position[written] = position
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    if (kind === 'applied') applications[applications.length % LATELY] = written
    written += 1
  }
  while (written < length) {
    const kind = nextKind()
    at = later(NOW, -Math.round((1 - written / length) * DAYS * DAY_MS))
    const creator = creatorWho(population.creators, random)
    const past = applications[random.whole(Math.max(1, applications.length))]
    if (kind === 'shown')
      for (let position = 0; position < SHOWN_MAX; position += 1) write(kind, creator, adAt(at), position)
    else if (FOLLOWS.includes(kind) && past !== undefined)
      write(kind, columns.creator[past] ?? 1, columns.item[past] ?? 1, 0)
    else write(kind, creator, adAt(at), 0)
  }
  return { columns, kinds, length }
}

/** A list is twenty events, so it is begun a twentieth as often. */
const kindsOf = (mix: Mix, random: Draws): (() => InterestEvent['kind']) => {
  const begun = SHARES[mix].map(([kind, share]) => ({
    kind,
    share: kind === 'shown' ? share / SHOWN_MAX : share,
  }))
  const all = begun.reduce((sum, { share }) => sum + share, 0)
  return () => {
    let drawn = random.uniform() * all
    for (const { kind, share } of begun) {
      drawn -= share
      if (drawn < 0) return kind
    }
    return 'applied'
  }
}

/** How often creators act falls with their place among all of them; the first ones differ little. */
const FALL = 0.7
const ALIKE = 50

const creatorWho = (creators: number, random: Draws): number => {
  const rise = 1 - FALL
  const least = ALIKE ** rise
  const most = (creators + ALIKE) ** rise
  return 1 + Math.floor((least + random.uniform() * (most - least)) ** (1 / rise) - ALIKE)
}

/** An ad that is live then, the appealing ones more often. */
const adsAt = (ads: readonly Ad[], random: Draws): ((at: Instant) => number) => {
  let [first, end] = [0, 0]
  return (at) => {
    for (let ad = ads[end]; ad !== undefined && ad.item.opensAt <= at; ad = ads[end]) end += 1
    for (let ad = ads[first]; ad !== undefined && ad.item.closesAt < at; ad = ads[first]) first += 1
    for (;;) {
      const ad = ads[first + random.whole(end - first)]
      if (ad !== undefined && ad.item.closesAt >= at && random.uniform() < ad.appeal) return ad.item.id
    }
  }
}

const eventIn = ({ at, creator, item, kind, position }: Columns, index: number): InterestEvent => {
  const common = {
    itemKind: 'ad',
    item: item[index] ?? 0,
    creator: (creator[index] ?? 1) as Id<'Account'>,
    at: (at[index] ?? 0) as Instant,
  } as const
  const name = KINDS[kind[index] ?? 0] ?? 'viewed'
  return name === 'shown'
    ? { ...common, kind: name, list: 'interest', position: position[index] ?? 0 }
    : { ...common, kind: name satisfies Action }
}
