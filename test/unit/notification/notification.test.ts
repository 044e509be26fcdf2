import { describe, expect, it } from 'vitest'
import { dailyNotice, type NotificationFact, notice } from '../../../src/domain/notification/notification.ts'
import { toId, toWon } from '../../../src/domain/primitives.ts'
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
})
