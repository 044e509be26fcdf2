import { join } from 'node:path'
import { z } from 'zod'
import { nameOfS3Place, s3Place } from '../adapters/images/s3-address.ts'
import type { S3Credentials, S3Settings } from '../adapters/images/s3-requests.ts'
import { mysqlSettings } from '../adapters/kysely/mysql-url.ts'
import { YOUTUBE_LIMITS, type YouTubeLimits } from '../adapters/youtube/meter.ts'
import { MAX_WON, toWon, type Won } from '../domain/primitives.ts'
import { STATISTICS_RETENTION } from '../domain/video/retention.ts'

/** Everything that can be set from outside. The only reader of the environment. */
export type Config = {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly database: DatabaseConfig
  readonly publicUrl: string | null
  /** How many proxies stand in front, each of which appends to `X-Forwarded-For`. */
  readonly trustedProxies: number
  readonly youTubeApiKey: string | null
  readonly youTubeApiBaseUrl: string | null
  readonly youTubeLimits: YouTubeLimits
  readonly requireVerifiedChannel: boolean
  readonly statisticsRetentionDays: number
  readonly withdrawalMinimum: Won
  readonly adListCacheMs: number
  readonly images: ImagesConfig
  readonly keysFile: string
  /** Where `import-2020` reads from when it is not told: the address of the 2020 database. */
  readonly import2020Url: string | null
  /** Whether `serve` runs the jobs itself, or leaves them to `crecker worker`. */
  readonly jobs: 'inside' | 'off'
  readonly logLevel: LogLevel
}
/** An embedded file, or a server that several processes share. */
export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'mysql'; readonly url: string }
/** A folder, or S3-compatible storage that several servers share. */
export type ImagesConfig =
  | { readonly kind: 'disk'; readonly directory: string }
  | ({ readonly kind: 's3' } & Pick<S3Settings, 'place' | 'credentials'>)
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** A setting is wrong: one clear sentence for whoever starts the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const httpUrl = (name: string) =>
  z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
    error: `${name} must be an http or https address, such as http://192.168.0.10:3000`,
  })

const digits = (name: string, least: number, most: number, since = '') =>
  z
    .string()
    .regex(/^\d{1,10}$/, { error: `${name} must be a whole number` })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(least, { error: `${name} must be at least ${least}${since}` })
        .max(most, { error: `${name} must be at most ${most}` }),
    )

/** More than YouTube has ever granted; guards against a slip of the hand. */
const MAX_UNITS = 1_000_000_000

const settings = z.object({
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: digits('PORT', 0, 65_535).default(3000),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|mysql:\/\/.+)$/, {
      error: 'DATABASE_URL must be sqlite:<file> or mysql://<user>:<password>@<host>/<database>',
    })
    .optional(),
  PUBLIC_URL: httpUrl('PUBLIC_URL').optional(),
  TRUSTED_PROXIES: digits('TRUSTED_PROXIES', 0, 10).default(0),
  YOUTUBE_API_KEY: z.string().min(1).optional(),
  YOUTUBE_API_BASE_URL: httpUrl('YOUTUBE_API_BASE_URL').optional(),
  YOUTUBE_DAILY_UNITS: digits('YOUTUBE_DAILY_UNITS', 1, MAX_UNITS).default(YOUTUBE_LIMITS.general),
  YOUTUBE_DAILY_STATISTICS_UNITS: digits('YOUTUBE_DAILY_STATISTICS_UNITS', 0, MAX_UNITS).default(
    YOUTUBE_LIMITS.statistics,
  ),
  YOUTUBE_RESERVED_UNITS: digits('YOUTUBE_RESERVED_UNITS', 0, MAX_UNITS).default(YOUTUBE_LIMITS.reserved),
  REQUIRE_VERIFIED_CHANNEL: z
    .enum(['true', 'false'], { error: 'REQUIRE_VERIFIED_CHANNEL must be true or false' })
    .default('true'),
  STATISTICS_RETENTION_DAYS: digits(
    'STATISTICS_RETENTION_DAYS',
    STATISTICS_RETENTION.leastDays,
    STATISTICS_RETENTION.mostDays,
    ', since videos whose rewards are settled may be read as rarely as every 25 days, and their newest figures are not to be purged before',
  ).default(STATISTICS_RETENTION.defaultDays),
  WITHDRAWAL_MINIMUM_WON: digits('WITHDRAWAL_MINIMUM_WON', 1, MAX_WON).default(1),
  AD_LIST_CACHE_MS: digits('AD_LIST_CACHE_MS', 0, 1_000).default(1_000),
  IMAGES: z
    .string()
    .regex(/^(disk|s3:\/\/.+)$/, { error: 'IMAGES must be disk or s3://<bucket>/<prefix>?region=<region>' })
    .default('disk'),
  // Only looked at when pictures are kept in S3: on many machines they are set for something else.
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  KEYS_FILE: z.string().min(1).optional(),
  IMPORT_2020_URL: z
    .string()
    .regex(/^mysql:\/\/.+$/, {
      error: 'IMPORT_2020_URL must be mysql://<user>:<password>@<host>/<database>',
    })
    .optional(),
  JOBS: z.enum(['inside', 'off'], { error: 'JOBS must be inside or off' }).default('inside'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'LOG_LEVEL must be debug, info, warn, error or silent',
    })
    .default('info'),
})

/** An empty variable counts as not set. Throws `ConfigError` with a sentence for each wrong setting. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map(({ message, path }) => sentence(message, path)).join('\n'))
  const set = parsed.data
  return {
    host: set.HOST,
    port: set.PORT,
    dataDir: set.DATA_DIR,
    database: databaseOf(set.DATABASE_URL, set.DATA_DIR),
    publicUrl: set.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: set.TRUSTED_PROXIES,
    youTubeApiKey: set.YOUTUBE_API_KEY ?? null,
    youTubeApiBaseUrl: set.YOUTUBE_API_BASE_URL?.replace(/\/+$/, '') ?? null,
    youTubeLimits: youTubeLimitsOf(set),
    requireVerifiedChannel: set.REQUIRE_VERIFIED_CHANNEL === 'true',
    statisticsRetentionDays: set.STATISTICS_RETENTION_DAYS,
    withdrawalMinimum: toWon(set.WITHDRAWAL_MINIMUM_WON),
    adListCacheMs: set.AD_LIST_CACHE_MS,
    images: imagesOf(set),
    keysFile: set.KEYS_FILE ?? join(set.DATA_DIR, 'keys.json'),
    import2020Url:
      set.IMPORT_2020_URL === undefined ? null : mysqlUrl('IMPORT_2020_URL', set.IMPORT_2020_URL),
    jobs: set.JOBS,
    logLevel: set.LOG_LEVEL,
  }
}

/** What is not configured and what that means, a sentence each. */
export const notConfigured = (config: Config): readonly string[] => [
  ...(config.jobs === 'off'
    ? ['Jobs: JOBS is off, so nothing happens on schedule unless "crecker worker" runs somewhere.']
    : []),
  ...notConfiguredForJobs(config),
  ...(config.publicUrl === null
    ? [
        'Pictures: PUBLIC_URL is not set, so their addresses are those under which a client reached the server.',
      ]
    : []),
]

/** The same, of what jobs need. */
export const notConfiguredForJobs = ({ youTubeApiKey }: Config): readonly string[] =>
  youTubeApiKey === null
    ? [
        'YouTube: YOUTUBE_API_KEY is not set, so channel and video checks are refused until it is, and the jobs that ask YouTube are left to other processes.',
      ]
    : []

/** What whoever starts a worker should know of its database. */
export const workerAdvice = ({ database }: Config): readonly string[] =>
  database.kind === 'sqlite'
    ? [
        'SQLite: only one process writes at a time, so a worker and a server on one file wait for each other; one process is enough, since "crecker serve" runs the jobs itself unless JOBS is off.',
      ]
    : []

const sentence = (message: string, path: readonly PropertyKey[]): string =>
  message.startsWith(String(path[0])) ? `${message}.` : `${String(path[0])}: ${message}.`

const youTubeLimitsOf = (set: z.infer<typeof settings>): YouTubeLimits => {
  if (set.YOUTUBE_RESERVED_UNITS >= set.YOUTUBE_DAILY_UNITS)
    throw new ConfigError(
      `YOUTUBE_RESERVED_UNITS (${set.YOUTUBE_RESERVED_UNITS}) must be smaller than YOUTUBE_DAILY_UNITS (${set.YOUTUBE_DAILY_UNITS}), since jobs may use only what is not reserved for people.`,
    )
  return {
    general: set.YOUTUBE_DAILY_UNITS,
    statistics: set.YOUTUBE_DAILY_STATISTICS_UNITS,
    reserved: set.YOUTUBE_RESERVED_UNITS,
  }
}

const databaseOf = (url: string | undefined, dataDir: string): DatabaseConfig => {
  if (url === undefined) return { kind: 'sqlite', path: join(dataDir, 'crecker.sqlite') }
  if (url.startsWith('sqlite:')) return { kind: 'sqlite', path: url.slice('sqlite:'.length) }
  return { kind: 'mysql', url: mysqlUrl('DATABASE_URL', url) }
}

const mysqlUrl = (name: string, url: string): string => {
  try {
    mysqlSettings(url)
    return url
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`${said.replace('DATABASE_URL', name)}.`)
  }
}

export const imagesFolderIn = (dataDir: string): string => join(dataDir, 'images')

/** How messages name where pictures are kept. */
export const placeOfImages = ({ images }: Pick<Config, 'images'>): string =>
  images.kind === 'disk' ? images.directory : nameOfS3Place(images.place)

const imagesOf = (set: z.infer<typeof settings>): ImagesConfig => {
  if (set.IMAGES === 'disk') return { kind: 'disk', directory: imagesFolderIn(set.DATA_DIR) }
  try {
    return { kind: 's3', place: s3Place(set.IMAGES), credentials: s3Credentials(set) }
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}.`)
  }
}

const s3Credentials = (set: z.infer<typeof settings>): S3Credentials => {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = set
  if (id === undefined || secret === undefined) {
    const missing = [
      ...(id === undefined ? ['AWS_ACCESS_KEY_ID'] : []),
      ...(secret === undefined ? ['AWS_SECRET_ACCESS_KEY'] : []),
    ]
    throw new Error(`${missing.join(' and ')} must be set, since IMAGES keeps pictures in S3`)
  }
  const given = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token }
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !/^[!-~]+$/.test(value))
      throw new Error(`${name} must hold no spaces, line breaks or letters outside of ASCII`)
  return { accessKeyId: id, secretAccessKey: secret, sessionToken: token ?? null }
}
