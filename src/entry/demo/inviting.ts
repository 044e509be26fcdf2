import { z } from 'zod'
import { answerQuestions, putQuestions } from './asking.ts'
import { check } from './client.ts'
import { portrait } from './drawing/portrait.ts'
import type { Expert } from './people.ts'
import { GUESTS_IN_THE_PICTURE, LEAVING_A_COMPANY, REGISTERING_A_BUSINESS } from './questions.ts'
import { ask, askEach, askInVain, type Scene, written } from './scene.ts'

/** Experts come, other creators ask them, and a secret question stays between those whom it concerns. */
export const inviteExperts = async (scene: Scene): Promise<void> => {
  const { stage, teller } = scene
  const { doyun, seoyeon, hajun, jiwon, seyoung, garam } = stage.cast
  teller.chapter('전문가가 함께합니다', 'Experts join and answer questions', stage.clock.now())
  await addExperts(scene)

  teller.step('질문', 'Other creators ask; one of them in secret')
  const [guests = 0, company = 0, business = 0] = await putQuestions(scene, [
    [doyun, GUESTS_IN_THE_PICTURE],
    [hajun, LEAVING_A_COMPANY],
    [seoyeon, REGISTERING_A_BUSINESS],
  ])
  teller.step('답변', 'Each expert answers within their own field')
  await answerQuestions(scene, [
    [jiwon, guests, GUESTS_IN_THE_PICTURE],
    [seyoung, company, LEAVING_A_COMPANY],
    [garam, business, REGISTERING_A_BUSINESS],
  ])
  await keepSecret(scene, company)
}

const FIELDS = { '0201': '법률 law', '0202': '창업 startup', '0203': '촬영 shooting' } as const

const addExperts = async (scene: Scene): Promise<void> => {
  const { stage, teller } = scene
  const { operator, jiwon, seyoung, garam, taeo } = stage.cast
  const experts = [jiwon, seyoung, garam, taeo]
  teller.step('전문가 등록', 'The command line makes their accounts, the operator gives each a profile')
  teller.asked(`crecker expert add --email <e-mail>  × ${experts.length}`)
  const added = await Promise.all(experts.map((expert) => stage.server.house.addExpert(expert)))
  check(
    'expert add',
    added.map((one) => (one.ok ? 'added' : one.error.kind)),
    experts.map(() => 'added'),
  )
  const ids = added.flatMap((one) => (one.ok ? [one.value.accountId] : []))
  await Promise.all(experts.map(stage.client.logIn))
  teller.cameBack(`Experts ${experts.map(({ email }) => email).join(', ')} were added`, 'done')

  const path = '/api/expert/profile'
  await askEach(
    scene,
    `POST ${path}  (multipart/form-data)`,
    experts.map((one, at) => ({
      method: 'POST',
      path,
      by: operator,
      parts: profileParts(one, ids[at] ?? 0),
    })),
    z.object({ expertIdx: z.int().min(1) }),
  )
  teller.table(experts.map((one) => [FIELDS[one.categoryCode], one.name, one.description]))
}

const profileParts = ({ name, categoryCode, description, looks }: Expert, userIdx: number): FormData => {
  const parts = new FormData()
  for (const [field, value] of Object.entries({ name, categoryCode, description, userIdx: String(userIdx) }))
    parts.append(field, value)
  parts.append('photo', new File([portrait(looks)], 'photo.png', { type: 'image/png' }))
  return parts
}

const keepSecret = async (scene: Scene, secret: number): Promise<void> => {
  const { doyun, hajun } = scene.stage.cast
  scene.teller.step('비밀글', 'Others see that it is there, and nothing of it')
  const row = z.object({ expertConsultIdx: z.int(), Qtitle: z.string(), Qcontent: z.string() })
  const path = '/api/expert/qa/law'
  const list = await ask(scene, { method: 'GET', path, by: doyun }, z.array(row).length(2))
  check(
    'the secret question',
    list.find((one) => one.expertConsultIdx === secret),
    { expertConsultIdx: secret, Qtitle: '비밀글입니다.', Qcontent: '' },
  )
  scene.teller.table(list.map(({ expertConsultIdx, Qtitle }) => [`#${expertConsultIdx}`, Qtitle]))
  const detail = { method: 'GET', path: `${path}/${secret}` } as const
  await askInVain(scene, { ...detail, by: doyun }, { status: 403, kind: 'question-secret' })
  const own = z.object({ Qtitle: z.literal(LEAVING_A_COMPANY.title) })
  const answer = await scene.stage.client.ask({ ...detail, by: hajun }, z.tuple([own]))
  scene.teller.facts([['본인 author', written(answer)]])
}
