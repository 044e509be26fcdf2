import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import { HOUR_MS, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { UNREADABLE, type VideoPlatform } from '../../../src/ports/video-platform.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { aHouse, channelOf, type TestHouse, verifiedCreators } from '../../fixtures/house.ts'
import { inHours } from '../../fixtures/instants.ts'
import { outcomeOf } from '../../fixtures/jobs.ts'
import { aChannelAtYouTube, aYouTube, type YouTube } from '../../fixtures/you-tube.ts'

/** Channels were read at noon and are due 20 hours later; this is when the job comes by. */
const NOW = inHours(20)
const BAD = aChannelId(107)

let house: TestHouse
let youTube: YouTube

const answeringAllBut = (bad: VideoPlatform['channels']) => {
  youTube = aYouTube()
  const channels: VideoPlatform['channels'] = (ids) =>
    ids.includes(BAD) ? bad(ids) : youTube.platform.channels(ids)
  house = aHouse({ youTube: { ...youTube, platform: { ...youTube.platform, channels } }, now: NOW })
}

const described = async (howMany: number): Promise<readonly Account[]> => {
  const creators = await verifiedCreators(house, howMany)
  for (const index of creators.keys())
    youTube.describe(aChannelAtYouTube({ id: aChannelId(index + 100), subscribers: 7_000 }))
  return creators
}
const refresh = (scope: 'due' | 'all' = 'due') => outcomeOf(house, 'refresh-channels', scope)
const readingOf = (creator: Account | undefined) =>
  creator === undefined ? null : channelOf(house, creator.id).reading
const unreadOf = (creators: readonly Account[]) =>
  creators.flatMap(({ id }, index) => (channelOf(house, id).identity?.subscribers === 7_000 ? [] : [index]))
const done = (counts: object) => ({ kind: 'done', counts: { absent: 0, ...counts } })
const doneButForOne = (counts: object) => ({
  ...done({ ...counts, unanswered: 1 }),
  left: { why: 'YouTube gave no answer about 1 channel' },
})

describe('one channel', () => {
  test('that YouTube fails over is put off by an hour, and all others are read', async () => {
    answeringAllBut(async () => err({ kind: 'youtube-unavailable' }))
    const creators = await described(120)
    expect(await refresh()).toEqual(doneButForOne({ refreshed: 119 }))
    expect(unreadOf(creators)).toEqual([7])
    expect(readingOf(creators[7])?.dueAt).toBe(later(NOW, HOUR_MS))
  })

  test('over which this program breaks is told, put off by an hour, and all others are read', async () => {
    const broken = new Error('400 badRequest')
    answeringAllBut(async () => {
      throw broken
    })
    const creators = await described(120)
    expect(await refresh()).toEqual(done({ refreshed: 119, broken: 1 }))
    expect(unreadOf(creators)).toEqual([7])
    expect(readingOf(creators[7])?.dueAt).toBe(later(NOW, HOUR_MS))
    expect(house.logged).toMatchObject([{ level: 'error', job: 'refresh-channels', error: broken.stack }])
  })

  test('that cannot be read stays as it is and is asked for again a quarter of an hour later', async () => {
    answeringAllBut(async (ids) => {
      const answer = await youTube.platform.channels(ids)
      return answer.ok ? ok(new Map([...answer.value, [BAD, UNREADABLE]])) : answer
    })
    const creators = await described(60)
    const before = readingOf(creators[7])
    expect(await refresh()).toEqual(doneButForOne({ refreshed: 59 }))
    expect(unreadOf(creators)).toEqual([7])
    expect(readingOf(creators[7])).toEqual({ ...before, dueAt: later(NOW, 15 * MINUTE_MS) })
  })
})

test('three batches in a row without an answer end the run, and those that failed stand behind the others the next time', async () => {
  answeringAllBut(async () => err({ kind: 'youtube-unavailable' }))
  const creators = await described(120)
  youTube.fail({ kind: 'youtube-unavailable' }, 0)
  expect(await refresh()).toMatchObject({ kind: 'paused', counts: { refreshed: 0, unanswered: 120 } })
  expect(youTube.calls().length).toBeLessThanOrEqual(11)
  youTube.recover()
  house.clock.pass(20 * MINUTE_MS)
  expect(await refresh()).toEqual(doneButForOne({ refreshed: 119 }))
  expect(unreadOf(creators)).toEqual([7])
})

describe('a run for everything whose units end', () => {
  beforeEach(() => {
    youTube = aYouTube()
    house = aHouse({ youTube, now: inHours(1) })
  })

  test.each([0, 1, 2])('after %d calls goes on there for everything once they are back', async (answered) => {
    const creators = await described(120)
    youTube.fail({ kind: 'youtube-quota-exhausted', retryAt: inHours(2) }, answered)
    expect(await refresh('all')).toMatchObject({ kind: 'paused', until: inHours(2) })
    youTube.recover()
    house.clock.set(inHours(2))
    // None is due yet: only a run for everything reads them.
    expect(await refresh()).toEqual(done({ refreshed: 120 - 50 * answered }))
    expect(unreadOf(creators)).toEqual([])
  })
})
