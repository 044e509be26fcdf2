import { describe, expect, test } from 'vitest'
import { decideConsultation } from '../../../src/application/expert/decide-consultation.ts'
import { requestConsultation } from '../../../src/application/expert/request-consultation.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { DAY_MS, later, MAX_ID, toId } from '../../../src/domain/primitives.ts'
import {
  allAtOnce,
  anOperator,
  attempt,
  audited,
  everythingIn,
  granted,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewExpert } from '../../fixtures/news.ts'
import { demand, kept } from '../../fixtures/stored.ts'
import { aConsultingHouse, request, withoutNotifications } from './expert-examples.ts'

type House = Awaited<ReturnType<typeof aConsultingHouse>>
type Requesting = Parameters<House['requestConsultation']>[0]
type Decision = Parameters<House['decideConsultation']>[0]

const answeredIn = (house: House) =>
  house.ask({ answer: { by: house.lawyer.expert.id, content: '예.', at: NOON } })
const requesting = (house: House, questionId: Requesting['questionId'], over: Partial<Requesting> = {}) =>
  house.requestConsultation({ author: house.author, questionId, request, key: null, ...over })
const requestedIn = async (house: House) => demand(await requesting(house, (await answeredIn(house)).id))
const asExpert = (house: House) => ({ id: house.lawyer.account, roles: ['expert'] as const })
const deciding = (house: House, questionId: Requesting['questionId'], over: Partial<Decision> = {}) =>
  house.decideConsultation({
    by: asExpert(house),
    questionId,
    move: { type: 'confirm' },
    key: null,
    ...over,
  })

describe('a request for a consultation', () => {
  test('H61: waits for who has answered, who is told', async () => {
    const house = await aConsultingHouse()
    const question = await answeredIn(house)
    const consultation = { ...request, requestedAt: NOON, status: 'requested' }
    expect(demand(await requesting(house, question.id))).toEqual({ ...question, consultation })
    expect(house.now(question)).toEqual({ ...question, consultation })
    expect(await toldTo(house, { id: house.lawyer.account })).toEqual([
      { kind: 'consultation-requested', questionId: question.id, title: question.title, date: request.date },
    ])
    expect(await toldTo(house, { id: house.author })).toEqual([])
  })

  test('H29: is refused about what is not the own, not answered or not there', async () => {
    const house = await aConsultingHouse()
    const [answered, waiting] = [await answeredIn(house), await house.ask()]
    const refusalOf = (id: Requesting['questionId'], over: Partial<Requesting> = {}) =>
      attempt(house, () => requesting(house, id, over))
    const untold = (kind: string) => ({ refusal: { kind }, changed: [] })
    const refused = (kind: string) => ({ refusal: { kind }, changed: ['notifications', 'told'] })
    expect(await refusalOf(answered.id, { author: house.other })).toEqual(untold('question-of-another'))
    expect(await refusalOf(toId(MAX_ID))).toEqual(untold('question-not-found'))
    expect(await refusalOf(waiting.id)).toEqual(refused('question-not-answered'))
    const past = { ...request, date: later(NOON, -1) }
    expect(await refusalOf(answered.id, { request: past })).toEqual(refused('consultation-in-the-past'))
    const far = { ...request, date: inDays(367) }
    expect(await refusalOf(answered.id, { request: far })).toEqual({
      refusal: { kind: 'consultation-too-far-ahead', days: 366 },
      changed: ['notifications', 'told'],
    })
  })

  test('that is refused is told to its author, once for each question, reason and Korean day', async () => {
    const house = await aConsultingHouse()
    const [one, other] = [await house.ask(), await house.ask()]
    const told = async () =>
      (await toldTo(house, { id: house.author })).map((fact) =>
        'refusal' in fact && 'questionId' in fact ? [fact.questionId, fact.refusal] : fact,
      )
    for (const { id } of [one, one, other]) await requesting(house, id)
    const refused = [
      [one.id, 'question-not-answered'],
      [other.id, 'question-not-answered'],
    ]
    expect(await told()).toEqual(refused)
    const { author } = house
    const unread = { author, questionId: one.id, refusal: 'input-invalid' }
    await house.tellConsultationRefused(unread)
    await house.tellConsultationRefused(unread)
    await house.tellConsultationRefused({ ...unread, author: house.other })
    await house.tellConsultationRefused({ ...unread, questionId: toId(MAX_ID) })
    expect(await told()).toEqual([...refused, [one.id, 'input-invalid']])
    expect(await toldTo(house, { id: house.other })).toEqual([])
    house.clock.pass(DAY_MS)
    await requesting(house, one.id)
    expect(await told()).toHaveLength(4)
  })

  test('is one of 64 at once, and told once', async () => {
    const house = await aConsultingHouse()
    const question = await answeredIn(house)
    const answers = await allAtOnce(64, (index) =>
      requesting(house, question.id, { request: { ...request, topic: `상담 ${index}` } }),
    )
    expect(granted(answers)).toBe(1)
    expect(await toldTo(house, { id: house.lawyer.account })).toHaveLength(1)
  })

  test('about an answer of an expert without an account is told to nobody', async () => {
    const house = await aConsultingHouse()
    const { id } = await kept(house, ({ experts }) => experts.add(aNewExpert()))
    const question = await house.ask({ answer: { by: id, content: '예.', at: NOON } })
    demand(await requesting(house, question.id))
    expect(house.tables.notifications.rows()).toEqual([])
  })

  test('is undone when the expert cannot be told', async () => {
    const house = await aConsultingHouse()
    const { id } = await answeredIn(house)
    const before = everythingIn(house)
    const transact = withoutNotifications(house.transact)
    const unheard = requestConsultation({ once: onceWith({ ...house, transact }), clock: house.clock })
    await expect(unheard({ author: house.author, questionId: id, request, key: null })).rejects.toThrow()
    expect(everythingIn(house)).toEqual(before)
  })
})

describe('a consultation', () => {
  test('H61: is confirmed by who has answered, and its author is told then', async () => {
    const house = await aConsultingHouse()
    const question = await requestedIn(house)
    house.clock.set(inHours(3))
    demand(await deciding(house, question.id))
    expect(house.now(question)?.consultation).toMatchObject({ status: 'confirmed', at: inHours(3) })
    expect(await toldTo(house, { id: house.author })).toEqual([
      { kind: 'consultation-confirmed', questionId: question.id, title: question.title, date: request.date },
    ])
    expect(audited(house)).toEqual([])
    house.clock.set(request.date)
    demand(await deciding(house, question.id, { move: { type: 'held' } }))
    expect(house.now(question)?.consultation?.status).toBe('held')
    expect(await toldTo(house, { id: house.author })).toHaveLength(1)
  })

  test('is declined by an operator, which is in the audit, and told with the reason', async () => {
    const house = await aConsultingHouse()
    const question = await requestedIn(house)
    const operator = await anOperator(house)
    const move = { type: 'decline', note: '휴가입니다.' } as const
    const declined = demand(
      await deciding(house, question.id, { by: { id: operator, roles: ['operator'] }, move }),
    )
    expect(await toldTo(house, { id: house.author })).toEqual([
      {
        kind: 'consultation-declined',
        questionId: question.id,
        title: question.title,
        note: '휴가입니다.',
      },
    ])
    expect(audited(house)).toEqual([
      {
        at: NOON,
        by: operator,
        operation: 'consultation-decline',
        subject: `question:${question.id}`,
        before: question.consultation,
        after: declined.consultation,
      },
    ])
  })

  test('that was declined and requested again is told again', async () => {
    const house = await aConsultingHouse()
    const question = await requestedIn(house)
    demand(await deciding(house, question.id, { move: { type: 'decline', note: '' } }))
    house.clock.set(inHours(1))
    demand(await requesting(house, question.id))
    expect(await toldTo(house, { id: house.lawyer.account })).toHaveLength(2)
  })

  test('is decided by nobody else, and only as far as it has come', async () => {
    const house = await aConsultingHouse()
    const question = await requestedIn(house)
    const colleague = await house.anExpert('colleague@example.kr')
    const notFound = { refusal: { kind: 'consultation-not-found' }, changed: [] }
    const refusalOf = (over: Partial<Decision>, id = question.id) =>
      attempt(house, () => deciding(house, id, over))
    expect(await refusalOf({ by: { id: colleague.account, roles: ['expert'] } })).toEqual(notFound)
    expect(await refusalOf({ by: { id: house.author, roles: ['creator'] } })).toEqual(notFound)
    expect(await refusalOf({}, (await answeredIn(house)).id)).toEqual(notFound)
    expect(await refusalOf({}, toId(MAX_ID))).toEqual(notFound)
    expect(await refusalOf({ move: { type: 'held' } })).toEqual({
      refusal: { kind: 'consultation-move-not-possible', move: 'held', status: 'requested' },
      changed: [],
    })
    demand(await deciding(house, question.id))
    expect(await refusalOf({ move: { type: 'held' } })).toEqual({
      refusal: { kind: 'consultation-still-to-come', date: request.date },
      changed: [],
    })
  })

  test('stays as it was when its author cannot be told', async () => {
    const house = await aConsultingHouse()
    const { id } = await requestedIn(house)
    const before = everythingIn(house)
    const transact = withoutNotifications(house.transact)
    const unheard = decideConsultation({ once: onceWith({ ...house, transact }), clock: house.clock })
    const command = { by: asExpert(house), questionId: id, move: { type: 'confirm' }, key: null } as const
    await expect(unheard(command)).rejects.toThrow()
    expect(everythingIn(house)).toEqual(before)
  })
})
