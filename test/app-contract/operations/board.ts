import type { FilledHouse } from '../filled-house.ts'
import { is, list, type Meanings, object, picture } from '../meaning.ts'
import { by, type Operations, unknownIds } from '../situations.ts'

const NOTICE = '공지사항 조회 성공'

type ShownNotice = FilledHouse['board']['notices'][number]

/** The app shows the first ten characters of the day, which is the Korean one. */
const row = ({ id, title, createAt }: ShownNotice): Meanings => ({
  noticeIdx: is(id),
  title: is(title),
  createAt: is(createAt),
})

export const boardOperations: Operations = {
  'home.getBannerImgData': {
    withData: ({ minji, board: { banner } }) => [
      {
        ...by(minji),
        message: '홈 배너 조회 성공',
        data: object({ homeBannerIdx: is(banner.id), url: picture(banner.picture) }),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin), message: '홈 배너 조회 성공', data: is(undefined) }),
  },
  'setting.getNotice': {
    withData: ({ minji, board }) => [{ ...by(minji), message: NOTICE, data: list(board.notices.map(row)) }],
    withNone: ({ sujin }) => ({ ...by(sujin), message: NOTICE, data: is(undefined) }),
  },
  'setting.getDetailNotice': {
    withData: ({ minji, board }) =>
      board.notices.map((shown) => ({
        ...by(minji, { idx: shown.id }),
        message: NOTICE,
        data: list([{ ...row(shown), content: is(shown.content) }]),
      })),
    withNone: ({ sujin }) => ({
      ...by(sujin, { idx: 1 }),
      kind: 'notice-not-found',
      because: 'there is no notice',
    }),
    refused: unknownIds('notice-not-found'),
  },
}
