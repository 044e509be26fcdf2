import { describe, expect, it } from 'vitest'
import {
  type HeldReward,
  holdNotice,
  type LivenessChange,
} from '../../../src/application/video/hold-notice.ts'
import { HOUR_MS, toId } from '../../../src/domain/primitives.ts'
import { type LiveCheck, type Liveness, observeLiveness } from '../../../src/domain/video/live-check.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { anAdNamed } from '../../fixtures/notification.ts'

const ad = anAdNamed()
const held: HeldReward = {
  participationId: toId(7),
  creatorId: toId(3),
  ad,
  publishedAt: NOON,
  completedAt: inDays(1),
  holdDays: 28,
}
const live: Liveness = { state: 'live', lastGoodAt: inDays(3) }
const down = (cause: 'unavailable' | 'not-public' | 'hashtags-missing'): Liveness => ({
  state: 'down',
  lastGoodAt: inDays(3),
  downSince: inDays(4),
  cause,
})

/** What the creator is told of one check, made on day 6. */
const told = (
  before: Liveness,
  check: LiveCheck,
  over: Partial<HeldReward & Pick<LivenessChange, 'earlierPauses' | 'missingHashtags'>> = {},
) => {
  const { earlierPauses = [], missingHashtags = [], ...parts } = over
  const { liveness, ended } = observeLiveness(before, check, inDays(6))
  const change = { before, after: liveness, ended, earlierPauses, missingHashtags }
  return holdNotice({ ...held, ...parts }, change, inDays(6))
}

describe('the creator', () => {
  it('is told that the hold pauses, for which cause, and which hashtags are missing', () => {
    expect(told(live, 'hashtags-missing', { missingHashtags: ['협찬'] })).toMatchObject({
      accountId: held.creatorId,
      at: inDays(6),
      fact: { kind: 'hold-paused', ad, cause: 'hashtags-missing', missingHashtags: ['협찬'] },
    })
    expect(told(live, 'not-public')?.fact).toMatchObject({ cause: 'not-public' })
    const missed: Liveness = { state: 'missing', lastGoodAt: inDays(3), firstMissedAt: inDays(4) }
    expect(told(missed, 'missing')?.fact).toMatchObject({ kind: 'hold-paused', cause: 'unavailable' })
  })

  it('is told nothing of what proves nothing, or of what goes on', () => {
    expect(told(live, 'good')).toBeNull()
    expect(told(live, 'missing')).toBeNull()
    expect(told(live, 'unanswered')).toBeNull()
    expect(told(down('not-public'), 'not-public')).toBeNull()
    expect(told(down('unavailable'), 'unanswered')).toBeNull()
    expect(told({ state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(1) }, 'good')).toBeNull()
  })

  it('is told that it goes on, with the new date and by how much it moved', () => {
    expect(told(down('unavailable'), 'good')).toMatchObject({
      accountId: held.creatorId,
      fact: { kind: 'hold-resumed', ad, releaseDueAt: inDays(30), movedMs: 48 * HOUR_MS },
    })
  })

  it('is told the date with the earlier pauses in it, and the move of this pause alone', () => {
    expect(
      told(down('not-public'), 'good', {
        earlierPauses: [{ from: inHours(1), to: inHours(4), cause: 'not-public' }],
      })?.fact,
    ).toMatchObject({
      releaseDueAt: inHours(30 * 24 + 3),
      movedMs: 48 * HOUR_MS,
    })
  })

  it('is told the date without what lies before the publication', () => {
    const earlierPauses = [{ from: inHours(-9), to: inHours(-4), cause: 'not-public' }] as const
    expect(told(down('not-public'), 'good', { earlierPauses })?.fact).toMatchObject({
      releaseDueAt: inDays(30),
      movedMs: 48 * HOUR_MS,
    })
  })

  it('is told of no move while the completion decides, and of a part of it where it did', () => {
    expect(told(down('not-public'), 'good', { completedAt: inDays(40) })?.fact).toMatchObject({
      releaseDueAt: inDays(40),
      movedMs: 0,
    })
    expect(told(down('not-public'), 'good', { completedAt: inDays(29) })?.fact).toMatchObject({
      releaseDueAt: inDays(30),
      movedMs: 24 * HOUR_MS,
    })
  })

  it('is told also before an operator has completed the participation', () => {
    expect(told(down('not-public'), 'good', { completedAt: null })?.fact).toMatchObject({
      releaseDueAt: inDays(30),
    })
  })

  it('is told of two pauses twice, and of one once', () => {
    const [first, again] = [told(live, 'not-public'), told(live, 'not-public')]
    expect(again?.about).toBe(first?.about)
    const { liveness, ended } = observeLiveness(live, 'not-public', inDays(9))
    const change = { before: live, after: liveness, ended, earlierPauses: [], missingHashtags: [] }
    expect(holdNotice(held, change, inDays(9))?.about).not.toBe(first?.about)
  })

  it('is told anew when another cause is left to mend, and not that the hold goes on', () => {
    expect(told(down('unavailable'), 'hashtags-missing', { missingHashtags: ['협찬'] })?.fact).toMatchObject({
      kind: 'hold-paused',
      cause: 'hashtags-missing',
      missingHashtags: ['협찬'],
    })
  })
})
