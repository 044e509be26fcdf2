import { beforeEach, expect, test } from 'vitest'
import { nowAndThen } from '../../../src/application/recommendation/now-and-then.ts'

let elapsed: number
let told: unknown[]
beforeEach(() => {
  elapsed = 1_000_000
  told = []
})

const howOften = {
  everyMs: 1_000,
  elapsedMs: () => elapsed,
  onTrouble: (error: unknown) => told.push(error),
}

test('work is done when it is asked for, and again when its time is over', async () => {
  let times = 0
  const ask = nowAndThen(async () => {
    times += 1
  }, howOften)
  await ask()
  elapsed += 999
  await ask()
  expect(times).toBe(1)
  elapsed += 1
  await ask()
  expect(times).toBe(2)
})

test('work that takes longer than that is not begun beside itself, and everybody waits for it', async () => {
  const ends: (() => void)[] = []
  const ask = nowAndThen(() => new Promise<void>((resolve) => ends.push(resolve)), howOften)
  let done = 0
  const asked = Array.from({ length: 3 }, async () => {
    elapsed += 1_000
    await ask()
    done += 1
  })
  expect([ends.length, done]).toEqual([1, 0])
  for (const end of ends) end()
  await Promise.all(asked)
  expect([ends.length, done]).toEqual([1, 3])
})

test('work that took long to fail is not tried again at once', async () => {
  let times = 0
  const ask = nowAndThen(async () => {
    times += 1
    elapsed += 5_000
    throw new Error('broken')
  }, howOften)
  await ask()
  elapsed += 999
  await ask()
  expect(times).toBe(1)
  elapsed += 1
  await ask()
  expect(times).toBe(2)
  expect(told).toEqual([new Error('broken')])
})

test('what is thrown before there is anything to wait for is told as well, and not for ever', async () => {
  let isBroken = true
  const ask = nowAndThen(() => {
    if (isBroken) throw new Error('broken')
    return Promise.resolve()
  }, howOften)
  await ask()
  isBroken = false
  elapsed += 1_000
  await ask()
  expect(told).toEqual([new Error('broken'), null])
})
