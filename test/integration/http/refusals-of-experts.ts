import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import type { Member } from '../../fixtures/test-house.ts'
import type { BusyHouse } from './busy-house.ts'
import { type Asked, type CasesOf, TOLD, UNKNOWN_ID } from './refusal-case.ts'
import { expertParts, questionForm, requestForm } from './routes.ts'

export type RefusalOfExperts = Extract<
  Refusal['kind'],
  | `expert-${string}`
  | `question-${string}`
  | `consultation-${string}`
  | 'member-has-expert-profile'
  | 'no-expert-profile'
  | 'too-many-questions'
>

const look = (who: Member, path: string): Asked => ({ who, method: 'GET', path })
const ask = (who: Member): Asked => ({
  who,
  method: 'POST',
  path: '/api/expert/qa/law',
  sent: { json: questionForm },
})
const reply = (who: Member, expertConsultIdx: number, over: object = {}): Asked => ({
  who,
  method: 'PUT',
  path: '/api/expert/qa/law',
  sent: { json: { expertConsultIdx, Acontent: '허락을 받으세요.', ...over } },
})
const request = (who: Member, expertConsultIdx: number, over: object = {}): Asked => ({
  who,
  method: 'PUT',
  path: '/api/expert/qa/apply',
  sent: { json: { ...requestForm, expertConsultIdx, ...over } },
})
const decide = (who: Member, id: number, decision: 'confirm' | 'held' | 'decline'): Asked => ({
  who,
  method: 'PUT',
  path: `/api/expert/qa/consultations/${id}`,
  sent: { json: { decision } },
})
const change = ({ operator }: BusyHouse, id: number, userIdx?: number): Asked => ({
  who: operator,
  method: 'PUT',
  path: `/api/expert/profile/${id}`,
  sent: { parts: expertParts(userIdx === undefined ? {} : { userIdx: String(userIdx) }) },
})

const OF_PROFILES: CasesOf<
  Extract<RefusalOfExperts, `expert-${string}` | 'member-has-expert-profile' | 'no-expert-profile'>
> = {
  'expert-not-found': [
    { when: 'a profile that is none is changed', ask: (house) => change(house, UNKNOWN_ID) },
  ],
  'expert-profile-taken': [
    {
      when: 'a profile of somebody is given to another',
      ask: (house) => change(house, house.lawyer.expert.id, house.soyeon.account.id),
    },
  ],
  'member-has-expert-profile': [
    {
      when: 'an expert is given a second profile',
      ask: ({ operator, lawyer }) => ({
        who: operator,
        method: 'POST',
        path: '/api/expert/profile',
        sent: { parts: expertParts({ userIdx: String(lawyer.account.id) }) },
      }),
    },
  ],
  'no-expert-profile': [
    {
      when: 'an expert answers who has no profile yet',
      ask: async (house) => {
        const newcomer = await house.anOperator({ email: 'new-expert@example.kr', roles: ['expert'] })
        return reply(newcomer, house.questions.waiting.id)
      },
    },
  ],
  'expert-profile-of-another': [
    {
      when: 'an expert answers in the name of another',
      ask: async (house) => {
        const { expert } = await house.anExpert('other-lawyer')
        return reply(house.lawyer, house.questions.waiting.id, { expertIdx: expert.id })
      },
    },
  ],
}

const OF_QUESTIONS: CasesOf<Extract<RefusalOfExperts, `question-${string}` | 'too-many-questions'>> = {
  'question-not-found': [
    {
      when: 'there is none of this number',
      ask: ({ minji }) => look(minji, `/api/expert/qa/law/${UNKNOWN_ID}`),
    },
    {
      when: 'it is of another category',
      ask: ({ minji, questions }) => look(minji, `/api/expert/qa/shooting/${questions.waiting.id}`),
    },
    { when: 'what is answered is none', ask: ({ lawyer }) => reply(lawyer, UNKNOWN_ID) },
    { when: 'a consultation is requested about none', ask: ({ minji }) => request(minji, UNKNOWN_ID) },
  ],
  'question-secret': [
    {
      when: 'it is somebody else’s',
      ask: ({ junho, questions }) => look(junho, `/api/expert/qa/law/${questions.secret.id}`),
    },
  ],
  'question-of-another': [
    {
      when: 'a consultation is requested about it',
      ask: ({ junho, questions }) => request(junho, questions.answered.id),
    },
  ],
  'question-of-oneself': [
    {
      when: 'an expert answers what they have asked',
      ask: async (house) => {
        const { path, sent = {} } = ask(house.lawyer)
        const { data } = await house.as(house.lawyer).post(path, sent)
        return reply(house.lawyer, Number(Object(data).expertConsultIdx))
      },
    },
  ],
  'question-already-answered': [
    { when: 'it is answered again', ask: ({ lawyer, questions }) => reply(lawyer, questions.answered.id) },
  ],
  'question-of-another-category': [
    {
      when: 'a lawyer answers about a business',
      ask: ({ lawyer, questions }) => reply(lawyer, questions.startup.id),
    },
  ],
  'question-not-answered': [
    {
      when: 'a consultation is requested about it',
      mayChange: TOLD,
      ask: ({ minji, questions }) => request(minji, questions.waiting.id),
    },
  ],
  'too-many-questions': [
    {
      when: 'it is the twenty-first of a day',
      mayChange: TOLD,
      ask: async (house) => {
        const { path, sent = {} } = ask(house.junho)
        for (let asked = 0; asked < 20; asked += 1) await house.as(house.junho).post(path, sent)
        return ask(house.junho)
      },
    },
  ],
}

const OF_CONSULTATIONS: CasesOf<Extract<RefusalOfExperts, `consultation-${string}`>> = {
  'consultation-not-found': [
    { when: 'there is no such question', ask: ({ operator }) => decide(operator, UNKNOWN_ID, 'confirm') },
    {
      when: 'its author has requested none',
      ask: ({ operator, questions }) => decide(operator, questions.answered.id, 'confirm'),
    },
    {
      when: 'another expert has answered',
      ask: async (house) =>
        decide(await house.anExpert('other-lawyer'), house.questions.secret.id, 'confirm'),
    },
  ],
  'consultation-already-requested': [
    {
      when: 'it is requested again',
      mayChange: TOLD,
      ask: ({ minji, questions }) => request(minji, questions.secret.id),
    },
  ],
  'consultation-in-the-past': [
    {
      when: 'it is to be yesterday',
      mayChange: TOLD,
      ask: ({ minji, questions }) => request(minji, questions.answered.id, { Cdate: '2026 / 11 / 24' }),
    },
  ],
  'consultation-too-far-ahead': [
    {
      when: 'it is to be in two years',
      mayChange: TOLD,
      ask: ({ minji, questions }) => request(minji, questions.answered.id, { Cdate: '2028 / 12 / 01' }),
    },
  ],
  'consultation-move-not-possible': [
    {
      when: 'it was held before it was confirmed',
      ask: ({ lawyer, questions }) => decide(lawyer, questions.secret.id, 'held'),
    },
    {
      when: 'it is confirmed twice',
      ask: async (house) => {
        const { path, sent = {} } = decide(house.operator, house.questions.secret.id, 'confirm')
        await house.as(house.operator).put(path, sent)
        return decide(house.operator, house.questions.secret.id, 'confirm')
      },
    },
  ],
  'consultation-still-to-come': [
    {
      when: 'it is said to have been held before its time',
      ask: async (house) => {
        const { path, sent = {} } = decide(house.lawyer, house.questions.secret.id, 'confirm')
        await house.as(house.lawyer).put(path, sent)
        return decide(house.lawyer, house.questions.secret.id, 'held')
      },
    },
  ],
}

export const REFUSALS_OF_EXPERTS: CasesOf<RefusalOfExperts> = {
  ...OF_PROFILES,
  ...OF_QUESTIONS,
  ...OF_CONSULTATIONS,
}
