import { z } from 'zod'
import { adParts, type DemoAd } from './ad-form.ts'
import { type Answer, check } from './client.ts'
import { LATER_ADS, type LaterAdName } from './later-ads.ts'
import { ask, type Scene, won, written } from './scene.ts'

export type LaterAds = Readonly<Record<LaterAdName, number>>

/** An ad in a table. */
export const rowOf = (adIdx: number, ad: DemoAd): readonly string[] => [
  `#${adIdx}`,
  ad.category.ko,
  ad.title,
  won(ad.cash),
  conditionOf(ad),
]

const conditionOf = ({ capacity, holdDays, minimumSubscribers }: DemoAd): string =>
  [
    `${capacity}명 모집`,
    ...(minimumSubscribers === 0 ? [] : [`구독자 ${minimumSubscribers.toLocaleString('en-US')}명 이상`]),
    ...(holdDays === 28 ? [] : [`${holdDays}일 유지`]),
  ].join(', ')

/** The form with its pictures, sent by the operator. */
export const insertAd = async (
  { stage }: Scene,
  ad: DemoAd,
): Promise<Answer<{ adIdx: number; ad: DemoAd }>> => {
  const question = {
    method: 'POST',
    path: '/api/advertise/ad/insert',
    by: stage.cast.operator,
    parts: adParts(ad, stage.start),
  } as const
  const answer = await stage.client.ask(question, z.object({ adIdx: z.int().min(1) }))
  return { ...answer, data: { adIdx: answer.data.adIdx, ad } }
}

/** Shows these at the top of the app's ads, and no others. */
export const pickBanners = async (scene: Scene, adIdx: readonly number[]): Promise<void> => {
  const by = scene.stage.cast.operator
  const picked = await ask(
    scene,
    { method: 'PUT', path: '/api/advertise/ad/pick', by, json: { adIdx } },
    z.array(z.number()),
  )
  check('the banners', [...picked].sort(), [...adIdx].sort())
  scene.teller.facts([['배너 banners', picked.map((id) => `#${id}`).join(', ')]])
}

/** All the ads that come later. Answers their ids. */
export const insertLaterAds = async (scene: Scene): Promise<LaterAds> => {
  const { teller } = scene
  teller.asked('POST /api/advertise/ad/insert × 9  (multipart/form-data)')
  const inserted = {
    camera: await insertAd(scene, LATER_ADS.camera),
    chair: await insertAd(scene, LATER_ADS.chair),
    lipstick: await insertAd(scene, LATER_ADS.lipstick),
    essence: await insertAd(scene, LATER_ADS.essence),
    cafe: await insertAd(scene, LATER_ADS.cafe),
    bakery: await insertAd(scene, LATER_ADS.bakery),
    camping: await insertAd(scene, LATER_ADS.camping),
    train: await insertAd(scene, LATER_ADS.train),
    plant: await insertAd(scene, LATER_ADS.plant),
  }
  teller.cameBack(written(inserted.plant), 'done')
  teller.table(Object.values(inserted).map(({ data: { adIdx, ad } }) => rowOf(adIdx, ad)))
  return {
    camera: inserted.camera.data.adIdx,
    chair: inserted.chair.data.adIdx,
    lipstick: inserted.lipstick.data.adIdx,
    essence: inserted.essence.data.adIdx,
    cafe: inserted.cafe.data.adIdx,
    bakery: inserted.bakery.data.adIdx,
    camping: inserted.camping.data.adIdx,
    train: inserted.train.data.adIdx,
    plant: inserted.plant.data.adIdx,
  }
}
