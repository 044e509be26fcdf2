import { z } from 'zod'
import { check, type Question } from './client.ts'
import {
  FLYING_A_DRONE,
  GUESTS_IN_THE_PICTURE,
  KITCHEN_LIGHT,
  MUSIC_CLAIM,
  REGISTERING_A_BUSINESS,
} from './questions.ts'
import { anything, ask, askEach, type Scene } from './scene.ts'

const listed = z.object({
  expertConsultIdx: z.int(),
  Qtitle: z.string(),
  isSecret: z.int(),
  views: z.int(),
})

/** Creators read what others have asked, so that the app's lists have an order. */
export const readQuestions = async (scene: Scene): Promise<void> => {
  const { minji, doyun, seoyeon, hajun } = scene.stage.cast
  scene.teller.step('질문 둘러보기', 'Creators read what others have asked; each counts once a day')
  const addresses = await addressesOfQuestions(scene)
  const reading = [
    { by: doyun, read: [MUSIC_CLAIM, REGISTERING_A_BUSINESS, FLYING_A_DRONE] },
    { by: seoyeon, read: [MUSIC_CLAIM, GUESTS_IN_THE_PICTURE, KITCHEN_LIGHT] },
    { by: hajun, read: [MUSIC_CLAIM, GUESTS_IN_THE_PICTURE, REGISTERING_A_BUSINESS] },
  ]
  const questions = reading.flatMap(({ by, read }): readonly Question[] =>
    read.map(({ title }) => ({ method: 'GET', path: addresses.get(title) ?? title, by })),
  )
  await askEach(scene, 'GET /api/expert/qa/:category/:expertConsultIdx', questions, anything)
  const path = '/api/expert/qa/law'
  const seen = await ask(scene, { method: 'GET', path, by: minji }, z.array(listed).length(4))
  const popular = seen.toSorted((a, b) => b.views - a.views)
  check(
    'what is read most',
    popular.slice(0, 3).map(({ Qtitle }) => Qtitle),
    [MUSIC_CLAIM.title, GUESTS_IN_THE_PICTURE.title, FLYING_A_DRONE.title],
  )
  scene.teller.table(popular.map(({ Qtitle, views }) => [Qtitle, `${views}회`]))
}

/** Where each question that is not secret can be read, by its title. */
const addressesOfQuestions = async ({ stage }: Scene): Promise<ReadonlyMap<string, string>> => {
  const by = stage.cast.doyun
  const lists = await Promise.all(
    ['law', 'startup', 'shooting'].map(async (category) => {
      const path = `/api/expert/qa/${category}`
      const { data } = await stage.client.ask({ method: 'GET', path, by }, z.array(listed))
      return data.map(({ Qtitle, expertConsultIdx }): readonly [string, string] => [
        Qtitle,
        `${path}/${expertConsultIdx}`,
      ])
    }),
  )
  return new Map(lists.flat())
}
