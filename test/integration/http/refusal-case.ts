import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import type { Tables } from '../../../src/adapters/memory/database.ts'
import type { Member, Sent } from '../../fixtures/test-house.ts'
import type { BusyHouse, openBusyHouse } from './busy-house.ts'

/** A request that is refused. */
export type Asked = {
  readonly who: Member | string | null
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly sent?: Sent
}

/** One way to be refused, told from where things stand. */
export type RefusalCase = {
  readonly when: string
  readonly options?: () => Parameters<typeof openBusyHouse>[0]
  readonly ask: (house: BusyHouse) => Asked | Promise<Asked>
  /** The tables that may change all the same (design, section 13). */
  readonly mayChange?: readonly (keyof Tables)[]
}

/** Why there is no case of a refusal: no request can cause it, or it is tested elsewhere. */
export type NotHere = { readonly notHere: string }

export type CasesOf<Kind extends Refusal['kind']> = {
  readonly [Each in Kind]: readonly RefusalCase[] | NotHere
}

export const UNKNOWN_ID = 2_147_483_647

/** The app shows every application as sent, so a refused one leaves a notice with the reason. */
export const TOLD: readonly (keyof Tables)[] = ['notifications', 'told']

export const applying = (who: Member, adIdx: number): Asked => ({
  who,
  method: 'POST',
  path: '/api/advertise/ad/write',
  sent: {
    form: {
      adIdx: String(adIdx),
      title: '화면에 보이던 제목',
      subtitle: '화면에 보이던 부제',
      youtubeUrl: 'https://www.youtube.com/@someone',
      phone: '010-1234-5678',
      location: '서울특별시 마포구 양화로 45',
      planTitle: '건조한 사무실에서 살아남기',
      planContents: '아침부터 저녁까지 크림 하나로 버팁니다.',
      isAgree: 'false',
    },
  },
})
