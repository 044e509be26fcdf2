import { z } from 'zod'
import { formatDay } from '../../domain/calendar.ts'
import { DAY_MS, later } from '../../domain/primitives.ts'
import { answerQuestions, putQuestions } from './asking.ts'
import { CONSULTATION_TOPIC, KITCHEN_LIGHT, MUSIC_CLAIM } from './questions.ts'
import { anything, ask, type Scene } from './scene.ts'

/** Minji asks, is answered, and gets an appointment. */
export const consult = async (scene: Scene): Promise<void> => {
  const { stage, teller } = scene
  const { minji, doyun, jiwon, taeo } = stage.cast
  teller.chapter('전문가에게 묻고 상담합니다', 'Minji asks an expert', stage.clock.now())

  teller.step('질문과 답변', 'She asks and is answered; so is another creator')
  const [music = 0, light = 0] = await putQuestions(scene, [
    [minji, MUSIC_CLAIM],
    [doyun, KITCHEN_LIGHT],
  ])
  await answerQuestions(scene, [
    [jiwon, music, MUSIC_CLAIM],
    [taeo, light, KITCHEN_LIGHT],
  ])
  const read = z.object({
    Qtitle: z.literal(MUSIC_CLAIM.title),
    Acontent: z.literal(MUSIC_CLAIM.answer),
    name: z.literal(jiwon.name),
    photo: z.url(),
  })
  const path = `/api/expert/qa/law/${music}`
  const [seen] = await ask(scene, { method: 'GET', path, by: minji }, z.tuple([read]))
  teller.facts([
    ['질문 question', seen.Qtitle],
    ['답변 answer', `${seen.name}: ${seen.Acontent.split('\n')[0] ?? ''}`],
  ])
  await makeAppointment(scene, music)
}

const makeAppointment = async (scene: Scene, expertConsultIdx: number): Promise<void> => {
  const { stage, teller } = scene
  const { minji, jiwon } = stage.cast
  teller.step('상담 신청', 'She wants to talk about it; the expert confirms')
  const [year, month, day] = dayIn(scene, 3)
  const Cdate = `${year} / ${month} / ${day}`
  const Ctime = 'PM 03 : 30'
  const json = { name: minji.name, Cdate, Ctime, expertConsultIdx, Ccontent: CONSULTATION_TOPIC }
  await ask(scene, { method: 'PUT', path: '/api/expert/qa/apply', by: minji, json }, anything)
  const requests = '/api/expert/qa/consultations'
  const request = z.object({
    expertConsultIdx: z.literal(expertConsultIdx),
    name: z.literal(minji.name),
    phone: z.literal(minji.phone),
  })
  await ask(scene, { method: 'GET', path: requests, by: jiwon }, z.tuple([request]))
  const decision = { method: 'PUT', path: `${requests}/${expertConsultIdx}`, by: jiwon } as const
  await ask(scene, { ...decision, json: { decision: 'confirm' } }, anything)
  const confirmed = z.object({
    expertConsultIdx: z.literal(expertConsultIdx),
    Cdate: z.literal(Cdate),
    Ctime: z.literal(Ctime),
    isSuccess: z.literal(1),
  })
  await ask(scene, { method: 'GET', path: '/api/expert/qa/consulted', by: minji }, z.tuple([confirmed]))
  teller.facts([['상담 appointment', `${Cdate} ${Ctime}, ${jiwon.name} 전문가 (확정 confirmed)`]])
}

/** The Korean day so many days from now: year, month and day. */
const dayIn = ({ stage }: Scene, days: number): readonly string[] =>
  formatDay(later(stage.clock.now(), days * DAY_MS)).split('-')
