import { randomBytes } from 'node:crypto'
import type { Looks } from './drawing/portrait.ts'
import { EXPERT_FACES, MEMBER_FACES } from './faces.ts'

/** Somebody who can log in. */
export type Person = { readonly name: string; readonly email: string; readonly password: string }

/** Somebody with a channel, and what the sign-up asks of them. */
export type Creator = Person & {
  readonly phone: string
  readonly location: string
  readonly channelName: string
  readonly handle: string
  readonly subscribers: number
  /** The app's codes of one ad, one expert and one news category. */
  readonly interest: readonly [string, string, string]
  readonly looks: Looks
}

/** Somebody who answers creators' questions. */
export type Expert = Person & {
  readonly categoryCode: '0201' | '0202' | '0203'
  /** What they are and where, as the app shows it under the name. */
  readonly description: string
  readonly looks: Looks
}

export type Cast = {
  readonly operator: Person
  /** Whose story is told. */
  readonly minji: Creator
  readonly doyun: Creator
  readonly seoyeon: Creator
  readonly hajun: Creator
  /** Two for law, one for founding a business, one for shooting. */
  readonly jiwon: Expert
  readonly seyoung: Expert
  readonly garam: Expert
  readonly taeo: Expert
}

/** Invented people, with new random passwords each time. */
export const cast = (): Cast => ({
  operator: { name: '운영자', email: 'operator@example.com', password: randomPassword() },
  minji: {
    name: '김민지',
    email: 'minji@example.com',
    password: randomPassword(),
    phone: '010-1234-5678',
    location: '서울시 마포구 연남로 12',
    channelName: '민지의 하루',
    handle: '@minji.haru',
    subscribers: 12_345,
    interest: ['0101', '0201', '0301'],
    looks: MEMBER_FACES.minji,
  },
  doyun: {
    name: '박도윤',
    email: 'doyun@example.com',
    password: randomPassword(),
    phone: '010-2345-6789',
    location: '대전시 유성구 대학로 7',
    channelName: '도윤의 한 끼',
    handle: '@doyun.table',
    subscribers: 48_200,
    interest: ['0102', '0203', '0302'],
    looks: MEMBER_FACES.doyun,
  },
  seoyeon: {
    name: '이서연',
    email: 'seoyeon@example.com',
    password: randomPassword(),
    phone: '010-3456-7890',
    location: '부산시 수영구 광안로 31',
    channelName: '서연 어디가',
    handle: '@seoyeon.trip',
    subscribers: 131_000,
    interest: ['0103', '0202', '0303'],
    looks: MEMBER_FACES.seoyeon,
  },
  hajun: {
    name: '최하준',
    email: 'hajun@example.com',
    password: randomPassword(),
    phone: '010-4567-8901',
    location: '광주시 동구 예술길 5',
    channelName: '하준 스튜디오',
    handle: '@hajun.studio',
    subscribers: 860,
    interest: ['0101', '0203', '0301'],
    looks: MEMBER_FACES.hajun,
  },
  ...experts(),
})

const experts = (): Pick<Cast, 'jiwon' | 'seyoung' | 'garam' | 'taeo'> => ({
  jiwon: {
    name: '한지원',
    email: 'jiwon@example.com',
    password: randomPassword(),
    categoryCode: '0201',
    description: '나란히걷는 법률사무소 변호사, 저작권과 초상권',
    looks: EXPERT_FACES.jiwon,
  },
  seyoung: {
    name: '오세영',
    email: 'seyoung@example.com',
    password: randomPassword(),
    categoryCode: '0201',
    description: '글과약속 법률사무소 변호사, 전속 계약과 정산',
    looks: EXPERT_FACES.seyoung,
  },
  garam: {
    name: '윤가람',
    email: 'garam@example.com',
    password: randomPassword(),
    categoryCode: '0202',
    description: '새길모퉁이 세무회계 세무사, 1인 사업자 상담',
    looks: EXPERT_FACES.garam,
  },
  taeo: {
    name: '문태오',
    email: 'taeo@example.com',
    password: randomPassword(),
    categoryCode: '0203',
    description: '빛결 촬영작업실 촬영 감독, 조명과 색',
    looks: EXPERT_FACES.taeo,
  },
})

/** Letters, digits, `-` and `_` only, so that it can be pasted into a shell and a form as it is. */
const randomPassword = (): string => randomBytes(9).toString('base64url')
