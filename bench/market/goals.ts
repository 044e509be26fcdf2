import type { Figures } from './figures.ts'

/** What our ranking is to reach, beside how it was in 2020 (category → popularity) in the same markets. */
export type Goal = {
  readonly what: string
  readonly measured: number
  readonly limit: number
  readonly isReached: boolean
}

export const goalsOf = (ours: Figures, original: Figures): readonly Goal[] => [
  atLeast('applications per session', ours.applications, 1.4 * original.applications),
  atLeast('slots filled', ours.filled, 0.7),
  atMost('ads with at most one applicant', ours.starving, 0.12),
  atLeast('new ads applied to within 48 hours', ours.appliedEarly, 0.8),
  atMost('Gini of exposure', ours.gini, 0.4),
  atLeast('share of small creators', ours.small, original.small + 0.03),
]

const atLeast = (what: string, measured: number, limit: number): Goal => ({
  what: `${what}, at least`,
  measured,
  limit,
  isReached: measured >= limit,
})

const atMost = (what: string, measured: number, limit: number): Goal => ({
  what: `${what}, at most`,
  measured,
  limit,
  isReached: measured <= limit,
})
