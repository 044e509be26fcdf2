import { z } from 'zod'
import { ADS } from './ads.ts'
import { check } from './client.ts'
import { drawViews, type Submitted } from './earning.ts'
import { ask, type Scene, won } from './scene.ts'

/** What Minji has been told and what came of it all, and the proof that the books agree. */
export const lookBack = async (scene: Scene, { userAdIdx }: Submitted): Promise<void> => {
  const { stage, teller } = scene
  teller.chapter('돌아봅니다', 'Looking back', stage.clock.now())
  await readNotifications(scene)
  await readReports(scene, userAdIdx)
  await reconcile(scene)
}

const TOLD = [
  'channel-verified',
  'assigned',
  'rewarded',
  'hold-paused',
  'hold-resumed',
  'released',
  'withdrawn',
  'application-refused',
  'answered',
  'consultation-confirmed',
]

const readNotifications = async (scene: Scene): Promise<void> => {
  const by = scene.stage.cast.minji
  scene.teller.step('알림', 'Everything that Minji was told, newest first')
  const notification = z.object({ kind: z.string(), notiContent: z.string(), createAt: z.string() })
  const told = await ask(scene, { method: 'GET', path: '/api/notify', by }, z.array(notification))
  const kinds = new Set(told.map(({ kind }) => kind))
  check('what Minji was told', [...kinds].sort(), [...TOLD].sort())
  await ask(
    scene,
    { method: 'GET', path: '/api/notify/length', by },
    z.object({ length: z.literal(told.length) }),
  )
  scene.teller.table(
    told.map(({ kind, notiContent, createAt }) => [
      createAt.slice(5, 10).replace('-', '.'),
      kind,
      notiContent.split('\n')[0] ?? '',
    ]),
  )
}

const readReports = async (scene: Scene, userAdIdx: number): Promise<void> => {
  const { teller } = scene
  const by = scene.stage.cast.minji
  const { title, companyName, cash } = ADS.sunscreen
  teller.step('리포트 목록', 'Her campaigns')
  const row = z.object({
    userAdIdx: z.literal(userAdIdx),
    companyName: z.literal(companyName),
    title: z.literal(title),
    categoryName: z.literal('뷰티'),
    views1: z.int().min(1),
    likes: z.int().min(1),
  })
  const [own] = await ask(scene, { method: 'GET', path: '/api/report', by }, z.tuple([row]))
  teller.table([
    [own.categoryName, own.title, `조회 ${own.views1.toLocaleString('en-US')}`, `좋아요 ${own.likes}`],
  ])
  await drawViews(scene, userAdIdx)

  teller.step('토탈 리포트', 'All of it in sums')
  const total = await ask(
    scene,
    { method: 'GET', path: '/api/report/info', by },
    z.object({
      er: z.int(),
      erPrecise: z.number(),
      top: z.tuple([z.object({ name: z.literal('Beauty'), views: z.literal(own.views1) })]),
      totalCosts: z.literal(cash),
      totalLikes: z.literal(own.likes),
      totalViews: z.literal(own.views1),
    }),
  )
  // The simulated audience likes 40 and comments on 4 of a thousand views.
  check('the engagement rate', total.erPrecise, 4.4)
  teller.facts([
    ['리워드 cost', won(total.totalCosts)],
    ['조회 views', total.totalViews.toLocaleString('en-US')],
    ['좋아요 likes', total.totalLikes.toLocaleString('en-US')],
    ['참여율 engagement', `${total.erPrecise}%`],
    ['상위 top', total.top.map(({ name }) => name).join(', ')],
  ])
}

const reconcile = async ({ stage, teller }: Scene): Promise<void> => {
  teller.step('장부 검산', 'Every balance is the sum of its postings, and all of them together are nothing')
  teller.asked('crecker reconcile')
  const { postings, totals, drift } = await stage.server.house.persistence.views.cash.books()
  check('drift', drift, [])
  check('paid out', [totals.paid, totals.agency], [ADS.sunscreen.cash, -ADS.sunscreen.cash])
  teller.cameBack(`${postings} postings, drift ${drift.length}`, 'done')
  teller.facts([
    ['광고주 agency', won(totals.agency)],
    ['지급 paid', won(totals.paid)],
    ['합계 sum', won(Object.values(totals).reduce((sum, amount) => sum + amount, 0))],
  ])
}
