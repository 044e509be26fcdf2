import { describe, expect, test } from 'vitest'
import type { Role } from '../../../src/domain/account/role.ts'
import { endOfDay, koreanDayOf } from '../../../src/domain/calendar.ts'
import {
  answerQuestion,
  type Consultation,
  type ConsultationMove,
  mayReadQuestion,
  moveConsultation,
  openConsultation,
  type Question,
} from '../../../src/domain/expert/question.ts'
import { DAY_MS, later, toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewQuestion } from '../../fixtures/news.ts'

const author = toId<'Account'>(1)
const other = toId<'Account'>(2)
const answer = { by: toId<'Expert'>(3), content: '허락을 받으세요.', at: NOON }
const request = { applicantName: '김하늘', date: inDays(7), topic: '계약서' }

const aQuestion = (over: Partial<Question> = {}): Question => ({
  ...aNewQuestion(author),
  id: toId<'Question'>(1),
  answer: null,
  consultation: null,
  ...over,
})
const requested: Consultation = { ...request, requestedAt: NOON, status: 'requested' }

describe('a question', () => {
  const lawyer = { id: answer.by, category: 'law', account: toId<'Account'>(3) } as const

  test('is answered once, by whom and when', () => {
    expect(answerQuestion(aQuestion(), lawyer, answer.content, NOON)).toEqual(ok(aQuestion({ answer })))
    expect(answerQuestion(aQuestion({ answer }), lawyer, 'anew', inHours(1))).toEqual(
      err({ kind: 'question-already-answered' }),
    )
  })

  test('is answered by experts of its own category only', () => {
    expect(answerQuestion(aQuestion({ category: 'shooting' }), lawyer, answer.content, NOON)).toEqual(
      err({ kind: 'question-of-another-category' }),
    )
  })

  test('is answered by somebody else than who has asked it', () => {
    const asker = { ...lawyer, account: author }
    expect(answerQuestion(aQuestion(), asker, answer.content, NOON)).toEqual(
      err({ kind: 'question-of-oneself' }),
    )
  })

  test.each<[who: string, id: typeof author, roles: readonly Role[], may: boolean]>([
    ['its author', author, ['creator'], true],
    ['another creator', other, ['creator'], false],
    ['an expert', other, ['expert'], true],
    ['an operator', other, ['creator', 'operator'], true],
    ['an admin', other, ['admin'], true],
  ])('that is secret, and %s', (_who, id, roles, may) => {
    expect(mayReadQuestion({ author, secret: true }, { id, roles })).toBe(may)
    expect(mayReadQuestion({ author, secret: false }, { id, roles })).toBe(true)
  })
})

describe('a consultation', () => {
  test('is asked for by the author of an answered question, again only after it was declined', () => {
    const answered = aQuestion({ answer })
    expect(openConsultation(answered, author, request, NOON)).toEqual(
      ok(aQuestion({ answer, consultation: requested })),
    )
    expect(openConsultation(answered, other, request, NOON)).toEqual(err({ kind: 'question-of-another' }))
    expect(openConsultation(aQuestion(), author, request, NOON)).toEqual(
      err({ kind: 'question-not-answered' }),
    )
    const asked = aQuestion({ answer, consultation: requested })
    expect(openConsultation(asked, author, request, NOON)).toEqual(
      err({ kind: 'consultation-already-requested' }),
    )
    const declined = { ...requested, status: 'declined', at: NOON, note: '휴가' } as const
    expect(
      openConsultation(aQuestion({ answer, consultation: declined }), author, request, inHours(1)),
    ).toEqual(ok(aQuestion({ answer, consultation: { ...requested, requestedAt: inHours(1) } })))
  })

  test.each([
    ['of a millisecond ago', later(NOON, -1), { kind: 'consultation-in-the-past' }],
    ['of now', NOON, null],
    ['at the end of the last day', later(endOfDay(koreanDayOf(NOON)), 366 * DAY_MS), null],
    [
      'a millisecond after it',
      later(endOfDay(koreanDayOf(NOON)), 366 * DAY_MS + 1),
      { kind: 'consultation-too-far-ahead', days: 366 },
    ],
  ])('is asked for at a time %s', (_when, date, refusal) => {
    const asked = openConsultation(aQuestion({ answer }), author, { ...request, date }, NOON)
    expect(asked.ok ? null : asked.error).toEqual(refusal)
  })

  const MOVES: readonly ConsultationMove[] = [
    { type: 'confirm' },
    { type: 'held' },
    { type: 'decline', note: '휴가' },
  ]
  const STATES: readonly Consultation[] = [
    requested,
    { ...requested, status: 'confirmed', at: NOON },
    { ...requested, status: 'held', at: NOON },
    { ...requested, status: 'declined', at: NOON, note: '' },
  ]
  const ALLOWED = ['requested confirm', 'confirmed held', 'requested decline', 'confirmed decline']
  const CASES = STATES.flatMap((state) => MOVES.map((move) => [state, move] as const))

  test.each(CASES)('is confirmed, then held, or declined: %#', (consultation, move) => {
    const moved = moveConsultation(consultation, move, requested.date)
    const { status } = consultation
    if (!ALLOWED.includes(`${status} ${move.type}`)) {
      expect(moved).toEqual(err({ kind: 'consultation-move-not-possible', move: move.type, status }))
      return
    }
    const after = { confirm: 'confirmed', held: 'held', decline: 'declined' }[move.type]
    const note = move.type === 'decline' ? { note: '휴가' } : {}
    expect(moved).toEqual(ok({ ...requested, status: after, at: requested.date, ...note }))
  })

  test('was held only when its time has come', () => {
    const confirmed: Consultation = { ...requested, status: 'confirmed', at: NOON }
    expect(moveConsultation(confirmed, { type: 'held' }, later(requested.date, -1))).toEqual(
      err({ kind: 'consultation-still-to-come', date: requested.date }),
    )
    expect(moveConsultation(confirmed, { type: 'held' }, requested.date).ok).toBe(true)
  })
})
