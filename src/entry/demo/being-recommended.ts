import { z } from 'zod'
import { ADS } from './ads.ts'
import { check } from './client.ts'
import type { LaterAds } from './inserting.ts'
import type { Platform } from './opening.ts'
import type { Creator } from './people.ts'
import { anything, ask, askEach, type Scene } from './scene.ts'

const recommended = z.object({
  adIdx: z.number(),
  title: z.string(),
  cash: z.string(),
  dday: z.number(),
  reasons: z.array(z.object({ code: z.string(), text: z.string() })).max(2),
})
export type Recommended = z.infer<typeof recommended>

/** What is recommended to somebody now, shown with the reasons. */
export const seeRecommended = async (scene: Scene, by: Creator): Promise<readonly Recommended[]> => {
  const path = '/api/advertise/ad/interest'
  const list = await ask(scene, { method: 'GET', path, by }, z.array(recommended).min(1).max(20))
  scene.teller.table(
    list.map(({ adIdx, title, cash, dday, reasons }) => [
      `#${adIdx}`,
      title,
      `${cash}원`,
      `D-${dday}`,
      reasons.map(({ text }) => text).join(' / '),
    ]),
  )
  return list
}

/** Seoyeon, who travels, tries beauty: what she is recommended follows, and says why. */
export const followSeoyeon = async (
  scene: Scene,
  { balm }: Platform['ads'],
  more: LaterAds,
): Promise<void> => {
  const { teller, stage } = scene
  const { seoyeon } = stage.cast
  teller.step('서연의 추천, 전', 'What Seoyeon, who travels, is recommended today')
  await seeRecommended(scene, seoyeon)
  // Being shown a list is learned from too: what the applications change is seen against the list after that.
  const before = await seeRecommended(scene, seoyeon)
  teller.step('뷰티에 도전', 'She applies to two beauty ads')
  const chosen = [more.lipstick, more.essence]
  await applyTo(scene, seoyeon, chosen)
  teller.step('서연의 추천, 후', 'The same day: what is like those two has risen, and says why')
  const after = await seeRecommended(scene, seoyeon)
  const stillThere = before.map(({ adIdx }) => adIdx).filter((id) => !chosen.includes(id))
  const now = after.map(({ adIdx }) => adIdx)
  check(
    'neither of the two is recommended again',
    now.filter((id) => chosen.includes(id)),
    [],
  )
  check('all others still are', now.toSorted(ascending), stillThere.toSorted(ascending))
  // Where chance had it first before, it still is.
  const [stood, stands] = [stillThere.indexOf(balm), now.indexOf(balm)]
  check(`${ADS.balm.title} stands higher`, stands < stood || stands === 0, true)
  check('it was no likeness before', codesOf(before, balm).includes('text'), false)
  check('it is its likeness now', codesOf(after, balm).includes('text'), true)
  await dismiss(scene, seoyeon, balm)
}

const dismiss = async (scene: Scene, by: Creator, adIdx: number): Promise<void> => {
  scene.teller.step('관심 없음', 'She is not interested in it after all')
  const path = '/api/advertise/ad/dismiss'
  await ask(scene, { method: 'POST', path, by, json: { adIdx } }, anything)
  const left = await seeRecommended(scene, by)
  check(
    'it is gone',
    left.some((ad) => ad.adIdx === adIdx),
    false,
  )
}

const applyTo = async (scene: Scene, by: Creator, ads: readonly number[]): Promise<void> => {
  const path = '/api/advertise/ad/write'
  const { phone, location, handle } = by
  const form = {
    planTitle: '여행 가방 속 화장대',
    planContents: '여행지에서 직접 써 보고 솔직하게 이야기하겠습니다.',
    youtubeUrl: `https://www.youtube.com/${handle}`,
    phone,
    location,
    isAgree: 'true',
  }
  await askEach(
    scene,
    `POST ${path}`,
    ads.map((adIdx) => ({ method: 'POST', path, by, form: { ...form, adIdx: String(adIdx) } })),
    z.object({ userAdIdx: z.int().min(1) }),
  )
}

const ascending = (one: number, other: number): number => one - other

const codesOf = (list: readonly Recommended[], adIdx: number): readonly string[] =>
  list.find((ad) => ad.adIdx === adIdx)?.reasons.map(({ code }) => code) ?? []
