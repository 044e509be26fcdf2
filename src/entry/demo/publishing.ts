import { z } from 'zod'
import { BANNERS } from './banners.ts'
import { check } from './client.ts'
import { cardParts, type DemoCard, FIRST_CARDS } from './daily-cards.ts'
import { FAQ } from './faq.ts'
import { type DemoNotice, FIRST_NOTICES } from './notices.ts'
import { anything, ask, askEach, type Scene } from './scene.ts'
import {
  APPLICANTS,
  type DemoProgramme,
  FIRST_PROGRAMMES,
  programmeParts,
  programmeTexts,
} from './support-programmes.ts'

export type FirstProgrammes = Readonly<Record<keyof typeof FIRST_PROGRAMMES, number>>

/** What the home, news and help screens show from the first day on. Answers the ids of the programmes. */
export const publish = async (scene: Scene): Promise<FirstProgrammes> => {
  const { stage, teller } = scene
  teller.chapter(
    '소식과 안내를 올립니다',
    'The operator fills the home, news and help screens',
    stage.clock.now(),
  )
  await hangBanners(scene)
  await writeFaq(scene)
  teller.step('공지사항', 'What everybody should know')
  await publishNotices(scene, FIRST_NOTICES)
  teller.step('지원활동', 'Courses, contests and grants of others, each with a poster')
  const ids = await publishProgrammes(scene, Object.values(FIRST_PROGRAMMES))
  teller.step('데일리 뉴스', 'Short pieces of news, each with a card')
  await publishCards(scene, FIRST_CARDS)
  const [filmCourse = 0, alleyContest = 0, productionGrant = 0, copyrightLecture = 0, shoreContest = 0] = ids
  return { filmCourse, alleyContest, productionGrant, copyrightLecture, shoreContest }
}

export const publishNotices = async (scene: Scene, notices: readonly DemoNotice[]): Promise<void> => {
  const by = scene.stage.cast.operator
  await askEach(
    scene,
    'POST /api/notice',
    notices.map((json) => ({ method: 'POST', path: '/api/notice', by, json })),
    z.object({ noticeIdx: z.int().min(1) }),
  )
  scene.teller.table(notices.map(({ title }) => [title]))
}

/** Answers their ids, in the same order. */
export const publishProgrammes = async (
  scene: Scene,
  programmes: readonly DemoProgramme[],
): Promise<readonly number[]> => {
  const { stage, teller } = scene
  const by = stage.cast.operator
  const path = '/api/news/support'
  const published = await askEach(
    scene,
    `POST ${path}  (multipart/form-data)`,
    programmes.map((one) => ({ method: 'POST', path, by, parts: programmeParts(one, stage.start) })),
    z.object({ newsIdx: z.int().min(1) }),
  )
  const ids = published.map(({ newsIdx }) => newsIdx)
  teller.table(programmes.map(({ host, title }, at) => [`#${ids[at]}`, host, title]))
  return ids
}

const PROGRAMME_NAMES = [
  'filmCourse',
  'alleyContest',
  'productionGrant',
  'copyrightLecture',
  'shoreContest',
] as const satisfies readonly (keyof typeof FIRST_PROGRAMMES)[]

/** How many have applied to each of the first programmes, which only their hosts know. */
export const enterApplicants = async (scene: Scene, programmes: FirstProgrammes): Promise<void> => {
  const { stage, teller } = scene
  const by = stage.cast.operator
  teller.step('지원자 수', 'The operator enters how many have applied, as the hosts tell')
  await askEach(
    scene,
    'PUT /api/news/support/:newsIdx  (multipart/form-data)',
    PROGRAMME_NAMES.map((name) => {
      const parts = programmeTexts(FIRST_PROGRAMMES[name], stage.start)
      parts.append('applyCount', String(APPLICANTS[name]))
      return { method: 'PUT', path: `/api/news/support/${programmes[name]}`, by, parts }
    }),
    anything,
  )
  teller.table(PROGRAMME_NAMES.map((name) => [FIRST_PROGRAMMES[name].title, `${APPLICANTS[name]}명`]))
}

export const publishCards = async (scene: Scene, cards: readonly DemoCard[]): Promise<void> => {
  const by = scene.stage.cast.operator
  const path = '/api/news/daily'
  await askEach(
    scene,
    `POST ${path}  (multipart/form-data)`,
    cards.map((one) => ({ method: 'POST', path, by, parts: cardParts(one) })),
    z.object({ dailyIdx: z.int().min(1) }),
  )
  scene.teller.table(cards.map(({ title, subtitle }) => [title, subtitle]))
}

const hangBanners = async (scene: Scene): Promise<void> => {
  const by = scene.stage.cast.operator
  const path = '/api/home/banner'
  scene.teller.step('홈 배너', 'Pictures for the home screen, which shows another one each hour')
  const hung = await askEach(
    scene,
    `POST ${path}  (multipart/form-data)`,
    BANNERS.map((made) => ({ method: 'POST', path, by, parts: bannerParts(made()) })),
    z.object({ homeBannerIdx: z.int().min(1) }),
  )
  const shown = await ask(
    scene,
    { method: 'GET', path: '/api/home', by },
    z.object({ homeBannerIdx: z.int(), url: z.url() }),
  )
  check('one of them is shown', hung.map((one) => one.homeBannerIdx).includes(shown.homeBannerIdx), true)
  scene.teller.facts([['지금 now', shown.url]])
}

const bannerParts = (made: Uint8Array<ArrayBuffer>): FormData => {
  const parts = new FormData()
  parts.append('image', new File([made], 'banner.png', { type: 'image/png' }))
  return parts
}

const writeFaq = async (scene: Scene): Promise<void> => {
  const by = scene.stage.cast.operator
  scene.teller.step('자주 묻는 질문', 'Answers to what people ask again and again')
  await askEach(
    scene,
    'POST /api/faq',
    FAQ.map((json) => ({ method: 'POST', path: '/api/faq', by, json })),
    z.object({ faqIdx: z.int().min(1) }),
  )
  scene.teller.table(FAQ.map(({ title }) => [title]))
}
