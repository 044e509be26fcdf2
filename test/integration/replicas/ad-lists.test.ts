import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { inDays } from '../../fixtures/instants.ts'
import { type Member, openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'
import { adForm, adParts } from '../http/routes.ts'

/** As shipped: lists may be a second old. */
const CACHE_MS = 1_000

let elapsedMs: number
let house: TestHouse
let people: Record<'operator' | 'minji' | 'junho', Member>
let [older, newer]: Ad[] = []

const cards = z.array(z.object({ adIdx: z.number() }))
type Server = 0 | 1

beforeEach(async () => {
  elapsedMs = 0
  house = await openTestHouse({ adListCacheMs: CACHE_MS, elapsedMs: () => elapsedMs })
  people = {
    operator: await house.anOperator(),
    minji: await house.creator('minji'),
    junho: await house.creator('junho'),
  }
  older = await house.anAd({ createdAt: inDays(-2), capacity: 1 })
  newer = await house.anAd({ createdAt: inDays(-1) })
})

const given = (ad: Ad | undefined): Ad => ad ?? expect.fail('there is an ad')

/** The ads of a list, as this server shows it to this member. */
const listAt = async (server: Server, who: Member, path: string): Promise<readonly number[]> => {
  const { data } = await house.asAt(server, who).get(`/api/advertise/ad/${path}`)
  return cards.parse(data).map(({ adIdx }) => adIdx)
}

type Change = {
  readonly by: 'operator' | 'minji'
  readonly list: string
  /** Carries it out, and answers what the list shows from then on. */
  readonly make: (server: Server) => Promise<readonly number[]>
}

const done = (answer: { readonly status: number; readonly text: string }): void =>
  expect(answer.status, answer.text).toBe(200)

const CHANGES: Readonly<Record<string, Change>> = {
  'an ad that an operator enters': {
    by: 'operator',
    list: 'latest',
    make: async (server) => {
      const answer = await house
        .asAt(server, people.operator)
        .post('/api/advertise/ad/insert', { parts: adParts(adForm) })
      done(answer)
      const { adIdx } = z.object({ adIdx: z.number() }).parse(answer.data)
      return [adIdx, given(newer).id, given(older).id]
    },
  },
  'a banner that an operator picks': {
    by: 'operator',
    list: 'random',
    make: async (server) => {
      const json = { adIdx: [given(older).id] }
      done(await house.asAt(server, people.operator).put('/api/advertise/ad/pick', { json }))
      return [given(older).id]
    },
  },
  'the last place that an operator gives away': {
    by: 'operator',
    list: 'latest',
    make: async (server) => {
      await house.application(people.minji, { ad: given(older) })
      const json = { userIdx: people.minji.account.id, adIdx: given(older).id }
      done(await house.asAt(server, people.operator).post('/api/userad/confirm', { json }))
      return [given(newer).id]
    },
  },
  'an ad that a creator looks at': {
    by: 'minji',
    list: 'popular',
    make: async (server) => {
      done(await house.asAt(server, people.minji).get(`/api/advertise/ad/detail/${given(older).id}`))
      return [given(older).id, given(newer).id]
    },
  },
}

const DIRECTIONS = [
  [0, 1],
  [1, 0],
] as const

describe.each(DIRECTIONS)('on server %i', (here, there) => {
  it.each(Object.entries(CHANGES))(
    `%s is in that member’s next list of server ${there}`,
    async (_, change) => {
      const { by, list, make } = change
      await listAt(there, people[by], list)
      const after = await make(here)
      expect(await listAt(there, people[by], list)).toEqual(after)
      // And of the server that carried it out.
      expect(await listAt(here, people[by], list)).toEqual(after)
    },
  )

  it.each(Object.entries(CHANGES))(
    `%s is in everybody’s list of server ${there} when a second is over, and not before it has to be`,
    async (_, { list, make }) => {
      const before = await listAt(there, people.junho, list)
      const after = await make(here)
      expect(before).not.toEqual(after)
      elapsedMs += CACHE_MS / 2 - 1
      expect(await listAt(there, people.junho, list)).toEqual(before)
      elapsedMs += CACHE_MS / 2 + 1
      expect(await listAt(there, people.junho, list)).toEqual(after)
    },
  )

  it.each(Object.entries(CHANGES))(
    `%s stays in that member’s lists, whichever server shows them and however time passes`,
    async (_, { by, list, make }) => {
      await listAt(there, people[by], list)
      const after = await make(here)
      for (let step = 0; step < 40; step += 1) {
        const server = step % 3 === 0 ? here : there
        expect(await listAt(server, people[by], list), `step ${step}`).toEqual(after)
        // The second that the list ages is one of the clock, too.
        elapsedMs += 333
        house.clock.pass(333)
      }
    },
  )
})
