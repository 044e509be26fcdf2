import type { ShownPart } from '../filling/participations.ts'
import { is, list, type Meanings, object } from '../meaning.ts'
import { by, NOBODYS_ID, type Operations } from '../situations.ts'

const row = (
  { part, title, companyName }: ShownPart,
  figures: { readonly categoryName: string; readonly likes: number; readonly views1: number },
): Meanings => ({
  userAdIdx: is(part.id),
  title: is(title),
  companyName: is(companyName),
  categoryName: is(figures.categoryName),
  likes: is(figures.likes),
  views1: is(figures.views1),
})

/** Five points, the newest first, as the video was read. */
const detail = (
  { part, title, companyName, cash }: ShownPart,
  likes: number,
  [views1, views2, views3, views4, views5]: readonly number[],
): Meanings => ({
  userAdIdx: is(part.id),
  title: is(title),
  companyName: is(companyName),
  cash: is(cash),
  likes: is(likes),
  views1: is(views1),
  views2: is(views2),
  views3: is(views3),
  views4: is(views4),
  views5: is(views5),
})

export const reportOperations: Operations = {
  'report.getIndividual': {
    withData: ({ minji, parts }) => [
      {
        ...by(minji),
        message: '개별 리포트 조회 성공',
        data: list([
          row(parts.keyboard, { categoryName: '기타', likes: 15, views1: 300 }),
          row(parts.noodles, { categoryName: '맛집', likes: 30, views1: 600 }),
          row(parts.pension, { categoryName: '여행', likes: 40, views1: 800 }),
          row(parts.sunscreen, { categoryName: '뷰티', likes: 50, views1: 1_000 }),
          row(parts.lipstick, { categoryName: '뷰티', likes: 130, views1: 2_000 }),
        ]),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: '개별 리포트 조회 성공', data: is([]) }),
  },
  'report.getTotalReport': {
    withData: ({ minji }) => [
      {
        ...by(minji),
        message: '토탈 리포트 조회 성공',
        data: object({
          // 265 likes and 47 comments to 4,700 views are 6.6 percent.
          er: is(7),
          top: list([
            { name: is('Beauty'), views: is(1_500) },
            { name: is('Travel'), views: is(800) },
            { name: is('Restaurant'), views: is(600) },
          ]),
          totalCosts: is(150_000),
          totalLikes: is(265),
          totalViews: is(4_700),
          totalViews1: is(4_700),
          totalViews2: is(2_100),
          totalViews3: is(900),
          totalViews4: is(600),
          totalViews5: is(250),
        }),
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin),
      message: '토탈 리포트 조회 성공',
      data: object({
        er: is(0),
        top: is([]),
        totalCosts: is(0),
        totalLikes: is(0),
        totalViews: is(0),
        totalViews1: is(0),
        totalViews2: is(0),
        totalViews3: is(0),
        totalViews4: is(0),
        totalViews5: is(0),
      }),
    }),
  },
  'report.getDetailReport': {
    withData: ({ minji, parts }) => [
      {
        ...by(minji, { idx: parts.lipstick.part.id }),
        message: '개별 리포트 조회 성공',
        data: list([detail(parts.lipstick, 130, [2_000, 1_400, 900, 600, 250])]),
      },
      {
        ...by(minji, { idx: parts.pension.part.id }),
        message: '개별 리포트 조회 성공',
        data: list([detail(parts.pension, 40, [800, 700, 0, 0, 0])]),
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { idx: 1 }),
      kind: 'report-not-found',
      because: 'there is no report',
    }),
    refused: ({ minji, junho, parts }) => [
      { ...by(minji, { idx: NOBODYS_ID }), kind: 'report-not-found', because: 'there is no such report' },
      {
        ...by(minji, { idx: parts.applied.part.id }),
        kind: 'report-not-found',
        because: 'there is nothing to report yet',
      },
      {
        ...by(junho, { idx: parts.lipstick.part.id }),
        kind: 'report-not-found',
        because: "it is another member's",
      },
      { ...by(minji, { idx: 'abc' }), kind: 'input-invalid', because: 'this is no id' },
    ],
  },
}
