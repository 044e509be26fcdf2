import { z } from 'zod'
import { ADS } from './ads.ts'
import { seeRecommended } from './being-recommended.ts'
import { check } from './client.ts'
import type { Platform } from './opening.ts'
import { ask, askInVain, askInVainAsApp, type Scene, won } from './scene.ts'

const card = z.object({ adIdx: z.number(), title: z.string(), cash: z.string(), dday: z.number() })

const proposal = {
  planTitle: '선크림 세 가지, 하루 종일 비교',
  planContents: '아침부터 저녁까지 같은 자리에서 끈적임과 백탁을 비교합니다.',
}

/** Minji sees the ads chosen for her and applies to one; what she may not do is refused. Answers her participation. */
export const apply = async (scene: Scene, { ads }: Platform): Promise<number> => {
  const { stage, teller } = scene
  teller.chapter('광고를 보고 신청합니다', 'Minji looks at ads and applies', stage.clock.now())
  await lookAtBanners(scene, ads)
  await lookAtRecommended(scene, ads)
  await readDetail(scene, ads.sunscreen)
  const userAdIdx = await sendProposal(scene, ads.sunscreen)
  await beRefused(scene, ads)
  return userAdIdx
}

const lookAtBanners = async (scene: Scene, ads: Platform['ads']): Promise<void> => {
  const by = scene.stage.cast.minji
  scene.teller.step('배너', 'The banners that the operator picked')
  const path = '/api/advertise/ad/random'
  const banners = await ask(scene, { method: 'GET', path, by }, z.array(card).length(2))
  check('the banners', banners.map(({ adIdx }) => adIdx).sort(), [ads.island, ads.sunscreen].sort())
  scene.teller.table(banners.map(({ adIdx, title, dday }) => [`#${adIdx}`, title, `D-${dday}`]))
}

const lookAtRecommended = async (scene: Scene, ads: Platform['ads']): Promise<void> => {
  const by = scene.stage.cast.minji
  scene.teller.step(
    '맞춤 광고',
    'Chosen for her, each with its reasons; full ads and those above her reach are not',
  )
  const ids = (await seeRecommended(scene, by)).map(({ adIdx }) => adIdx)
  check(
    'her own field is among them',
    [ads.balm, ads.sunscreen].every((id) => ids.includes(id)),
    true,
  )
  check('neither premium nor full ads', ids.includes(ads.earphones) || ids.includes(ads.noodles), false)
}

const readDetail = async (scene: Scene, adIdx: number): Promise<void> => {
  const { keyword, mission, title, holdDays } = ADS.sunscreen
  const detail = z.object({
    title: z.literal(title),
    companyName: z.string(),
    cash: z.literal('150,000'),
    keyword: z.literal(keyword),
    campaignMission: z.literal(mission),
    uploadFrom: z.string(),
    uploadTo: z.string(),
    holdDays: z.literal(holdDays),
    requiredHashtags: z.array(z.string()).length(2),
    views: z.number(),
  })
  scene.teller.step('광고 상세', 'The ad that she likes')
  const by = scene.stage.cast.minji
  const { ad, subscribers } = await ask(
    scene,
    { method: 'GET', path: `/api/advertise/ad/detail/${adIdx}`, by },
    z.object({ ad: z.tuple([detail]), subscribers: z.literal(12_300) }),
  )
  const [shown] = ad
  scene.teller.facts([
    ['광고 ad', `${shown.companyName}, ${shown.title}`],
    ['캐쉬 cash', `${shown.cash}원, 영상을 ${shown.holdDays}일 유지하면 인출 가능`],
    ['업로드 upload', `${shown.uploadFrom} ~ ${shown.uploadTo}`],
    ['필수 hashtags', shown.requiredHashtags.map((word) => `#${word}`).join(' ')],
    ['미션 mission', shown.campaignMission],
    ['구독자 subscribers', `${subscribers.toLocaleString('en-US')}명 (본인 own)`],
  ])
}

const applicationTo = (scene: Scene, adIdx: number) => {
  const { minji } = scene.stage.cast
  return {
    method: 'POST',
    path: '/api/advertise/ad/write',
    by: minji,
    form: {
      ...proposal,
      adIdx: String(adIdx),
      youtubeUrl: `https://www.youtube.com/${minji.handle}`,
      phone: minji.phone,
      location: minji.location,
      isAgree: 'true',
    },
  } as const
}

const sendProposal = async (scene: Scene, adIdx: number): Promise<number> => {
  const by = scene.stage.cast.minji
  scene.teller.step('기획서 신청', 'She applies with a proposal')
  const { userAdIdx } = await ask(scene, applicationTo(scene, adIdx), z.object({ userAdIdx: z.int().min(1) }))
  const applied = z.object({ adIdx: z.literal(adIdx), userAdIdx: z.literal(userAdIdx) })
  await ask(scene, { method: 'GET', path: '/api/userad/1', by }, z.tuple([applied]))
  scene.teller.facts([
    ['참여 application', `#${userAdIdx}, progress 1 (신청 applied)`],
    ['기획서 proposal', proposal.planTitle],
  ])
  return userAdIdx
}

const beRefused = async (scene: Scene, ads: Platform['ads']): Promise<void> => {
  const { teller } = scene
  teller.step('안 되는 신청들', 'What is refused: a second application, too few subscribers, a full ad')
  await askInVainAsApp(scene, applicationTo(scene, ads.sunscreen), '이미 신청한 광고입니다.')
  const tooFew = { status: 403, kind: 'too-few-subscribers' }
  await askInVain(scene, applicationTo(scene, ads.earphones), tooFew)
  await askInVain(scene, applicationTo(scene, ads.noodles), { status: 409, kind: 'ad-full' })
  const counts = z.object({ 1: z.literal(1), 2: z.literal(0), 3: z.literal(0), 4: z.literal(0) })
  const by = scene.stage.cast.minji
  await ask(scene, { method: 'GET', path: '/api/userad/length', by }, counts)
  teller.facts([
    ['그대로 unchanged', `신청 1, 배정 0, 검토 0, 완료 0 (${won(ADS.sunscreen.cash)}의 광고 하나)`],
  ])
}
