import { expect, test } from 'vitest'
import { isPlatformFailure } from '../../../src/application/video/platform-failure.ts'

test.each([
  'youtube-not-configured',
  'youtube-key-refused',
  'youtube-quota-exhausted',
  'youtube-unavailable',
])('%s says nothing of what was asked for', (kind) => {
  expect(isPlatformFailure({ kind })).toBe(true)
})

test.each(['proof-not-found', 'youtube-of-tomorrow', 'toString'])('%s is a verdict', (kind) => {
  expect(isPlatformFailure({ kind })).toBe(false)
})
