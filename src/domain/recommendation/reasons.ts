import { daysLeft } from '../calendar.ts'
import type { Profile } from './comparison.ts'
import type { RecommendationState } from './state.ts'
import type { Candidate, Outlook } from './terms.ts'
import { wordsOf } from './text.ts'
import type { Term } from './weights.ts'

/** Why an item stands where it stands, with what a sentence about it names. */
export type Reason =
  | { readonly code: 'interest' | 'pay'; readonly category: string }
  | { readonly code: 'text' | 'channel'; readonly words: readonly string[] }
  | { readonly code: 'peers'; readonly creators: number }
  | { readonly code: 'urgency'; readonly days: number }
  | { readonly code: 'pace'; readonly left: number }
  | { readonly code: 'rate' }
  | { readonly code: 'explore' }

const REASONS_MAX = 2
const GAIN_LEAST = 0.15
const PEERS_LEAST = 3
const WORDS_MAX = 2

/** The terms that moved an item up most against the mean of all, as far as something can be said of them; never chance. */
export const reasonsFor = (
  candidate: Candidate,
  gains: ReadonlyMap<Term, number>,
  state: RecommendationState,
  outlook: Outlook,
): readonly Reason[] =>
  [...gains]
    .filter(([, gain]) => gain > GAIN_LEAST)
    .sort(([, one], [, other]) => other - one)
    .flatMap(([term]) => REASON[term](candidate, outlook, state) ?? [])
    .slice(0, REASONS_MAX)

/** Null where there is nothing that a person could check. */
const REASON: Readonly<
  Record<Term, (candidate: Candidate, outlook: Outlook, state: RecommendationState) => Reason | null>
> = {
  rate: () => ({ code: 'rate' }),
  text: ({ facts }, { taste }, state) => inWords('text', wordsInCommon(state, taste, facts.text)),
  channel: ({ facts }, { channel }, state) => inWords('channel', wordsInCommon(state, channel, facts.text)),
  peers: ({ index }, { peers }) => {
    const creators = peers.counts[index] ?? 0
    return creators < PEERS_LEAST ? null : { code: 'peers', creators }
  },
  interest: ({ facts }) => ({ code: 'interest', category: facts.category }),
  pay: ({ facts }) => ({ code: 'pay', category: facts.category }),
  urgency: ({ facts }, { now }) => ({ code: 'urgency', days: daysLeft(now, facts.closesAt) }),
  fatigue: () => null,
  pace: ({ facts, assigned }) => {
    const left = (facts.capacity ?? 0) - assigned
    return left <= 0 ? null : { code: 'pace', left }
  },
}

const inWords = (code: 'text' | 'channel', words: readonly string[]): Reason | null =>
  words.length === 0 ? null : { code, words }

/** The words of a text that somebody cares for most, as they are written there; no two of one stem. */
const wordsInCommon = (
  { vocabulary }: RecommendationState,
  cares: Profile,
  text: string,
): readonly string[] => {
  const careFor = (token: string): number => cares.get(vocabulary.get(token) ?? -1) ?? 0
  const words = wordsOf(text).map(({ word, tokens }) => ({
    word,
    tokens,
    care: tokens.reduce((sum, token) => sum + careFor(token), 0) / tokens.length,
  }))
  const liked = words.filter(({ word, care }) => care > 0 && word.length > 1)
  const best: (typeof liked)[number][] = []
  for (const one of liked.sort((a, b) => b.care - a.care))
    if (!best.some(({ tokens }) => tokens.some((token) => one.tokens.includes(token)))) best.push(one)
  return best.slice(0, WORDS_MAX).map(({ word }) => word)
}
