import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { within } from '../../../src/adapters/system/within.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('work with a limit', () => {
  it('is done in time, and leaves no timer behind', async () => {
    expect(await within(3_000, Promise.resolve())).toBe('done')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is late when the limit passes first', async () => {
    const waiting = within(3_000, new Promise(() => undefined))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await waiting).toBe('late')
  })

  it('throws what it throws in time, and leaves no timer behind', async () => {
    await expect(within(3_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that throws when it is late is nobody’s', async () => {
    const work = Promise.withResolvers<void>()
    const waiting = within(3_000, work.promise)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await waiting).toBe('late')
    // An unhandled rejection would fail the run.
    work.reject(new Error('broken'))
    await vi.advanceTimersByTimeAsync(0)
  })
})
