import type { Member } from '../../fixtures/test-house.ts'
import type { FilledHouse } from '../filled-house.ts'
import type { ShownCard, ShownProgramme } from '../filling/news.ts'
import { is, list, type Meanings, picture } from '../meaning.ts'
import type { Problems } from '../shape.ts'
import { by, NOBODYS_ID, type Operations, type Situations, unknownIds } from '../situations.ts'

const SUPPORT = '서포트 뉴스 조회 성공'
const DAILY = '데일리 뉴스 조회 성공'

const row = ({ programme, poster, created, isScrapped }: ShownProgramme): Meanings => ({
  newsIdx: is(programme.id),
  title: is(programme.title),
  host: is(`${programme.title} 운영처`),
  poster: picture(poster),
  createAt: is(created),
  // No screen shows it in lists, but the caller's own it is.
  isScrapped: is(isScrapped),
})

/** The app prints D and the number: below 0 while it recruits. */
const onHome = ({ programme, poster, dday }: ShownProgramme): Meanings => ({
  newsIdx: is(programme.id),
  title: is(programme.title),
  host: is(`${programme.title} 운영처`),
  poster: picture(poster),
  dday: is(dday),
})

const detail = ({ programme, poster, isScrapped }: ShownProgramme, calendarEnd: string): Meanings => ({
  newsIdx: is(programme.id),
  title: is(programme.title),
  host: is(`${programme.title} 운영처`),
  subtitle: is(`${programme.title} 부제`),
  contents: is(`${programme.title}에 참여할 창작자를 찾습니다.`),
  url: is(programme.url),
  poster: picture(poster),
  calendarStart: is('26.11.13'),
  calendarEnd: is(calendarEnd),
  isScrapped: is(isScrapped),
})

const card = ({ id, title, thumbnail, ago }: ShownCard): Meanings => ({
  dailyIdx: is(id),
  title: is(title),
  thumbnail: picture(thumbnail),
  createAt: is(ago),
})

const wholeCard = ({ id, title, thumbnail, day }: ShownCard): Meanings => ({
  dailyIdx: is(id),
  title: is(title),
  subtitle: is(`${title} 부제`),
  content: is(`${title}: 자세한 내용입니다.`),
  thumbnail: picture(thumbnail),
  createAt: is(day),
})

/** Whether Minji sees that she scrapped it or not, and Junho still sees that he did not. */
const seenScrapped = async (
  house: FilledHouse,
  { programme }: ShownProgramme,
  expected: boolean,
): Promise<Problems> => {
  const seenBy = async (who: Member, isScrapped: boolean): Promise<Problems> => {
    const { data } = await house.as(who).get(`/api/news/support/${programme.id}`)
    return list([{ isScrapped: is(isScrapped) }]).problems(data, 'afterwards')
  }
  return [...(await seenBy(house.minji, expected)), ...(await seenBy(house.junho, false))]
}

/** Done again, it is done: the app cannot tell whether its first request arrived. */
const scrapping = (
  message: string,
  which: (news: FilledHouse['news']) => ShownProgramme,
  expected: boolean,
): Situations => ({
  withData: (house) => {
    const shown = which(house.news)
    const once = {
      ...by(house.minji, { newsIdx: shown.programme.id }),
      message,
      afterwards: () => seenScrapped(house, shown, expected),
    }
    return [once, once]
  },
  withNone: ({ sujin }) => ({
    ...by(sujin, { newsIdx: 1 }),
    kind: 'programme-not-found',
    because: 'there is no programme',
  }),
  refused: ({ minji }) => [
    {
      ...by(minji, { newsIdx: NOBODYS_ID }),
      kind: 'programme-not-found',
      because: 'there is no such programme',
    },
    { ...by(minji, { newsIdx: 0 }), kind: 'input-invalid', because: 'the screen lost the programme' },
    { ...by(minji, { newsIdx: '공모전' }), kind: 'input-invalid', because: 'this is no id' },
  ],
})

export const newsOperations: Operations = {
  'home.getSupportListData': {
    withData: ({ minji, news }) => [
      { ...by(minji), message: SUPPORT, data: list([news.studio, news.contest, news.course].map(onHome)) },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: SUPPORT, data: is([]) }),
  },
  'news.getSupportNews': {
    withData: ({ minji, news }) => [
      {
        ...by(minji, { flag: 1 }),
        message: SUPPORT,
        data: list([news.course, news.contest, news.studio].map(row)),
      },
      {
        ...by(minji, { flag: 2 }),
        message: SUPPORT,
        data: list([news.studio, news.contest, news.course].map(row)),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin, { flag: 1 }), message: SUPPORT, data: is([]) }),
    refused: ({ minji }) =>
      [0, 3, 'abc'].map((flag) => ({
        ...by(minji, { flag }),
        kind: 'input-invalid',
        because: `there is no order ${flag}`,
      })),
  },
  'news.getSupportAllNews': {
    withData: ({ minji, news }) => [
      {
        ...by(minji),
        message: SUPPORT,
        data: list([news.studio, news.contest, news.course, news.over].map(row)),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: SUPPORT, data: is([]) }),
  },
  'news.getSupportNewsMore': {
    withData: ({ minji, news }) => [
      {
        ...by(minji, { idx: news.contest.programme.id }),
        message: SUPPORT,
        data: list([detail(news.contest, '26.11.25')]),
      },
      {
        ...by(minji, { idx: news.studio.programme.id }),
        message: SUPPORT,
        data: list([detail(news.studio, '26.11.30')]),
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { idx: 1 }),
      kind: 'programme-not-found',
      because: 'there is no programme',
    }),
    refused: unknownIds('programme-not-found'),
  },
  'news.getDailyAllNews': {
    withData: ({ minji, news }) => [{ ...by(minji), message: DAILY, data: list(news.cards.map(card)) }],
    withNone: ({ sujin }) => ({ ...by(sujin), message: DAILY, data: is([]) }),
  },
  'news.getDailyNews': {
    withData: ({ minji, news }) =>
      news.cards.map((shown) => ({
        ...by(minji, { idx: shown.id }),
        message: DAILY,
        data: list([wholeCard(shown)]),
      })),
    withNone: ({ sujin }) => ({
      ...by(sujin, { idx: 1 }),
      kind: 'daily-card-not-found',
      because: 'there is no card',
    }),
    refused: unknownIds('daily-card-not-found'),
  },
  'news.getBannerNews': {
    withData: ({ minji, news }) => [
      {
        ...by(minji),
        message: DAILY,
        data: list(
          news.cards
            .slice(0, 5)
            .map(({ id, thumbnail }) => ({ dailyIdx: is(id), thumbnail: picture(thumbnail) })),
        ),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: DAILY, data: is(undefined) }),
  },
  'scrap.getTotalScrap': {
    withData: ({ minji, news }) => [
      {
        ...by(minji),
        message: '스크랩 뉴스 조회 성공',
        data: list(
          [news.course, news.contest, news.over].map((shown) => ({ ...row(shown), isScrapped: is(1) })),
        ),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: '스크랩 뉴스 조회 성공', data: is([]) }),
  },
  'news.postScrap': scrapping('스크랩 뉴스 등록 성공', ({ studio }) => studio, true),
  'news.deleteScrap': scrapping('스크랩 뉴스 삭제 성공', ({ over }) => over, false),
}
