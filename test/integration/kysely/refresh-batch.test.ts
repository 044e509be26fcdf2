import { StatementSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { refreshStatistics } from '../../../src/application/video/refresh-statistics.ts'
import { HOUR_MS } from '../../../src/domain/primitives.ts'
import { aClock } from '../../fixtures/house.ts'
import { storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import { kept, oneByOne, storedAd, storedCompletion } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo, aYouTube } from '../../fixtures/you-tube.ts'
import { openTemporary } from './temporary.ts'

const BATCHES = 4

test('a batch of 50 videos takes ten statements, with those that begin and keep it', async () => {
  const persistence = await openTemporary()
  const youTube = aYouTube()
  const clock = aClock()
  const run = await kept(persistence, async (stores) => {
    const ad = await storedAd(stores, { capacity: 1_000 })
    await oneByOne(50 * BATCHES, async (index) => {
      const id = aVideoId(index)
      await storedCompletion(stores, { ad, videoId: id })
      youTube.publish(aVideo({ id }))
    })
    return storedRun(stores, 'refresh-statistics')
  })
  const refresh = refreshStatistics({
    ...persistence,
    clock,
    platform: youTube.platform,
    videoViews: persistence.views.videos,
    onBroken: (error) => {
      throw error
    },
  })
  const all = vi.spyOn(StatementSync.prototype, 'all')
  const carriedOut = vi.spyOn(StatementSync.prototype, 'run')
  const statements = () => all.mock.calls.length + carriedOut.mock.calls.length
  const perBatch = async (token: number): Promise<number> => {
    const before = statements()
    const outcome = await refresh({ ...run, slot: clock.now(), token }, { ...TO_THE_END, scope: 'due' })
    expect(outcome).toEqual({ kind: 'done', counts: { observed: 50 * BATCHES, missing: 0 } })
    return (statements() - before) / BATCHES
  }
  // Besides the list of the batch, and what a run asks once.
  const most = 12
  expect(await perBatch(run.token)).toBeLessThanOrEqual(most)
  clock.pass(5 * HOUR_MS)
  expect(await perBatch(run.token)).toBeLessThanOrEqual(most)
  vi.restoreAllMocks()
  expect(youTube.calls().map(({ call, ids }) => [call, ids.length])).toEqual([
    ...Array.from({ length: BATCHES }, () => ['videos', 50]),
    ...Array.from({ length: BATCHES }, () => ['figures', 50]),
  ])
})
