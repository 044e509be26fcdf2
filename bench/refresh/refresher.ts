/**
 * A day of the product's refresh in a process of its own, on a clock that is moved by hand. Started by `main.ts`, which sends
 * it one scenario and is sent what came of it.
 */
import { resourceUsage } from 'node:process'
import { openMysql, openSqlite } from '../../src/adapters/kysely/open.ts'
import { emptyTables } from '../../src/adapters/memory/database.ts'
import { YOUTUBE_LIMITS } from '../../src/adapters/youtube/meter.ts'
import { pacificDate } from '../../src/adapters/youtube/pacific-day.ts'
import { HOUR_MS, type Instant } from '../../src/domain/primitives.ts'
import type { House } from '../../src/entry/container.ts'
import type { Persistence } from '../../src/ports/persistence.ts'
import { memoryOn } from '../../test/fixtures/house.ts'
import { letTimePass } from './a-day.ts'
import { houseOn } from './house.ts'
import { storeAll } from './memory-fill.ts'
import { type Read, readFigures } from './reads.ts'
import { type DayOutcome, type Scenario, scenario } from './scenario.ts'
import { observationsIn } from './stored-reads.ts'
import { unitsOf } from './units.ts'
import { between, type Spent, watch } from './watching.ts'
import { type RunningYouTube, startYouTube } from './you-tube-process.ts'

type Bench = {
  readonly persistence: Persistence
  readonly observations: () => AsyncIterable<Read> | Iterable<Read>
  readonly house: House
  readonly youTube: RunningYouTube
  readonly moveTo: (now: Instant) => Promise<void>
  readonly spent: () => Spent
}

const open = async ({
  place,
  population,
}: Scenario): Promise<Pick<Bench, 'persistence' | 'observations'>> => {
  if (place.kind === 'memory') {
    const tables = emptyTables()
    const persistence = memoryOn(tables)
    await storeAll(persistence, population)
    const observations = () =>
      tables.observations
        .rows()
        .toSorted((one, other) => (one.videoId < other.videoId ? -1 : 1) || one.at - other.at)
    return { persistence, observations }
  }
  const persistence =
    place.kind === 'sqlite' ? await openSqlite({ path: place.path }) : await openMysql({ url: place.url })
  return { persistence, observations: () => observationsIn(place) }
}

const carryOut = async (asked: Scenario): Promise<DayOutcome> => {
  const { persistence, observations } = await open(asked)
  const youTube = await startYouTube(asked.population, { ...asked, clock: 'virtual' })
  try {
    let now = asked.population.at
    const house = houseOn({
      persistence,
      clock: { now: () => now },
      baseUrl: youTube.baseUrl,
      limits: YOUTUBE_LIMITS,
    })
    const moveTo = async (to: Instant): Promise<void> => {
      now = to
      await youTube.moveTo(to)
    }
    return await passADay({ persistence, observations, house, youTube, moveTo, spent: watch() }, asked)
  } finally {
    await youTube.stop()
    await persistence.close()
  }
}

const passADay = async (bench: Bench, { population, until }: Scenario): Promise<DayOutcome> => {
  const { house, moveTo, persistence, observations, youTube, spent } = bench
  const before = spent()
  const waiting: number[] = []
  const look = async (now: Instant): Promise<void> => {
    if ((now - population.at) % HOUR_MS !== 0) return
    waiting.push(await wishesAt(persistence, now))
    console.error(`  ${waiting.length - 1} h, ${Math.round((spent().atMs - before.atMs) / 1_000)} s`)
  }
  const passed = await letTimePass({ house, moveTo, population, from: population.at, until, look })
  const [after, peakMb] = [spent(), resourceUsage().maxRSS / 1_024]
  const day = pacificDate(population.at)
  const byYouTube = unitsOf((await youTube.calls()).counts, day)
  const byLedger = {
    statistics: (await persistence.quota.today('statistics', day)).used,
    general: (await persistence.quota.today('general', day)).used,
  }
  return {
    ...passed,
    reads: await readFigures(observations(), { from: population.at, until }),
    wishes: { most: Math.max(...waiting), left: await wishesAt(persistence, until) },
    units: {
      statistics: { byYouTube: byYouTube.statistics, byLedger: byLedger.statistics },
      general: { byYouTube: byYouTube.general, byLedger: byLedger.general },
    },
    spent: between(before, after),
    peakMb,
  }
}

const PAGE = 1_000

/** How many videos wait for a read that is wished for. */
const wishesAt = async ({ views }: Persistence, until: Instant): Promise<number> => {
  let left = 0
  let after = null
  for (;;) {
    const page: Awaited<ReturnType<typeof views.videos.due>> = await views.videos.due({
      by: 'wantedAt',
      until,
      after,
      limit: PAGE,
    })
    left += page.length
    after = page.at(-1) ?? null
    if (page.length < PAGE) return left
  }
}

process.once('message', async (message) => {
  const outcome = await carryOut(scenario.parse(message))
  process.send?.(outcome)
  process.disconnect?.()
})
