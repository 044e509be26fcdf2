import { z } from 'zod'
import { check, type Question } from './client.ts'
import type { LaterAds } from './inserting.ts'
import type { FirstProgrammes } from './publishing.ts'
import { anything, ask, askEach, type Scene } from './scene.ts'

/** Everybody looks around, which makes some things popular, and Minji keeps what she wants to apply to. */
export const readNews = async (scene: Scene, programmes: FirstProgrammes, ads: LaterAds): Promise<void> => {
  await lookAround(scene, programmes, ads)
  await seePopular(scene, programmes)
  await scrap(scene, programmes)
}

const lookAround = async (scene: Scene, programmes: FirstProgrammes, ads: LaterAds): Promise<void> => {
  const { minji, doyun, seoyeon, hajun } = scene.stage.cast
  const { productionGrant, shoreContest, filmCourse, alleyContest } = programmes
  scene.teller.step('둘러보기', 'Creators look around; each counts once a day')
  const reading = [
    { by: doyun, read: [productionGrant, shoreContest] },
    { by: seoyeon, read: [productionGrant, shoreContest, filmCourse] },
    { by: hajun, read: [productionGrant, filmCourse, shoreContest] },
    { by: minji, read: [productionGrant, alleyContest] },
  ]
  const news = reading.flatMap(({ by, read }): readonly Question[] =>
    read.map((id) => ({ method: 'GET', path: `/api/news/support/${id}`, by })),
  )
  await askEach(scene, 'GET /api/news/support/:newsIdx', news, anything)
  const looking = [
    { by: doyun, seen: [ads.bakery, ads.cafe, ads.camera] },
    { by: seoyeon, seen: [ads.train, ads.camping, ads.camera, ads.cafe] },
    { by: hajun, seen: [ads.chair, ads.essence, ads.cafe] },
  ]
  const details = looking.flatMap(({ by, seen }): readonly Question[] =>
    seen.map((id) => ({ method: 'GET', path: `/api/advertise/ad/detail/${id}`, by })),
  )
  await askEach(scene, 'GET /api/advertise/ad/detail/:adIdx', details, anything)
}

const seePopular = async (scene: Scene, programmes: FirstProgrammes): Promise<void> => {
  const by = scene.stage.cast.minji
  scene.teller.step('인기 지원활동', 'What is read most comes first; what is over is not shown here')
  const row = z.object({ newsIdx: z.int(), title: z.string(), dday: z.int(), views: z.int() })
  const path = '/api/news/recommand/1'
  const popular = await ask(scene, { method: 'GET', path, by }, z.array(row).length(7))
  const [first, second] = popular
  check(
    'the most popular',
    [first?.newsIdx, first?.views, second?.newsIdx, second?.views],
    [programmes.productionGrant, 4, programmes.shoreContest, 3],
  )
  const ids = popular.map(({ newsIdx }) => newsIdx)
  check('what is over', ids.includes(programmes.copyrightLecture), false)
  check('what ends tomorrow', popular.find((one) => one.newsIdx === programmes.alleyContest)?.dday, -1)
  scene.teller.table(popular.map(({ title, dday, views }) => [`D${dday}`, title, `${views}회`]))
}

const scrap = async (scene: Scene, programmes: FirstProgrammes): Promise<void> => {
  const by = scene.stage.cast.minji
  const { productionGrant, alleyContest, filmCourse } = programmes
  scene.teller.step('스크랩', 'Minji keeps three, and lets one go')
  const path = '/api/news/scrap'
  await askEach(
    scene,
    `POST ${path}`,
    [filmCourse, productionGrant, alleyContest].map((newsIdx) => ({
      method: 'POST',
      path,
      by,
      json: { newsIdx },
    })),
    anything,
  )
  await ask(scene, { method: 'DELETE', path, by, json: { newsIdx: filmCourse } }, anything)
  const row = z.object({ newsIdx: z.int(), title: z.string(), isScrapped: z.literal(1) })
  const kept = await ask(scene, { method: 'GET', path: '/api/usernews', by }, z.array(row))
  check(
    'her scraps',
    kept.map(({ newsIdx }) => newsIdx),
    [alleyContest, productionGrant],
  )
  scene.teller.table(kept.map(({ newsIdx, title }) => [`#${newsIdx}`, title]))
}
