import { z } from 'zod'
import { ADS } from './ads.ts'
import type { Joined } from './joining.ts'
import { anything, ask, askEach, onYouTube, type Scene } from './scene.ts'

type MoreAds = Readonly<Record<'balm' | 'cafe' | 'lipstick', number>>

const PROPOSALS = {
  balm: '민감 피부 2주 기록',
  cafe: '혼자 앉아 있는 오후',
  lipstick: '여섯 색, 여섯 가지 옷',
} as const satisfies Readonly<Record<keyof MoreAds, string>>

/** Three more applications of Minji's: one waits, one is assigned, one has its video uploaded and waits for review. */
export const takeMoreOn = async (scene: Scene, ads: MoreAds, joined: Joined): Promise<void> => {
  const { stage, teller } = scene
  const { minji, operator } = stage.cast
  teller.step('더 신청합니다', 'Minji applies to three more; two are assigned to her')
  const path = '/api/advertise/ad/write'
  const forms = (['balm', 'cafe', 'lipstick'] as const).map((name) => ({
    adIdx: String(ads[name]),
    planTitle: PROPOSALS[name],
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
  const confirm = '/api/userad/confirm'
  const assigned = [ads.balm, ads.cafe].map((adIdx) => ({ userIdx: joined.userIdx, adIdx }))
  await askEach(
    scene,
    `POST ${confirm}`,
    assigned.map((json) => ({ method: 'POST', path: confirm, by: operator, json })),
    anything,
  )
  await uploadAgain(scene, ads.balm, joined)
  const counts = z.object({ 1: z.literal(1), 2: z.literal(1), 3: z.literal(1), 4: z.literal(1) })
  await ask(scene, { method: 'GET', path: '/api/userad/length', by: minji }, counts)
  teller.facts([['민지 Minji', '신청 1, 배정 1, 검토 1, 완료 1']])
}

const uploadAgain = async (scene: Scene, adIdx: number, { channelId }: Joined): Promise<void> => {
  const { minji } = scene.stage.cast
  scene.teller.step('또 하나의 영상', 'The video of one of them is public already')
  const video = {
    channelId,
    title: '클렌징 밤, 2주 동안 써 봤어요',
    description: `첫날과 14일째를 같은 조명에서! ${ADS.balm.keyword} 유료 광고 포함`,
    privacy: 'public',
    life: [{ at: new Date(scene.stage.clock.now()).toISOString(), what: 'grows', viewsPerHour: 90 }],
  }
  const { url } = await onYouTube(scene, 'POST', '/simulator/videos', video)
  const form = { adIdx: String(adIdx), url, review: '세안 뒤에 당기지 않아서 좋았어요.' }
  await ask(scene, { method: 'POST', path: '/api/userad/auth', by: minji, form }, anything)
}
