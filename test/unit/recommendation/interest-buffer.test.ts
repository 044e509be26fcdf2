import { beforeEach, describe, expect, test } from 'vitest'
import {
  BATCH,
  CLOSING_MS,
  interestBuffer,
  LOST_BEFORE_TOLD,
  type Lost,
  WAITING_MAX,
  WRITTEN_AFTER_MS,
} from '../../../src/adapters/cache/interest-buffer.ts'
import { later } from '../../../src/domain/primitives.ts'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { NOON } from '../../fixtures/instants.ts'
import { acted } from '../../fixtures/interest.ts'

/** Timers that go off when a test lets time pass. */
const aTimer = () => {
  let now = 0
  let timers: { readonly act: () => void; readonly at: number }[] = []
  return {
    now: () => now,
    set: (act: () => void, afterMs: number) => {
      const timer = { act, at: now + afterMs }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    running: () => timers.length,
    pass: async (ms: number) => {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { act } of due) act()
      await settled()
    },
  }
}

/** All that can happen without time passing has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

const events = (howMany: number, from = 1): readonly InterestEvent[] =>
  Array.from({ length: howMany }, (_, index) => acted('viewed', { item: from + index }))

const aBuffer = () => {
  const timer = aTimer()
  const batches: (readonly InterestEvent[])[] = []
  const lost: Lost[] = []
  const database: { trouble: Error | null; answers: Promise<unknown> } = {
    trouble: null,
    answers: Promise.resolve(),
  }
  let [writing, tries] = [0, 0]
  const buffer = interestBuffer({
    append: async (batch) => {
      writing += 1
      tries += 1
      if (tries > 1_000) throw new Error('it is tried again and again')
      if (writing > 1) throw new Error('two are written at a time')
      try {
        await database.answers
        if (database.trouble !== null) throw database.trouble
        batches.push(batch)
      } finally {
        writing -= 1
      }
    },
    setTimer: timer.set,
    onLost: (told) => void lost.push(told),
  })
  return { buffer, timer, batches, lost, database, tries: () => tries, written: () => batches.flat() }
}

let it: ReturnType<typeof aBuffer>
beforeEach(() => {
  it = aBuffer()
})
/** The database answers when this is called. */
const hanging = () => {
  let goOn = (): void => undefined
  it.database.answers = new Promise<void>((resolve) => {
    goOn = resolve
  })
  return () => goOn()
}

describe('what is noted', () => {
  test('is written together a second after the first of it, in its order', async () => {
    const [first, second, third] = [events(20), events(20, 21), events(1, 41)]
    it.buffer.note(first)
    await it.timer.pass(WRITTEN_AFTER_MS - 1)
    it.buffer.note(second)
    await settled()
    expect(it.timer.running()).toBe(1)
    expect(it.batches).toEqual([])
    await it.timer.pass(1)
    expect(it.batches).toEqual([[...first, ...second]])
    it.buffer.note(third)
    await it.timer.pass(WRITTEN_AFTER_MS)
    expect(it.batches).toEqual([[...first, ...second], third])
  })

  test('is written at once when a batch is full, and what is more waits for its second', async () => {
    it.buffer.note(events(BATCH - 1))
    await settled()
    expect(it.batches).toEqual([])
    it.buffer.note(events(3, BATCH))
    await settled()
    expect(it.batches).toHaveLength(2)
    expect(it.batches[0]).toHaveLength(BATCH)
    expect(it.written()).toEqual(events(BATCH + 2))
  })

  test('costs no write, and no timer, when it is nothing', async () => {
    it.buffer.note([])
    expect(it.timer.running()).toBe(0)
    await it.buffer.flush()
    await it.buffer.close()
    expect(it.batches).toEqual([])
    expect(it.lost).toEqual([])
  })

  test('is lost in a crash only when it is of the last second', async () => {
    const STEP_MS = 50
    for (let turn = 0; turn < 200; turn += 1) {
      it.buffer.note([acted('viewed', { item: turn + 1, at: later(NOON, it.timer.now()) })])
      await it.timer.pass(STEP_MS)
      const unwritten = turn + 1 - it.written().length
      expect(unwritten * STEP_MS).toBeLessThan(WRITTEN_AFTER_MS)
    }
    expect(it.written().length).toBeGreaterThan(180)
  })

  test('makes nobody wait while the database hangs, and is written one batch after the other', async () => {
    const goOn = hanging()
    it.buffer.note(events(BATCH))
    await settled()
    it.buffer.note(events(BATCH, BATCH + 1))
    await it.timer.pass(10 * WRITTEN_AFTER_MS)
    expect(it.batches).toEqual([])
    goOn()
    await settled()
    expect(it.batches.map(({ length }) => length)).toEqual([BATCH, BATCH])
    expect(it.written()).toEqual(events(2 * BATCH))
  })
})

describe('a database that is away', () => {
  const down = new Outage('the database is down')

  test('is tried again each second, and nothing is lost or turned round', async () => {
    it.database.trouble = down
    it.buffer.note(events(3))
    await it.timer.pass(WRITTEN_AFTER_MS)
    it.buffer.note(events(BATCH, 4))
    await settled()
    expect(it.tries()).toBe(1)
    await it.timer.pass(WRITTEN_AFTER_MS)
    expect(it.tries()).toBe(2)
    it.database.trouble = null
    await settled()
    expect(it.written()).toEqual([])
    await it.timer.pass(WRITTEN_AFTER_MS)
    expect(it.written()).toEqual(events(BATCH + 3))
    expect(it.lost).toEqual([])
  })

  test('does not fill the memory: the oldest are let go and told, at first and then seldom', async () => {
    it.database.trouble = down
    it.buffer.note(events(1))
    await it.timer.pass(WRITTEN_AFTER_MS)
    for (let from = 2; from < 2 * WAITING_MAX; from += 20) it.buffer.note(events(20, from))
    const told = it.lost.map(({ events: howMany }) => howMany)
    expect(told[0]).toBe(BATCH)
    expect(told.length).toBeLessThanOrEqual(1 + WAITING_MAX / LOST_BEFORE_TOLD)
    expect(it.lost.every(({ cause }) => cause === down)).toBe(true)
    it.database.trouble = null
    await it.buffer.flush()
    const left = it.written().map(({ item }) => item)
    expect(left.length).toBeLessThanOrEqual(WAITING_MAX)
    expect(left.length).toBeGreaterThan(WAITING_MAX - BATCH)
    expect(left.at(-1)).toBe(2 * WAITING_MAX + 1)
    expect(left).toEqual(left.toSorted((a, b) => a - b))
    await it.buffer.close()
    expect(it.lost.at(-1)?.events).toBe(2 * WAITING_MAX + 1 - left.length)
  })

  test('loses what one batch holds when it refuses it, and takes the next', async () => {
    const refused = new Error('CHECK constraint failed')
    it.database.trouble = refused
    it.buffer.note(events(2))
    await it.timer.pass(WRITTEN_AFTER_MS)
    it.database.trouble = null
    it.buffer.note(events(2, 3))
    await it.timer.pass(WRITTEN_AFTER_MS)
    expect(it.written()).toEqual(events(2, 3))
    expect(it.lost).toEqual([{ events: 2, cause: refused }])
  })
})

describe('at the end', () => {
  test('what is left is written, and no timer runs on', async () => {
    it.buffer.note(events(2 * BATCH + 7))
    it.buffer.note(events(1, 2 * BATCH + 8))
    await it.buffer.close()
    expect(it.written()).toEqual(events(2 * BATCH + 8))
    expect(it.timer.running()).toBe(0)
    expect(it.lost).toEqual([])
  })

  test('what was being written is waited for, and so is what came meanwhile', async () => {
    const goOn = hanging()
    it.buffer.note(events(BATCH))
    await settled()
    it.buffer.note(events(1, BATCH + 1))
    const closing = it.buffer.close()
    goOn()
    await closing
    expect(it.written()).toEqual(events(BATCH + 1))
  })

  test('nobody waits longer than a second for a database that hangs, and what is lost is told', async () => {
    const goOn = hanging()
    it.buffer.note(events(BATCH))
    await settled()
    it.buffer.note(events(5))
    let isClosed = false
    const closing = it.buffer.close().then(() => {
      isClosed = true
    })
    await it.timer.pass(CLOSING_MS - 1)
    expect(isClosed).toBe(false)
    await it.timer.pass(1)
    await closing
    expect(it.lost).toEqual([{ events: 5, cause: null }])
    it.database.trouble = new Outage('the database is closed')
    goOn()
    await settled()
    expect(it.lost.at(-1)).toEqual({ events: BATCH + 5, cause: it.database.trouble })
    expect(it.timer.running()).toBe(0)
  })

  test('what is noted afterwards is told as lost, and closing twice does no more', async () => {
    await it.buffer.close()
    it.buffer.note(events(3))
    await it.buffer.close()
    expect(it.timer.running()).toBe(0)
    expect(it.batches).toEqual([])
    expect(it.lost).toEqual([{ events: 3, cause: null }])
  })
})
