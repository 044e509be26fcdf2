import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { loadKeys } from '../adapters/auth/keys-file.ts'
import { passwordHasher } from '../adapters/auth/passwords.ts'
import { type InterestBuffer, interestBuffer } from '../adapters/cache/interest-buffer.ts'
import type { LogEntry } from '../adapters/http/app.ts'
import { describeError } from '../adapters/http/describe-error.ts'
import { diskImages } from '../adapters/images/disk.ts'
import { s3Images } from '../adapters/images/s3.ts'
import { openMysql, openSqlite, type SqlPersistence } from '../adapters/kysely/open.ts'
import { elapsedMs, systemClock } from '../adapters/system/clock.ts'
import type { Purpose } from '../adapters/youtube/meter.ts'
import { youTubeDataApi } from '../adapters/youtube/youtube-data-api.ts'
import { MINUTE_MS } from '../domain/primitives.ts'
import { ok } from '../domain/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { Persistence } from '../ports/persistence.ts'
import { clientAddress } from './client-address.ts'
import type { Config } from './config.ts'
import { furnish, type House } from './container.ts'
import { logger } from './logger.ts'
import { youTubeTroubleLog } from './youtube-trouble.ts'

export type OpenHouse = House & {
  readonly persistence: SqlPersistence
  /** Writes what was noted of late, and closes the database. */
  readonly close: () => Promise<void>
}

/** For what holds personal data and keys: a new folder is its owner's alone, one that is there stays as it is. */
export const makeFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

/** Opens the database alone, for what needs no more. */
export const openDatabase = async (
  { database }: Pick<Config, 'database'>,
  { migrate }: { readonly migrate: boolean },
): Promise<SqlPersistence> => {
  if (database.kind === 'mysql') return openMysql({ url: database.url, migrate })
  if (database.path !== ':memory:') await makeFolder(dirname(database.path))
  return openSqlite({ path: database.path, migrate })
}

/** For what only looks, also at a backup: no file is made or changed. Throws a sentence when there is no database. */
export const openToRead = async ({ database }: Pick<Config, 'database'>): Promise<SqlPersistence> => {
  if (database.kind === 'mysql') return openMysql({ url: database.url })
  if (!existsSync(database.path))
    throw new Error(`There is no database ${database.path}: DATABASE_URL and DATA_DIR say where it is.`)
  return openSqlite({ path: database.path, readOnly: true })
}

/** Longer than a call to YouTube with its repetitions and the transaction behind it may take. */
const JOB_LEASE_MS = MINUTE_MS

/** Opens everything that the configuration names and puts the house together on it. */
export const openHouse = async (
  config: Config,
  {
    clock = systemClock,
    isAccepting = () => true,
    jobLeaseMs = JOB_LEASE_MS,
  }: {
    readonly clock?: Clock
    readonly isAccepting?: () => boolean
    readonly jobLeaseMs?: number
  } = {},
): Promise<OpenHouse> => {
  await makeFolder(config.dataDir)
  // Servers that share a database must share their keys, so none of them makes its own.
  const keys = await loadKeys({ path: config.keysFile, mayCreate: config.database.kind === 'sqlite' })
  const persistence = await openDatabase(config, { migrate: true })
  const log = logger(config.logLevel)
  const interests = interestsOn(persistence, log)
  const tellTrouble = youTubeTroubleLog({ log, elapsedMs })
  const youTube = (purpose: Purpose) =>
    youTubeDataApi({
      apiKey: config.youTubeApiKey ?? undefined,
      ledger: persistence.quota,
      limits: config.youTubeLimits,
      purpose,
      clock,
      onTrouble: (trouble) => tellTrouble(purpose, trouble),
      ...(config.youTubeApiBaseUrl === null ? {} : { baseUrl: config.youTubeApiBaseUrl }),
    })
  const house = furnish({
    persistence,
    keys,
    clock,
    elapsedMs,
    jobLeaseMs,
    processName: `${hostname()}:${process.pid}`,
    isAccepting,
    platform: youTube('people'),
    scheduledPlatform: youTube('schedule'),
    isYouTubeConfigured: config.youTubeApiKey !== null,
    images: config.images.kind === 'disk' ? diskImages(config.images) : s3Images(config.images),
    passwords: passwordHasher(),
    requireVerifiedChannel: config.requireVerifiedChannel,
    withdrawalMinimum: config.withdrawalMinimum,
    statisticsRetentionDays: config.statisticsRetentionDays,
    adListCacheMs: config.adListCacheMs,
    publicUrl: config.publicUrl,
    clientAddress: clientAddress(config.trustedProxies),
    interests,
    log,
  })
  const close = async () => {
    await interests.close()
    await persistence.close()
  }
  return { ...house, persistence, close }
}

/** The log of interest, written a moment later. */
export const interestsOn = (
  { transact }: Pick<Persistence, 'transact'>,
  log: (entry: LogEntry) => void,
): InterestBuffer =>
  interestBuffer({
    append: async (events) => {
      await transact(async ({ interestLog }) => ok(await interestLog.append(events)))
    },
    setTimer: (act, afterMs) => {
      const timer = setTimeout(act, afterMs)
      // What is still to be written is written by whoever closes the house.
      timer.unref()
      return () => clearTimeout(timer)
    },
    onLost: ({ events, cause }) =>
      log({
        level: 'warn',
        message: `${events} events for recommendations could not be written since the start and are lost`,
        error: cause instanceof Error ? describeError(cause) : 'more came than could be written',
      }),
  })
