import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyTables } from '../../../src/adapters/memory/database.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { SITUATIONS } from '../../app-contract/all-operations.ts'
import { type Broken, brokenVersions, untried } from '../../app-contract/breaks.ts'
import { withoutMeaning, wrongWith, wrongWithEmpty } from '../../app-contract/check.ts'
import { OPERATIONS, type Operation } from '../../app-contract/contract.ts'
import {
  type FilledHouse,
  type FreshHouse,
  openFilledHouse,
  openFreshHouse,
} from '../../app-contract/filled-house.ts'
import { asNewerClientsSend, asTheAppSends, type Heard } from '../../app-contract/send.ts'
import { isObject, notRefusedAs, type Problems } from '../../app-contract/shape.ts'
import type { Answered, Refused, Situations } from '../../app-contract/situations.ts'
import { memoryOn } from '../../fixtures/house.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import { openSqliteInTemporaryFile } from '../kysely/temporary.ts'

const DATABASES = [
  { name: 'memory', open: async () => memoryOn(emptyTables()), isMissing: false },
  { name: 'SQLite', open: openSqliteInTemporaryFile, isMissing: false },
  { name: 'MariaDB', open: openMariadb, isMissing: IS_MARIADB_MISSING },
]

const ALL = OPERATIONS.map((operation) => [operation.id, operation] as const)

const situationsOf = ({ id }: Operation): Situations => {
  const situations = SITUATIONS[id]
  if (situations === undefined) throw new Error(`nobody says how ${id} is asked`)
  return situations
}

describe('the table of situations', () => {
  it('has exactly the operations of the contract', () => {
    expect(Object.keys(SITUATIONS).toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted())
  })
})

type Scene = {
  readonly house: FilledHouse
  readonly fresh: FreshHouse
  readonly told: ReadonlyMap<string, readonly Told[]>
  readonly close: () => Promise<void>
}
type Told = {
  readonly expected: Answered
  readonly heard: Heard
  readonly effect: Problems
  /** What newer clients are told, who say who they are in another way; null for what is not only read. */
  readonly toNewerClients: unknown
}

/** Every request that succeeds, sent once: what only reads comes first, since the others change what it reads. */
const askEverything = async (house: FilledHouse): Promise<ReadonlyMap<string, readonly Told[]>> => {
  const told = new Map<string, readonly Told[]>()
  for (const operation of OPERATIONS.toSorted(
    (a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'),
  )) {
    const answers: Told[] = []
    for (const expected of situationsOf(operation).withData(house)) {
      const heard = await asTheAppSends(house.socket.url, operation, expected)
      answers.push({
        expected,
        heard,
        effect: wasDone(heard) ? ((await expected.afterwards?.(heard)) ?? []) : [],
        toNewerClients: await asNewerClientsAsk(house, operation, expected),
      })
    }
    told.set(operation.id, answers)
  }
  return told
}

const wasDone = ({ body }: Heard): boolean => isObject(body) && body.success === true

const asNewerClientsAsk = async (
  house: FilledHouse,
  operation: Operation,
  asked: Answered,
): Promise<unknown> =>
  operation.method === 'GET' ? (await asNewerClientsSend(house.socket.url, operation, asked)).body : null

const openScene = async (open: () => Promise<Persistence>): Promise<Scene> => {
  const [full, empty] = [await open(), await open()]
  const house = await openFilledHouse(full)
  const fresh = await openFreshHouse(empty)
  return {
    house,
    fresh,
    told: await askEverything(house),
    close: async () => {
      await Promise.all([house.socket.close(), fresh.socket.close()])
      await full.close()
      await empty.close()
    },
  }
}

/** Why, in the word for programs: a refusal for another reason would prove nothing of this one. */
const kindOf = async (
  { socket }: Pick<FilledHouse, 'socket'>,
  operation: Operation,
  refused: Refused,
): Promise<unknown> => {
  const { body } = await asNewerClientsSend(socket.url, operation, refused)
  return isObject(body) ? body.kind : body
}

/** What is broken when the database is, as far as this operation notices. */
const outagesOf = ({ id, auth }: Operation): readonly ('tokens' | 'nothing')[] => {
  // It asks nothing of the database but whose token this is.
  if (id === 'userad.getVideoInfo') return ['nothing']
  return auth === 'none' ? ['nothing'] : ['tokens', 'nothing']
}

describe.each(DATABASES)('the 2020 app, on a server with $name', ({ open, isMissing }) => {
  let scene: Scene
  beforeAll(async () => {
    if (!isMissing) scene = await openScene(open)
  })
  afterAll(() => scene?.close())

  describe.skipIf(isMissing).each(ALL)('%s', (id, operation) => {
    const toldOf = (): readonly Told[] => scene.told.get(id) ?? []
    const firstAsked = (house: FilledHouse) => situationsOf(operation).withData(house)[0]

    it('is asked in a way that gives every shown field a meaning', () => {
      expect(toldOf().length).toBeGreaterThan(0)
      expect(toldOf().flatMap(({ expected }) => withoutMeaning(operation, expected))).toEqual([])
    })

    it('is answered as its screen reads it', async () => {
      for (const { expected, heard, effect } of toldOf()) {
        expect(await wrongWith(operation, expected, heard), heard.text).toEqual([])
        expect(effect).toEqual([])
      }
    })

    if (operation.method === 'GET')
      it('is answered to newer clients with the same', () => {
        for (const { heard, toNewerClients } of toldOf()) expect(toNewerClients).toEqual(heard.body)
      })

    it('is not mistaken for right when any shown field of any row is broken', async () => {
      const unnoticed: unknown[] = []
      const tried: Broken[] = []
      for (const { expected, heard } of toldOf())
        for (const broken of brokenVersions(operation, heard.body)) {
          tried.push(broken)
          const problems = await wrongWith(operation, expected, { ...heard, body: broken.body })
          if (problems.length === 0) unnoticed.push(broken)
        }
      expect(unnoticed).toEqual([])
      expect(untried(operation, tried)).toEqual([])
    })

    it('is answered where nothing has happened yet', async () => {
      const situation = situationsOf(operation).withNone(scene.fresh)
      const heard = await asTheAppSends(scene.fresh.socket.url, operation, situation)
      if ('because' in situation) {
        expect(await kindOf(scene.fresh, operation, situation), situation.because).toBe(situation.kind)
        return expect(notRefusedAs(heard, operation.refusal), situation.because).toEqual([])
      }
      const problems =
        operation.empty === undefined
          ? await wrongWith(operation, situation, heard)
          : await wrongWithEmpty(operation, operation.empty, situation, heard)
      return expect(problems, heard.text).toEqual([])
    })

    if (operation.auth === 'token-header')
      it('is refused without a good token, as its screen survives', async () => {
        const { house } = scene
        const expired = await house.expiredTokenOf(house.minji)
        for (const token of [null, '', 'garbage', expired]) {
          const asked = { values: firstAsked(house)?.values ?? {}, token }
          const heard = await asTheAppSends(house.socket.url, operation, asked)
          expect(notRefusedAs(heard, operation.refusal), `with the token ${token}`).toEqual([])
        }
      })

    const { refused: refusals } = situationsOf(operation)
    if (refusals !== undefined)
      it('is refused for every reason there is, as its screen survives', async () => {
        const { house } = scene
        for (const refused of refusals(house)) {
          refused.meanwhile?.breakDown()
          const heard = await asTheAppSends(house.socket.url, operation, refused)
          expect(await kindOf(house, operation, refused), refused.because).toBe(refused.kind)
          refused.meanwhile?.mend()
          const shape = refused.isOutage ? operation.outage : operation.refusal
          expect(notRefusedAs(heard, shape), refused.because).toEqual([])
        }
      })

    it('survives a database that does not answer', async () => {
      const { house } = scene
      for (const spared of outagesOf(operation)) {
        const asked = firstAsked(house) ?? { token: null, values: {} }
        house.breakDown({ spared })
        const heard = await asTheAppSends(house.socket.url, operation, asked).finally(house.mend)
        expect(notRefusedAs(heard, operation.outage), `with ${spared} spared`).toEqual([])
      }
    })
  })
})
