import { describe, expect, test } from 'vitest'
import { emptyTables } from '../../../src/adapters/memory/database.ts'
import { transactOn } from '../../../src/adapters/memory/transact.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aNewAd } from '../../fixtures/ad.ts'
import { aClock, aKey, allAtOnce, memoryOn } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'

const onMemory = () => {
  const tables = emptyTables()
  const clock = aClock()
  return { tables, clock, once: onceWith({ transact: memoryOn(tables).transact, clock }) }
}

/** A command whose effect can be counted. */
const enterAd =
  (title = 'an ad') =>
  async ({ ads }: Stores) =>
    ok({ title: (await ads.add(aNewAd({ title }))).title })

const full = { kind: 'ad-full' } as const

/** Writes, and then is refused. */
const refuseAfterWriting = async ({ ads }: Stores) => {
  await ads.add(aNewAd())
  return err(full)
}

describe('a command without a key', () => {
  test('runs as often as it is asked for, and leaves no answer behind', async () => {
    const { tables, once } = onMemory()
    await once(null, enterAd())
    await once(null, enterAd())
    expect(tables.ads.rows()).toHaveLength(2)
    expect(tables.commandKeys.rows()).toEqual([])
  })

  test('that is refused leaves nothing at all', async () => {
    const { tables, once } = onMemory()
    expect(await once(null, refuseAfterWriting)).toEqual(err(full))
    expect(tables.ads.rows()).toEqual([])
    expect(tables.commandKeys.rows()).toEqual([])
  })
})

describe('a command under a key', () => {
  test('has its effect once, and a repetition gets the same answer', async () => {
    const { tables, once } = onMemory()
    const first = await once(aKey(), enterAd('first'))
    expect(await once(aKey(), enterAd('second'))).toEqual(first)
    expect(tables.ads.rows().map(({ title }) => title)).toEqual(['first'])
  })

  test('keeps its answer with the time at which it was given', async () => {
    const { tables, once } = onMemory()
    await once(aKey(), enterAd())
    expect(tables.commandKeys.rows()).toEqual([
      { ...aKey(), answer: '{"ok":true,"value":{"title":"an ad"}}', at: NOON },
    ])
  })

  test('that answers nothing but "done" answers that again', async () => {
    const { once } = onMemory()
    const done = async () => ok(undefined)
    await once(aKey(), done)
    expect(await once(aKey(), done)).toEqual(ok(undefined))
  })

  test('that was refused is refused again in the same way, though it would be granted now', async () => {
    const { tables, once } = onMemory()
    await once(aKey(), refuseAfterWriting)
    expect(await once(aKey(), enterAd())).toEqual(err(full))
    expect(tables.ads.rows()).toEqual([])
  })

  test('that was refused because its own repetition was faster gets the answer of that one', async () => {
    const { tables, once } = onMemory()
    let noticed = false
    const [slower, faster] = await Promise.all([
      once(aKey(), refuseAfterWriting, {
        refused: async () => {
          noticed = true
        },
      }),
      once(aKey(), enterAd()),
    ])
    expect(faster).toEqual(ok({ title: 'an ad' }))
    expect(slower).toEqual(faster)
    expect(tables.ads.rows()).toHaveLength(1)
    expect(noticed).toBe(false)
  })

  test('is refused when it comes with another input', async () => {
    const { tables, once } = onMemory()
    await once(aKey(), enterAd())
    const reused = await once(aKey({ inputHash: 'input-2' }), enterAd())
    expect(reused).toEqual(err({ kind: 'idempotency-key-reused' }))
    expect(tables.ads.rows()).toHaveLength(1)
  })

  test('has nothing to do with the same key of somebody else, or with another key', async () => {
    const { tables, once } = onMemory()
    await once(aKey(), enterAd())
    await once(aKey({ scope: 'command:2' }), enterAd())
    await once(aKey({ key: 'key-2' }), enterAd())
    expect(tables.ads.rows()).toHaveLength(3)
  })

  test('whose work breaks leaves neither effect nor answer, and can be tried again', async () => {
    const { tables, once } = onMemory()
    const breaking = async ({ ads }: Stores) => {
      await ads.add(aNewAd())
      throw new Error('the connection is lost')
    }
    await expect(once(aKey(), breaking)).rejects.toThrow('the connection is lost')
    expect([tables.ads.rows(), tables.commandKeys.rows()]).toEqual([[], []])
    await once(aKey(), enterAd())
    expect(tables.ads.rows()).toHaveLength(1)
  })

  test('sent 64 times at once has one effect and one answer', async () => {
    const { tables, once } = onMemory()
    const answers = await allAtOnce(64, (index) => once(aKey(), enterAd(`ad ${index}`)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(tables.ads.rows()).toHaveLength(1)
  })

  test('that is overtaken by its twin undoes its own work and gives the answer of the twin', async () => {
    const tables = emptyTables()
    const clock = aClock()
    // Two servers on one database: their transactions do not wait for each other.
    const [here, there] = [0, 1].map(() => onceWith({ transact: transactOn(tables, () => true), clock }))
    if (here === undefined || there === undefined) throw new Error('there are two servers')
    let runs = 0
    const overtaken = await here(aKey(), async (stores) => {
      runs += 1
      await there(aKey(), enterAd('of the twin'))
      return enterAd('my own')(stores)
    })
    expect(overtaken).toEqual(ok({ title: 'of the twin' }))
    expect(tables.ads.rows().map(({ title }) => title)).toEqual(['of the twin'])
    expect(runs).toBe(1)
  })
})

describe('what is told once the work is kept', () => {
  const onMemoryWith = () => {
    const told: unknown[] = []
    return { ...onMemory(), told, kept: { kept: (done: unknown) => told.push(done) } }
  }

  test('is told after it, with what was done', async () => {
    const { tables, once, told } = onMemoryWith()
    await once(null, enterAd('an ad'), {
      kept: (done) => told.push([done, tables.ads.rows().length]),
    })
    expect(told).toEqual([[{ title: 'an ad' }, 1]])
  })

  test('is not told again of a repetition, nor of another input under the same key', async () => {
    const { once, told, kept } = onMemoryWith()
    await once(aKey(), enterAd(), kept)
    await once(aKey(), enterAd(), kept)
    await once(aKey({ inputHash: 'input-2' }), enterAd(), kept)
    expect(told).toHaveLength(1)
  })

  test('is told once of many at once', async () => {
    const { once, told, kept } = onMemoryWith()
    await allAtOnce(64, () => once(aKey(), enterAd(), kept))
    expect(told).toHaveLength(1)
  })

  test('is not told of a refusal, nor of work that breaks', async () => {
    const { once, told, kept } = onMemoryWith()
    await once(aKey(), refuseAfterWriting, kept)
    const breaking = async () => {
      throw new Error('the connection is lost')
    }
    await expect(once(null, breaking, kept)).rejects.toThrow('the connection is lost')
    expect(told).toEqual([])
  })

  test('is not told by whoever was overtaken by its twin', async () => {
    const tables = emptyTables()
    const [here, there] = [0, 1].map(() =>
      onceWith({ transact: transactOn(tables, () => true), clock: aClock() }),
    )
    if (here === undefined || there === undefined) throw new Error('there are two servers')
    const { told, kept } = onMemoryWith()
    await here(
      aKey(),
      async (stores) => {
        await there(aKey(), enterAd('of the twin'), kept)
        return enterAd('my own')(stores)
      },
      kept,
    )
    expect(told).toEqual([{ title: 'of the twin' }])
  })
})

describe('what may be stored of a refusal', () => {
  const noteRefusal = async ({ audit }: Stores, refusal: typeof full) => {
    const line = { at: NOON, by: null, operation: refusal.kind, subject: 'test', before: null, after: null }
    await audit.append(line)
  }

  test('is stored although the work was undone, and once for one key', async () => {
    const { tables, once } = onMemory()
    await once(aKey(), refuseAfterWriting, { refused: noteRefusal })
    await once(aKey(), refuseAfterWriting, { refused: noteRefusal })
    expect(tables.audit.rows().map(({ operation }) => operation)).toEqual(['ad-full'])
    expect(tables.ads.rows()).toEqual([])
  })

  test('is stored without a key as well', async () => {
    const { tables, once } = onMemory()
    await once(null, refuseAfterWriting, { refused: noteRefusal })
    expect(tables.audit.rows()).toHaveLength(1)
  })

  test('is not stored of a key that comes with another input', async () => {
    const { tables, once } = onMemory()
    await once(aKey(), enterAd())
    await once(aKey({ inputHash: 'input-2' }), refuseAfterWriting, { refused: noteRefusal })
    expect(tables.audit.rows()).toEqual([])
  })
})
