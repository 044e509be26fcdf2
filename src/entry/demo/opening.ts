import { z } from 'zod'
import { ADS, type AdName } from './ads.ts'
import { type Answer, check } from './client.ts'
import { insertAd, pickBanners, rowOf } from './inserting.ts'
import { joinQuietly } from './joining.ts'
import type { Creator } from './people.ts'
import { anything, ask, type Scene, written } from './scene.ts'
import { pictureIsServed } from './served-picture.ts'

/** What the rest of the story plays on: the ids of the ads. */
export type Platform = { readonly ads: Readonly<Record<AdName, number>> }

/** An operator, ads with pictures, banners, and a few other creators, one of whom takes the only place of an ad. */
export const openPlatform = async (scene: Scene): Promise<Platform> => {
  const { stage, teller } = scene
  teller.chapter('플랫폼을 엽니다', 'The platform opens', stage.clock.now())
  await addOperator(scene)
  const ads = await insertAds(scene)
  teller.step('배너 선택', 'Two of them become banners at the top of the app')
  await pickBanners(scene, [ads.sunscreen, ads.island])
  await letOthersJoin(scene, ads)
  return { ads }
}

const addOperator = async ({ stage, teller }: Scene): Promise<void> => {
  const { operator } = stage.cast
  teller.step('운영자 등록', 'An operator is added, as the command line does; nobody can sign up as one')
  teller.asked(`crecker operator add --email ${operator.email}`)
  const added = await stage.server.house.addOperator(operator)
  check('operator add', added.ok ? 'added' : added.error.kind, 'added')
  teller.cameBack(`Operator ${operator.email} was added`, 'done')
  teller.asked('POST /api/auth/login')
  teller.cameBack(written(await stage.client.logIn(operator)), 'done')
}

const insertAds = async (scene: Scene): Promise<Platform['ads']> => {
  const { teller } = scene
  teller.step('광고 등록', 'The operator inserts six ads, each a form with three pictures made just now')
  teller.asked('POST /api/advertise/ad/insert × 6  (multipart/form-data)')
  const inserted = {
    earphones: await insertAd(scene, ADS.earphones),
    diary: await insertAd(scene, ADS.diary),
    island: await insertAd(scene, ADS.island),
    noodles: await insertAd(scene, ADS.noodles),
    balm: await insertAd(scene, ADS.balm),
    sunscreen: await insertAd(scene, ADS.sunscreen),
  }
  teller.cameBack(written(inserted.sunscreen), 'done')
  teller.table(Object.values(inserted).map(({ data: { adIdx, ad } }) => rowOf(adIdx, ad)))
  await pictureIsServed(scene, inserted.sunscreen.data.adIdx)
  return {
    earphones: inserted.earphones.data.adIdx,
    diary: inserted.diary.data.adIdx,
    island: inserted.island.data.adIdx,
    noodles: inserted.noodles.data.adIdx,
    balm: inserted.balm.data.adIdx,
    sunscreen: inserted.sunscreen.data.adIdx,
  }
}

const letOthersJoin = async (scene: Scene, ads: Platform['ads']): Promise<void> => {
  const { stage, teller } = scene
  const { doyun, seoyeon, hajun } = stage.cast
  teller.step('다른 크리에이터들', 'Other creators join, prove their channels, look around and apply')
  teller.asked('POST /api/auth/signup/, GET /api/auth/hash, POST /api/user/channel  × 3')
  const [first] = await Promise.all([
    joinQuietly(stage, doyun),
    joinQuietly(stage, seoyeon),
    joinQuietly(stage, hajun),
  ])
  teller.cameBack(written(first), 'done')
  teller.table(
    [doyun, seoyeon, hajun].map(({ name, channelName, subscribers }) => [
      name,
      channelName,
      `${subscribers.toLocaleString('en-US')}명`,
      'verified',
    ]),
  )
  teller.asked('GET /api/advertise/ad/detail/:adIdx, POST /api/advertise/ad/write')
  await applyQuietly(scene, doyun, ads.noodles, '국물부터 다릅니다')
  await applyQuietly(scene, doyun, ads.sunscreen, '주방에서 버티는 선크림')
  await applyQuietly(scene, seoyeon, ads.island, '버스 창가에서 본 제주')
  const last = await applyQuietly(scene, hajun, ads.sunscreen, '촬영장 조명 아래 선크림')
  teller.cameBack(`${written(last)}  × 4`, 'done')

  teller.step(
    '정원이 찬 광고',
    `The operator assigns ${doyun.channelName} to #${ads.noodles}, which is full now`,
  )
  const json = { userIdx: first.data.userIdx, adIdx: ads.noodles }
  await ask(scene, { method: 'POST', path: '/api/userad/confirm', by: stage.cast.operator, json }, anything)
}

const applyQuietly = async (
  { stage }: Scene,
  creator: Creator,
  adIdx: number,
  planTitle: string,
): Promise<Answer<unknown>> => {
  const detail = { method: 'GET', path: `/api/advertise/ad/detail/${adIdx}`, by: creator } as const
  await stage.client.ask(detail, anything)
  const { phone, location, handle } = creator
  const form = {
    adIdx: String(adIdx),
    planTitle,
    planContents: '직접 써 보고 솔직하게 이야기하겠습니다.',
    youtubeUrl: `https://www.youtube.com/${handle}`,
    phone,
    location,
    isAgree: 'false',
  }
  return stage.client.ask(
    { method: 'POST', path: '/api/advertise/ad/write', by: creator, form },
    z.object({ userAdIdx: z.number() }),
  )
}
