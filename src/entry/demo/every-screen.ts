import { z } from 'zod'
import { check } from './client.ts'
import type { Scene } from './scene.ts'

/** The screens of the app that show lists, what they ask for, and how much there must be at least. */
const SCREENS: readonly (readonly [ko: string, path: string, least: number])[] = [
  ['배너 광고', '/api/advertise/ad/random', 3],
  ['맞춤 광고', '/api/advertise/ad/interest', 6],
  ['인기 광고', '/api/advertise/ad/popular', 12],
  ['최신 광고', '/api/advertise/ad/latest', 12],
  ['프리미엄', '/api/advertise/ad/list/0101', 3],
  ['뷰티', '/api/advertise/ad/list/0102', 3],
  ['맛집', '/api/advertise/ad/list/0103', 2],
  ['여행', '/api/advertise/ad/list/0104', 3],
  ['기타', '/api/advertise/ad/list/0105', 2],
  ['신청한 광고', '/api/userad/1', 1],
  ['진행 중인 광고', '/api/userad/2', 2],
  ['검토 중인 광고', '/api/userad/3', 1],
  ['완료한 광고', '/api/userad/4', 2],
  ['리포트', '/api/report', 2],
  ['뉴스 배너', '/api/news/card', 5],
  ['데일리 뉴스', '/api/news/daily', 6],
  ['지원활동', '/api/news/support', 8],
  ['인기 지원활동', '/api/news/recommand/1', 7],
  ['최신 지원활동', '/api/news/recommand/2', 7],
  ['스크랩', '/api/usernews', 2],
  ['전문가', '/api/expert/profile', 4],
  ['법률 질문', '/api/expert/qa/law', 4],
  ['창업 질문', '/api/expert/qa/startup', 1],
  ['촬영 질문', '/api/expert/qa/shooting', 1],
  ['내 질문', '/api/expert/qa/posted', 1],
  ['답변받은 질문', '/api/expert/qa/answered', 1],
  ['상담', '/api/expert/qa/consulted', 1],
  ['자주 묻는 질문', '/api/faq', 8],
  ['공지사항', '/api/notice', 8],
  ['알림', '/api/notify', 8],
]

/** Every list of the app has something in it for Minji. */
export const seeEveryScreen = async ({ stage, teller }: Scene): Promise<void> => {
  const by = stage.cast.minji
  teller.step('모든 화면', 'Every list of the app has something to show Minji')
  teller.asked(`GET  × ${SCREENS.length}`)
  const rows = z.array(z.unknown())
  const seen = await Promise.all(
    SCREENS.map(async ([ko, path, least]) => {
      const { data } = await stage.client.ask({ method: 'GET', path, by }, rows)
      return { ko, path, enough: data.length >= least, count: data.length }
    }),
  )
  check(
    'screens with too little',
    seen.filter(({ enough }) => !enough),
    [],
  )
  teller.cameBack(`200  × ${seen.length}`, 'done')
  teller.table(seen.map(({ ko, path, count }) => [ko, `${count}`, path]))
}
