import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Population, videoId } from '../../../bench/refresh/population.ts'
import { type Units, unitsBetween, unitsOf } from '../../../bench/refresh/units.ts'
import { YOUTUBE_LIMITS } from '../../../src/adapters/youtube/meter.ts'
import type { Counts } from '../../../src/application/job/job.ts'
import type { JobName } from '../../../src/domain/job/schedule.ts'
import { DAY_MS, HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { CHECKED_LATEST_MS } from '../../../src/domain/video/pace.ts'
import { NOON } from '../../fixtures/instants.ts'
import { ran } from '../../fixtures/jobs.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { type FilledSql, refreshing, SQL_BACKENDS } from './refreshing.ts'

const MOST = 1_001
const SIZES = [0, 1, 49, 50, 51, 149, 150, MOST]
/** Other numbers of videos than of channels. */
const CASES = SIZES.map((videos, at) => ({ videos, channels: SIZES[(at + 3) % SIZES.length] ?? 0 }))

const POPULATION: Population = { videos: MOST, channels: MOST, newcomers: 0, at: NOON, due: 'at-once' }
const NOT_FOR_LONG = later(NOON, 300 * DAY_MS)

/** As many calls as fifty ids go into. */
const callsFor = (ids: number): number => Math.ceil(ids / 50)

/** Numbers of videos, or of channels. */
type Range = { readonly from: number; readonly many: number }
const first = (many: number): Range => ({ from: 0, many })
const NONE = first(0)

/** What is due, in each way; nothing else is. */
type Due = { readonly promised?: Range; readonly toCheck?: Range; readonly channels?: Range }

const makeDue = async (
  { run }: FilledSql,
  { promised = NONE, toCheck = NONE, channels = NONE }: Due,
  now: Instant,
): Promise<void> => {
  const dueIf = (condition: string, otherwise: Instant = NOT_FOR_LONG): string =>
    `CASE WHEN ${condition} THEN ${now} ELSE ${otherwise} END`
  const isIn = ({ from, many }: Range): string =>
    many === 0 ? '1 = 0' : `video_id BETWEEN '${videoId(from)}' AND '${videoId(from + many - 1)}'`
  await run(`UPDATE video_pace SET wanted_at = ${NOT_FOR_LONG},
    promised_by = ${dueIf(isIn(promised))}, check_by = ${dueIf(isIn(toCheck), later(now, CHECKED_LATEST_MS))}`)
  const owners = `owner_id BETWEEN ${channels.from + 1} AND ${channels.from + channels.many}`
  await run(`UPDATE channel_reading SET due_at = ${dueIf(owners)}`)
}

type Cost = Units & { readonly counts: Counts }

describeOnEach(SQL_BACKENDS, 'what is spent on %s without faults', ({ fill }) => {
  /** Makes these due an hour later, and answers what each job costs by the simulated YouTube's own count. */
  const open = async (): Promise<(job: JobName, due: Due) => Promise<Cost>> => {
    const filled = await fill(POPULATION)
    const { simulator, house, moveTo } = await refreshing(filled, POPULATION, YOUTUBE_LIMITS)
    let now = POPULATION.at
    return async (job, due) => {
      now = later(now, HOUR_MS)
      await moveTo(now)
      await makeDue(filled, due, now)
      const before = unitsOf(simulator.calls())
      const counts = await ran(house, job, 'due')
      return { ...unitsBetween(before, unitsOf(simulator.calls())), counts }
    }
  }

  test('a refresh costs a unit of statistics for each fifty videos, and a general one for each fifty channels', async () => {
    const costOf = await open()
    for (const { videos, channels } of CASES) {
      const due = { promised: first(videos), channels: first(channels) }
      expect(await costOf('refresh-statistics', due), `${videos} videos`).toMatchObject({
        statistics: callsFor(videos),
        general: 0,
        counts: { observed: videos },
      })
      expect(await costOf('refresh-channels', due), `${channels} channels`).toMatchObject({
        statistics: 0,
        general: callsFor(channels),
        counts: { refreshed: channels },
      })
    }
  })

  test('the daily check costs a general unit for each fifty videos, and nothing for figures that were due as well', async () => {
    const costOf = await open()
    for (const { videos } of CASES) {
      const toCheck = first(videos)
      const check = { statistics: 0, general: callsFor(videos), counts: { observed: videos } }
      expect(await costOf('refresh-statistics', { toCheck }), `${videos} checks`).toMatchObject(check)
      expect(
        await costOf('refresh-statistics', { toCheck, promised: toCheck }),
        `${videos} checks of videos whose figures are due`,
      ).toMatchObject(check)
    }
  })

  test('whichever videos and channels are due, each is asked for once, in full calls', async () => {
    const costOf = await open()
    const range = fc
      .record({ from: fc.nat(MOST - 1), many: fc.nat(300) })
      .map(({ from, many }) => ({ from, many: Math.min(many, MOST - from) }))
    await fc.assert(
      fc.asyncProperty(range, range, range, async (promised, toCheck, channels) => {
        const due = { promised, toCheck, channels }
        const alsoChecked = overlap(promised, toCheck)
        expect(await costOf('refresh-statistics', due)).toMatchObject({
          statistics: callsFor(promised.many - alsoChecked),
          general: callsFor(toCheck.many),
          counts: { observed: promised.many + toCheck.many - alsoChecked },
        })
        expect(await costOf('refresh-channels', due)).toMatchObject({
          statistics: 0,
          general: callsFor(channels.many),
          counts: { refreshed: channels.many },
        })
      }),
      { numRuns: 15 },
    )
  })
})

const overlap = (one: Range, other: Range): number =>
  Math.max(0, Math.min(one.from + one.many, other.from + other.many) - Math.max(one.from, other.from))
