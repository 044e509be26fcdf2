import { expect, test } from 'vitest'
import type { LogEntry } from '../../../src/adapters/http/app.ts'
import { youTubeTroubleLog } from '../../../src/entry/youtube-trouble.ts'

const aLog = () => {
  const entries: LogEntry[] = []
  let now = 0
  const tell = youTubeTroubleLog({ log: (entry) => void entries.push(entry), elapsedMs: () => now })
  return {
    entries,
    tell,
    pass: (ms: number) => {
      now += ms
    },
  }
}
const DOWN = { kind: 'no-answer', cause: '503 backendError' } as const

test('the same cause is logged once a minute, another one at once', () => {
  const { entries, tell, pass } = aLog()
  tell('people', DOWN)
  pass(59_999)
  tell('schedule', DOWN)
  tell('people', { kind: 'no-answer', cause: 'ECONNREFUSED' })
  expect(entries).toEqual([
    { level: 'warn', message: 'YouTube gave no answer', error: '503 backendError' },
    { level: 'warn', message: 'YouTube gave no answer', error: 'ECONNREFUSED' },
  ])
  pass(1)
  tell('people', DOWN)
  expect(entries).toHaveLength(3)
})

test('a refused key is an error at once', () => {
  const { entries, tell } = aLog()
  tell('schedule', { kind: 'key-refused', cause: '400 API_KEY_INVALID' })
  expect(entries).toEqual([
    { level: 'error', message: 'YouTube refuses YOUTUBE_API_KEY', error: '400 API_KEY_INVALID' },
  ])
})

test('spent units are told when people meet them; jobs tell of their own', () => {
  const { entries, tell } = aLog()
  tell('schedule', { kind: 'units-spent', cause: 'general' })
  expect(entries).toEqual([])
  tell('people', { kind: 'units-spent', cause: 'general' })
  expect(entries).toMatchObject([{ level: 'warn', error: 'general' }])
})
