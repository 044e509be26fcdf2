import type { Expert, NewExpert } from '../../../src/domain/expert/expert.ts'
import type { Question } from '../../../src/domain/expert/question.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import type { Stores, Transact } from '../../../src/ports/transact.ts'
import { aNewCreator } from '../../fixtures/account.ts'
import { aHouse } from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { aNewExpert, aNewQuestion } from '../../fixtures/news.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

export const request = { applicantName: '김하늘', date: inDays(7), topic: '계약서를 함께 읽어 주세요.' }

/** An author who asks, another member, and a lawyer who answers. */
export const aConsultingHouse = async () => {
  const house = aHouse()
  const member = () => kept(house, async (stores) => (await storedCreator(stores)).id)
  const anExpert = async (
    email: string,
    over: Partial<NewExpert> = {},
  ): Promise<{ readonly account: Id<'Account'>; readonly expert: Expert }> =>
    kept(house, async ({ accounts, experts }) => {
      const account = demand(await accounts.add(aNewCreator({ email, roles: ['expert'] }))).id
      const expert = await experts.add(aNewExpert(over))
      demand(await experts.bind(expert.id, account))
      return { account, expert }
    })
  const lawyer = await anExpert('lawyer@example.kr')
  const author = await member()
  const ask = (over: Partial<Question> = {}): Promise<Question> =>
    kept(house, async ({ questions }) => {
      const { answer = null, consultation = null, ...question } = over
      const asked = { ...(await questions.add(aNewQuestion(author, question))), answer, consultation }
      await questions.save(asked)
      return asked
    })
  return {
    ...house,
    author,
    other: await member(),
    lawyer,
    anExpert,
    ask,
    /** As it is stored now. */
    now: (question: Question) => house.tables.questions.get(question.id),
  }
}

/** Stores of which one part cannot tell anybody anything. */
export const withoutNotifications =
  (transact: Transact): Transact =>
  (work) =>
    transact((stores: Stores) =>
      work({
        ...stores,
        notifications: {
          ...stores.notifications,
          add: async () => {
            throw new Error('nobody can be told')
          },
        },
      }),
    )
