import { endOfDay, koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import type { NewSupportProgramme, SupportProgramme } from '../../../src/domain/news/support-programme.ts'
import { type Instant, later } from '../../../src/domain/primitives.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewProgramme } from '../../fixtures/news.ts'
import { kept } from '../../fixtures/stored.ts'
import type { Member, TestHouse } from '../../fixtures/test-house.ts'
import { NOW } from '../now.ts'
import type { Kept, NewPicture } from './pictures.ts'

/** Where a day is told, as the app prints it. */
export type ShownProgramme = {
  readonly programme: SupportProgramme
  readonly poster: Kept
  readonly created: string
  readonly dday: number
  /** By Minji, before she is asked to. */
  readonly isScrapped: boolean
}

type Created = {
  readonly daysOld: number
  readonly created: string
  readonly closesIn: number
  readonly isScrapped?: boolean
}

/** Three programmes that recruit and one whose recruitment is over. Minji has scrapped all but the newest one, Soyeon only that. */
export const fillNews = async (
  house: TestHouse,
  newPicture: NewPicture,
  { minji, junho, soyeon }: Readonly<Record<'minji' | 'junho' | 'soyeon', Member>>,
) => {
  const programme = async (
    title: string,
    { daysOld, created, closesIn, isScrapped = true }: Created,
    over: Partial<NewSupportProgramme> = {},
  ): Promise<ShownProgramme> => {
    const poster = await newPicture()
    const at = inDays(-daysOld, NOW)
    const draft = aNewProgramme({
      title,
      poster: poster.name,
      host: `${title} 운영처`,
      subtitle: `${title} 부제`,
      contents: `${title}에 참여할 창작자를 찾습니다.`,
      url: `https://example.kr/programme/${daysOld}`,
      recruitment: {
        from: startOfDay(koreanDayOf(inDays(-12, NOW))),
        to: endOfDay(koreanDayOf(inDays(closesIn, NOW))),
      },
      createdAt: at,
      updatedAt: at,
      ...over,
    })
    const stored = await kept(house.persistence, ({ supportProgrammes }) => supportProgrammes.add(draft))
    return { programme: stored, poster, created, dday: 0 - closesIn, isScrapped }
  }
  const studio = await programme('공유 스튜디오', {
    daysOld: 1,
    created: '26.11.24',
    closesIn: 5,
    isScrapped: false,
  })
  const contest = await programme('영상 공모전', { daysOld: 3, created: '26.11.22', closesIn: 0 })
  const course = await programme('편집 교육', { daysOld: 6, created: '26.11.19', closesIn: 10 })
  const over = await programme('지난 지원금', { daysOld: 9, created: '26.11.16', closesIn: -2 })
  const looks: readonly (readonly [ShownProgramme, readonly Member[]])[] = [
    [course, [minji, junho, soyeon]],
    [contest, [minji, junho]],
    [studio, [minji]],
  ]
  for (const [{ programme: seen }, viewers] of looks)
    for (const { account } of viewers)
      await house.persistence.views.news.countView(seen.id, account.id, koreanDayOf(NOW))
  await kept(house.persistence, async ({ scraps }) => {
    for (const [at, { programme: scrapped }] of [over, contest, course].entries())
      await scraps.keep({ member: minji.account.id, programme: scrapped.id, at: inHours(at - 10, NOW) })
    await scraps.keep({ member: soyeon.account.id, programme: studio.programme.id, at: inHours(-1, NOW) })
  })
  return { studio, contest, course, over, cards: await fillCards(house, newPicture) }
}

export type ShownCard = {
  readonly id: number
  readonly thumbnail: Kept
  readonly title: string
  /** How long ago in the list, and its day where it stands alone. */
  readonly ago: string
  readonly day: string
}

/** Newest first. */
const fillCards = async (house: TestHouse, newPicture: NewPicture): Promise<readonly ShownCard[]> => {
  const card = async (title: string, createdAt: Instant, ago: string, day: string): Promise<ShownCard> => {
    const thumbnail = await newPicture()
    const draft = aNewDailyCard({
      title,
      thumbnail: thumbnail.name,
      subtitle: `${title} 부제`,
      content: `${title}: 자세한 내용입니다.`,
      createdAt,
      updatedAt: createdAt,
    })
    const { id } = await kept(house.persistence, ({ dailyCards }) => dailyCards.add(draft))
    return { id, thumbnail, title, ago, day }
  }
  return [
    await card('여섯째 소식', later(NOW, -30_000), '방금 전', '26.11.25'),
    await card('다섯째 소식', later(NOW, -5 * 60_000), '5분 전', '26.11.25'),
    await card('넷째 소식', inHours(-23, NOW), '23시간 전', '26.11.24'),
    await card('셋째 소식', inDays(-2, NOW), '26.11.23', '26.11.23'),
    await card('둘째 소식', inDays(-3, NOW), '26.11.22', '26.11.22'),
    await card('첫째 소식', inDays(-9, NOW), '26.11.16', '26.11.16'),
  ]
}
