import { randomBytes } from 'node:crypto'

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
}

export type Cast = {
  readonly operator: Person
  /** Whose story is told. */
  readonly minji: Creator
  readonly doyun: Creator
  readonly seoyeon: Creator
  readonly hajun: Creator
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
  },
})

/** Letters, digits, `-` and `_` only, so that it can be pasted into a shell and a form as it is. */
const randomPassword = (): string => randomBytes(9).toString('base64url')
