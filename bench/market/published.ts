import type { Figure, Figures } from './figures.ts'

/** Which policies there are, by the name that the command takes. */
export const POLICY_NAMES = [
  'random',
  'popularity',
  'newest',
  'decayed',
  'raw-counts',
  'text',
  'ours',
] as const
export type PolicyName = (typeof POLICY_NAMES)[number]

/**
 * What the first such market came to, whose mechanisms are these and whose constants are lost. Under `ours` stands what
 * the prototype of our ranking came to.
 */
export const PUBLISHED: Readonly<Record<PolicyName, Figures>> = {
  random: figures(0.301, 0.382, 0.246, 0.129, 0.453, 0.445, 0.459),
  popularity: figures(0.594, 0.281, 0.637, 0.001, 0.024, 0.784, 0.261),
  newest: figures(0.598, 0.635, 0.155, 0.708, 0.882, 0.416, 0.318),
  decayed: figures(0.35, 0.053, 0.942, 0, 0, 0.959, 0.251),
  'raw-counts': figures(0.418, 0.066, 0.923, 0.038, 0.054, 0.94, 0.04),
  text: figures(0.849, 0.656, 0.102, 0.558, 0.86, 0.533, 0.273),
  ours: figures(0.853, 0.721, 0.104, 0.551, 0.822, 0.392, 0.296),
}

function figures(
  applications: number,
  filled: number,
  starving: number,
  shownEarly: number,
  appliedEarly: number,
  gini: number,
  small: number,
): Figures {
  return { applications, filled, starving, shownEarly, appliedEarly, gini, small }
}

/**
 * The policies whose figures the constants were fitted to. The others say more about how their authors weighed things
 * than about the market, so theirs are printed beside the published ones and decide nothing.
 */
export const CALIBRATED: readonly PolicyName[] = ['random', 'popularity', 'newest']

const SHARE = 0.1
const SMALL_FIGURE = 0.1
const OF_A_SMALL_FIGURE = 0.015

/** How far a figure may lie from the published one: a tenth of it, or, of a figure below 0.1, 0.015. */
export const toleranceOf = (published: number): number =>
  published < SMALL_FIGURE ? OF_A_SMALL_FIGURE : SHARE * published

export const isAsPublished = (measured: Figures, published: Figures, figure: Figure): boolean =>
  Math.abs(measured[figure] - published[figure]) <= toleranceOf(published[figure])
