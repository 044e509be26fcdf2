import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { refreshChannels } from '../../../src/application/channel/refresh-channels.ts'
import { refreshStatistics } from '../../../src/application/video/refresh-statistics.ts'
import { aChannelId, aReading, aVerifiedChannel } from '../../fixtures/channel.ts'
import { aClock } from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import { kept, oneByOne, storedCompletion, storedCreators } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aVideo, aYouTube } from '../../fixtures/you-tube.ts'
import { openTemporary } from './temporary.ts'

/** Writes what no version of this program writes. */
const breakRow = (path: string, statement: string): void => {
  const raw = new DatabaseSync(path)
  raw.exec(`PRAGMA ignore_check_constraints = ON; ${statement}`)
  raw.close()
}

test('a row that cannot be read stops neither the videos beside it nor the runs to come', async () => {
  const persistence = await openTemporary()
  const [youTube, clock] = [aYouTube(), aClock()]
  const run = await kept(persistence, async (stores) => {
    await oneByOne(60, async (index) => {
      await storedCompletion(stores, { videoId: aVideoId(index) })
      youTube.publish(aVideo({ id: aVideoId(index) }))
    })
    return storedRun(stores, 'refresh-statistics')
  })
  breakRow(persistence.path, `UPDATE video SET state = 'broken' WHERE id = '${aVideoId(7)}'`)
  const told: unknown[] = []
  const refresh = refreshStatistics({
    ...persistence,
    clock,
    platform: youTube.platform,
    videoViews: persistence.views.videos,
    onBroken: (error) => told.push(error),
  })
  const outcome = await refresh(run, { ...TO_THE_END, scope: 'due' })
  expect(outcome).toEqual({ kind: 'done', counts: { observed: 59, missing: 0, broken: 1 } })
  expect(told).toHaveLength(1)
  const due = { by: 'checkBy', after: null, limit: 100 } as const
  expect(await persistence.views.videos.due({ ...due, until: NOON })).toEqual([])
  expect(await persistence.views.videos.due({ ...due, until: inHours(1) })).toEqual([
    { id: aVideoId(7), at: inHours(1) },
  ])
})

test('a channel that cannot be read stops neither those beside it nor the runs to come', async () => {
  const persistence = await openTemporary()
  const [youTube, clock] = [aYouTube(), aClock(inHours(20))]
  const run = await kept(persistence, async (stores) => {
    for (const [index, { id }] of (await storedCreators(stores, 60)).entries()) {
      const identity = { id: aChannelId(index), title: 'x', subscribers: 1 }
      await stores.channels.save(aVerifiedChannel(id, { identity, reading: aReading() }))
      youTube.describe(aChannelAtYouTube({ id: aChannelId(index) }))
    }
    return storedRun(stores, 'refresh-channels')
  })
  breakRow(persistence.path, `UPDATE channel SET disputed = 7 WHERE channel_id = '${aChannelId(7)}'`)
  const told: unknown[] = []
  const refresh = refreshChannels({
    ...persistence,
    clock,
    platform: youTube.platform,
    channelViews: persistence.views.channels,
    onBroken: (error) => told.push(error),
  })
  const outcome = await refresh(run, { ...TO_THE_END, scope: 'due' })
  expect(outcome).toEqual({ kind: 'done', counts: { refreshed: 59, absent: 0, broken: 1 } })
  expect(told).toHaveLength(1)
  const { dueForReading } = persistence.views.channels
  expect(await dueForReading({ now: inHours(20), limit: 10 })).toEqual([])
  expect(await dueForReading({ now: inHours(21), limit: 10 })).toHaveLength(1)
})
