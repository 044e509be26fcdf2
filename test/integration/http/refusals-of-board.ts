import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import { HOME_BANNERS_MAX } from '../../../src/domain/home/banner.ts'
import { aNewHomeBanner } from '../../fixtures/board.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import type { BusyHouse } from './busy-house.ts'
import { type Asked, type CasesOf, type RefusalCase, UNKNOWN_ID } from './refusal-case.ts'
import { bannerParts, boardForm } from './routes.ts'

export type RefusalOfBoard = Extract<
  Refusal['kind'],
  `faq-entry-${string}` | 'notice-not-found' | `home-banner${string}`
>

type Asking = (house: BusyHouse) => Asked

const reading = (path: string): RefusalCase => ({
  when: 'a member reads one that is not there',
  ask: ({ minji }) => ({ who: minji, method: 'GET', path: `${path}/${UNKNOWN_ID}` }),
})
const changing = (path: string): RefusalCase => ({
  when: 'an operator changes one that is not there',
  ask: ({ operator }) => ({
    who: operator,
    method: 'PUT',
    path: `${path}/${UNKNOWN_ID}`,
    sent: { json: boardForm },
  }),
})
/** The second removal is the one that is refused. */
const removingTwice = (asking: Asking): RefusalCase => ({
  when: 'an operator has removed it already',
  ask: async (house) => {
    const asked = asking(house)
    await house.as(asked.who).delete(asked.path)
    return asked
  },
})

export const REFUSALS_OF_BOARD: CasesOf<RefusalOfBoard> = {
  'faq-entry-not-found': [
    reading('/api/faq'),
    changing('/api/faq'),
    removingTwice(({ operator, faqEntry }) => ({
      who: operator,
      method: 'DELETE',
      path: `/api/faq/${faqEntry.id}`,
    })),
  ],
  'notice-not-found': [
    reading('/api/notice'),
    changing('/api/notice'),
    removingTwice(({ operator, boardNotice }) => ({
      who: operator,
      method: 'DELETE',
      path: `/api/notice/${boardNotice.id}`,
    })),
  ],
  'home-banner-not-found': [
    removingTwice(({ operator, homeBanner }) => ({
      who: operator,
      method: 'DELETE',
      path: `/api/home/banner/${homeBanner.id}`,
    })),
  ],
  'home-banners-full': [
    {
      when: 'there are as many as there may be',
      ask: async ({ operator, persistence }) => {
        await kept(persistence, ({ homeBanners }) =>
          oneByOne(HOME_BANNERS_MAX - 1, () => homeBanners.add(aNewHomeBanner())),
        )
        return { who: operator, method: 'POST', path: '/api/home/banner', sent: { parts: bannerParts() } }
      },
    },
  ],
}
