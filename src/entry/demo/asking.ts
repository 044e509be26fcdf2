import { z } from 'zod'
import type { Creator, Expert } from './people.ts'
import type { DemoQuestion } from './questions.ts'
import { anything, askEach, type Scene } from './scene.ts'

/** Puts each question. Answers their ids, in the same order. */
export const putQuestions = async (
  scene: Scene,
  asked: readonly (readonly [by: Creator, question: Omit<DemoQuestion, 'answer'>])[],
): Promise<readonly number[]> => {
  const path = '/api/expert/qa/law'
  const kept = await askEach(
    scene,
    `POST ${path}`,
    asked.map(([by, { title, content, category, secret }]) => {
      const json = { Qtitle: title, Qcontent: content, categoryCode: category, isSecret: secret ? 1 : 0 }
      return { method: 'POST', path, by, json }
    }),
    z.object({ expertConsultIdx: z.int().min(1) }),
  )
  const ids = kept.map(({ expertConsultIdx }) => expertConsultIdx)
  scene.teller.table(
    asked.map(([by, { title, category, secret }], at) => [
      `#${ids[at]}`,
      by.name,
      category,
      title,
      secret ? '비밀글' : '',
    ]),
  )
  return ids
}

/** Each expert answers one question. */
export const answerQuestions = async (
  scene: Scene,
  answers: readonly (readonly [by: Expert, id: number, question: DemoQuestion])[],
): Promise<void> => {
  const path = '/api/expert/qa/law'
  const questions = answers.map(
    ([by, expertConsultIdx, { answer: Acontent }]) =>
      ({ method: 'PUT', path, by, json: { expertConsultIdx, Acontent } }) as const,
  )
  await askEach(scene, `PUT ${path}`, questions, anything)
  scene.teller.table(answers.map(([by, id, { title }]) => [`#${id}`, `${by.name} 전문가`, title]))
}
