import { describe, expect, it, test } from 'vitest'
import {
  type AdDraftRefusal,
  type AdSchedule,
  CAPACITY_MAX,
  draftAd,
  HOLD_DAYS,
  isOpen,
  type NewAd,
  REQUIRED_HASHTAGS_MAX,
} from '../../../src/domain/ad/ad.ts'
import { later, MAX_WON, toWon } from '../../../src/domain/primitives.ts'
import { anAd, aSchedule } from '../../fixtures/ad.ts'

const SCHEDULE = aSchedule()

const draft = (changed: Partial<NewAd> = {}): NewAd => anAd(changed)
const scheduled = (changed: Partial<AdSchedule>): NewAd => draft({ schedule: { ...SCHEDULE, ...changed } })
const refusalOf = (ad: NewAd): AdDraftRefusal | null => {
  const drafted = draftAd(ad)
  return drafted.ok ? null : drafted.error
}

describe('a drafted ad', () => {
  it('is kept as it was entered', () => {
    const ad = draft()
    expect(draftAd(ad)).toEqual({ ok: true, value: ad })
  })

  const moment = SCHEDULE.applyTo
  const AT_ONCE: AdSchedule = {
    applyFrom: moment,
    applyTo: moment,
    choice: moment,
    uploadFrom: moment,
    uploadTo: moment,
    completeDate: moment,
  }
  it('may have all its dates at one moment', () => {
    expect(refusalOf(scheduled(AT_ONCE))).toBeNull()
  })
  test.each<[earlier: keyof AdSchedule, later: keyof AdSchedule, moved: readonly (keyof AdSchedule)[]]>([
    ['applyFrom', 'applyTo', ['applyFrom']],
    ['applyTo', 'choice', ['applyTo']],
    ['applyTo', 'uploadTo', ['applyTo', 'choice']],
    ['uploadFrom', 'uploadTo', ['uploadFrom']],
    ['uploadTo', 'completeDate', ['uploadTo']],
  ])('cannot have %s one millisecond after %s', (early, late, moved) => {
    const dates = Object.fromEntries(moved.map((date) => [date, later(moment, 1)]))
    expect(refusalOf(scheduled({ ...AT_ONCE, ...dates }))).toEqual({
      kind: 'ad-schedule-out-of-order',
      earlier: early,
      later: late,
    })
  })

  it('may take uploads before the selection day and before applications end', () => {
    expect(refusalOf(scheduled({ uploadFrom: SCHEDULE.applyFrom, choice: SCHEDULE.completeDate }))).toBeNull()
  })
})

describe('a drafted ad', () => {
  test.each([1, CAPACITY_MAX])('may have %d places', (capacity) => {
    expect(refusalOf(draft({ capacity }))).toBeNull()
  })
  test.each([0, -1, 1.5, CAPACITY_MAX + 1, Number.NaN])('cannot have %d places', (capacity) => {
    expect(refusalOf(draft({ capacity }))).toEqual({ kind: 'ad-capacity-unfit', maximum: CAPACITY_MAX })
  })

  test.each([0, 5, HOLD_DAYS.default, HOLD_DAYS.maximum])('may hold a reward for %d days', (holdDays) => {
    expect(refusalOf(draft({ holdDays }))).toBeNull()
  })
  test.each([-1, 0.5, HOLD_DAYS.maximum + 1, Number.NaN])('cannot hold a reward for %d days', (holdDays) => {
    expect(refusalOf(draft({ holdDays }))).toEqual({ kind: 'ad-hold-unfit', maximum: HOLD_DAYS.maximum })
  })

  it('may give goods only, or at most what the app can read', () => {
    expect(refusalOf(draft({ reward: toWon(0) }))).toBeNull()
    expect(refusalOf(draft({ reward: MAX_WON }))).toBeNull()
    expect(refusalOf(draft({ reward: toWon(MAX_WON + 1) }))).toEqual({
      kind: 'ad-reward-unfit',
      maximum: MAX_WON,
    })
  })

  const words = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `말${n}`)
  test.each<[what: string, requiredHashtags: readonly string[]]>([
    ['none', []],
    ['one', ['광고']],
    ['as many as allowed', words(REQUIRED_HASHTAGS_MAX)],
  ])('may require %s of hashtags', (_, requiredHashtags) => {
    expect(refusalOf(draft({ requiredHashtags }))).toBeNull()
  })
  test.each<[what: string, requiredHashtags: readonly string[]]>([
    ['one with its sign', ['#광고']],
    ['two words', ['광고 후기']],
    ['an empty one', ['광고', '']],
    ['an emoji', ['🎬']],
    ['too long a one', ['가'.repeat(101)]],
    ['too many', words(REQUIRED_HASHTAGS_MAX + 1)],
  ])('cannot require %s', (_, requiredHashtags) => {
    expect(refusalOf(draft({ requiredHashtags }))).toEqual({ kind: 'ad-hashtags-unfit' })
  })
})

describe('an ad is open', () => {
  const ad = anAd({ capacity: 2 })
  test.each([
    ['not before the application period', later(SCHEDULE.applyFrom, -1), 0, false],
    ['from its first moment', SCHEDULE.applyFrom, 0, true],
    ['with one place left', SCHEDULE.applyFrom, 1, true],
    ['not when it is full', SCHEDULE.applyFrom, 2, false],
    ['not when it is more than full', SCHEDULE.applyFrom, 3, false],
    ['until the last moment', SCHEDULE.applyTo, 0, true],
    ['not after it', later(SCHEDULE.applyTo, 1), 0, false],
  ])('%s', (_, now, placesTaken, open) => {
    expect(isOpen(ad, placesTaken, now)).toBe(open)
  })
})
