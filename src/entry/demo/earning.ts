import { z } from 'zod'
import { formatIso } from '../../domain/calendar.ts'
import { HOUR_MS, type Instant, later } from '../../domain/primitives.ts'
import { ADS } from './ads.ts'
import { check } from './client.ts'
import type { Bar } from './columns.ts'
import type { Joined } from './joining.ts'
import type { Platform } from './opening.ts'
import { anything, ask, refreshStatistics, type Scene, won } from './scene.ts'
import { koreanTime } from './teller.ts'

/** The participation, whose it is, and since when its video is public. */
export type Submitted = Platform &
  Joined & {
    readonly userAdIdx: number
    readonly publishedAt: Instant
    readonly videoId: string
    readonly url: string
  }

const reward = ADS.sunscreen.cash
const REFRESH_HOURS = 5
const REFRESHES = 8

/** Views grow, the operator approves, the reward is there but cannot be withdrawn yet. */
export const earn = async (scene: Scene, submitted: Submitted): Promise<void> => {
  const { stage, teller } = scene
  teller.chapter(
    '조회수가 오르고, 운영자가 승인합니다',
    'Views grow and the operator approves',
    stage.clock.now(),
  )
  await watchViewsGrow(scene, submitted)
  await approve(scene, submitted)
  teller.step('리워드 적립', 'The reward is pending: earned, not withdrawable yet')
  await seeCash(scene, { cash: reward, cashAllowed: 0, requested: 0, paid: 0 })
  teller.step('조회수 그래프', 'What the report draws from the figures read so far')
  await drawViews(scene, submitted.userAdIdx)
}

/** What Minji sees of her cash must be exactly this. */
export const seeCash = async (
  scene: Scene,
  expected: {
    readonly cash: number
    readonly cashAllowed: number
    readonly requested: number
    readonly paid: number
  },
): Promise<void> => {
  const by = scene.stage.cast.minji
  const line = z.object({ title: z.string(), isIn: z.string(), price: z.string(), date: z.string() })
  const figures = { cash: z.int(), cashAllowed: z.int(), requested: z.int(), paid: z.int() }
  const seen = await ask(
    scene,
    { method: 'GET', path: '/api/cash', by },
    z.object({ ...figures, history: z.array(line) }),
  )
  const { history, ...balance } = seen
  check('the cash', balance, expected)
  scene.teller.facts([
    ['보유 캐쉬 cash', won(balance.cash)],
    ['인출 가능 withdrawable', won(balance.cashAllowed)],
    ...(balance.requested === 0 ? [] : [['신청 중 requested', won(balance.requested)] as const]),
    ...(balance.paid === 0 ? [] : [['지급 완료 paid', won(balance.paid)] as const]),
  ])
  scene.teller.table(history.map(({ date, isIn, price, title }) => [date, isIn, won(Number(price)), title]))
}

/** The chart of one report, from every read of its video. */
export const drawViews = async (scene: Scene, userAdIdx: number): Promise<void> => {
  const by = scene.stage.cast.minji
  const point = z.object({ at: z.string(), views: z.int() })
  const report = z.object({ views1: z.int().min(1), likes: z.int().min(1), series: z.array(point).min(5) })
  const path = `/api/report/${userAdIdx}`
  const [own] = await ask(scene, { method: 'GET', path, by }, z.tuple([report]))
  check('the newest view count', own.series.at(-1)?.views, own.views1)
  check('views only grow', isGrowing(own.series), true)
  const bars: readonly Bar[] = own.series.map(({ at, views }) => ({
    label: `${at.slice(5, 10).replace('-', '.')} ${at.slice(11, 16)}`,
    figure: views,
  }))
  scene.teller.chart(bars)
}

const isGrowing = (series: readonly { readonly views: number }[]): boolean =>
  series.every(({ views }, at) => views >= (series[at - 1]?.views ?? 0))

const watchViewsGrow = async (scene: Scene, { publishedAt }: Submitted): Promise<void> => {
  const { stage, teller } = scene
  teller.step('통계 수집', `The job that reads figures from YouTube runs every ${REFRESH_HOURS} hours`)
  teller.asked(`job refresh-statistics × ${REFRESHES}`)
  for (let run = 1; run <= REFRESHES; run += 1) {
    stage.clock.jumpTo(later(publishedAt, run * REFRESH_HOURS * HOUR_MS))
    await refreshStatistics(scene, 1)
  }
  teller.cameBack(`observed 1, missing 0  × ${REFRESHES}`, 'done')
  teller.facts([['지금 now', koreanTime(stage.clock.now())]])
}

const approve = async (scene: Scene, submission: Submitted): Promise<void> => {
  const { stage, teller } = scene
  const { operator, minji } = stage.cast
  const { ads, userIdx, userAdIdx, url, publishedAt } = submission
  const adIdx = ads.sunscreen
  teller.step('검토', 'The operator sees what waits for review')
  const submitted = z.object({
    userAdIdx: z.literal(userAdIdx),
    userIdx: z.literal(userIdx),
    video: z.literal(url),
    review: z.string(),
    publishedAt: z.literal(formatIso(publishedAt)),
  })
  const list = `/api/userad/ing/ing/ing?progress=3&adIdx=${adIdx}`
  const [waiting] = await ask(scene, { method: 'GET', path: list, by: operator }, z.tuple([submitted]))
  teller.facts([
    ['영상 video', waiting.video],
    ['게시 published', waiting.publishedAt],
    ['후기 review', waiting.review],
  ])
  teller.step('승인', 'Approved: the participation is completed and its reward credited, both or neither')
  const json = { userIdx, adIdx }
  await ask(scene, { method: 'PUT', path: '/api/userad/ing', by: operator, json }, anything)
  const counts = z.object({ 1: z.literal(0), 2: z.literal(0), 3: z.literal(0), 4: z.literal(1) })
  await ask(scene, { method: 'GET', path: '/api/userad/length', by: minji }, counts)
}
