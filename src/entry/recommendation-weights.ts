import { formatDayTime, formatIso } from '../domain/calendar.ts'
import { ITEM_KINDS, type ItemKind } from '../domain/recommendation/event.ts'
import { PRIORS_BELOW } from '../domain/recommendation/fit-weights.ts'
import { priorsFor, readWeights, TERMS, type Term, type Weights } from '../domain/recommendation/weights.ts'
import type { FittedWeights, RecommendationViews } from '../ports/recommendation.ts'
import { columns } from './columns.ts'

/** How many of the last fits are shown of each kind. */
const FITS_SHOWN = 7

/** What weighs in lists of this kind, where it comes from, and how the last fits went. */
export type WeightsSeen = {
  readonly itemKind: ItemKind
  readonly weights: Weights
  /** Null while the priors hold, since no fit was accepted or this version can do nothing with it. */
  readonly fitted: FittedWeights | null
  readonly fits: readonly FittedWeights[]
}

export const lookAtWeights = async (views: RecommendationViews): Promise<readonly WeightsSeen[]> => {
  const seen: WeightsSeen[] = []
  for (const itemKind of ITEM_KINDS) {
    const accepted = await views.weights(itemKind)
    const weights = readWeights(itemKind, accepted)
    const fits = await views.fits(itemKind, FITS_SHOWN)
    seen.push({ itemKind, weights, fitted: weights === priorsFor(itemKind) ? null : accepted, fits })
  }
  return seen
}

/** For people: each weight beside its prior, with what it weighs. */
export const weightsInText = (all: readonly WeightsSeen[]): string =>
  [...all.flatMap(kindInText), ...MEANINGS].join('\n')

const kindInText = ({ itemKind, weights, fitted, fits }: WeightsSeen): readonly string[] => [
  `What weighs in lists of ${itemKind}s: ${whereFrom(fitted)}`,
  '',
  ...columns(
    ['term', 'weight', 'prior', 'what it weighs'],
    TERMS.map((term) => [
      term,
      weights[term].toFixed(3),
      priorsFor(itemKind)[term].toFixed(3),
      TERM_IN_WORDS[term],
    ]),
  ),
  '',
  ...(fits.length === 0
    ? [
        `No weights were ever fitted; they are learned from ${PRIORS_BELOW.toLocaleString('en')} impressions on.`,
      ]
    : columns(
        ['last fits', 'impressions', 'loss before', 'loss after', 'what came of it'],
        fits.map(fitRow),
      )),
  '',
]

const whereFrom = (fitted: FittedWeights | null): string =>
  fitted === null
    ? 'the priors.'
    : `fitted at ${formatDayTime(fitted.fittedAt)} (Korean time) to ${fitted.impressions.toLocaleString('en')} impressions.`

const fitRow = ({ fittedAt, impressions, lossBefore, lossAfter, isAccepted }: FittedWeights) => [
  formatDayTime(fittedAt),
  impressions.toLocaleString('en'),
  lossBefore.toFixed(4),
  lossAfter.toFixed(4),
  isAccepted ? 'in use from then on' : 'not used: it foretold no better',
]

const MEANINGS = [
  'One unit more of a term multiplies the odds that a creator acts on what is shown by e to the power of its weight.',
  'The prior is what holds until enough is learned. Weights are never negative.',
  'Impressions are what was shown to creators, in the last 28 days, and could be acted on.',
  'A loss says how surprising it was, in nats for each impression of the newest day, what creators did there; before is',
  'with the weights that were in use, after with the fitted ones. These are used when they were surprised less.',
]

const TERM_IN_WORDS: Readonly<Record<Term, string>> = {
  rate: 'how many of those who see it act on it, against the mean (logarithm)',
  text: 'how like it is to what the creator chose before (0 to 1)',
  peers: 'how much more creators alike chose it than others did (logarithm)',
  interest: 'whether it is of the declared category (1 at first, less with each choice)',
  channel: "how like it is to the name of the creator's channel (0 to 1)",
  pay: 'where its reward stands in its category (-0.5 to 0.5)',
  urgency: 'how soon it closes (1 at the end, 0.37 three days before)',
  fatigue: 'how often it was shown to the creator in vain (logarithm, negative)',
  pace: 'how far it lies behind the applicants it may hope for by now (-1 to 1)',
}

/** For programs: the keys stay as they are, and times are ISO 8601. */
export const weightsInJson = (all: readonly WeightsSeen[]): string =>
  JSON.stringify({
    kinds: all.map(({ itemKind, weights, fitted, fits }) => ({
      itemKind,
      from: fitted === null ? 'priors' : 'fit',
      fittedAt: fitted === null ? null : formatIso(fitted.fittedAt),
      impressions: fitted?.impressions ?? null,
      lossBefore: fitted?.lossBefore ?? null,
      lossAfter: fitted?.lossAfter ?? null,
      weights,
      priors: priorsFor(itemKind),
      fits: fits.map(({ version, fittedAt, impressions, lossBefore, lossAfter, isAccepted }) => ({
        version,
        fittedAt: formatIso(fittedAt),
        impressions,
        lossBefore,
        lossAfter,
        accepted: isAccepted,
      })),
    })),
  })
