import { z } from 'zod'
import { HOUR_MS, later, MINUTE_MS } from '../../domain/primitives.ts'
import { koreanMidnight } from './ad-form.ts'
import { putQuestions } from './asking.ts'
import { followSeoyeon } from './being-recommended.ts'
import { check } from './client.ts'
import { LATER_CARDS } from './daily-cards.ts'
import { insertLaterAds, type LaterAds, pickBanners } from './inserting.ts'
import type { Joined } from './joining.ts'
import { LATER_NOTICES } from './notices.ts'
import type { Platform } from './opening.ts'
import {
  enterApplicants,
  type FirstProgrammes,
  publishCards,
  publishNotices,
  publishProgrammes,
} from './publishing.ts'
import { FLYING_A_DRONE } from './questions.ts'
import { readNews } from './reading-news.ts'
import { readQuestions } from './reading-questions.ts'
import { ask, passTime, refreshStatistics, type Scene } from './scene.ts'
import { LATER_PROGRAMMES } from './support-programmes.ts'
import { finishAnother, takeMoreOn } from './taking-more-on.ts'

const DAY = 38

/** Life goes on: new ads and news come, and Minji has something at every stage. */
export const nextMorning = async (
  scene: Scene,
  { ads, userIdx, channelId }: Platform & Joined,
  programmes: FirstProgrammes,
): Promise<void> => {
  const { stage, teller } = scene
  const { doyun, seoyeon, hajun } = stage.cast
  const others = [doyun, seoyeon, hajun]
  teller.chapter('다음 날 아침', 'The next morning: life goes on', stage.clock.now())
  const at = (hours: number, minutes: number) =>
    later(koreanMidnight(stage.start, DAY), hours * HOUR_MS + minutes * MINUTE_MS)
  await passTime(scene, at(7, 30), '다음 날 아침', 'The next morning', others)
  const more = await bringNews(scene, ads)
  await enterApplicants(scene, programmes)
  const chosen = { balm: ads.balm, diary: ads.diary, cafe: more.cafe, lipstick: more.lipstick }
  await takeMoreOn(scene, chosen, { userIdx, channelId })
  await passTime(scene, at(10, 50), '세 시간 뒤', 'Three hours later')
  teller.asked('job refresh-statistics')
  await refreshStatistics(scene, 3)
  teller.cameBack('observed 3, missing 0', 'done')
  await finishAnother(scene, { userIdx, adIdx: ads.diary })
  await seeCards(scene)
  await readNews(scene, programmes, more)
  await followSeoyeon(scene, ads, more)
  teller.step('기다리는 질문', 'A question that nobody has answered yet')
  await putQuestions(scene, [[seoyeon, FLYING_A_DRONE]])
  await readQuestions(scene)
}

const bringNews = async (scene: Scene, ads: Platform['ads']): Promise<LaterAds> => {
  const { teller } = scene
  teller.step('새 광고', 'Nine more ads, and other banners')
  const more = await insertLaterAds(scene)
  await pickBanners(scene, [ads.island, more.cafe, more.camping])
  teller.step('새 지원활동과 공지', 'More programmes and notices, and the first card of the day')
  await publishProgrammes(scene, Object.values(LATER_PROGRAMMES))
  await publishNotices(scene, LATER_NOTICES)
  await publishCards(scene, LATER_CARDS.slice(0, 1))
  return more
}

/** The newest cards, with how long ago they came as the app's users know it. */
const seeCards = async (scene: Scene): Promise<void> => {
  const by = scene.stage.cast.minji
  scene.teller.step('오늘의 데일리 뉴스', 'Two more cards; what is new reads as on the phone')
  await publishCards(scene, LATER_CARDS.slice(1))
  const row = z.object({ title: z.string(), createAt: z.string(), thumbnail: z.url() })
  const cards = await ask(scene, { method: 'GET', path: '/api/news/daily', by }, z.array(row).length(6))
  check(
    'how old the newest are',
    cards.slice(0, 3).map(({ createAt }) => createAt),
    ['방금 전', '방금 전', '3시간 전'],
  )
  scene.teller.table(cards.map(({ title, createAt }) => [createAt, title]))
}
