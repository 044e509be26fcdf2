import { describe, expect, test } from 'vitest'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import {
  answerQuestion,
  type Consultation,
  openConsultation,
  type Question,
} from '../../../src/domain/expert/question.ts'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewExpert, aNewQuestion } from '../../fixtures/news.ts'
import { kept, oneByOne, storedCreator, storedCreators } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS, race } from './fresh-database.ts'

const TODAY = koreanDayOf(NOON)

const request = { applicantName: '김하늘', date: inDays(7), topic: '계약서 검토', requestedAt: inHours(2) }
const CONSULTATIONS: readonly (Consultation | null)[] = [
  { ...request, status: 'requested' },
  { ...request, status: 'confirmed', at: inHours(3) },
  { ...request, status: 'held', at: inHours(4) },
  { ...request, status: 'declined', at: inHours(5), note: '' },
  null,
]

export const expertContract = (backend: Backend): void => {
  describe('experts', () => {
    const db = freshDatabase(backend)
    const add = (over: Parameters<typeof aNewExpert>[0] = {}) =>
      kept(db(), ({ experts }) => experts.add(aNewExpert(over)))

    test('are found as they were added and changed, and listed by cases and id', async () => {
      const lawyer = await add({ affiliation: AWKWARD_TEXTS.join('') })
      const filmer = await add({ category: 'shooting' })
      const { experts, expert } = db().views.experts
      await expect(experts({ limit: 10 })).resolves.toEqual([lawyer, filmer])
      const busier = { ...filmer, casesHandled: 13, photo: '' }
      await kept(db(), (stores) => stores.experts.save(busier))
      await expect(experts({ limit: 10 })).resolves.toEqual([busier, lawyer])
      await expect(experts({ limit: 1 })).resolves.toEqual([busier])
      await expect(expert(filmer.id)).resolves.toEqual(busier)
      await expect(kept(db(), (stores) => stores.experts.find(filmer.id))).resolves.toEqual(busier)
      await expect(expert(toId<'Expert'>(MAX_ID))).resolves.toBeNull()
    })

    test('answer under one account each, and an account under one profile', async () => {
      const [lawyer, filmer] = [await add(), await add()]
      const [one, other] = await kept(db(), async (stores) => [
        (await storedCreator(stores)).id,
        (await storedCreator(stores)).id,
      ])
      const bind = (expert: typeof lawyer, account: typeof one) =>
        kept(db(), (stores) => stores.experts.bind(expert.id, account))
      await expect(kept(db(), ({ experts }) => experts.accountOf(lawyer.id))).resolves.toBeNull()
      await expect(bind(lawyer, one)).resolves.toEqual(ok(undefined))
      await expect(bind(lawyer, one)).resolves.toEqual(ok(undefined))
      await expect(bind(lawyer, other)).resolves.toEqual(err({ kind: 'expert-profile-taken' }))
      await expect(bind(filmer, one)).resolves.toEqual(err({ kind: 'member-has-expert-profile' }))
      await kept(db(), async ({ experts }) => {
        expect(await experts.accountOf(lawyer.id)).toBe(one)
        expect(await experts.findOf(one)).toEqual(lawyer)
        expect(await experts.findOf(other)).toBeNull()
      })
      await expect(db().views.experts.expertOf(one)).resolves.toEqual(lawyer)
      await expect(db().views.experts.expertOf(other)).resolves.toBeNull()
    })

    test('that lose their account answer under none, and the profile and the account are free again', async () => {
      const [lawyer, filmer] = [await add(), await add()]
      const [one, other] = await kept(db(), async (stores) => [
        (await storedCreator(stores)).id,
        (await storedCreator(stores)).id,
      ])
      await kept(db(), async ({ experts }) => {
        await experts.bind(lawyer.id, one)
        await experts.bind(filmer.id, other)
        await experts.unbind(lawyer.id)
        await experts.unbind(lawyer.id)
      })
      await kept(db(), async ({ experts }) => {
        expect(await experts.accountOf(lawyer.id)).toBeNull()
        expect(await experts.findOf(one)).toBeNull()
        expect(await experts.accountOf(filmer.id)).toBe(other)
        expect(await experts.bind(lawyer.id, one)).toEqual(ok(undefined))
      })
      await expect(db().views.experts.expertOf(one)).resolves.toEqual(lawyer)
    })

    test('are bound once when many bind at once, and no account gets two', async () => {
      const { id } = await add()
      const accounts = await kept(db(), (stores) => storedCreators(stores, RACERS))
      const bound = await race(RACERS, async (index) =>
        db().transact(({ experts }) => experts.bind(id, accounts[index]?.id ?? toId(MAX_ID))),
      )
      expect(bound).toBe(1)
      const profiles = await kept(db(), ({ experts }) =>
        oneByOne(RACERS, async () => (await experts.add(aNewExpert())).id),
      )
      const free = await kept(db(), (stores) => storedCreator(stores))
      const given = await race(RACERS, async (index) =>
        db().transact(({ experts }) => experts.bind(profiles[index] ?? toId(MAX_ID), free.id)),
      )
      expect(given).toBe(1)
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

    test('are listed by category and the time of asking, the latest first', async () => {
      const early = await ask({ askedAt: inHours(-9), answer: await answeredAt(inHours(2)) }, 2)
      const late = await ask({ askedAt: inHours(-1) }, 1)
      const alsoLate = await ask({ askedAt: inHours(-1) })
      const elsewhere = await ask({ category: 'startup' })
      const list = (category: 'law' | 'startup' | 'shooting', limit = 10) =>
        db().views.experts.questions({ category, after: null, limit })
      await expect(list('law')).resolves.toEqual([
        { question: alsoLate, views: 0 },
        { question: late, views: 1 },
        { question: early, views: 2 },
      ])
      await expect(list('law', 1)).resolves.toEqual([{ question: alsoLate, views: 0 }])
      await expect(list('startup')).resolves.toEqual([{ question: elsewhere, views: 0 }])
      await expect(list('shooting')).resolves.toEqual([])
    })

    test('of an author are their own, all or what was answered', async () => {
      const first = await ask({ answer: await answeredAt() })
      const second = await ask({ author: first.author })
      await ask({ answer: await answeredAt() })
      const own = async (answeredOnly?: boolean) => {
        const page = { after: null, limit: 10, ...(answeredOnly === undefined ? {} : { answeredOnly }) }
        return (await db().views.experts.questionsOf(first.author, page))?.map(({ question }) => question.id)
      }
      await expect(own()).resolves.toEqual([second.id, first.id])
      await expect(own(false)).resolves.toEqual([second.id, first.id])
      await expect(own(true)).resolves.toEqual([first.id])
    })

    test('that their author has requested to talk about are listed by the request', async () => {
      const answer = await answeredAt()
      const requested = (hours: number): Consultation => ({
        ...request,
        requestedAt: inHours(hours),
        status: 'requested',
      })
      const first = await ask({ answer, consultation: requested(9) })
      const second = await ask({ author: first.author, answer, consultation: requested(8) })
      const other = await ask({ answer: await answeredAt(), consultation: requested(10) })
      await ask({ author: first.author, answer })
      const { consultationRequestsOf, consultationRequests, expert } = db().views.experts
      const page = { after: null, limit: 10 }
      const by = await expert(answer.by)
      await expect(consultationRequestsOf(first.author, page)).resolves.toEqual([
        { question: first, views: 0, expert: by },
        { question: second, views: 0, expert: by },
      ])
      const phone = '010-1234-5678'
      await expect(consultationRequests({ ...page, answeredBy: answer.by })).resolves.toEqual([
        { question: first, phone },
        { question: second, phone },
      ])
      await expect(consultationRequests({ ...page, answeredBy: null })).resolves.toEqual([
        { question: other, phone },
        { question: first, phone },
        { question: second, phone },
      ])
      await expect(consultationRequests({ ...page, answeredBy: toId<'Expert'>(MAX_ID) })).resolves.toEqual([])
    })

    test('are walked page by page, each once, also those of one moment', async () => {
      const answer = await answeredAt()
      const author = (await ask({ category: 'startup' })).author
      const asked = await oneByOne(11, async (index) => {
        const askedAt = inHours(Math.floor(index / 5))
        const consultation: Consultation = { ...request, requestedAt: askedAt, status: 'requested' }
        return (await ask({ author, askedAt, answer, consultation })).id
      })
      const { questions, questionsOf, consultationRequestsOf, consultationRequests } = db().views.experts
      type Page = { readonly after: (typeof asked)[number] | null; readonly limit: number }
      const lists: readonly ((page: Page) => Promise<readonly { readonly question: Question }[] | null>)[] = [
        (page) => questions({ ...page, category: 'law' }),
        (page) => questionsOf(author, { ...page, answeredOnly: true }),
        (page) => consultationRequestsOf(author, page),
        (page) => consultationRequests({ ...page, answeredBy: answer.by }),
        (page) => consultationRequests({ ...page, answeredBy: null }),
      ]
      for (const list of lists) {
        const walked: (typeof asked)[number][] = []
        // Pages that repeat themselves must not keep the walk going.
        while (walked.length <= asked.length) {
          const page = await list({ after: walked.at(-1) ?? null, limit: 3 })
          if (page === null || page.length === 0) break
          walked.push(...page.map(({ question }) => question.id))
        }
        expect(walked).toEqual(asked.toReversed())
        await expect(list({ after: toId<'Question'>(MAX_ID), limit: 3 })).resolves.toBeNull()
      }
    })

    test('of others, or of another category, are no place in a list', async () => {
      const answer = await answeredAt()
      const own = await ask()
      const other = await ask({
        category: 'startup',
        answer,
        consultation: { ...request, status: 'requested' },
      })
      const page = { after: other.id, limit: 10 }
      const { questions, questionsOf, consultationRequestsOf, consultationRequests } = db().views.experts
      await expect(questions({ ...page, category: 'law' })).resolves.toBeNull()
      await expect(questionsOf(own.author, page)).resolves.toBeNull()
      await expect(consultationRequestsOf(own.author, page)).resolves.toBeNull()
      await expect(consultationRequests({ ...page, answeredBy: toId<'Expert'>(MAX_ID) })).resolves.toBeNull()
      await expect(
        questionsOf(own.author, { ...page, after: own.id, answeredOnly: true }),
      ).resolves.toBeNull()
      await expect(consultationRequests({ ...page, after: own.id, answeredBy: null })).resolves.toBeNull()
    })

    test('are counted up to a maximum, for each author and Korean day', async () => {
      const [one, other] = await kept(db(), (stores) => storedCreators(stores, 2))
      if (one === undefined || other === undefined) throw new Error('two were stored')
      const tomorrow = koreanDayOf(inDays(1))
      const count = ({ id }: typeof one, day = TODAY) =>
        kept(db(), ({ questions }) => questions.countAsked(id, day, 2))
      expect([await count(one), await count(one), await count(one)]).toEqual([true, true, false])
      await expect(count(other)).resolves.toBe(true)
      await expect(count(one, tomorrow)).resolves.toBe(true)
      await expect(count(one)).resolves.toBe(false)
    })

    test('are counted exactly when many are asked at once, and not when they were undone', async () => {
      const { id } = await kept(db(), (stores) => storedCreator(stores))
      const count = (refusal: string | null) =>
        db().transact<undefined, string>(async ({ questions }) => {
          if (!(await questions.countAsked(id, TODAY, 20))) return err('full')
          return refusal === null ? ok(undefined) : err(refusal)
        })
      await expect(count('undone')).resolves.toEqual(err('undone'))
      await expect(race(40, () => count(null))).resolves.toBe(20)
      await expect(count(null)).resolves.toEqual(err('full'))
    })

    test('get one answer and one request when many give them at once', async () => {
      const { id, author } = await ask()
      const account = toId<'Account'>(MAX_ID)
      const experts = await kept(db(), (stores) =>
        oneByOne(RACERS, () => stores.experts.add(aNewExpert({ casesHandled: 0 }))),
      )
      const answers = await race(RACERS, (index) =>
        db().transact(async (stores) => {
          const expert = await stores.experts.find(experts[index]?.id ?? toId(MAX_ID))
          const question = await stores.questions.find(id)
          if (expert === null || question === null) throw new Error('they are there')
          const answered = answerQuestion(question, { ...expert, account }, `답 ${index}`, NOON)
          if (!answered.ok) return answered
          await stores.questions.save(answered.value)
          await stores.experts.save({ ...expert, casesHandled: expert.casesHandled + 1 })
          return answered
        }),
      )
      expect(answers).toBe(1)
      const requests = await race(RACERS, (index) =>
        db().transact(async ({ questions }) => {
          const question = await questions.find(id)
          if (question === null) throw new Error('it is there')
          const requested = openConsultation(question, author, { ...request, topic: `상담 ${index}` }, NOON)
          if (!requested.ok) return requested
          await questions.save(requested.value)
          return requested
        }),
      )
      expect(requests).toBe(1)
      const seen = await db().views.experts.experts({ limit: RACERS })
      expect(seen.map(({ casesHandled }) => casesHandled).filter((cases) => cases > 0)).toEqual([1])
      const found = await db().views.experts.question(id)
      expect(found?.expert?.casesHandled).toBe(1)
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
