import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import type { BusyHouse } from './busy-house.ts'
import { type Asked, type CasesOf, type RefusalCase, UNKNOWN_ID } from './refusal-case.ts'
import { cardParts, programmeForm, programmeParts } from './routes.ts'

export type RefusalOfNews = Extract<
  Refusal['kind'],
  'programme-not-found' | 'daily-card-not-found' | 'recruitment-out-of-order' | 'programme-url-unfit'
>

const asked = (
  who: 'minji' | 'operator',
  method: Asked['method'],
  path: string,
  sent?: () => NonNullable<Asked['sent']>,
) => {
  const ask = (house: BusyHouse): Asked => ({
    who: house[who],
    method,
    path: `/api/${path}`,
    ...(sent === undefined ? {} : { sent: sent() }),
  })
  return ask
}

const unknown = () => ({ json: { newsIdx: UNKNOWN_ID } })

/** It is entered with this, and it is changed to this. */
const writing = (when: string, over: Readonly<Record<string, string>>): readonly RefusalCase[] => {
  const sent = () => ({ parts: programmeParts({ ...programmeForm, ...over }) })
  return [
    { when: `${when}, when it is entered`, ask: asked('operator', 'POST', 'news/support', sent) },
    {
      when: `${when}, when it is changed`,
      ask: (house) => asked('operator', 'PUT', `news/support/${house.programme.id}`, sent)(house),
    },
  ]
}

export const REFUSALS_OF_NEWS: CasesOf<RefusalOfNews> = {
  'programme-not-found': [
    { when: 'it is looked at', ask: asked('minji', 'GET', `news/support/${UNKNOWN_ID}`) },
    { when: 'it is scrapped', ask: asked('minji', 'POST', 'news/scrap', unknown) },
    { when: 'its scrap is taken back', ask: asked('minji', 'DELETE', 'news/scrap', unknown) },
    {
      when: 'it is changed',
      ask: asked('operator', 'PUT', `news/support/${UNKNOWN_ID}`, () => ({ parts: programmeParts() })),
    },
    { when: 'it is taken away', ask: asked('operator', 'DELETE', `news/support/${UNKNOWN_ID}`) },
    {
      when: 'it was taken away before',
      ask: async (house) => {
        await house.as(house.operator).delete(`/api/news/support/${house.programme.id}`)
        return asked('minji', 'POST', 'news/scrap', () => ({ json: { newsIdx: house.programme.id } }))(house)
      },
    },
  ],
  'daily-card-not-found': [
    { when: 'it is looked at', ask: asked('minji', 'GET', `news/daily/${UNKNOWN_ID}`) },
    {
      when: 'it is changed',
      ask: asked('operator', 'PUT', `news/daily/${UNKNOWN_ID}`, () => ({ parts: cardParts() })),
    },
    { when: 'it is taken away', ask: asked('operator', 'DELETE', `news/daily/${UNKNOWN_ID}`) },
  ],
  'recruitment-out-of-order': writing('the end is before the beginning', { calendarEnd: '26.11.19' }),
  'programme-url-unfit': [
    ...writing('the address is a script', { url: 'javascript:alert(1)' }),
    ...writing('the address lacks its scheme', { url: 'example.kr/creators' }),
    ...writing('the address is a file of another kind', { url: 'ftp://example.kr/a' }),
  ],
}
