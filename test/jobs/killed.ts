import { setTimeout as passing } from 'node:timers/promises'
import { SCHEDULES } from '../../src/domain/job/schedule.ts'
import { later, toInstant } from '../../src/domain/primitives.ts'
import type { CrashDatabase } from '../crash/crash-world.ts'
import { openWorld, VIDEOS_PER_CALL, type World } from './world.ts'

const WORKERS = 5
const KILL_EVERY_MS = 500
/** So many are left alone until those that were started have come up: a busy machine takes longer to start one. */
const LEFT_ALONE = 3
const LOOK_EVERY_MS = 100

export type KilledFigures = {
  readonly videos: number
  readonly observed: number
  readonly twice: number
  /** Of a day, for jobs. */
  readonly cap: number
  readonly units: { readonly byYouTube: readonly number[]; readonly byLedger: readonly number[] }
  /** How many videos had been read when the first day's units were spent; null when they never were. */
  readonly readBeforeReset: number | null
  readonly kills: number
  /** Whose answers came to nobody, or too late to be kept. */
  readonly callsLost: number
  readonly tokens: number
  readonly seconds: number
}

/** Five workers read everything that is due, while every half second one of them is killed and another one started. */
export const killWorkers = async (
  dataDir: string,
  database: CrashDatabase,
  {
    videos,
    random,
    limitMs,
  }: { readonly videos: number; readonly random: () => number; readonly limitMs: number },
): Promise<KilledFigures> => {
  const calls = Math.ceil(videos / VIDEOS_PER_CALL)
  // The first day does not do for all of them; two days do also for some calls that are lost.
  const cap = Math.floor(calls * 0.9)
  const world = await openWorld(dataDir, database, { videos, unitsForJobs: cap })
  try {
    for (let number = 0; number < WORKERS; number += 1) world.startWorker()
    while (!world.workers().every((worker) => worker.isReady())) await passing(LOOK_EVERY_MS)
    world.begin()
    const startedAt = performance.now()
    const killing = killOneAfterTheOther(world, random, async () => {
      const { observed, units } = await world.look()
      return unitsLeft(cap, Object.values(units)) > (videos - observed) / VIDEOS_PER_CALL + LEFT_OVER
    })
    const readBeforeReset = await untilAllIsRead(world, videos, startedAt + limitMs)
    const kills = await killing.stop()
    const { observed, twice, units, job } = await world.look()
    const byYouTube = world.youTube.calls().map((count) => count.units)
    return {
      videos,
      observed,
      twice,
      cap,
      units: { byYouTube, byLedger: Object.values(units) },
      readBeforeReset,
      kills,
      callsLost: byYouTube.reduce((sum, more) => sum + more, 0) - calls,
      tokens: job?.token ?? 0,
      seconds: (performance.now() - startedAt) / 1_000,
    }
  } finally {
    await world.close()
  }
}

/** Of units, for calls that come back too late because the machine is busy. */
const LEFT_OVER = 1

/** Of two days: the first one's go with its end. */
const unitsLeft = (cap: number, [first = 0, second]: readonly number[]): number =>
  second === undefined ? 2 * cap - first : cap - second

/** Who is killed in a call takes a unit along; as long as `mayLose` says that there are more than enough. */
const killOneAfterTheOther = (world: World, random: () => number, mayLose: () => Promise<boolean>) => {
  let kills = 0
  let stopping = false
  const killOne = async (): Promise<void> => {
    const ready = world.workers().filter((worker) => worker.isReady())
    const chosen = ready[Math.floor(random() * ready.length)]
    if (chosen === undefined || ready.length <= LEFT_ALONE || !(await mayLose())) return
    kills += 1
    world.startWorker()
    await chosen.kill()
  }
  const loop = async (): Promise<void> => {
    while (!stopping) {
      await passing(KILL_EVERY_MS)
      if (!stopping) await killOne()
    }
  }
  const ended = loop()
  return {
    stop: async (): Promise<number> => {
      stopping = true
      await ended
      return kills
    },
  }
}

/** Nobody takes up a run that was killed five times without getting any further: the next slot has its turn. */
const GIVEN_UP_MS = 10_000

/**
 * Puts the clock to where the run goes on, once the day's units are spent, or to the next slot, once a run is given up.
 * Answers how much was read when they were spent.
 */
const untilAllIsRead = async (world: World, videos: number, until: number): Promise<number | null> => {
  let readBeforeReset: number | null = null
  while (performance.now() < until) {
    await passing(LOOK_EVERY_MS)
    const { observed, job } = await world.look()
    if (observed >= videos && job?.state === 'over') break
    const now = world.now()
    if (job?.state === 'running' && job.leaseUntil !== null && job.leaseUntil + GIVEN_UP_MS < now)
      world.jumpTo(later(now, SCHEDULES['refresh-statistics'].everyMs))
    if (job?.state !== 'paused' || job.resumeAt === null || job.resumeAt <= now) continue
    if (job.isOutOfUnits) {
      // A day later all of it would be due again.
      if (readBeforeReset !== null) break
      readBeforeReset = observed
    }
    world.jumpTo(later(toInstant(job.resumeAt), 1))
  }
  return readBeforeReset
}

export const killedInOneLine = (figures: KilledFigures): string => {
  const { videos, observed, twice, cap, units, readBeforeReset, kills, callsLost, tokens, seconds } = figures
  const days = `${units.byYouTube.join(' + ')} units by YouTube's count, ${units.byLedger.join(' + ')} by the ledger`
  return `${kills} kills in ${seconds.toFixed(1)} s, ${observed} of ${videos} videos read once, ${twice} twice, ${days}, at most ${cap} a day; ${readBeforeReset} videos before the reset; ${callsLost} calls lost to kills, ${tokens} times taken`
}

/** What is wrong, a sentence each. */
export const killedComplaints = (figures: KilledFigures): readonly string[] => {
  const { videos, observed, twice, cap, units, readBeforeReset, kills, callsLost } = figures
  const complaints: readonly (readonly [boolean, string])[] = [
    [observed !== videos, `${videos - observed} videos were not read`],
    [twice !== 0, `${twice} readings were applied twice`],
    [readBeforeReset === null, "the day's units were never spent, so nothing was resumed"],
    [readBeforeReset !== null && readBeforeReset >= videos, 'all was read before the reset'],
    [units.byYouTube.length < 2, 'nothing was asked after the reset'],
    [units.byYouTube.some((day) => day > cap), 'YouTube was asked more often than it may be'],
    [units.byLedger.some((day) => day > cap), 'the ledger gave more units than there are'],
    [sum(units.byLedger) < sum(units.byYouTube), 'YouTube was asked without a unit of the ledger'],
    [callsLost < 0, 'fewer calls were made than there are batches'],
    [callsLost > kills, 'more calls were lost than processes'],
    [kills === 0, 'nobody was killed'],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, what]) => what)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
