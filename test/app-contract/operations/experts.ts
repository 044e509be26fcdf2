import { z } from 'zod'
import type { Question } from '../../../src/domain/expert/question.ts'
import type { FilledHouse } from '../filled-house.ts'
import type { ShownExpert } from '../filling/experts.ts'
import { is, list, type Meaning, type Meanings, picture } from '../meaning.ts'
import { type Answered, by, NOBODYS_ID, type Operations } from '../situations.ts'

const QUESTIONS = '질문 조회 성공'

const profile = ({ expert, photo }: ShownExpert): Meanings => ({
  expertIdx: is(expert.id),
  name: is(expert.name),
  description: is(`${expert.name} 사무소`),
  experience: is(expert.casesHandled),
  photo: picture(photo),
})

type Row = Readonly<
  Record<'createAt' | 'answerUpdateAt' | 'views' | 'isSecret', number> & { isUser: boolean; readable?: false }
>

/** What nobody but its author and experts may read says so, and no more. */
const row = (
  { id, title, content, answer }: Question,
  { createAt, answerUpdateAt, views, isSecret, isUser, readable }: Row,
): Meanings => ({
  expertConsultIdx: is(id),
  Qtitle: is(readable === false ? '비밀글입니다.' : title),
  Qcontent: is(readable === false ? '' : content),
  isSecret: is(isSecret),
  isComplete: is(answer === null ? 0 : 1),
  isUser: is(isUser),
  views: is(views),
  createAt: is(createAt),
  answerUpdateAt: is(answerUpdateAt),
})

const questionsOfLaw = ({ experts: { questions } }: FilledHouse): readonly Meanings[] => [
  row(questions.waiting, { createAt: 261_124, answerUpdateAt: 0, views: 1, isSecret: 0, isUser: true }),
  row(questions.ownSecret, {
    createAt: 261_120,
    answerUpdateAt: 261_121,
    views: 1,
    isSecret: 1,
    isUser: true,
  }),
  row(questions.secret, {
    createAt: 261_118,
    answerUpdateAt: 261_119,
    views: 1,
    isSecret: 1,
    isUser: false,
    readable: false,
  }),
  row(questions.contract, {
    createAt: 261_116,
    answerUpdateAt: 261_123,
    views: 2,
    isSecret: 0,
    isUser: false,
  }),
]

const answered = ({ experts: { lawyer } }: FilledHouse, { title }: Question): Meanings => ({
  Acontent: is(`${title} 답변입니다.`),
  name: is('이변호'),
  description: is('이변호 사무소'),
  photo: picture(lawyer.photo),
})

const waits: Meanings = { Acontent: is(''), name: is(''), description: is(''), photo: is('') }

const detail = (
  { title, content, secret }: Question,
  days: { readonly createAt: string; readonly answerUpdateAt: string; readonly isUser: boolean },
  answer: Meanings,
): Meaning =>
  list([
    {
      Qtitle: is(title),
      Qcontent: is(content),
      categoryCode: is('Law'),
      createAt: is(days.createAt),
      answerUpdateAt: is(days.answerUpdateAt),
      isUser: is(days.isUser),
      isSecret: is(secret ? 1 : 0),
      ...answer,
    },
  ])

const question = {
  Qtitle: '초상권 😊',
  Qcontent: '길에서 찍은 사람들의 얼굴을 가려야 하나요?',
  categoryCode: 'Law',
  isSecret: 0,
}
const asked = z.object({ data: z.object({ expertConsultIdx: z.number() }) })
const PATHS: Readonly<Record<string, string>> = { Law: 'law', Start_up: 'startup', Shooting: 'shooting' }

const request = {
  name: '김민지',
  Cdate: '2026 / 12 / 01',
  Ctime: 'PM 03 : 30',
  Ccontent: '계약서를 함께 보고 싶습니다.',
}

/** Whether the question is where its category is, as it was asked, and its author's own. */
const asking = (house: FilledHouse, over: Partial<typeof question>): Answered => {
  const written = { ...question, ...over }
  const { categoryCode, Qtitle, Qcontent, isSecret } = written
  return {
    ...by(house.minji, written),
    message: '질문 등록 성공',
    afterwards: async ({ body }) => {
      const known = asked.safeParse(body)
      if (!known.success) return [`it is not said which question this is: ${JSON.stringify(body)}`]
      const { expertConsultIdx } = known.data.data
      const { data, text } = await house
        .as(house.minji)
        .get(`/api/expert/qa/${PATHS[categoryCode]}/${expertConsultIdx}`)
      const shown = list([
        {
          Qtitle: is(Qtitle),
          Qcontent: is(Qcontent),
          categoryCode: is(categoryCode),
          isSecret: is(isSecret),
          isUser: is(true),
        },
      ])
      return (await shown.problems(data, 'data')).map((problem) => `${problem}: ${text}`)
    },
  }
}

export const expertOperations: Operations = {
  'expert.getBetelang': {
    withData: ({ minji, experts: { lawyer, founder, camera } }) => [
      {
        ...by(minji),
        message: '전문가 프로필 조회 성공',
        data: list([lawyer, founder, camera].map(profile)),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: '전문가 프로필 조회 성공', data: is([]) }),
  },
  'expert.getLawAnswer': {
    withData: (house) => [{ ...by(house.minji), message: QUESTIONS, data: list(questionsOfLaw(house)) }],
    withNone: ({ sujin }) => ({ ...by(sujin), message: QUESTIONS, data: is(undefined) }),
  },
  'expert.getLawDetail': {
    withData: (house) => {
      const { contract, ownSecret, waiting } = house.experts.questions
      const read = ({ id }: Question, data: Meaning) => ({
        ...by(house.minji, { idx: id }),
        message: QUESTIONS,
        data,
      })
      return [
        read(
          contract,
          detail(
            contract,
            { createAt: '26.11.16', answerUpdateAt: '26.11.23', isUser: false },
            answered(house, contract),
          ),
        ),
        read(
          ownSecret,
          detail(
            ownSecret,
            { createAt: '26.11.20', answerUpdateAt: '26.11.21', isUser: true },
            answered(house, ownSecret),
          ),
        ),
        read(waiting, detail(waiting, { createAt: '26.11.24', answerUpdateAt: '', isUser: true }, waits)),
      ]
    },
    withNone: ({ sujin }) => ({
      ...by(sujin, { idx: 1 }),
      kind: 'question-not-found',
      because: 'there is no question',
    }),
    refused: ({ minji, experts: { questions } }) => [
      { ...by(minji, { idx: NOBODYS_ID }), kind: 'question-not-found', because: 'there is no such question' },
      {
        ...by(minji, { idx: questions.secret.id }),
        kind: 'question-secret',
        because: "it is another member's secret",
      },
      {
        ...by(minji, { idx: questions.ofStartUp.id }),
        kind: 'question-not-found',
        because: 'it is of another category',
      },
      { ...by(minji, { idx: 'abc' }), kind: 'input-invalid', because: 'this is no id' },
    ],
  },
  'expert.postLawQuestion': {
    withData: (house) => [
      asking(house, {}),
      asking(house, { categoryCode: 'Start_up', isSecret: 1 }),
      asking(house, { categoryCode: 'Shooting', Qcontent: '가'.repeat(1_000) }),
    ],
    withNone: ({ sujin }) => ({ ...by(sujin, question), message: '질문 등록 성공' }),
    refused: ({ minji }) => [
      {
        ...by(minji, { ...question, Qcontent: '가'.repeat(1_001) }),
        kind: 'input-invalid',
        because: 'it has more than 1,000 characters',
      },
      { ...by(minji, { ...question, Qtitle: '' }), kind: 'input-invalid', because: 'it has no title' },
      {
        ...by(minji, { ...question, categoryCode: 'Tax' }),
        kind: 'input-invalid',
        because: 'there is no such category',
      },
      { ...by(minji, { ...question, isSecret: 2 }), kind: 'input-invalid', because: 'a secret is 0 or 1' },
    ],
  },
  'expert.putCounseling': {
    withData: (house) => [
      {
        ...by(house.minji, { ...request, expertConsultIdx: house.experts.questions.ownSecret.id }),
        message: '상담 신청 성공',
        afterwards: async () => {
          const { data, text } = await house.as(house.minji).get('/api/expert/qa/consulted')
          const shown = list([
            {
              expertConsultIdx: is(house.experts.questions.ownSecret.id),
              Cdate: is(request.Cdate),
              Ctime: is(request.Ctime),
              Ccontent: is(request.Ccontent),
              isSuccess: is(0),
            },
          ])
          return (await shown.problems(data, 'data')).map((problem) => `${problem}: ${text}`)
        },
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { ...request, expertConsultIdx: 0 }),
      kind: 'input-invalid',
      because: 'the screen lost the question',
    }),
    refused: ({ minji, junho, experts: { questions } }) => {
      const own = { ...request, expertConsultIdx: questions.ownSecret.id }
      return [
        {
          ...by(minji, { ...request, expertConsultIdx: NOBODYS_ID }),
          kind: 'question-not-found',
          because: 'there is no such question',
        },
        {
          ...by(minji, { ...request, expertConsultIdx: questions.contract.id }),
          kind: 'question-of-another',
          because: "it is another member's question",
        },
        {
          ...by(minji, { ...request, expertConsultIdx: questions.waiting.id }),
          kind: 'question-not-answered',
          because: 'it waits for its answer',
        },
        {
          ...by(minji, { ...own, Cdate: '2026 / 02 / 30' }),
          kind: 'input-invalid',
          because: 'there is no such day',
        },
        {
          ...by(junho, { ...request, Cdate: '2026 / 11 / 24', expertConsultIdx: questions.contract.id }),
          kind: 'consultation-in-the-past',
          because: 'that day is over',
        },
        {
          ...by(minji, { ...own, Ctime: '오후 03 : 30' }),
          kind: 'input-invalid',
          because: 'the app writes AM and PM',
        },
        {
          ...by(minji, { ...own, Ccontent: '' }),
          kind: 'input-invalid',
          because: 'there is nothing to talk about',
        },
      ]
    },
  },
}
