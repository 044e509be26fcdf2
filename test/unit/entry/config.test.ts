import { describe, expect, it } from 'vitest'
import {
  ConfigError,
  notConfigured,
  notConfiguredForJobs,
  placeOfImages,
  readConfig,
  workerAdvice,
} from '../../../src/entry/config.ts'

describe('the configuration', () => {
  it('needs nothing to begin with', () => {
    expect(readConfig({})).toMatchObject({
      host: '0.0.0.0',
      port: 3000,
      dataDir: './data',
      database: { kind: 'sqlite', path: 'data/crecker.sqlite' },
      keysFile: 'data/keys.json',
      images: { kind: 'disk', directory: 'data/images' },
      requireVerifiedChannel: true,
      statisticsRetentionDays: 30,
      withdrawalMinimum: 1,
      adListCacheMs: 1000,
      jobs: 'inside',
    })
  })

  it('takes an empty variable as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', YOUTUBE_API_KEY: '' })).toEqual(readConfig({}))
  })

  it('says in a line each what is not configured', () => {
    expect(notConfigured(readConfig({}))).toEqual([
      expect.stringContaining('YOUTUBE_API_KEY is not set'),
      expect.stringContaining('PUBLIC_URL is not set'),
    ])
    expect(notConfigured(readConfig({ YOUTUBE_API_KEY: 'x', PUBLIC_URL: 'http://a' }))).toEqual([])
  })

  it('says so when nothing happens on schedule, and to a worker only what jobs need', () => {
    const config = readConfig({ JOBS: 'off', YOUTUBE_API_KEY: 'x', PUBLIC_URL: 'http://a' })
    expect(config.jobs).toBe('off')
    expect(notConfigured(config)).toEqual([expect.stringContaining('JOBS is off')])
    expect(notConfiguredForJobs(config)).toEqual([])
    expect(notConfiguredForJobs(readConfig({}))).toEqual([
      expect.stringContaining('YOUTUBE_API_KEY is not set'),
    ])
  })

  it('takes a MySQL address as it is', () => {
    const url = 'mysql://crecker:secret@db.example/crecker?connections=20'
    expect(readConfig({ DATABASE_URL: url }).database).toEqual({ kind: 'mysql', url })
  })

  it('takes the address of the 2020 database in the same form', () => {
    const url = 'mysql://crecker:secret@old.example/crecker?tls=on'
    expect(readConfig({ IMPORT_2020_URL: url }).import2020Url).toBe(url)
    expect(readConfig({}).import2020Url).toBeNull()
  })

  it('keeps pictures in S3 when it has an address and keys', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a/secret+key' }
    const amazon = readConfig({ IMAGES: 's3://crecker?region=ap-northeast-2', ...keys })
    expect(amazon.images).toEqual({
      kind: 's3',
      place: { bucket: 'crecker', prefix: '', region: 'ap-northeast-2', endpoint: null },
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a/secret+key', sessionToken: null },
    })
    expect(placeOfImages(amazon)).toBe('s3://crecker/')
    const other = readConfig({
      IMAGES: 's3://crecker/app/pictures/?region=us-east-1&endpoint=https://S3.example.com:9000/',
      ...keys,
      AWS_SESSION_TOKEN: 'token==',
    })
    expect(other.images).toMatchObject({
      place: { prefix: 'app/pictures/', region: 'us-east-1', endpoint: 'https://s3.example.com:9000' },
      credentials: { sessionToken: 'token==' },
    })
    expect(placeOfImages(other)).toBe('s3://crecker/app/pictures/ at https://s3.example.com:9000')
  })

  it('looks at the keys of S3 only when it keeps pictures there', () => {
    const images = readConfig({ AWS_ACCESS_KEY_ID: 'not a key', AWS_SESSION_TOKEN: '토큰' }).images
    expect(images).toEqual({ kind: 'disk', directory: 'data/images' })
  })

  it('takes a slash from the end of addresses', () => {
    const config = readConfig({
      PUBLIC_URL: 'https://crecker.example/',
      YOUTUBE_API_BASE_URL: 'http://a:1//',
    })
    expect([config.publicUrl, config.youTubeApiBaseUrl]).toEqual(['https://crecker.example', 'http://a:1'])
  })

  it('knows what YouTube gives every project, and takes what it has granted to this one', () => {
    expect(readConfig({}).youTubeLimits).toEqual({ general: 10_000, statistics: 10_000, reserved: 500 })
    const granted = {
      YOUTUBE_DAILY_UNITS: '1000000',
      YOUTUBE_DAILY_STATISTICS_UNITS: '0',
      YOUTUBE_RESERVED_UNITS: '999999',
    }
    expect(readConfig(granted).youTubeLimits).toEqual({
      general: 1_000_000,
      statistics: 0,
      reserved: 999_999,
    })
  })

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number.'],
    [{ PORT: '70000' }, 'PORT must be at most 65535.'],
    [{ PORT: '-1' }, 'PORT must be a whole number.'],
    [{ DATABASE_URL: 'postgres://x' }, 'DATABASE_URL must be sqlite:<file>'],
    [{ DATABASE_URL: 'mysql://u:secret@h' }, 'DATABASE_URL must have the form mysql://<user>:<password>@'],
    [{ DATABASE_URL: 'mysql://u:secret@h/d?poolsize=9' }, 'DATABASE_URL: it has no option poolsize.'],
    [{ IMPORT_2020_URL: 'dump.sql' }, 'IMPORT_2020_URL must be mysql://<user>:<password>@'],
    [
      { IMPORT_2020_URL: 'mysql://u:secret@h' },
      'IMPORT_2020_URL must have the form mysql://<user>:<password>@',
    ],
    [{ IMPORT_2020_URL: 'mysql://u:secret@h/d?x=9' }, 'IMPORT_2020_URL: it has no option x.'],
    [{ JOBS: 'on' }, 'JOBS must be inside or off.'],
    [{ AD_LIST_CACHE_MS: '5000' }, 'AD_LIST_CACHE_MS must be at most 1000.'],
    [{ PUBLIC_URL: 'crecker.example' }, 'PUBLIC_URL must be an http or https address'],
    [{ YOUTUBE_DAILY_UNITS: '0' }, 'YOUTUBE_DAILY_UNITS must be at least 1.'],
    [{ YOUTUBE_DAILY_UNITS: '1e6' }, 'YOUTUBE_DAILY_UNITS must be a whole number.'],
    [{ YOUTUBE_DAILY_STATISTICS_UNITS: '-1' }, 'YOUTUBE_DAILY_STATISTICS_UNITS must be a whole number.'],
    [{ YOUTUBE_RESERVED_UNITS: 'some' }, 'YOUTUBE_RESERVED_UNITS must be a whole number.'],
    [
      { YOUTUBE_DAILY_UNITS: '500' },
      'YOUTUBE_RESERVED_UNITS (500) must be smaller than YOUTUBE_DAILY_UNITS (500), since jobs',
    ],
    [
      { YOUTUBE_RESERVED_UNITS: '10001' },
      'YOUTUBE_RESERVED_UNITS (10001) must be smaller than YOUTUBE_DAILY_UNITS (10000), since jobs',
    ],
    [{ REQUIRE_VERIFIED_CHANNEL: 'yes' }, 'REQUIRE_VERIFIED_CHANNEL must be true or false.'],
    [{ WITHDRAWAL_MINIMUM_WON: '0' }, 'WITHDRAWAL_MINIMUM_WON must be at least 1.'],
    [
      { STATISTICS_RETENTION_DAYS: '25' },
      'STATISTICS_RETENTION_DAYS must be at least 26, since videos whose rewards are settled may be read as rarely as every 25 days',
    ],
    [{ STATISTICS_RETENTION_DAYS: '1097' }, 'STATISTICS_RETENTION_DAYS must be at most 1096.'],
    [{ IMAGES: 'ftp://x' }, 'IMAGES must be disk or s3://<bucket>/<prefix>?region=<region>.'],
    [{ IMAGES: 's3://bucket' }, 'IMAGES needs a region, such as ?region=ap-northeast-2; '],
    [
      { IMAGES: 's3://bucket?region=us-east-1' },
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set, since IMAGES keeps pictures in S3.',
    ],
    [
      { IMAGES: 's3://bucket?region=us-east-1', AWS_SECRET_ACCESS_KEY: 'a-secret' },
      'AWS_ACCESS_KEY_ID must be set, since IMAGES keeps pictures in S3.',
    ],
    [
      { IMAGES: 's3://bucket?region=us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'a secret\n' },
      'AWS_SECRET_ACCESS_KEY must hold no spaces, line breaks or letters outside of ASCII.',
    ],
    [
      {
        IMAGES: 's3://bucket?region=us-east-1',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: ' secret',
      },
      'AWS_SESSION_TOKEN must hold no spaces',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be debug, info, warn, error or silent.'],
  ])('refuses %o with one clear sentence and without the value', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(ConfigError)
    expect(() => readConfig(environment)).toThrow(sentence)
    expect(() => readConfig(environment)).not.toThrow(/secret/)
  })

  it('advises against a worker beside a server on one SQLite file, and says nothing of it elsewhere', () => {
    expect(workerAdvice(readConfig({}))).toEqual([expect.stringContaining('one process is enough')])
    expect(workerAdvice(readConfig({ DATABASE_URL: 'mysql://u:p@h/d' }))).toEqual([])
  })

  it('names every wrong setting at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT.*\n.*LOG_LEVEL/)
  })
})
