import { formatDay, koreanDayOf, startOfDay } from '../../domain/calendar.ts'
import { DAY_MS, type Instant, later } from '../../domain/primitives.ts'
import { type Palette, picture } from './pictures.ts'

/** What an operator types to put an ad on the platform. Days count from the day of the demo's beginning. */
export type DemoAd = {
  readonly companyName: string
  readonly title: string
  readonly subtitle: string
  readonly category: { readonly code: string; readonly ko: string }
  readonly cash: number
  readonly reward: string
  readonly capacity: number
  readonly holdDays: number
  readonly applyDays: readonly [from: number, to: number]
  readonly uploadDays: readonly [from: number, to: number]
  readonly keyword: string
  readonly mission: string
  readonly minimumSubscribers: number
  readonly palette: Palette
}

export type AdName = 'sunscreen' | 'balm' | 'earphones' | 'noodles' | 'island' | 'diary'

const CATEGORY = {
  premium: { code: '0101', ko: '프리미엄' },
  beauty: { code: '0102', ko: '뷰티' },
  restaurant: { code: '0103', ko: '맛집' },
  travel: { code: '0104', ko: '여행' },
  other: { code: '0105', ko: '기타' },
} as const

/** Invented companies. The long application periods leave something open when the story is over. */
export const ADS: Readonly<Record<AdName, DemoAd>> = {
  earphones: {
    companyName: '한결전자',
    title: '무선 이어폰 한 달 사용기',
    subtitle: '출퇴근길 소음, 정말 사라질까요?',
    category: CATEGORY.premium,
    cash: 700_000,
    reward: '무선 이어폰 1대',
    capacity: 2,
    holdDays: 28,
    applyDays: [0, 60],
    uploadDays: [14, 75],
    keyword: '#한결전자 #무선이어폰',
    mission: '지하철과 카페에서 소음 차단을 비교해주세요.',
    minimumSubscribers: 50_000,
    palette: { from: [24, 32, 72], to: [92, 64, 160], light: [150, 200, 255] },
  },
  diary: {
    companyName: '하루문구',
    title: '새해 다이어리 꾸미기',
    subtitle: '스티커 40장으로 채우는 열두 달',
    category: CATEGORY.other,
    cash: 80_000,
    reward: '다이어리 세트',
    capacity: 10,
    holdDays: 28,
    applyDays: [0, 75],
    uploadDays: [3, 90],
    keyword: '#하루문구',
    mission: '한 달치를 꾸미는 과정을 빠르게 보여주세요.',
    minimumSubscribers: 0,
    palette: { from: [250, 214, 165], to: [236, 140, 105], light: [255, 250, 220] },
  },
  island: {
    companyName: '바람섬투어',
    title: '제주 동쪽 2박 3일 브이로그',
    subtitle: '버스로만 다니는 느린 여행',
    category: CATEGORY.travel,
    cash: 300_000,
    reward: '숙박 2박과 버스 이용권',
    capacity: 4,
    holdDays: 28,
    applyDays: [0, 60],
    uploadDays: [10, 80],
    keyword: '#바람섬 #제주동쪽',
    mission: '하루에 한 마을씩 소개해주세요.',
    minimumSubscribers: 0,
    palette: { from: [18, 110, 150], to: [120, 205, 190], light: [255, 244, 190] },
  },
  noodles: {
    companyName: '골목국수',
    title: '을지로 골목 국숫집 먹방',
    subtitle: '사십 년 된 멸치 국물',
    category: CATEGORY.restaurant,
    cash: 120_000,
    reward: '2인 식사권',
    capacity: 1,
    holdDays: 28,
    applyDays: [0, 10],
    uploadDays: [1, 20],
    keyword: '#골목국수 #을지로맛집',
    mission: '주방에서 국물을 내는 모습을 담아주세요.',
    minimumSubscribers: 0,
    palette: { from: [120, 40, 20], to: [230, 150, 50], light: [255, 230, 160] },
  },
  balm: {
    companyName: '솔잎공방',
    title: '민감 피부 클렌징 밤 2주 체험',
    subtitle: '유료 체험단 모집',
    category: CATEGORY.beauty,
    cash: 60_000,
    reward: '클렌징 밤 1개',
    capacity: 5,
    holdDays: 5,
    applyDays: [0, 60],
    uploadDays: [14, 80],
    keyword: '#솔잎공방 #클렌징밤',
    mission: '첫날과 열넷째 날의 피부를 같은 빛에서 비교해주세요.',
    minimumSubscribers: 0,
    palette: { from: [46, 96, 70], to: [170, 205, 140], light: [245, 255, 215] },
  },
  sunscreen: {
    companyName: '물빛연구소',
    title: '끈적임 없는 선크림 리뷰',
    subtitle: '하루 종일 산뜻한 물빛 선크림',
    category: CATEGORY.beauty,
    cash: 150_000,
    reward: '물빛 선크림 3종',
    capacity: 3,
    holdDays: 28,
    applyDays: [0, 6],
    uploadDays: [9, 16],
    keyword: '#물빛선크림 #크레커',
    mission: '세 가지 선크림을 하루 동안 발라 보고 비교해주세요.',
    minimumSubscribers: 0,
    palette: { from: [255, 176, 190], to: [120, 180, 255], light: [255, 255, 240] },
  },
}

/** Midnight in Korea, so many days after the day of `start`. */
export const koreanMidnight = (start: Instant, days: number): Instant =>
  later(startOfDay(koreanDayOf(start)), days * DAY_MS)

/** The multipart form of an ad, with three pictures made for it: thumbnail, summary, full, in this order. */
export const adParts = (ad: DemoAd, start: Instant): FormData => {
  const day = (days: number) => formatDay(koreanMidnight(start, days))
  const [applyFrom, applyTo] = ad.applyDays
  const [uploadFrom, uploadTo] = ad.uploadDays
  const fields = {
    companyName: ad.companyName,
    title: ad.title,
    subtitle: ad.subtitle,
    categoryCode: ad.category.code,
    cash: ad.cash.toLocaleString('en-US'),
    reward: ad.reward,
    capacity: String(ad.capacity),
    holdDays: String(ad.holdDays),
    applyFrom: day(applyFrom),
    applyTo: day(applyTo),
    choice: day(applyTo + 1),
    uploadFrom: day(uploadFrom),
    uploadTo: day(uploadTo),
    completeDate: day(uploadTo + 4),
    keyword: ad.keyword,
    campaignMission: ad.mission,
    subscribersNum: String(ad.minimumSubscribers),
    subscribers: ad.minimumSubscribers === 0 ? '' : `${ad.minimumSubscribers / 10_000}만명 이상`,
  }
  const parts = new FormData()
  for (const [name, value] of Object.entries(fields)) parts.append(name, value)
  for (const { name, ...size } of SHAPES) {
    const file = new File([picture(ad.palette, size)], `${name}.png`, { type: 'image/png' })
    parts.append('imgs', file)
  }
  return parts
}

const SHAPES = [
  { name: 'thumbnail', width: 320, height: 200 },
  { name: 'summary', width: 360, height: 270 },
  { name: 'full', width: 320, height: 560 },
] as const
