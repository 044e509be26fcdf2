import type { Instant } from '../../src/domain/primitives.ts'
import { PRIORS, TERMS } from '../../src/domain/recommendation/weights.ts'
import { aligned } from '../tables.ts'
import type { Fitted } from './fitting.ts'
import type { Log } from './log.ts'
import { type Figures, figuresOf } from './metrics.ts'
import type { PolicyName, Replayed, Tested, Untested } from './replay.ts'

export type Windows = { readonly from: Instant; readonly fitUntil: Instant }

/** What was read, and what was left out of it. */
export const logInWords = ({ events, items, users, leftOut }: Log): readonly string[] => {
  const [first, last] = [events[0], events.at(-1)]
  const period = first && last ? `, from ${written(first.at)} to ${written(last.at)}` : ''
  const impressions = events.filter(({ kind }) => kind === 'shown').length
  return [
    `${count(events.length)} events (${count(impressions)} impressions) of ${count(users.length)} users with ${count(items.length)} items${period}`,
    ...leftOut,
  ]
}

export const resultsInWords = (
  { tests, untested, ...fitted }: Replayed,
  policies: readonly PolicyName[],
  windows: Windows,
): readonly string[] => [
  `Tests from ${written(windows.from)}: ${testsInWords(tests, untested)}`,
  ...(tests.length === 0 ? [] : ['', figuresTable(tests, policies)]),
  '',
  ...fittedInWords(fitted, windows.fitUntil),
]

const testsInWords = (tests: readonly Tested[], { newUser, birth, notLive }: Untested): string => {
  const candidates = tests.reduce((sum, one) => sum + one.candidates, 0) / Math.max(1, tests.length)
  const cold = tests.filter(({ isCold }) => isCold).length
  return [
    `${count(tests.length)}, among ${candidates.toFixed(1)} candidates in the mean`,
    `; ${count(cold)} of them cold, about an item with at most two earlier actors`,
    `. No tests: ${count(newUser)} of users without an earlier item`,
    `, ${count(birth)} with which their item begins, ${count(notLive)} of items that were not open to the user.`,
  ].join('')
}

const figuresTable = (tests: readonly Tested[], policies: readonly PolicyName[]): string => {
  const cold = tests.filter(({ isCold }) => isCold)
  const ranksBy = (some: readonly Tested[], policy: PolicyName) =>
    some.map(({ ranks }) => ranks.get(policy) ?? null)
  return aligned([
    ['policy', '', 'NDCG@10', 'HR@10', 'Recall@20', 'cold NDCG@10', 'cold HR@10', 'cold Recall@20'],
    ...policies.map((policy) => [
      policy,
      '',
      ...cells(figuresOf(ranksBy(tests, policy))),
      ...cells(figuresOf(ranksBy(cold, policy))),
    ]),
  ])
}

const cells = ({ tests, ndcgAt10, hitsAt10, recallAt20 }: Figures): readonly string[] =>
  [ndcgAt10, hitsAt10, recallAt20].map((figure) => (tests === 0 ? '–' : figure.toFixed(4)))

const fittedInWords = ({ rowsFrom, verdict }: Fitted, fitUntil: Instant): readonly string[] => {
  const source =
    rowsFrom === 'impressions'
      ? 'impressions and what came of them'
      : 'chosen items, each beside items that were open and not chosen, since the log has no impressions'
  const intro = `Weights fitted on what was before ${written(fitUntil)}`
  if (verdict === null) return [`${intro}: none, the log ends before.`]
  if (verdict.kind !== 'fitted') {
    const why = verdict.kind === 'all-alike' ? 'all had the same outcome' : 'they are too few'
    return [
      `${intro}: none, there are ${count(verdict.impressions)} rows of ${source}, and ${why}. The priors hold.`,
    ]
  }
  const { weights, impressions: rows, heldOut, lossBefore, lossAfter, isBetter } = verdict
  return [
    `${intro}, ${count(rows)} rows: ${source}.`,
    `The loss on ${count(heldOut)} rows held out of them went from ${lossBefore.toFixed(5)} to ${lossAfter.toFixed(5)}: ${isBetter ? 'the product would take these weights.' : 'the product would keep the priors.'}`,
    '',
    aligned([
      ['', '', ...TERMS],
      ['priors', '', ...TERMS.map((term) => PRIORS[term].toFixed(2))],
      ['fitted', '', ...TERMS.map((term) => weights[term].toFixed(2))],
    ]),
  ]
}

const count = (howMany: number): string => howMany.toLocaleString('en')
const written = (at: Instant): string => new Date(at).toISOString()
