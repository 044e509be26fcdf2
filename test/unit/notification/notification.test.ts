import { describe, expect, it } from 'vitest'
import {
  aboutDays,
  dailyNotice,
  type NotificationFact,
  notice,
} from '../../../src/domain/notification/notification.ts'
import { DAY_MS, later, toId, toWon } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'
import { at } from '../examples.ts'

const ACCOUNT = toId<'Account'>(7)
const WITHDRAWN: NotificationFact = { kind: 'withdrawn', amount: toWon(50_000) }

describe('a notice', () => {
  it('is about its fact and subject, so that equal ones are told once', () => {
    expect(notice(ACCOUNT, WITHDRAWN, '4', NOON)).toEqual({
      accountId: ACCOUNT,
      fact: WITHDRAWN,
      at: NOON,
      about: 'withdrawn:4',
    })
  })

  it('of another fact about the same subject is another one', () => {
    const returned: NotificationFact = { kind: 'withdrawal-returned', amount: toWon(50_000), note: '' }
    expect(notice(ACCOUNT, returned, '4', NOON).about).not.toBe(notice(ACCOUNT, WITHDRAWN, '4', NOON).about)
  })
})

describe('a daily notice', () => {
  const about = (moment: string): string => dailyNotice(ACCOUNT, WITHDRAWN, '4', at(moment)).about

  it('is the same within a Korean day and another on the next', () => {
    expect(about('2026-11-22T00:00:00.000+09:00')).toBe(about('2026-11-22T14:59:59.999Z'))
    expect(about('2026-11-22T15:00:00.000Z')).not.toBe(about('2026-11-22T14:59:59.999Z'))
  })

  it('is kept apart from one that is told once, and from other subjects', () => {
    const daily = dailyNotice(ACCOUNT, WITHDRAWN, '4', NOON)
    expect(daily.about).not.toBe(notice(ACCOUNT, WITHDRAWN, '4', NOON).about)
    expect(daily.about).not.toBe(dailyNotice(ACCOUNT, WITHDRAWN, '5', NOON).about)
    expect(daily).toMatchObject({ accountId: ACCOUNT, fact: WITHDRAWN, at: NOON })
  })

  it('of today and of the days before it is found again', () => {
    const told = [0, 1, 2].map(
      (ago) => dailyNotice(ACCOUNT, WITHDRAWN, '4', later(NOON, -ago * DAY_MS)).about,
    )
    expect(aboutDays('withdrawn', '4', NOON, 3)).toEqual(told)
    expect(aboutDays('withdrawn', '4', later(NOON, DAY_MS), 3)).not.toContain(told[2])
  })
})
