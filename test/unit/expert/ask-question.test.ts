import { expect, test } from 'vitest'
import { endOfDay, koreanDayOf } from '../../../src/domain/calendar.ts'
import { DAY_MS, later } from '../../../src/domain/primitives.ts'
import { aKey, allAtOnce, attempt, granted, nobody, toldTo } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand } from '../../fixtures/stored.ts'
import { aConsultingHouse } from './expert-examples.ts'

const question = { category: 'startup', title: '사업자 등록', content: '언제 하나요?', secret: true } as const

test('a question waits for the experts of its category', async () => {
  const house = await aConsultingHouse()
  const asked = demand(await house.askQuestion({ author: house.author, question, key: null }))
  expect(asked).toEqual({
    ...question,
    id: asked.id,
    author: house.author,
    askedAt: NOON,
    answer: null,
    consultation: null,
  })
  expect(house.now(asked)).toEqual(asked)
})

test('the twenty-first of a Korean day is refused and only told of, that of another member or day is not', async () => {
  const house = await aConsultingHouse()
  const ask = (author = house.author) => house.askQuestion({ author, question, key: null })
  house.clock.set(endOfDay(koreanDayOf(NOON)))
  for (let asked = 0; asked < 20; asked += 1) demand(await ask())
  expect(await attempt(house, ask)).toEqual({
    refusal: { kind: 'too-many-questions', maximum: 20 },
    changed: ['notifications', 'told'],
  })
  demand(await ask(house.other))
  house.clock.set(later(house.clock.now(), 1))
  demand(await ask())
})

test('what a day no longer takes is told once a day and reason, and to nobody else', async () => {
  const house = await aConsultingHouse()
  const ask = (author = house.author) => house.askQuestion({ author, question, key: null })
  const told = () => toldTo(house, { id: house.author })
  const refused = (refusal: string) => ({ kind: 'question-refused', refusal })
  await allAtOnce(64, () => ask())
  expect(await told()).toEqual([refused('too-many-questions')])
  const tell = () => house.tellQuestionRefused({ author: house.author, refusal: 'input-invalid' })
  await tell()
  await tell()
  expect(await told()).toEqual([refused('too-many-questions'), refused('input-invalid')])
  house.clock.pass(DAY_MS)
  await tell()
  expect(await told()).toHaveLength(3)
  expect(await toldTo(house, { id: house.other })).toEqual([])
})

test('of 64 at once as many are asked as a day has', async () => {
  const house = await aConsultingHouse()
  const answers = await allAtOnce(64, () => house.askQuestion({ author: house.author, question, key: null }))
  expect(granted(answers)).toBe(20)
})

test('asked again under the same key it is the first one', async () => {
  const house = await aConsultingHouse()
  const ask = () => house.askQuestion({ author: house.author, question, key: aKey() })
  expect(await ask()).toEqual(await ask())
  expect(house.tables.questions.rows()).toHaveLength(1)
})

test('nobody asks nothing', async () => {
  const house = await aConsultingHouse()
  expect(await attempt(house, () => house.askQuestion({ author: nobody, question, key: null }))).toEqual({
    refusal: { kind: 'account-not-found' },
    changed: [],
  })
})
