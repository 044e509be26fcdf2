import { DAY_MS, type Id, type Instant, later, toId } from '../../domain/primitives.ts'
import { ACTED_DAYS, ITEM_KINDS, type ItemKind } from '../../domain/recommendation/event.ts'
import { fittingWeights, PRIORS_BELOW, type Verdict } from '../../domain/recommendation/fit-weights.ts'
import type { CreatorFacts, Item } from '../../domain/recommendation/item.ts'
import {
  emptyTraining,
  learnFrom,
  rowsOf,
  TRAINING_ROWS_MAX,
  type Training,
} from '../../domain/recommendation/training.ts'
import { priorsFor, readWeights, WEIGHTS_VERSION } from '../../domain/recommendation/weights.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import type { FittedWeights, RecommendationViews } from '../../ports/recommendation.ts'
import type { Transact } from '../../ports/transact.ts'
import type { HowToRun, Job, JobOutcome } from '../job/job.ts'

/** Older impressions say what creators liked in another season. */
const TRAINING_DAYS = 28
const EVENTS_AT_ONCE = 500
/** A run is heard of this often, or four times within its lease where that is shorter. */
const ALIVE_EVERY_MS = 5_000
const FACTS_AT_ONCE = 1_000
/** More than end in half a year on a platform of this kind. */
const PROGRAMMES_MAX = 1_000

type Ports = {
  readonly transact: Transact
  readonly clock: Clock
  readonly recommendationViews: RecommendationViews
}
type Interrupted = Extract<JobOutcome, { readonly kind: 'stopped' | 'taken-over' }>
/** Lets requests go first, and shows now and then that the run is alive; answers why the run may not go on, or null. */
type SignOfLife = () => Promise<Interrupted | null>
type Fit = { readonly kind: ItemKind; readonly verdict: Verdict }

/**
 * Learns from the log what weighs in recommendations: reads it once, from its oldest line to its newest, fits the weights
 * for each kind of item, and keeps every fit; lists use those that foretold the newest day better than the ones they had.
 * Nothing is kept before all is done, so a run that was killed begins again. It works in memory, outside of any
 * transaction, and stops between pages of the log and steps of the fit.
 */
export const refitWeights =
  (ports: Ports): Job =>
  async (run, { isStopping }) => {
    const signOfLife = signsOfLife(ports, run, isStopping)
    const now = ports.clock.now()
    const creators = await readCreators(ports, signOfLife)
    if ('kind' in creators) return creators
    const creatorOf = (id: Id<'Account'>): CreatorFacts => creators.get(id) ?? unknownCreator(id)
    const trainings: Training[] = []
    for (const kind of ITEM_KINDS) {
      const items = await readItems(ports, kind, later(now, -ACTED_DAYS * DAY_MS))
      const window = { from: later(now, -TRAINING_DAYS * DAY_MS), until: now, rowsMax: TRAINING_ROWS_MAX }
      trainings.push(emptyTraining(kind, items, window))
    }
    const interrupted = await readLog(ports, trainings, creatorOf, signOfLife)
    if (interrupted !== null) return interrupted
    const fits: Fit[] = []
    for (const training of trainings) {
      const verdict = await verdictOn(ports, training, creatorOf, signOfLife)
      if (verdict.kind === 'stopped' || verdict.kind === 'taken-over') return verdict
      fits.push({ kind: training.state.kind, verdict })
    }
    return (await keep(ports, run, fits)) ? doneWith(fits) : { kind: 'taken-over' }
  }

/** A transaction begins with a turn for whoever waits. Most write nothing: a long log has thousands of pages. */
const signsOfLife = (
  { transact, clock }: Ports,
  run: JobRun,
  isStopping: HowToRun['isStopping'],
): SignOfLife => {
  const everyMs = Math.min(ALIVE_EVERY_MS, run.leaseMs / 4)
  let heardOf: Instant | null = null
  return async () => {
    if (isStopping()) return { kind: 'stopped', counts: {} }
    const now = clock.now()
    // A clock that was set back is heard of at once.
    const isQuiet = heardOf !== null && now >= heardOf && now - heardOf < everyMs
    const alive = await transact<void, JobTakenOver>(async ({ jobs }) =>
      isQuiet ? ok(undefined) : jobs.advance(run, run.cursor, now),
    )
    if (!alive.ok) return { kind: 'taken-over' }
    if (!isQuiet) heardOf = now
    return null
  }
}

/** As they are now: nobody wrote down what they were when something was shown to them. */
const readCreators = async (
  { recommendationViews }: Ports,
  signOfLife: SignOfLife,
): Promise<ReadonlyMap<Id<'Account'>, CreatorFacts> | Interrupted> => {
  const creators = new Map<Id<'Account'>, CreatorFacts>()
  for (let after: Id<'Account'> | null = null; ; ) {
    const interrupted = await signOfLife()
    if (interrupted !== null) return interrupted
    const page = await recommendationViews.creators({ verifiedOnly: false, after, limit: FACTS_AT_ONCE })
    for (const creator of page) creators.set(creator.id, creator)
    const last = page.at(-1)
    if (last === undefined) return creators
    after = last.id
  }
}

/** Somebody who has left, or names no channel. */
const unknownCreator = (id: Id<'Account'>): CreatorFacts => ({
  id,
  interest: null,
  subscribers: null,
  channelTitle: null,
})

const readItems = async (
  { recommendationViews }: Ports,
  kind: ItemKind,
  closedAfter: Instant,
): Promise<readonly Item[]> => {
  if (kind === 'programme') return recommendationViews.programmes({ closedAfter, limit: PROGRAMMES_MAX })
  const items: Item[] = []
  for (;;) {
    const last = items.at(-1)
    const after = last === undefined ? 0 : toId<'Ad'>(last.id)
    const page = await recommendationViews.ads({ after, closedAfter, limit: FACTS_AT_ONCE })
    if (page.length === 0) return items
    items.push(...page)
  }
}

/** What comes to light late, behind what was read by then, is missed: one impression among many. */
const readLog = async (
  { recommendationViews }: Ports,
  trainings: readonly Training[],
  creatorOf: (id: Id<'Account'>) => CreatorFacts,
  signOfLife: SignOfLife,
): Promise<Interrupted | null> => {
  for (let after = 0; ; ) {
    const interrupted = await signOfLife()
    if (interrupted !== null) return interrupted
    const page = await recommendationViews.events({ after, limit: EVENTS_AT_ONCE })
    for (const { event } of page) for (const training of trainings) learnFrom(training, event, creatorOf)
    const last = page.at(-1)
    if (last === undefined) return null
    after = last.number
  }
}

const verdictOn = async (
  { recommendationViews }: Ports,
  training: Training,
  creatorOf: (id: Id<'Account'>) => CreatorFacts,
  signOfLife: SignOfLife,
): Promise<Verdict | Interrupted> => {
  const { kind } = training.state
  const inUse = readWeights(kind, await recommendationViews.weights(kind))
  const fitting = fittingWeights(rowsOf(training, creatorOf), { priors: priorsFor(kind), inUse })
  for (;;) {
    const interrupted = await signOfLife()
    if (interrupted !== null) return interrupted
    const step = fitting.next()
    if (step.done === true) return step.value
  }
}

const keep = async ({ transact, clock }: Ports, run: JobRun, fits: readonly Fit[]): Promise<boolean> => {
  const kept = await transact<void, JobTakenOver>(async ({ jobs, recommendationWeights }) => {
    const now = clock.now()
    const advanced = await jobs.advance(run, run.cursor, now)
    if (!advanced.ok) return advanced
    for (const { kind, verdict } of fits)
      if (verdict.kind === 'fitted') await recommendationWeights.add(toKeep(kind, verdict, now))
    return advanced
  })
  return kept.ok
}

const toKeep = (
  itemKind: ItemKind,
  { impressions, lossBefore, lossAfter, isBetter, weights }: Extract<Verdict, { readonly kind: 'fitted' }>,
  now: Instant,
): FittedWeights => ({
  itemKind,
  version: WEIGHTS_VERSION,
  fittedAt: now,
  impressions,
  lossBefore,
  lossAfter,
  isAccepted: isBetter,
  weights,
})

const doneWith = (fits: readonly Fit[]): JobOutcome => ({
  kind: 'done',
  counts: Object.fromEntries([
    ...fits.map(({ kind, verdict }) => [`${kind}Impressions`, verdict.impressions]),
    ['accepted', fits.filter(({ verdict }) => verdict.kind === 'fitted' && verdict.isBetter).length],
  ]),
  note: fits.map(({ kind, verdict }) => `${kind}s: ${inWords(verdict)}`).join('; '),
})

const inWords = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'too-few-impressions':
      return `the weights stay, since they are learned from ${PRIORS_BELOW.toLocaleString('en')} impressions on`
    case 'all-alike':
      return 'the weights stay, since creators all did the same'
    case 'fitted': {
      const losses = `loss ${verdict.lossAfter.toFixed(4)}, before ${verdict.lossBefore.toFixed(4)}`
      return verdict.isBetter
        ? `new weights are in use, since they foretold the newest day better (${losses})`
        : `the weights stay, since new ones foretold the newest day no better (${losses})`
    }
  }
}
