import { daysLeft } from '../calendar.ts'
import { type Candidate, type Outlook, TERM } from './terms.ts'
import { type Word, wordsOf } from './text.ts'
import { TERMS, type Term, type TermValues } from './weights.ts'

/** Why an item stands where it stands, with what a sentence about it names. */
export type Reason =
  | { readonly code: 'interest' | 'pay'; readonly category: string }
  | { readonly code: 'text' | 'channel'; readonly words: readonly string[] }
  | { readonly code: 'peers'; readonly creators: number }
  | { readonly code: 'urgency'; readonly days: number }
  | { readonly code: 'pace'; readonly left: number }
  | { readonly code: 'rate' | 'explore' }

const GAIN_LEAST = 0.15
const PEERS_LEAST = 3
const LOOKS_LEAST = 30

/** The two terms that moved an item up most against the mean of all, as far as something can be said of them; never chance. */
export const reasonsFor = (candidate: Candidate, gains: TermValues, outlook: Outlook): readonly Reason[] =>
  TERMS.filter((term) => gains[term] > GAIN_LEAST)
    .sort((one, other) => gains[other] - gains[one])
    .flatMap((term) => REASON[term](candidate, outlook) ?? [])
    .slice(0, 2)

/** Null where there is nothing that a person could check. */
const REASON: Readonly<Record<Term, (candidate: Candidate, outlook: Outlook) => Reason | null>> = {
  // What nobody has seen can stand above the mean of the others, which says nothing of those who see it.
  rate: (ad, outlook) => (ad.examined > LOOKS_LEAST && TERM.rate(ad, outlook) > 0 ? { code: 'rate' } : null),
  text: (candidate, outlook) => inWords('text', candidate, outlook),
  channel: (candidate, outlook) => inWords('channel', candidate, outlook),
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

/** The two words of an item that somebody cares for most, as they are written there; no two of one stem. */
const inWords = (code: 'text' | 'channel', { facts }: Candidate, outlook: Outlook): Reason | null => {
  const { cares } = outlook[code]
  const careFor = (token: string): number => cares.get(outlook.vocabulary.get(token) ?? -1) ?? 0
  const careOf = ({ tokens }: Word) => tokens.reduce((sum, one) => sum + careFor(one), 0) / tokens.length
  const liked = wordsOf(facts.text).filter((one) => one.word.length > 1 && careOf(one) > 0)
  const best: Word[] = []
  for (const one of liked.sort((a, b) => careOf(b) - careOf(a)))
    if (!best.some(({ tokens }) => tokens.some((token) => one.tokens.includes(token)))) best.push(one)
  const words = best.slice(0, 2).map(({ word }) => word)
  return words.length === 0 ? null : { code, words }
}
