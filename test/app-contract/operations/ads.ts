import type { FilledHouse } from '../filled-house.ts'
import type { ShownAd } from '../filling/ads.ts'
import { is, list, listInAnyOrder, type Meanings, object, picture } from '../meaning.ts'
import { by, NOBODYS_ID, type Operations, type Situations } from '../situations.ts'

const cardOnHome = ({ ad, thumbnail, cash }: ShownAd): Meanings => ({
  adIdx: is(ad.id),
  title: is(ad.title),
  thumbnail: picture(thumbnail),
  cash: is(cash),
})

const row = (shown: ShownAd): Meanings => ({ ...cardOnHome(shown), dday: is(shown.dday) })

const banner = ({ ad, thumbnail, dday }: ShownAd): Meanings => ({
  adIdx: is(ad.id),
  title: is(ad.title),
  subtitle: is(`${ad.title} 부제`),
  thumbnail: picture(thumbnail),
  dday: is(dday),
})

const detail = ({ ad, thumbnail, summary, full, cash }: ShownAd, own: Meanings): Meanings => ({
  adIdx: is(ad.id),
  title: is(ad.title),
  subtitle: is(`${ad.title} 부제`),
  thumbnail: picture(thumbnail),
  summaryPhoto: picture(summary),
  fullPhoto: picture(full),
  cash: is(cash),
  reward: is('수분 크림 50ml 2개'),
  applyFrom: is('26.11.20'),
  choice: is('26.12.05'),
  uploadFrom: is('26.12.06'),
  uploadTo: is('26.12.15'),
  completeDate: is('26.12.20'),
  preference: is('피부가 건조한 분'),
  campaignInfo: is('새로 나온 수분 크림을 2주 동안 써 보고 솔직하게 이야기합니다.'),
  campaignMission: is('5분 이상의 영상, 사용 전후 비교 장면'),
  keyword: is('수분크림, 여름 화장품'),
  addInfo: is('가이드라인은 선정 후에 보내 드립니다.'),
  url: is('https://example.kr/cream'),
  ...own,
})

/** In which order they come is the ranking's affair. */
const recommended = (rowOf: (shown: ShownAd) => Meanings): Situations => ({
  withData: ({ minji, ads }) => [
    {
      ...by(minji),
      message: '맞춤형 광고 성공',
      data: listInAnyOrder(
        [ads.beauty, ads.premium, ads.restaurant, ads.travel, ads.other]
          .toSorted((one, other) => one.ad.id - other.ad.id)
          .map(rowOf),
        'adIdx',
      ),
    },
  ],
  withNone: ({ sujin }) => ({ ...by(sujin), message: '맞춤형 광고 성공', data: is([]) }),
})

const listed = (message: string, rowsOf: (ads: FilledHouse['ads']) => readonly Meanings[]): Situations => ({
  withData: ({ minji, ads }) => [{ ...by(minji), message, data: list(rowsOf(ads)) }],
  withNone: ({ sujin }) => ({ ...by(sujin), message, data: is([]) }),
})

const CATEGORIES = {
  '0101': 'premium',
  '0102': 'beauty',
  '0103': 'restaurant',
  '0104': 'travel',
  '0105': 'other',
} as const

const plan = {
  title: '조용한 키보드',
  subtitle: '조용한 키보드 부제',
  refUrl: '',
  youtubeUrl: 'https://www.youtube.com/@minji',
  phone: '010-7777-1234',
  location: '제주특별자치도 제주시 첨단로 242',
  planTitle: '밤에 쓰는 키보드 & 마우스',
  planContents: '소리를 재 봅니다.\n1+1=2 % 다음 날 비교',
  isAgree: true,
}

export const adOperations: Operations = {
  'ads.getRandomAds': listed('광고 홈 상단 헤더 이미지 성공', ({ travel, premium }) =>
    [travel, premium].map(banner),
  ),
  'ads.getInterestAds': recommended(row),
  'home.getAdsListData': recommended(cardOnHome),
  'ads.getPopularAds': listed('인기순 광고 성공', ({ beauty, travel, premium, other, restaurant }) =>
    [beauty, travel, premium, other, restaurant].map(row),
  ),
  'ads.getLatestAds': listed('최신순 광고 성공', ({ travel, other, beauty, premium, restaurant }) =>
    [travel, other, beauty, premium, restaurant].map(row),
  ),
  'ads.getCategorizedAds': {
    withData: ({ minji, ads }) =>
      Object.entries(CATEGORIES).map(([idx, category]) => ({
        ...by(minji, { idx }),
        message: '카테고리 광고 불러오기 성공',
        data: list([row(ads[category])]),
      })),
    withNone: ({ sujin }) => ({
      ...by(sujin, { idx: '0102' }),
      message: '카테고리 광고 불러오기 성공',
      data: is([]),
    }),
    refused: ({ minji }) =>
      ['9999', '101', '뷰티'].map((idx) => ({
        ...by(minji, { idx }),
        kind: 'input-invalid',
        because: `there is no category ${idx}`,
      })),
  },
  'ads.getDetailInfo': {
    withData: ({ minji, ads }) => [
      {
        ...by(minji, { idx: ads.premium.ad.id }),
        message: '광고 조회 성공',
        data: object({
          ad: list([
            detail(ads.premium, {
              applyTo: is('26.11.29'),
              categoryCode: is('0101'),
              subscribers: is('1만명 이상'),
              subscribersNum: is(10_000),
            }),
          ]),
          subscribers: is(12_300),
        }),
      },
      {
        ...by(minji, { idx: ads.beauty.ad.id }),
        message: '광고 조회 성공',
        data: object({
          ad: list([
            detail(ads.beauty, {
              applyTo: is('26.12.01'),
              categoryCode: is('0102'),
              subscribers: is('제한 없음'),
              subscribersNum: is(0),
            }),
          ]),
          subscribers: is(12_300),
        }),
      },
    ],
    withNone: ({ sujin }) => ({ ...by(sujin, { idx: 1 }), kind: 'ad-not-found', because: 'there is no ad' }),
    refused: ({ minji }) => [
      { ...by(minji, { idx: NOBODYS_ID }), kind: 'ad-not-found', because: 'there is no such ad' },
      { ...by(minji, { idx: 0 }), kind: 'input-invalid', because: 'no ad has the id 0' },
      { ...by(minji, { idx: '2147483648' }), kind: 'input-invalid', because: 'no ad has so large an id' },
      { ...by(minji, { idx: 'abc' }), kind: 'input-invalid', because: 'this is no id' },
    ],
  },
  'ads.getPersonInfo': {
    withData: ({ minji }) => [
      {
        ...by(minji),
        message: '기획서 가져오기 성공',
        data: list([
          {
            youtubeUrl: is('https://www.youtube.com/channel/UC0000000000000000000001'),
            phone: is('010-7777-1234'),
            location: is('제주특별자치도 제주시 첨단로 242'),
          },
        ]),
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin),
      message: '기획서 가져오기 성공',
      data: list([
        {
          youtubeUrl: is('https://www.youtube.com/@sujin'),
          phone: is('010-2222-3333'),
          location: is('대전광역시 유성구 대학로 99'),
        },
      ]),
    }),
  },
  'ads.postAdPlan': {
    withData: (house) => [
      {
        ...by(house.minji, { ...plan, adIdx: house.ads.other.ad.id }),
        message: '기획서 작성 성공',
        afterwards: async () => {
          const { data } = await house.as(house.minji).get('/api/userad/1')
          const applied = [house.ads.other.ad.id, house.parts.applied.part.adId]
          return list(applied.map((id) => ({ adIdx: is(id) }))).problems(data, 'afterwards')
        },
      },
    ],
    withNone: ({ sujin }) => ({
      ...by(sujin, { ...plan, adIdx: 0 }),
      kind: 'input-invalid',
      because: 'the screen lost the ad',
    }),
    refused: ({ minji, junho, soyeon, operator, ads, parts }) => [
      {
        ...by(operator, { ...plan, adIdx: ads.travel.ad.id }),
        kind: 'not-allowed',
        because: 'only creators apply',
      },
      { ...by(minji, { ...plan, adIdx: NOBODYS_ID }), kind: 'ad-not-found', because: 'there is no such ad' },
      {
        ...by(minji, { ...plan, adIdx: parts.applied.part.adId }),
        kind: 'already-applied',
        because: 'she has applied already',
      },
      {
        ...by(junho, { ...plan, adIdx: parts.applied.part.adId }),
        kind: 'ad-closed',
        because: 'its application period is over',
      },
      { ...by(minji, { ...plan, adIdx: ads.full.ad.id }), kind: 'ad-full', because: 'it has no place left' },
      {
        ...by(soyeon, { ...plan, adIdx: ads.travel.ad.id }),
        kind: 'channel-not-verified',
        because: 'her channel is not verified',
      },
      {
        ...by(junho, { ...plan, adIdx: ads.travel.ad.id, planTitle: '' }),
        kind: 'input-invalid',
        because: 'the plan has no title',
      },
      {
        ...by(junho, { ...plan, adIdx: ads.travel.ad.id, planContents: '가'.repeat(20_001) }),
        kind: 'input-invalid',
        because: 'the plan is too long',
      },
    ],
  },
}
