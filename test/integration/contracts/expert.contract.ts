import { describe, expect, test } from 'vitest'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import type { Consultation, Question } from '../../../src/domain/expert/question.ts'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewExpert, aNewQuestion } from '../../fixtures/news.ts'
import { kept, storedCreator, storedCreators } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS } from './fresh-database.ts'

const TODAY = koreanDayOf(NOON)

const wish = { applicantName: '김하늘', date: inDays(7), topic: '계약서 검토', requestedAt: inHours(2) }
const CONSULTATIONS: readonly (Consultation | null)[] = [
  { ...wish, status: 'requested' },
  { ...wish, status: 'confirmed', at: inHours(3) },
  { ...wish, status: 'held', at: inHours(4) },
  { ...wish, status: 'declined', at: inHours(5), note: '' },
  null,
]

export const expertContract = (backend: Backend): void => {
  describe('experts', () => {
    const db = freshDatabase(backend)
    const add = (over: Parameters<typeof aNewExpert>[0] = {}) =>
      kept(db(), ({ experts }) => experts.add(aNewExpert(over)))

    test('are found as they were added and changed, and listed by id', async () => {
      const lawyer = await add({ affiliation: AWKWARD_TEXTS.join('') })
      const filmer = await add({ category: 'shooting' })
      const { experts, expert } = db().views.experts
      await expect(experts({ limit: 10 })).resolves.toEqual([lawyer, filmer])
      await expect(experts({ limit: 1 })).resolves.toEqual([lawyer])
      await expect(experts({ category: 'shooting', limit: 10 })).resolves.toEqual([filmer])
      const busier = { ...lawyer, casesHandled: 13, photo: '' }
      await kept(db(), (stores) => stores.experts.save(busier))
      await expect(expert(lawyer.id)).resolves.toEqual(busier)
      await expect(kept(db(), (stores) => stores.experts.find(lawyer.id))).resolves.toEqual(busier)
      await expect(expert(toId<'Expert'>(MAX_ID))).resolves.toBeNull()
    })
  })

  describe('questions', () => {
    const db = freshDatabase(backend)
    const ask = (over: Partial<Question> = {}, views = 0) =>
      kept(db(), async (stores) => {
        const author = over.author ?? (await storedCreator(stores)).id
        const { answer = null, consultation = null, ...question } = over
        const asked = await stores.questions.add(aNewQuestion(author, question), views)
        const whole = { ...asked, answer, consultation }
        if (answer !== null || consultation !== null) await stores.questions.save(whole)
        return whole
      })
    const answeredAt = async (at = NOON) => {
      const { id } = await kept(db(), ({ experts }) => experts.add(aNewExpert()))
      return { by: id, content: AWKWARD_TEXTS.join(''), at }
    }

    test.each(CONSULTATIONS)('are found with answer and consultation: $status', async (consultation) => {
      const answer = await answeredAt()
      const question = await ask({ secret: true, title: AWKWARD_TEXTS[1] ?? '', answer, consultation }, 3)
      await expect(kept(db(), ({ questions }) => questions.find(question.id))).resolves.toEqual(question)
      await expect(db().views.experts.question(question.id)).resolves.toEqual({
        question,
        views: 3,
        expert: await db().views.experts.expert(answer.by),
      })
    })

    test('that wait have neither, and what is taken back leaves nothing behind', async () => {
      const question = await ask({ answer: await answeredAt(), consultation: CONSULTATIONS[3] ?? null })
      const waiting = { ...question, answer: null, consultation: null }
      await kept(db(), ({ questions }) => questions.save(waiting))
      const seen = { question: waiting, views: 0, expert: null }
      await expect(db().views.experts.question(question.id)).resolves.toEqual(seen)
      await expect(db().views.experts.question(toId<'Question'>(MAX_ID))).resolves.toBeNull()
    })

    test('are listed by answer, asking or views, the highest first, those that wait last', async () => {
      const waiting = await ask({ askedAt: inHours(-1) }, 1)
      const answeredLate = await ask({ askedAt: inHours(-9), answer: await answeredAt(inHours(2)) }, 2)
      const answeredSoon = await ask({ askedAt: inHours(-5), answer: await answeredAt(inHours(1)) }, 2)
      const elsewhere = await ask({ category: 'startup' })
      const list = async (order: 'answered' | 'latest' | 'popular', limit = 10) =>
        (await db().views.experts.questions({ category: 'law', order, limit })).map(
          ({ question }) => question.id,
        )
      await expect(list('answered')).resolves.toEqual([answeredLate.id, answeredSoon.id, waiting.id])
      await expect(list('latest')).resolves.toEqual([waiting.id, answeredSoon.id, answeredLate.id])
      await expect(list('popular')).resolves.toEqual([answeredSoon.id, answeredLate.id, waiting.id])
      await expect(list('answered', 1)).resolves.toEqual([answeredLate.id])
      const other = { category: 'startup', order: 'latest', limit: 10 } as const
      await expect(db().views.experts.questions(other)).resolves.toEqual([{ question: elsewhere, views: 0 }])
    })

    test('of an author are their own, newest first', async () => {
      const first = await ask()
      const second = await ask({ author: first.author })
      await ask()
      const own = await db().views.experts.questionsOf(first.author, 10)
      expect(own.map(({ question }) => question.id)).toEqual([second.id, first.id])
      await expect(db().views.experts.questionsOf(first.author, 1)).resolves.toHaveLength(1)
    })

    test('count a member once a Korean day, also in a race, and never their author', async () => {
      const { id, author } = await ask({}, 10)
      const creators = await kept(db(), (stores) => storedCreators(stores, RACERS))
      const look = db().views.experts.countView
      await Promise.all(creators.flatMap((creator) => [look(id, creator.id, TODAY), look(id, author, TODAY)]))
      await Promise.all(creators.map((creator) => look(id, creator.id, TODAY)))
      await expect(db().views.experts.question(id)).resolves.toMatchObject({ views: 10 + RACERS })
    })
  })
}
