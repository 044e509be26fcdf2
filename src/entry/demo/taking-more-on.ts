import { z } from 'zod'
import { ADS } from './ads.ts'
import { check } from './client.ts'
import type { Joined } from './joining.ts'
import type { Platform } from './opening.ts'
import { anything, ask, askEach, onYouTube, type Scene } from './scene.ts'

type MoreAds = Readonly<Record<'balm' | 'diary' | 'cafe' | 'lipstick', number>>

const PROPOSALS = {
  balm: '민감 피부 2주 기록',
  diary: '한 달 치를 하룻밤에',
  cafe: '혼자 앉아 있는 오후',
  lipstick: '여섯 색, 여섯 가지 옷',
} as const satisfies Readonly<Record<keyof MoreAds, string>>

/** Her trip, whose upload ends the day after the story, so that the app warns her of it. */
export const planTrip = async (
  scene: Scene,
  { ads, userIdx }: Platform & Pick<Joined, 'userIdx'>,
): Promise<void> => {
  scene.teller.step('다음 광고', 'Minji applies to another ad, a trip, and is assigned')
  const plan = { adIdx: ads.island, planTitle: '버스로 만나는 세 마을' }
  await applyToEach(scene, [plan])
  await assignEach(scene, userIdx, [plan.adIdx])
  scene.teller.facts([
    ['광고 ad', `#${plan.adIdx} ${ADS.island.title}`],
    ['기획서 proposal', plan.planTitle],
  ])
}

/** Four more applications of Minji's: one waits, one is assigned, two have their videos uploaded and wait for review. */
export const takeMoreOn = async (scene: Scene, ads: MoreAds, joined: Joined): Promise<void> => {
  scene.teller.step('더 신청합니다', 'Minji applies to four more; three are assigned to her')
  const names = ['balm', 'diary', 'cafe', 'lipstick'] as const
  await applyToEach(
    scene,
    names.map((name) => ({ adIdx: ads[name], planTitle: PROPOSALS[name] })),
  )
  await assignEach(scene, joined.userIdx, [ads.balm, ads.diary, ads.cafe])
  scene.teller.step('또 다른 영상', 'The videos of two of them are public already')
  await uploadOne(scene, joined, {
    adIdx: ads.balm,
    title: '클렌징 밤, 2주 동안 써 봤어요',
    description: `첫날과 14일째를 같은 조명에서! ${ADS.balm.keyword} 유료 광고 포함`,
    review: '세안 뒤에 당기지 않아서 좋았어요.',
    viewsPerHour: 90,
  })
  await uploadOne(scene, joined, {
    adIdx: ads.diary,
    title: '하룻밤에 한 달 치 다이어리 꾸미기',
    description: `스티커 40장을 다 썼습니다. ${ADS.diary.keyword} 유료 광고 포함`,
    review: '종이가 두꺼워서 뒷면에 비치지 않아요.',
    viewsPerHour: 420,
  })
}

/** The operator approves one of the new videos. Now Minji has something at every stage, and figures of two categories. */
export const finishAnother = async (
  scene: Scene,
  approved: { readonly userIdx: number; readonly adIdx: number },
): Promise<void> => {
  const { stage, teller } = scene
  const { minji, operator } = stage.cast
  teller.step('또 하나의 완료', 'One of them is approved; her report has two categories now')
  await ask(scene, { method: 'PUT', path: '/api/userad/ing', by: operator, json: approved }, anything)
  const counts = z.object({ 1: z.literal(1), 2: z.literal(2), 3: z.literal(1), 4: z.literal(2) })
  await ask(scene, { method: 'GET', path: '/api/userad/length', by: minji }, counts)
  const category = z.object({ name: z.string(), views: z.int().min(1) })
  const { top } = await ask(
    scene,
    { method: 'GET', path: '/api/report/info', by: minji },
    z.object({ top: z.tuple([category, category]) }),
  )
  teller.facts([
    ['민지 Minji', '신청 1, 배정 2, 검토 1, 완료 2'],
    ['상위 top', top.map(({ name, views }) => `${name} ${views.toLocaleString('en-US')}회`).join(', ')],
  ])
  await seeDeadline(scene)
}

const seeDeadline = async (scene: Scene): Promise<void> => {
  const by = scene.stage.cast.minji
  scene.teller.step('업로드 요망', 'The app marks an ad whose upload ends today or tomorrow')
  const row = z.object({ title: z.string(), uploadTo: z.int(), isWarn: z.int() })
  const assigned = await ask(scene, { method: 'GET', path: '/api/userad/2', by }, z.array(row).length(2))
  check(
    'what is to be uploaded soon',
    assigned.filter(({ isWarn }) => isWarn === 1).map(({ title }) => title),
    [ADS.island.title],
  )
  scene.teller.table(
    assigned.map(({ title, uploadTo, isWarn }) => [title, `${uploadTo}`, isWarn === 1 ? '업로드 요망' : '']),
  )
}

const applyToEach = async (
  scene: Scene,
  plans: readonly { readonly adIdx: number; readonly planTitle: string }[],
): Promise<void> => {
  const { minji } = scene.stage.cast
  const path = '/api/advertise/ad/write'
  const forms = plans.map(({ adIdx, planTitle }) => ({
    adIdx: String(adIdx),
    planTitle,
    planContents: '직접 써 보고 느낀 그대로, 좋은 점과 아쉬운 점을 함께 이야기하겠습니다.',
    youtubeUrl: `https://www.youtube.com/${minji.handle}`,
    phone: minji.phone,
    location: minji.location,
    isAgree: 'true',
  }))
  await askEach(
    scene,
    `POST ${path}`,
    forms.map((form) => ({ method: 'POST', path, by: minji, form })),
    z.object({ userAdIdx: z.int().min(1) }),
  )
}

const assignEach = async (scene: Scene, userIdx: number, ads: readonly number[]): Promise<void> => {
  const by = scene.stage.cast.operator
  const path = '/api/userad/confirm'
  await askEach(
    scene,
    `POST ${path}`,
    ads.map((adIdx) => ({ method: 'POST', path, by, json: { userIdx, adIdx } })),
    anything,
  )
}

const uploadOne = async (
  scene: Scene,
  { channelId }: Joined,
  upload: {
    readonly adIdx: number
    readonly title: string
    readonly description: string
    readonly review: string
    readonly viewsPerHour: number
  },
): Promise<void> => {
  const { minji } = scene.stage.cast
  const { adIdx, title, description, review, viewsPerHour } = upload
  const life = [{ at: new Date(scene.stage.clock.now()).toISOString(), what: 'grows', viewsPerHour }]
  const video = { channelId, title, description, privacy: 'public', life }
  const { url } = await onYouTube(scene, 'POST', '/simulator/videos', video)
  const form = { adIdx: String(adIdx), url, review }
  await ask(scene, { method: 'POST', path: '/api/userad/auth', by: minji, form }, anything)
}
