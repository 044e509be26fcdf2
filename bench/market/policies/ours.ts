import { AD_CATEGORIES } from '../../../src/domain/categories.ts'
import {
  DAY_MS,
  HOUR_MS,
  type Id,
  type Instant,
  later,
  toId,
  toInstant,
} from '../../../src/domain/primitives.ts'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { fitWeights } from '../../../src/domain/recommendation/fit-weights.ts'
import type { CreatorFacts, Item } from '../../../src/domain/recommendation/item.ts'
import { rank } from '../../../src/domain/recommendation/rank.ts'
import { describeItem, emptyState, foldEvent } from '../../../src/domain/recommendation/state.ts'
import {
  emptyTraining,
  learnFrom,
  rowsOf,
  type Training,
} from '../../../src/domain/recommendation/training.ts'
import { PRIORS, type Weights } from '../../../src/domain/recommendation/weights.ts'
import type { Facts, Policy } from '../policy.ts'

/** As the job that learns the weights does it. */
const TRAINING_DAYS = 28

export type Learning = {
  /** 0 for never. */
  readonly refitEveryDays: number
  /** The part of all visits that is learned from. */
  readonly sampled: number
}

/** The ranking of the product, which folds in what happens as it happens and learns its weights as the product's job does. */
export const ours = (learning: Learning): Policy => ({
  name: 'ours',
  start: (facts) => {
    const state = emptyState('ad')
    const learner = learnerFor(facts, learning)
    const take = (event: InterestEvent): void => {
      foldEvent(state, event)
      learner.take(event)
    }
    return {
      published: (ad) => describeItem(state, itemOf(facts, ad)),
      rank: (creator, now, eligible, list) => {
        const among = new Set<number>()
        for (const ad of eligible) among.add(ad + 1)
        const at = instant(now)
        const ranked = rank(state, creatorOf(facts, idOf(creator)), at, koreanDay(at), learner.weights(), {
          limit: list.length,
          among,
        })
        ranked.forEach(({ id }, place) => {
          list[place] = id - 1
        })
        return ranked.length
      },
      shown: (creator, ad, position, now) =>
        take({ ...lineOf(creator, ad, now), kind: 'shown', list: 'interest', position }),
      acted: (kind, creator, ad, now) => take({ ...lineOf(creator, ad, now), kind }),
      dayBegan: (day, now) => learner.dayBegan(day, instant(now)),
    }
  },
})

/** Reads the same log once more, and fits the weights to it on the days when it is time. */
const learnerFor = (facts: Facts, { refitEveryDays, sampled }: Learning) => {
  const training: Training | null = refitEveryDays === 0 ? null : trainingOn(facts, sampled)
  const creator = (id: Id<'Account'>): CreatorFacts => creatorOf(facts, id)
  let weights: Weights = PRIORS
  return {
    weights: () => weights,
    take: (event: InterestEvent): void => {
      if (training !== null) learnFrom(training, event, creator)
    },
    dayBegan: (day: number, now: Instant): void => {
      if (training === null || day % refitEveryDays !== 0) return
      const from = later(now, -TRAINING_DAYS * DAY_MS)
      const rows = rowsOf(training, creator).filter(({ at }) => at >= from)
      const verdict = fitWeights(rows, { priors: PRIORS, inUse: weights })
      if (verdict.kind === 'fitted' && verdict.isBetter) weights = verdict.weights
    },
  }
}

/** Makes its rows as time goes on, where the job begins anew each day with the same log. */
const trainingOn = (facts: Facts, sampled: number): Training => {
  const items = Array.from({ length: facts.ads.count }, (_, ad) => itemOf(facts, ad))
  const window = { from: toInstant(0), until: toInstant(Number.MAX_SAFE_INTEGER), rowsMax: Infinity }
  return { ...emptyTraining('ad', items, window), share: sampled }
}

const instant = (at: number | undefined): Instant => toInstant(Math.floor(at ?? 0))
const idOf = (creator: number): Id<'Account'> => toId<'Account'>(creator + 1)
const koreanDay = (at: Instant): number => Math.floor((at + 9 * HOUR_MS) / DAY_MS)

const lineOf = (creator: number, ad: number, now: number) => ({
  itemKind: 'ad' as const,
  creator: idOf(creator),
  item: ad + 1,
  at: instant(now),
})

const itemOf = ({ ads }: Facts, ad: number): Item => ({
  id: ad + 1,
  category: AD_CATEGORIES[ads.category[ad] ?? 0] ?? 'other',
  text: ads.text[ad] ?? '',
  opensAt: instant(ads.opensAt[ad]),
  closesAt: instant(ads.closesAt[ad]),
  capacity: ads.capacity[ad] ?? 0,
  reward: ads.reward[ad] ?? 0,
  minimumSubscribers: ads.minimum[ad] ?? 0,
})

const creatorOf = ({ creators }: Facts, id: Id<'Account'>): CreatorFacts => ({
  id,
  interest: AD_CATEGORIES[creators.declared[id - 1] ?? 0] ?? null,
  subscribers: creators.subscribers[id - 1] ?? null,
  channelTitle: null,
})
