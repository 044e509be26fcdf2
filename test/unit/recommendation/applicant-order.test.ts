import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { toId } from '../../../src/domain/primitives.ts'
import {
  type ApplicantFacts,
  type ApplicantReason,
  dueAmong,
  placeApplicants,
} from '../../../src/domain/recommendation/applicant-order.ts'
import { SUBSCRIBER_TIERS, sizeOf, tierOf } from '../../../src/domain/recommendation/subscriber-tier.ts'

/** Of a channel nobody knows the size of, who has never taken part. */
const applicant = (id: number, known: Partial<ApplicantFacts> = {}): ApplicantFacts => ({
  id: toId(id),
  subscribers: null,
  completed: 0,
  completedInCategory: 0,
  missed: 0,
  ...known,
})

const order = (applicants: readonly ApplicantFacts[]) => placeApplicants(applicants, 'beauty')
const idsOf = (applicants: readonly ApplicantFacts[]) => order(applicants).map(({ id }) => id)

describe('applicants stand in the order', () => {
  test.each<[what: string, better: Partial<ApplicantFacts>, worse: Partial<ApplicantFacts>]>([
    ['who kept more of what they took on', { completed: 3 }, { completed: 1 }],
    ['who missed nothing', { completed: 2 }, { completed: 2, missed: 1 }],
    ['a newcomer before who missed more than they kept', {}, { completed: 1, missed: 2 }],
    [
      'who knows the category',
      { completed: 2, completedInCategory: 2 },
      { completed: 2, completedInCategory: 1 },
    ],
  ])('%s first', (_, better, worse) => {
    expect(idsOf([applicant(1, worse), applicant(2, better)])).toEqual([2, 1])
    expect(idsOf([applicant(2, worse), applicant(1, better)])).toEqual([1, 2])
  })

  it('larger channels first, in steps: within a step nobody gains by a few subscribers', () => {
    const sizes = [500, 4_000, 40_000, 400_000]
    const applicants = sizes.map((subscribers, index) => applicant(index + 1, { subscribers }))
    expect(order(applicants).map(({ score }) => score)).toEqual([2.5, 2 + 1 / 6, 1.5 + 1 / 3, 1.5])
    expect(idsOf([applicant(1, { subscribers: 1_000 }), applicant(2, { subscribers: 9_990 })])).toEqual([
      1, 2,
    ])
  })

  it('and who applied first when nothing else tells them apart', () => {
    expect(idsOf([applicant(3), applicant(1), applicant(2)])).toEqual([1, 2, 3])
  })

  it('none when there are none', () => {
    expect(order([])).toEqual([])
  })
})

describe('every place has its reasons', () => {
  const reasonsOf = (known: Partial<ApplicantFacts>) => order([applicant(1, known)])[0]?.reasons

  test.each<[known: Partial<ApplicantFacts>, reasons: readonly ApplicantReason[]]>([
    [{}, [{ code: 'first-ad' }]],
    [{ completed: 2 }, [{ code: 'all-kept', completed: 2 }]],
    [{ completed: 2, missed: 1 }, [{ code: 'some-missed', missed: 1, taken: 3 }]],
    [
      { completed: 4, completedInCategory: 3, subscribers: 12_300 },
      [
        { code: 'all-kept', completed: 4 },
        { code: 'practice', category: 'beauty', completed: 3 },
        { code: 'reach', tier: 'below-100000' },
      ],
    ],
    [
      { missed: 5, subscribers: 500_000 },
      [
        { code: 'reach', tier: '100000-and-more' },
        { code: 'some-missed', missed: 5, taken: 5 },
      ],
    ],
    [{ subscribers: 900 }, [{ code: 'first-ad' }]],
  ])('%j: %j', (known, reasons) => {
    expect(reasonsOf(known)).toEqual(reasons)
  })

  it('also when it is not the one of the score', () => {
    // Two of ten are small: one of them is due among the first seven.
    const large = Array.from({ length: 8 }, (_, index) =>
      applicant(index + 1, { subscribers: 500_000, completed: 5 }),
    )
    const small = [applicant(9, { subscribers: 300 }), applicant(10, { subscribers: 300 })]
    const ordered = order([...large, ...small])
    expect(ordered.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 9, 7, 8, 10])
    expect(ordered[6]?.reasons).toEqual([
      { code: 'moved-up', tier: 'below-1000', byScore: 9 },
      { code: 'first-ad' },
    ])
    expect(ordered[7]?.reasons[0]).toEqual({ code: 'moved-down', byScore: 7 })
    expect(ordered[9]?.reasons).toEqual([{ code: 'first-ad' }])
  })
})

describe('whoever applies', () => {
  const someone = fc.record({
    id: fc.integer({ min: 1, max: 500 }).map((id) => toId<'Participation'>(id)),
    subscribers: fc.constantFrom(null, 0, 900, 5_000, 50_000, 500_000),
    completed: fc.nat(6),
    completedInCategory: fc.nat(3),
    missed: fc.nat(3),
  })
  const everybody: fc.Arbitrary<readonly ApplicantFacts[]> = fc.uniqueArray(someone, {
    selector: ({ id }) => id,
    maxLength: 60,
  })

  /** How many of each size are among the first k, against how many are due. */
  const shortfalls = (applicants: readonly ApplicantFacts[]) => {
    const tiers = order(applicants).map(({ tier }) => tier)
    const countOf = (tier: string, among = tiers.length) =>
      tiers.slice(0, among).filter((each) => each === tier).length
    return SUBSCRIBER_TIERS.flatMap((tier) =>
      tiers.flatMap((_, index) => {
        const due = dueAmong(index + 1, countOf(tier), tiers.length)
        const found = countOf(tier, index + 1)
        return found < due ? [{ tier, among: index + 1, due, found }] : []
      }),
    )
  }

  it('each size of channel has four fifths of its share in every part of the list', () => {
    fc.assert(
      fc.property(everybody, (applicants) => {
        expect(shortfalls(applicants)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('also when every size becomes due at the same place', () => {
    const sizes = [null, 900, 5_000, 50_000, 500_000]
    const applicants = sizes.flatMap((subscribers, size) =>
      Array.from({ length: 10 }, (_, index) =>
        applicant(size * 10 + index + 1, { subscribers, completed: size * 3 }),
      ),
    )
    expect(shortfalls(applicants)).toEqual([])
    expect(order(applicants)[0]?.tier).toBe('100000-and-more')
  })

  it('their order does not depend on the order in which they came', () => {
    fc.assert(
      fc.property(
        everybody.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(order(shuffled)).toEqual(order(all))
        },
      ),
    )
  })

  it('each has one place, and the places have no gap', () => {
    fc.assert(
      fc.property(everybody, (applicants) => {
        const ordered = order(applicants)
        const ids = (all: readonly { readonly id: number }[]) => all.map(({ id }) => id).sort((a, b) => a - b)
        expect(ids(ordered)).toEqual(ids(applicants))
        expect(ordered.map(({ place }) => place)).toEqual(ordered.map((_, index) => index + 1))
      }),
    )
  })

  it('of one size the better score is first, and the terms add up to the score', () => {
    fc.assert(
      fc.property(everybody, (applicants) => {
        const ordered = order(applicants)
        for (const tier of SUBSCRIBER_TIERS) {
          const scores = ordered.filter((each) => each.tier === tier).map(({ score }) => score)
          expect(scores).toEqual(scores.toSorted((a, b) => b - a))
        }
        for (const { terms, score, reasons } of ordered) {
          expect(terms.reliability + terms.practice + terms.reach).toBeCloseTo(score, 9)
          expect(reasons).not.toEqual([])
        }
      }),
    )
  })
})

describe('channels are sorted by size', () => {
  test.each([
    [null, 'unknown', 'unknown'],
    [0, 'below-1000', 'small'],
    [999, 'below-1000', 'small'],
    [1_000, 'below-10000', 'small'],
    [9_999, 'below-10000', 'small'],
    [10_000, 'below-100000', 'large'],
    [99_999, 'below-100000', 'large'],
    [100_000, '100000-and-more', 'large'],
  ] as const)('%s subscribers: %s, %s', (subscribers, tier, size) => {
    expect([tierOf(subscribers), sizeOf(subscribers)]).toEqual([tier, size])
  })
})
