import { koreanDayOf } from '../../../src/domain/calendar.ts'
import type { Expert } from '../../../src/domain/expert/expert.ts'
import type { NewQuestion, Question } from '../../../src/domain/expert/question.ts'
import { inDays } from '../../fixtures/instants.ts'
import { aNewExpert, aNewQuestion } from '../../fixtures/news.ts'
import { kept } from '../../fixtures/stored.ts'
import type { Member, TestHouse } from '../../fixtures/test-house.ts'
import { NOW } from '../now.ts'
import type { Kept, NewPicture } from './pictures.ts'

export type ShownExpert = { readonly expert: Expert; readonly photo: Kept }

/** Three experts, and questions about law: open and secret ones, Minji's and Junho's, answered and waiting. */
export const fillExperts = async (
  house: TestHouse,
  newPicture: NewPicture,
  { minji, junho, soyeon }: Readonly<Record<'minji' | 'junho' | 'soyeon', Member>>,
) => {
  const expert = async (
    name: string,
    casesHandled: number,
    category: Expert['category'],
  ): Promise<ShownExpert> => {
    const photo = await newPicture()
    const draft = aNewExpert({
      name,
      casesHandled,
      category,
      affiliation: `${name} 사무소`,
      photo: photo.name,
    })
    return { photo, expert: await kept(house.persistence, ({ experts }) => experts.add(draft)) }
  }
  const camera = await expert('박촬영', 3, 'shooting')
  const lawyer = await expert('이변호', 12, 'law')
  const founder = await expert('최창업', 7, 'startup')

  const ask = async (
    author: Member,
    over: Partial<NewQuestion>,
    answeredAt: number | null,
  ): Promise<Question> =>
    kept(house.persistence, async ({ questions }) => {
      const asked = await questions.add(aNewQuestion(author.account.id, over))
      if (answeredAt === null) return asked
      const answer = {
        by: lawyer.expert.id,
        content: `${asked.title} 답변입니다.`,
        at: inDays(answeredAt, NOW),
      }
      const answered = { ...asked, answer }
      await questions.save(answered)
      return answered
    })
  const questions = {
    contract: await ask(
      junho,
      { title: '계약서', content: '계약서에 무엇을 적나요?', askedAt: inDays(-9, NOW) },
      -2,
    ),
    secret: await ask(
      junho,
      { title: '남의 비밀', content: '남이 보면 안 되는 글', secret: true, askedAt: inDays(-7, NOW) },
      -6,
    ),
    ownSecret: await ask(
      minji,
      { title: '나의 비밀', content: '나만 보는 글', secret: true, askedAt: inDays(-5, NOW) },
      -4,
    ),
    waiting: await ask(
      minji,
      { title: '음원', content: '배경 음악을 써도 되나요?', askedAt: inDays(-1, NOW) },
      null,
    ),
    // Of another category: it is in no list of the law.
    ofStartUp: await ask(junho, { title: '창업', category: 'startup', askedAt: NOW }, null),
  }
  const looked = ({ id }: Question, { account }: Member): Promise<void> =>
    house.persistence.views.experts.countView(id, account.id, koreanDayOf(NOW))
  await looked(questions.contract, soyeon)
  await looked(questions.contract, minji)
  await looked(questions.secret, soyeon)
  await looked(questions.ownSecret, junho)
  await looked(questions.waiting, junho)
  return { camera, lawyer, founder, questions }
}
