import fc from 'fast-check'
import { AD_TERMS, type Command, type Ledger, type Order, PARTS, PAYEE_KNOWN } from './model.ts'

/** A key of its own, or one of very few, so that different commands often meet under the same. */
type KeyChoice = 'none' | 'fresh' | 'a' | 'b' | 'c'

/** What a client does next. Numbers are taken modulo what there is, so that every step makes sense in every run. */
export type Step = {
  readonly does:
    | { readonly type: 'approve'; readonly part: number }
    /** Of the approved participations; so are `pay` and `return` of the withdrawals. */
    | { readonly type: 'forfeit'; readonly newest: number }
    | { readonly type: 'release'; readonly watched: boolean }
    | { readonly type: 'withdraw'; readonly creator: number }
    | { readonly type: 'pay'; readonly newest: number }
    | { readonly type: 'return'; readonly newest: number }
    | { readonly type: 'tick'; readonly hours: number }
    /** The command so many commands ago, with its own key or with a new one. */
    | { readonly type: 'repeat'; readonly back: number; readonly newKey: boolean }
  readonly key: KeyChoice
  /** After how many statements the process dies, at the first and at the second attempt. */
  readonly crashes: readonly number[]
}

/** One more than there are: nobody's. */
const part = fc.nat({ max: PARTS })
const newest = fc.nat({ max: 3 })

/** Hours, days and weeks; fourteen days because a rule turns on them. */
const hours = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 24 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 13 }).map((days) => 24 * days) },
  { weight: 2, arbitrary: fc.constant(14 * 24) },
  { weight: 1, arbitrary: fc.integer({ min: 3, max: 5 }).map((weeks) => 7 * 24 * weeks) },
)

const does = fc.oneof<fc.WeightedArbitrary<Step['does']>[]>(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('approve'), part }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('forfeit'), newest }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('release'),
      watched: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('withdraw'), creator: fc.nat({ max: PAYEE_KNOWN.length - 1 }) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pay'), newest }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('return'), newest }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('tick'), hours }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('repeat'), back: fc.nat({ max: 6 }), newKey: fc.boolean() }),
  },
)

const key: fc.Arbitrary<KeyChoice> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('none' as const) },
  { weight: 6, arbitrary: fc.constant('fresh' as const) },
  { weight: 2, arbitrary: fc.constantFrom('a' as const, 'b' as const, 'c' as const) },
)

/** A command of these takes up to 16 statements, so most of these deaths come in the middle of one. */
const crashes = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant<number[]>([]) },
  { weight: 2, arbitrary: fc.array(fc.nat({ max: 18 }), { minLength: 1, maxLength: 2, size: 'max' }) },
)

const step: fc.Arbitrary<Step> = fc.record({ does, key, crashes })

/**
 * A creator's whole way to cash, up to three times and often two weeks apart: alone, single steps would seldom come
 * that far, and never to the limit of a month.
 */
const earning: fc.Arbitrary<readonly Step[]> = fc
  .record({
    part,
    times: fc.integer({ min: 1, max: 3 }),
    later: fc.constantFrom(0, 1, 7 * 24, 14 * 24),
    key,
    crashes,
  })
  .map(({ part: first, times, later, ...how }) => {
    const ads = AD_TERMS.length
    const creator = Math.floor(first / ads) % PAYEE_KNOWN.length
    return Array.from({ length: times }, (_, time): readonly Step[] => [
      { does: { type: 'approve', part: ads * creator + ((first + time) % ads) }, ...how },
      { does: { type: 'release', watched: true }, ...how },
      { does: { type: 'withdraw', creator }, ...how },
      { does: { type: 'tick', hours: later }, ...how },
    ]).flat()
  })

/**
 * Long enough for a few months of every creator's cash. Lengths are spread evenly, since the library's own preference
 * for short runs finds nothing here; shorter ones are there so that a counterexample can shrink.
 */
export const steps: fc.Arbitrary<readonly Step[]> = fc
  .noBias(
    fc.array(
      fc.oneof({ weight: 9, arbitrary: step.map((single) => [single]) }, { weight: 1, arbitrary: earning }),
      { minLength: 1, maxLength: 80, size: 'max' },
    ),
  )
  .map((parts) => parts.flat())

/** What the client sends, as things stand; null for a repetition before anything was sent. */
export const orderOf = (step: Step, ledger: Ledger, sent: readonly Order[]): Order | null => {
  const { does: what } = step
  const fresh = `fresh-${sent.length}`
  if (what.type === 'repeat') {
    const again = sent.at(-1 - what.back)
    if (again === undefined) return null
    return what.newKey ? withKey(again.command, fresh) : again
  }
  const keys = { none: null, fresh, a: 'a', b: 'b', c: 'c' }
  return withKey(commandOf(what, ledger), keys[step.key])
}

/** Neither a job nor the time takes a key. */
const withKey = (command: Command, key: string | null): Order => ({
  command,
  key: command.type === 'release' || command.type === 'tick' ? null : key,
})

const commandOf = (
  what: Exclude<Step['does'], { readonly type: 'repeat' }>,
  { requests, parts }: Ledger,
): Command => {
  switch (what.type) {
    case 'forfeit': {
      const approved = [...parts.keys()].filter((number) => parts[number]?.stage !== 'submitted')
      return { type: 'forfeit', part: approved.at(-1 - (what.newest % (approved.length + 1))) ?? PARTS }
    }
    case 'pay':
    case 'return':
      // The one beyond the oldest is a withdrawal that nobody asked for.
      return { type: what.type, request: requests.length - 1 - (what.newest % (requests.length + 1)) }
    default:
      return what
  }
}
