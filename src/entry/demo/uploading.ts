import { z } from 'zod'
import { formatSlashed } from '../../domain/calendar.ts'
import { HOUR_MS, type Instant, later } from '../../domain/primitives.ts'
import { koreanMidnight } from './ad-form.ts'
import { ADS } from './ads.ts'
import type { Joined } from './joining.ts'
import type { Platform } from './opening.ts'
import { anything, ask, onYouTube, passTime, type Scene } from './scene.ts'

const TITLE = '선크림 세 가지를 하루 종일 발라 봤어요'

const waiting = z.object({
  userAdIdx: z.number(),
  userIdx: z.number(),
  name: z.string(),
  channelName: z.string(),
  subscribers: z.number(),
  planTitle: z.string(),
})

/** The operator chooses among the applicants; on the selection day Minji is in and another one is out. */
export const assign = async (scene: Scene, { ads }: Platform, { userIdx }: Joined): Promise<void> => {
  const { stage, teller } = scene
  const { operator, minji } = stage.cast
  const adIdx = ads.sunscreen
  teller.chapter('운영자가 배정합니다', 'The operator assigns', stage.clock.now())
  await passTime(scene, tenOn(scene, 7), '7일 뒤, 선정일', '7 days later, the selection day')

  teller.step('신청 목록', 'Who applied, with proposal and channel')
  const list = `/api/userad/ing/ing/ing?progress=1&adIdx=${adIdx}`
  const applied = await ask(scene, { method: 'GET', path: list, by: operator }, z.array(waiting).length(3))
  teller.table(
    applied.map((one) => [
      `#${one.userAdIdx}`,
      one.name,
      one.channelName,
      `${one.subscribers.toLocaleString('en-US')}명`,
      one.planTitle,
    ]),
  )

  teller.step('배정과 미선정', 'Minji is assigned, another applicant is declined with a reason')
  const confirmed = { userIdx, adIdx }
  await ask(scene, { method: 'POST', path: '/api/userad/confirm', by: operator, json: confirmed }, anything)
  const other = applied.find(({ name }) => name === stage.cast.hajun.name)
  const declined = { idx: other?.userIdx, adIdx, reason: '다음 기회에 함께해요.' }
  await ask(scene, { method: 'POST', path: '/api/userad/notConfirm', by: operator, json: declined }, anything)
  const assigned = z.object({ adIdx: z.literal(adIdx), uploadTo: z.number() })
  await ask(scene, { method: 'GET', path: '/api/userad/2', by: minji }, z.tuple([assigned]))
  teller.facts([['민지 Minji', 'progress 2 (배정 assigned)']])
}

/** Minji's video goes public in the upload window, and she proves it. Answers the instant of publication. */
export const upload = async (
  scene: Scene,
  { ads }: Platform,
  { channelId }: Joined,
): Promise<{ readonly publishedAt: Instant; readonly videoId: string; readonly url: string }> => {
  const { stage, teller } = scene
  const { minji } = stage.cast
  teller.chapter('영상을 올리고 인증합니다', 'Minji uploads and proves her video', stage.clock.now())

  teller.step('비공개 업로드', 'She uploads in private, to publish when the time has come')
  const description = `아침 8시부터 저녁 8시까지! ${ADS.sunscreen.keyword} 유료 광고 포함`
  const draft = { channelId, title: TITLE, description, privacy: 'private', life: [] }
  const { id } = await onYouTube(scene, 'POST', '/simulator/videos', draft)

  const publishedAt = later(koreanMidnight(stage.start, 7), 18 * HOUR_MS)
  await passTime(scene, publishedAt, '같은 날 저녁, 업로드 기간', 'The same evening, in the upload window')
  teller.step('공개', 'The video goes public, with the required hashtags in its description')
  const life = lifeFrom(publishedAt)
  const { url } = await onYouTube(scene, 'PATCH', `/simulator/videos/${id}`, { life })
  teller.facts([
    ['제목 title', TITLE],
    ['설명 description', description],
  ])

  teller.step('영상 조회', 'The app shows which video the address names')
  const found = await ask(
    scene,
    { method: 'POST', path: '/api/userad/auth/auth/auth', by: minji, form: { url } },
    z.object({ publishedAt: z.literal(formatSlashed(publishedAt)), thumbnails: z.url() }),
  )
  teller.facts([
    ['게시일 published', found.publishedAt],
    ['썸네일 thumbnail', found.thumbnails],
  ])

  teller.step('업로드 인증', 'Own channel, public, in the window, hashtags there, used nowhere else')
  const form = { adIdx: String(ads.sunscreen), url, review: '두 번째 선크림이 가장 산뜻했어요.' }
  await ask(scene, { method: 'POST', path: '/api/userad/auth', by: minji, form }, anything)
  const submitted = z.object({ adIdx: z.literal(ads.sunscreen) })
  await ask(scene, { method: 'GET', path: '/api/userad/3', by: minji }, z.tuple([submitted]))
  teller.facts([['민지 Minji', 'progress 3 (검토 submitted)']])
  return { publishedAt, videoId: id, url }
}

/** Ten in the morning, so many days after the beginning. */
const tenOn = ({ stage }: Scene, days: number): Instant =>
  later(koreanMidnight(stage.start, days), 10 * HOUR_MS)

/** Public on the stroke; a quiet evening, a day on which it spreads, then slower from week to week. */
const lifeFrom = (publishedAt: Instant): readonly unknown[] => {
  const at = (hours: number) => new Date(later(publishedAt, hours * HOUR_MS)).toISOString()
  return [
    { at: at(0), what: 'changes-privacy', privacy: 'public' },
    { at: at(0), what: 'grows', viewsPerHour: 35 },
    { at: at(10), what: 'grows', viewsPerHour: 160 },
    { at: at(24), what: 'grows', viewsPerHour: 240 },
    { at: at(72), what: 'grows', viewsPerHour: 60 },
    { at: at(240), what: 'grows', viewsPerHour: 18 },
  ]
}
