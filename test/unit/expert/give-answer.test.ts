import { describe, expect, test } from 'vitest'
import { giveAnswer } from '../../../src/application/expert/give-answer.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { aKey, allAtOnce, attempt, everythingIn, granted, toldTo } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand } from '../../fixtures/stored.ts'
import { aConsultingHouse, withoutNotifications } from './expert-examples.ts'

type House = Awaited<ReturnType<typeof aConsultingHouse>>
type Command = Parameters<House['giveAnswer']>[0]
const answering = (house: House, questionId: Command['questionId'], over: Partial<Command> = {}) =>
  house.giveAnswer({
    account: house.lawyer.account,
    questionId,
    content: '허락을 받으세요.',
    expertId: null,
    key: null,
    ...over,
  })

describe('an answer', () => {
  test('H60: is kept, counts as a case of its expert, and is told to the author', async () => {
    const house = await aConsultingHouse()
    const question = await house.ask()
    const answer = { by: house.lawyer.expert.id, content: '허락을 받으세요.', at: NOON }
    expect(demand(await answering(house, question.id))).toEqual({ ...question, answer })
    expect(house.now(question)).toEqual({ ...question, answer })
    expect(house.tables.experts.get(house.lawyer.expert.id)?.casesHandled).toBe(13)
    expect(await toldTo(house, { id: house.author })).toEqual([
      { kind: 'answered', questionId: question.id, title: question.title },
    ])
  })

  test('may name the own profile', async () => {
    const house = await aConsultingHouse()
    const question = await house.ask()
    demand(await answering(house, question.id, { expertId: house.lawyer.expert.id }))
  })

  test('H60: is not overwritten, and no second case is counted', async () => {
    const house = await aConsultingHouse()
    const question = await house.ask()
    demand(await answering(house, question.id))
    expect(await attempt(house, () => answering(house, question.id, { content: '아니요.' }))).toEqual({
      refusal: { kind: 'question-already-answered' },
      changed: [],
    })
  })

  test('H27: is refused in the name of another, of another category, or without a profile', async () => {
    const house = await aConsultingHouse()
    const filmer = await house.anExpert('filmer@example.kr', { category: 'shooting' })
    const { id } = await house.ask()
    const own = await house.ask({ author: house.lawyer.account })
    const refusalOf = (over: Partial<Command>, questionId = id) =>
      attempt(house, () => answering(house, questionId, over))
    const refused = (kind: string) => ({ refusal: { kind }, changed: [] })
    expect(await refusalOf({ expertId: filmer.expert.id })).toEqual(refused('expert-profile-of-another'))
    expect(await refusalOf({ account: filmer.account })).toEqual(refused('question-of-another-category'))
    expect(await refusalOf({ account: house.other })).toEqual(refused('no-expert-profile'))
    expect(await refusalOf({}, own.id)).toEqual(refused('question-of-oneself'))
    expect(await refusalOf({}, toId(MAX_ID))).toEqual(refused('question-not-found'))
  })

  test('H72: is undone when its author cannot be told', async () => {
    const house = await aConsultingHouse()
    const question = await house.ask()
    const before = everythingIn(house)
    const transact = withoutNotifications(house.transact)
    const give = giveAnswer({ once: onceWith({ ...house, transact }), clock: house.clock })
    const command = { account: house.lawyer.account, questionId: question.id, content: '예.', expertId: null }
    await expect(give({ ...command, key: null })).rejects.toThrow('nobody can be told')
    expect(everythingIn(house)).toEqual(before)
  })

  test('is given once of 64 at once, and once under one key', async () => {
    const house = await aConsultingHouse()
    const question = await house.ask()
    const answers = await allAtOnce(64, (index) => answering(house, question.id, { content: `답 ${index}` }))
    expect(granted(answers)).toBe(1)
    const other = await house.ask()
    const again = () => answering(house, other.id, { key: aKey() })
    expect(await again()).toEqual(await again())
    expect(house.tables.experts.get(house.lawyer.expert.id)?.casesHandled).toBe(14)
  })
})
