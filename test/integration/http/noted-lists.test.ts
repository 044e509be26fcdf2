import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SHOWN_MAX } from '../../../src/domain/recommendation/event.ts'
import { inDays } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import { type BusyHouse, openBusyHouse } from './busy-house.ts'
import { methodOf, ROUTES } from './routes.ts'

/** Lists of ads and programmes, and the name under which they are noted; null for what creators have chosen before. */
const LISTS: Readonly<Record<string, string | null>> = {
  'GET /api/advertise/ad/random': 'picked',
  'GET /api/advertise/ad/interest': 'interest',
  'GET /api/advertise/ad/popular': 'popular',
  'GET /api/advertise/ad/latest': 'latest',
  'GET /api/advertise/ad/list/:code': 'category',
  'GET /api/news/support': 'programmes',
  'GET /api/news/recommand/:flag': 'programmes-latest',
  // The member's own.
  'GET /api/userad/:progress': null,
  'GET /api/userad/ing/ing/ing': null,
  'GET /api/usernews': null,
  // What a notice recommends was noted when it was told.
  'GET /api/notify': null,
}
const NAMED = Object.entries(LISTS).flatMap(([route, list]) =>
  list === null ? [] : [[route, list] as const],
)

const items = z.array(
  z.union([
    z.object({ adIdx: z.number() }).transform(({ adIdx }) => ({ itemKind: 'ad', item: adIdx })),
    z.object({ newsIdx: z.number() }).transform(({ newsIdx }) => ({ itemKind: 'programme', item: newsIdx })),
  ]),
)

let house: BusyHouse
beforeEach(async () => {
  house = await openBusyHouse()
})

const ask = (route: string, who = house.minji, path = ROUTES[route]?.call(house).path ?? '') =>
  house.asClient(who).send(methodOf(route), path)

describe('a list of ads or programmes', () => {
  const asked = Object.entries(ROUTES).filter(
    ([route, { minji }]) => route.startsWith('GET ') && minji === 200,
  )

  it.each(asked)('is known here, if it is one: %s', async (route) => {
    const answer = await ask(route)
    const found = items.min(1).safeParse(answer.data)
    // A detail of the app is a list of one that says what it is about at length.
    const isDetail = route.endsWith('Idx')
    if (found.success && !isDetail) expect(LISTS).toHaveProperty([route])
  })

  it.each(NAMED)('is noted as it was answered: %s as %s', async (route, list) => {
    const at = house.clock.now()
    const shown = items.min(1).parse((await ask(route)).data)
    expect(house.noted).toEqual(
      shown.map((entry, position) => ({
        ...entry,
        kind: 'shown',
        creator: house.minji.account.id,
        at,
        list,
        position,
      })),
    )
  })

  it.each(NAMED)('is not noted of those who look as part of their work: %s', async (route) => {
    for (const who of [house.operator, house.lawyer]) expect((await ask(route, who)).status).toBe(200)
    expect(house.noted).toEqual([])
  })

  it('of popular programmes has a name of its own', async () => {
    await ask('GET /api/news/recommand/:flag', house.minji, '/api/news/recommand/1')
    expect(new Set(house.noted.map((event) => 'list' in event && event.list))).toEqual(
      new Set(['programmes-popular']),
    )
  })

  it('is noted as far as people scroll, also of programmes that go on behind', async () => {
    const programmes = await kept(house.persistence, ({ supportProgrammes }) =>
      oneByOne(SHOWN_MAX + 5, () => supportProgrammes.add(aNewProgramme())),
    )
    await ask('GET /api/news/support')
    expect(house.noted).toHaveLength(SHOWN_MAX)
    const cursor = programmes[3]?.id
    await ask('GET /api/news/support', house.minji, `/api/news/support?cursor=${cursor}`)
    expect(house.noted).toHaveLength(SHOWN_MAX)
  })

  it('that is refused is not noted', async () => {
    await ask('GET /api/news/support', house.minji, '/api/news/support?cursor=999999')
    await ask('GET /api/advertise/ad/list/:code', house.minji, '/api/advertise/ad/list/9999')
    expect(house.noted).toEqual([])
  })
})

describe('a look at a detail', () => {
  it.each([
    ['ad', 'GET /api/advertise/ad/detail/:adIdx'],
    ['programme', 'GET /api/news/support/:newsIdx'],
  ] as const)('of an %s is noted once a Korean day', async (itemKind, route) => {
    const item = itemKind === 'ad' ? house.freshAd.id : house.programme.id
    const event = { kind: 'viewed', itemKind, item, creator: house.minji.account.id }
    const at = house.clock.now()
    await ask(route)
    house.clock.pass(60_000)
    await ask(route)
    expect(house.noted).toEqual([{ ...event, at }])
    house.clock.set(inDays(4))
    await ask(route, await house.renewed(house.minji))
    expect(house.noted).toEqual([
      { ...event, at },
      { ...event, at: inDays(4) },
    ])
  })

  it('of an operator is not', async () => {
    await ask('GET /api/advertise/ad/detail/:adIdx', house.operator)
    await ask('GET /api/news/support/:newsIdx', house.operator)
    expect(house.noted).toEqual([])
  })
})
