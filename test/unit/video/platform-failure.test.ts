import { expect, test } from 'vitest'
import {
  isPlatformFailure,
  leftUnanswered,
  pauseFor,
} from '../../../src/application/video/platform-failure.ts'
import { later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'

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

test.each([
  ['youtube-key-refused', 10],
  ['youtube-unavailable', 5],
  ['youtube-not-configured', 60],
] as const)('after %s a job asks again in %d minutes', (kind, minutes) => {
  expect(pauseFor({ kind }, NOON).until).toBe(later(NOON, minutes * MINUTE_MS))
})

test('a run says about how much it got no answer, if about anything', () => {
  expect(leftUnanswered({ refreshed: 50 }, 'channel')).toEqual({})
  expect(leftUnanswered({ unanswered: 0 }, 'channel')).toEqual({})
  expect(leftUnanswered({ unanswered: 1 }, 'video').left?.why).toBe('YouTube gave no answer about 1 video')
  expect(leftUnanswered({ unanswered: 2 }, 'channel').left?.why).toBe(
    'YouTube gave no answer about 2 channels',
  )
})
