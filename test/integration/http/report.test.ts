import { describe, expect, it } from 'vitest'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { kept } from '../../fixtures/stored.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { anObservation } from '../../fixtures/video.ts'

/** Minji's one completed participation, whose video was read four times: twice in one slot, once without views. */
const aReport = async () => {
  const house = await openTestHouse({ now: inDays(3) })
  const minji = await house.creator('minji')
  const part = await house.completion(minji, { reward: 50_000 })
  if (!('upload' in part)) throw new Error('a video was submitted')
  const { videoId } = part.upload
  await kept(house.persistence, async ({ videos }) => {
    const reads = [
      { at: inHours(1), views: 2_000, likes: 85, comments: null, source: 'videos.list' },
      { at: inHours(2), views: 2_100, likes: 90, comments: 12, source: 'videos.batchGetStats' },
      { at: inHours(12), views: null, likes: 91, comments: 12, source: 'videos.batchGetStats' },
      { at: inHours(30), views: 1_900, likes: 92, comments: 13, source: 'videos.list' },
    ] as const
    for (const [run, read] of reads.entries())
      await videos.observe(anObservation({ videoId, run: `run-${run}`, ...read }))
  })
  return { house, minji, part }
}

const SERIES = [
  {
    at: '2026-11-22T13:00:00.000+09:00',
    views: 2_000,
    likes: 85,
    comments: null,
    source: 'videos.list',
    correction: null,
  },
  {
    at: '2026-11-22T14:00:00.000+09:00',
    views: 2_100,
    likes: 90,
    comments: 12,
    source: 'videos.batchGetStats',
    correction: null,
  },
  {
    at: '2026-11-23T00:00:00.000+09:00',
    views: null,
    likes: 91,
    comments: 12,
    source: 'videos.batchGetStats',
    correction: { from: 2_100, to: null, kind: 'hidden' },
  },
  {
    at: '2026-11-23T18:00:00.000+09:00',
    views: 1_900,
    likes: 92,
    comments: 13,
    source: 'videos.list',
    correction: { from: 2_100, to: 1_900, kind: 'audit' },
  },
]

describe('the report of one participation', () => {
  it.each(['as', 'asClient'] as const)(
    'has the five points and every read as it was told: %s',
    async (as) => {
      const { house, minji, part } = await aReport()
      const { data } = await house[as](minji).get(`/api/report/${part.id}`)
      expect(data).toMatchObject([
        {
          views1: 1_900,
          views2: 2_100,
          views3: 0,
          likes: 92,
          comments: 13,
          asOf: '2026-11-23T18:00:00.000+09:00',
          series: SERIES,
          seriesCut: false,
        },
      ])
      expect(Array.isArray(data) && data[0].series).toEqual(SERIES)
    },
  )

  it('ends after the newest 5,000 reads', async () => {
    const { house, minji, part } = await aReport()
    const { videoId } = 'upload' in part ? part.upload : expect.fail('a video was submitted')
    await kept(house.persistence, async ({ videos }) => {
      for (let run = 0; run < 5_000; run += 1)
        await videos.observe(anObservation({ videoId, run: `more-${run}`, at: inDays(2), views: run }))
    })
    const { data } = await house.as(minji).get(`/api/report/${part.id}`)
    const [{ series, seriesCut }] = Array.isArray(data) ? data : [{ series: [], seriesCut: null }]
    expect(series).toHaveLength(5_000)
    expect(seriesCut).toBe(true)
    expect(series[0]).toMatchObject({ views: 0 })
    expect(series.at(-1)).toMatchObject({ views: 4_999 })
  })
})

describe('figures', () => {
  it('that YouTube does not tell are 0 where the app reads them, and null beside that', async () => {
    const { house, minji, part } = await aReport()
    const { videoId } = 'upload' in part ? part.upload : expect.fail('a video was submitted')
    const unknown = { views: null, likes: null, comments: null }
    await kept(house.persistence, ({ videos }) =>
      videos.observe(anObservation({ videoId, run: 'untold', at: inDays(2), ...unknown })),
    )
    const shown = { views1: 0, likes: 0, figures: { ...unknown, asOf: '2026-11-24T12:00:00.000+09:00' } }
    expect((await house.as(minji).get('/api/report')).data).toMatchObject([shown])
    expect((await house.as(minji).get(`/api/report/${part.id}`)).data).toMatchObject([
      { likes: 0, figures: shown.figures },
    ])
  })

  it('stand beside the time of which they are, in the list and in the sums', async () => {
    const { house, minji } = await aReport()
    expect((await house.as(minji).get('/api/report')).data).toMatchObject([
      { views1: 1_900, asOf: '2026-11-23T18:00:00.000+09:00' },
    ])
    expect((await house.as(minji).get('/api/report/info')).data).toMatchObject({
      totalViews: 1_900,
      asOf: '2026-11-23T18:00:00.000+09:00',
    })
  })

  it('that were never read are of no time', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await house.completion(minji, {})
    expect((await house.as(minji).get('/api/report')).data).toMatchObject([{ asOf: null }])
    expect((await house.as(minji).get('/api/report/info')).data).toMatchObject({ asOf: null })
  })
})
