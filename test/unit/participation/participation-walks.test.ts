import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { advance, type Move, type Participation } from '../../../src/domain/participation/participation.ts'
import { type Instant, later, toWon } from '../../../src/domain/primitives.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { aProposal } from '../../fixtures/participation.ts'
import {
  ARROWS,
  anAd,
  IN_STATUS,
  MOVE_TYPES,
  MOVES,
  SCHEDULE,
  STATUSES,
  submitMove,
} from './participation-examples.ts'

/** One try to move, by whoever, after some time, under an ad that was meanwhile changed. */
type Step = { readonly move: Move; readonly ad: Ad; readonly afterMs: number }

const anyAd: fc.Arbitrary<Ad> = fc
  .record({
    reward: fc.nat(1_000_000).map(toWon),
    holdDays: fc.nat(365),
    capacity: fc.integer({ min: 1, max: 3 }),
  })
  .map(anAd)

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...MOVE_TYPES.map((type): Move => MOVES[type])) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('assign' as const), placesTaken: fc.nat(4) }),
  },
  {
    weight: 1,
    arbitrary: fc.string().map((planTitle): Move => ({ type: 'edit', proposal: aProposal({ planTitle }) })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Move>(
      submitMove({ privacy: 'private' }),
      submitMove({ channelId: aChannelId('other') }),
      { ...submitMove(), usedElsewhere: true },
    ),
  },
)

const walks: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ move: anyMove, ad: anyAd, afterMs: fc.nat(20 * 3_600_000) }),
  { maxLength: 30 },
)

/** Everything that must hold from one step to the next. Answers the participation to go on with. */
const step = (before: Participation, { move, ad }: Step, now: Instant): Participation => {
  const result = advance(before, move, ad, now)
  const target = ARROWS[before.status][move.type]
  if (!result.ok) {
    if (target === undefined)
      expect(result.error).toEqual({ kind: 'move-not-possible', move: move.type, status: before.status })
    else expect(result.error.kind).not.toBe('move-not-possible')
    return before
  }
  const after = result.value
  expect(after.status).toBe(target)
  if (move.type === 'assign') {
    expect(move.placesTaken).toBeLessThan(ad.capacity)
    expect(now).toBeLessThanOrEqual(ad.schedule.uploadTo)
  }
  expectSameIdentity(before, after)
  expect(after.proposal).toEqual(move.type === 'edit' ? move.proposal : before.proposal)
  expect(after.since).toBe(move.type === 'edit' ? before.since : now)
  expectTermsKept(before, after, ad)
  expect('upload' in after).toBe(after.status === 'submitted' || after.status === 'completed')
  return after
}

const expectSameIdentity = (before: Participation, after: Participation): void => {
  const { id, adId, creatorId, appliedAt } = before
  expect(after).toMatchObject({ id, adId, creatorId, appliedAt })
}

const termsOf = (part: Participation) => ('terms' in part ? part.terms : null)

/** Terms come with the assignment, from the ad as it stands then, and are the same for as long as they are there. */
const expectTermsKept = (before: Participation, after: Participation, ad: Ad): void => {
  const had = termsOf(before)
  const has = termsOf(after)
  const { reward, holdDays } = ad
  if (had === null && has !== null) expect(has).toEqual({ reward, holdDays })
  if (had !== null && has !== null) expect(has).toEqual(had)
  expect(has !== null).toBe(['assigned', 'submitted', 'completed'].includes(after.status))
}

describe('whatever people try, one after the other', () => {
  it('a participation moves along the arrows only, never leaves an end, and keeps its terms', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(walks, (steps) => {
        let part: Participation = IN_STATUS.applied
        let now = SCHEDULE.applyFrom
        for (const each of steps) {
          now = later(now, each.afterMs)
          const ended = Object.keys(ARROWS[part.status]).length === 0
          const next = step(part, each, now)
          if (ended) expect(next).toBe(part)
          part = next
          reached.add(part.status)
        }
      }),
      { numRuns: 1_000 },
    )
    // Otherwise the walks would prove less than they seem to.
    expect([...reached].sort()).toEqual([...STATUSES].sort())
  })
})
