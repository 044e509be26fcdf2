import { join } from 'node:path'
import { z } from 'zod'
import { loadKeys } from '../../src/adapters/auth/keys-file.ts'
import { openMysql, openSqlite } from '../../src/adapters/kysely/open.ts'
import { startYouTubeSimulator, type YouTubeSimulator } from '../../src/adapters/youtube/simulator/server.ts'
import { type Instant, toInstant } from '../../src/domain/primitives.ts'
import type { Persistence } from '../../src/ports/persistence.ts'
import type { CrashDatabase } from '../crash/crash-world.ts'
import { withQuery } from '../crash/query.ts'
import type { Environment } from '../crash/server-process.ts'
import { aNewAd } from '../fixtures/ad.ts'
import { kept, storedCreator, storedSubmission } from '../fixtures/stored.ts'
import { aVideoId } from '../fixtures/video.ts'
import { startWorkerProcess, type WorkerProcess } from './workers.ts'

/** Half an hour before YouTube's day ends, and more than a day after the videos were proved: all are due. */
const START = Date.parse('2026-11-22T23:30:00-08:00')
/** Of videos that one call asks for. */
export const VIDEOS_PER_CALL = 50
export const LEASE_MS = 2_000
const ANSWER_MS = 200
/** Units that jobs leave to people. */
const RESERVED_UNITS = 5

export type World = {
  readonly database: CrashDatabase
  readonly youTube: YouTubeSimulator
  /** Puts all clocks forward, the simulator's and the workers'. */
  readonly jumpTo: (at: Instant) => void
  readonly now: () => Instant
  /** It begins as soon as it is there, but not before `begin`. */
  readonly startWorker: () => WorkerProcess
  readonly begin: () => void
  readonly workers: () => readonly WorkerProcess[]
  readonly look: () => Promise<State>
  readonly close: () => Promise<void>
}

/** What stands in the database, read past the stores. */
export type State = {
  readonly observed: number
  /** Videos that were observed more than once. */
  readonly twice: number
  readonly job: {
    readonly state: string
    readonly token: number
    readonly leaseUntil: number | null
    readonly resumeAt: number | null
    /** Whether it pauses because YouTube's units of the day are spent. */
    readonly isOutOfUnits: boolean
  } | null
  /** Units by Pacific day, as the ledger counts them, the oldest first. */
  readonly units: Readonly<Record<string, number>>
}

/**
 * A database full of videos that are due, a YouTube that has them and answers slowly enough to be caught in the middle,
 * with `unitsForJobs` a day, and workers as many as are started.
 */
export const openWorld = async (
  dataDir: string,
  database: CrashDatabase,
  { videos, unitsForJobs }: { readonly videos: number; readonly unitsForJobs: number },
): Promise<World> => {
  await fill(dataDir, database, videos)
  let aheadMs = START - Date.now()
  const now = () => toInstant(Date.now() + aheadMs)
  const youTube = await startYouTubeSimulator({ clock: { now }, port: 0 })
  youTube.faults.add({ kind: 'slow', delayMs: ANSWER_MS }, Number.POSITIVE_INFINITY)
  const channelId = youTube.catalogue.addChannel({ title: 'All of them' })
  for (let number = 1; number <= videos; number += 1)
    youTube.catalogue.addVideo({ id: aVideoId(number), channelId, description: '#크레커 #선크림' })
  const environment: Environment = {
    DATA_DIR: dataDir,
    DATABASE_URL: database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url,
    YOUTUBE_API_KEY: 'any',
    YOUTUBE_API_BASE_URL: youTube.baseUrl,
    YOUTUBE_DAILY_UNITS: `${unitsForJobs + RESERVED_UNITS}`,
    YOUTUBE_RESERVED_UNITS: `${RESERVED_UNITS}`,
    // One kind of call, so that each batch is one unit.
    YOUTUBE_DAILY_STATISTICS_UNITS: '0',
    LEASE_MS: `${LEASE_MS}`,
    // They are started again and again.
    NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
  }
  let workers: readonly WorkerProcess[] = []
  let begun = false
  const tellTime = (worker: WorkerProcess): void => {
    if (begun) worker.tell({ clockAheadMs: aheadMs })
  }
  return {
    database,
    youTube,
    now,
    jumpTo: (at) => {
      aheadMs = at - Date.now()
      workers.forEach(tellTime)
    },
    startWorker: () => {
      const worker: WorkerProcess = startWorkerProcess(environment, () => tellTime(worker))
      workers = [...workers, worker]
      return worker
    },
    begin: () => {
      begun = true
      workers.forEach(tellTime)
    },
    workers: () => workers,
    look: () => look(database),
    close: async () => {
      for (const worker of workers) await worker.kill()
      await youTube.close()
    },
  }
}

const PER_TRANSACTION = 100

const fill = async (dataDir: string, database: CrashDatabase, videos: number): Promise<void> => {
  await loadKeys({ path: join(dataDir, 'keys.json'), mayCreate: true })
  const persistence: Persistence = await (database.kind === 'sqlite'
    ? openSqlite({ path: database.path, migrate: true })
    : openMysql({ url: database.url, migrate: true }))
  try {
    const ad = await kept(persistence, ({ ads }) => ads.add(aNewAd({ capacity: videos })))
    for (let from = 0; from < videos; from += PER_TRANSACTION)
      await kept(persistence, async (stores) => {
        for (let number = from + 1; number <= Math.min(videos, from + PER_TRANSACTION); number += 1)
          await storedSubmission(stores, {
            creator: await storedCreator(stores),
            ad,
            videoId: aVideoId(number),
          })
      })
  } finally {
    await persistence.close()
  }
}

const observedRow = z.tuple([z.object({ observed: z.number(), distinctly: z.number() })])
const jobRows = z.array(
  z.object({
    state: z.string(),
    token: z.number(),
    lease_until: z.number().nullable(),
    resume_at: z.number().nullable(),
    why: z.string().nullable(),
  }),
)
const unitRows = z.array(z.object({ day: z.string(), used: z.number() }))

const look = (database: CrashDatabase): Promise<State> =>
  withQuery(database, async (query) => {
    const [{ observed, distinctly }] = observedRow.parse(
      await query('SELECT COUNT(*) AS observed, COUNT(DISTINCT video_id) AS distinctly FROM observation'),
    )
    const [job] = jobRows.parse(
      await query(
        "SELECT state, token, lease_until, resume_at, why FROM job WHERE name = 'refresh-statistics'",
      ),
    )
    const units = unitRows.parse(
      await query("SELECT day, used FROM youtube_quota WHERE bucket = 'general' ORDER BY day"),
    )
    return {
      observed: distinctly,
      twice: observed - distinctly,
      job:
        job === undefined
          ? null
          : {
              state: job.state,
              token: job.token,
              leaseUntil: job.lease_until,
              resumeAt: job.resume_at,
              isOutOfUnits: job.why?.includes('quota') ?? false,
            },
      units: Object.fromEntries(units.map(({ day, used }) => [day, used])),
    }
  })
