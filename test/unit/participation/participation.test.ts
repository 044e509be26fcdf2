import { describe, expect, it, test } from 'vitest'
import {
  advance,
  historyLine,
  type Move,
  type Participation,
  PROGRESS,
  type Status,
  TAKES_A_PLACE,
} from '../../../src/domain/participation/participation.ts'
import { later, toId, toWon } from '../../../src/domain/primitives.ts'
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
  TERMS,
  UPLOAD,
} from './participation-examples.ts'

const AD = anAd()
const NOW = later(SCHEDULE.uploadTo, -1_000)
const moved = (part: Participation, move: Move) => advance(part, move, AD, NOW)

/** What a participation carries whatever its status. */
const { id, adId, creatorId, proposal, appliedAt } = IN_STATUS.applied
const SHARED = { id, adId, creatorId, proposal, appliedAt }

describe('every move in every status', () => {
  const everything = STATUSES.flatMap((status) =>
    MOVE_TYPES.map((type) => [status, type, ARROWS[status][type] ?? 'not possible'] as const),
  )
  test.each(everything)('%s, %s: %s', (status, type, target) => {
    const result = moved(IN_STATUS[status], MOVES[type])
    if (target === 'not possible')
      expect(result).toEqual({ ok: false, error: { kind: 'move-not-possible', move: type, status } })
    else expect(result).toMatchObject({ ok: true, value: { ...SHARED, proposal: {}, status: target } })
  })

  test.each(STATUSES.filter((status) => Object.keys(ARROWS[status]).length === 0))(
    '%s is an end',
    (status) => {
      for (const type of MOVE_TYPES) expect(moved(IN_STATUS[status], MOVES[type]).ok).toBe(false)
    },
  )
})

const LEFT_BEHIND: readonly (readonly [what: string, from: Status, move: Move, after: Participation])[] = [
  [
    'an edit changes the proposal and not since when it has applied',
    'applied',
    MOVES.edit,
    { ...IN_STATUS.applied, proposal: aProposal({ planTitle: '다시 쓴 기획서' }) },
  ],
  [
    'a withdrawn application says nothing more',
    'applied',
    MOVES.withdraw,
    { ...SHARED, status: 'withdrawn', since: NOW },
  ],
  [
    'a declined one says why',
    'applied',
    MOVES.decline,
    { ...SHARED, status: 'declined', reason: 'not-selected', note: '이번에는 어렵습니다', since: NOW },
  ],
  [
    'an assignment freezes what the ad offers at this moment',
    'applied',
    MOVES.assign,
    {
      ...SHARED,
      status: 'assigned',
      terms: { reward: AD.reward, holdDays: AD.holdDays },
      changesAsked: null,
      since: NOW,
    },
  ],
  [
    'an upload keeps the terms and fixes the publication',
    'assigned',
    MOVES.submit,
    {
      ...SHARED,
      status: 'submitted',
      terms: TERMS,
      upload: {
        videoId: MOVES.submit.evidence.videoId,
        publishedAt: MOVES.submit.evidence.publishedAt,
        review: '잘 썼습니다',
      },
      since: NOW,
    },
  ],
  [
    'one that is sent back keeps the terms, forgets the upload and says what to change',
    'submitted',
    MOVES['send-back'],
    { ...SHARED, status: 'assigned', terms: TERMS, changesAsked: '자막을 넣어 주세요', since: NOW },
  ],
  [
    'a completed one keeps the terms and the upload',
    'submitted',
    MOVES.complete,
    { ...SHARED, status: 'completed', terms: TERMS, upload: UPLOAD, since: NOW },
  ],
  [
    'a cancelled assignment says why',
    'assigned',
    MOVES.cancel,
    { ...SHARED, status: 'cancelled', reason: 'rules-broken', note: '규칙', since: NOW },
  ],
  [
    'a cancelled upload says why and holds no upload any more',
    'submitted',
    MOVES.cancel,
    { ...SHARED, status: 'cancelled', reason: 'rules-broken', note: '규칙', since: NOW },
  ],
]

describe('what a move leaves behind', () => {
  test.each(LEFT_BEHIND)('%s', (_, from, move, after) => {
    expect(moved(IN_STATUS[from], move)).toStrictEqual({ ok: true, value: after })
  })

  it('a second upload after changes were asked for carries those words no longer', () => {
    const sentBack = { ...IN_STATUS.assigned, changesAsked: '자막을 넣어 주세요' }
    expect(moved(sentBack, submitMove())).not.toHaveProperty('value.changesAsked')
  })
})

describe('an assignment', () => {
  const assign = (placesTaken: number, ad = AD, now = NOW) =>
    advance(IN_STATUS.applied, { type: 'assign', placesTaken }, ad, now)

  it('needs a free place', () => {
    expect(assign(AD.capacity - 1).ok).toBe(true)
    expect(assign(AD.capacity)).toEqual({ ok: false, error: { kind: 'ad-full' } })
    expect(assign(AD.capacity + 1)).toEqual({ ok: false, error: { kind: 'ad-full' } })
  })

  it('is possible until the upload period ends', () => {
    expect(assign(0, AD, SCHEDULE.uploadTo).ok).toBe(true)
    const refused = { ok: false, error: { kind: 'assignment-period-over' } }
    expect(assign(0, AD, later(SCHEDULE.uploadTo, 1))).toEqual(refused)
    expect(assign(AD.capacity, AD, later(SCHEDULE.uploadTo, 1))).toEqual(refused)
  })

  it('does not wait for the application period or the selection day', () => {
    expect(assign(0, AD, SCHEDULE.applyFrom).ok).toBe(true)
  })

  it('keeps its terms when the ad is made worse, or better, afterwards', () => {
    const assigned = assign(0)
    if (!assigned.ok) throw new Error('not assigned')
    const worse = anAd({ reward: toWon(1), holdDays: 365 })
    const submitted = advance(assigned.value, submitMove(), worse, NOW)
    if (!submitted.ok) throw new Error('not submitted')
    const completed = advance(submitted.value, { type: 'complete' }, worse, NOW)
    expect(completed).toMatchObject({ ok: true, value: { terms: { reward: 50_000, holdDays: 28 } } })
  })
})

describe('the progress that the app counts', () => {
  it('knows the four places on the way and none of the other endings', () => {
    expect(PROGRESS).toEqual({ applied: 1, assigned: 2, submitted: 3, completed: 4 })
  })
  it('takes a place in the ad from assignment on, also after completion', () => {
    expect(STATUSES.filter((status) => TAKES_A_PLACE.includes(status))).toEqual([
      'assigned',
      'submitted',
      'completed',
    ])
  })
})

describe('a line of history', () => {
  it('says who moved it when from where to where, and why', () => {
    expect(historyLine(IN_STATUS.completed, 'submitted', toId(1), '좋습니다', NOW)).toEqual({
      participationId: IN_STATUS.completed.id,
      at: NOW,
      by: 1,
      from: 'submitted',
      to: 'completed',
      reason: '좋습니다',
    })
  })
  it('of the application comes from nowhere, and the system is nobody', () => {
    expect(historyLine(IN_STATUS.applied, null, null, '', NOW)).toMatchObject({
      from: null,
      to: 'applied',
      by: null,
    })
  })
})
