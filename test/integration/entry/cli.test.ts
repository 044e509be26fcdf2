import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { diskImages } from '../../../src/adapters/images/disk.ts'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { formatDayTime } from '../../../src/domain/calendar.ts'
import { DAY_MS, toInstant } from '../../../src/domain/primitives.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { onePixel } from '../../fixtures/pictures.ts'
import { fittedWeights } from '../../fixtures/recommendation.ts'
import { S3_KEYS, s3Error, startS3Server } from '../../fixtures/s3-server.ts'
import { kept, storedAd, storedApplication, storedCompletion } from '../../fixtures/stored.ts'
import { at } from '../../unit/examples.ts'

const cli = resolve(import.meta.dirname, '../../../src/entry/cli.ts')
let folder: string
let running: ChildProcess[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crecker-cli-'))
  running = []
})
afterEach(async () => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** In an empty folder and with an empty environment, as on a new machine. */
const start = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: 'pipe',
  })
  running.push(child)
  return child
}

/** Each but those that ask YouTube, for which there is no key. */
const allRan = async (): Promise<boolean> => {
  const { out } = await run(['job', 'list'])
  const idle = [...out.matchAll(/^(\S+) .*never ran$/gm)].map(([, job]) => job)
  return idle.join() === 'refresh-statistics,refresh-channels,check-owed-proofs'
}

const run = async (
  args: readonly string[],
  { input = '', environment = {} }: { input?: string; environment?: Readonly<Record<string, string>> } = {},
) => {
  const child = start(args, environment)
  child.stdin.end(input)
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, out, errors }
}

/** Resolves with the address once the server says that it serves. */
const serving = async (environment: Readonly<Record<string, string>>) => {
  const child = start(['serve'], environment)
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith('Pictures:')) break
  }
  const port = /localhost:(\d+)/.exec(lines[0] ?? '')?.[1]
  return { child, lines, url: `http://127.0.0.1:${port}` }
}

describe('crecker serve', () => {
  it('serves with an empty environment, makes ./data, and says what is not configured', async () => {
    const { child, lines, url } = await serving({ PORT: '0' })

    expect(lines).toEqual([
      expect.stringContaining('Crecker serves on http://localhost:'),
      expect.stringContaining('YOUTUBE_API_KEY is not set'),
      expect.stringContaining('PUBLIC_URL is not set'),
    ])
    const health = await fetch(`${url}/health`)
    expect(await health.json()).toEqual({ statusCode: 200, success: true, message: 'ok' })
    expect((await fetch(`${url}/ready`)).status).toBe(200)
    expect(await readdir(join(folder, 'data'))).toEqual(
      expect.arrayContaining(['crecker.sqlite', 'keys.json']),
    )

    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
  })

  it('keeps what it makes from other users of the machine, and leaves what is there as open as it is', async () => {
    const modes = async () =>
      Object.fromEntries(
        await Promise.all(
          [
            '',
            'crecker.sqlite',
            'crecker.sqlite-wal',
            'crecker.sqlite-shm',
            'crecker.sqlite.serving.lock',
          ].map(
            async (name) =>
              [name, ((await stat(join(folder, 'data', name))).mode & 0o777).toString(8)] as const,
          ),
        ),
      )
    const { child } = await serving({ PORT: '0' })
    expect(await modes()).toEqual({
      '': '700',
      'crecker.sqlite': '600',
      'crecker.sqlite-wal': '600',
      'crecker.sqlite-shm': '600',
      'crecker.sqlite.serving.lock': '600',
    })
    child.kill('SIGTERM')
    await once(child, 'close')
    await chmod(join(folder, 'data'), 0o755)
    await chmod(join(folder, 'data', 'crecker.sqlite'), 0o644)
    await serving({ PORT: '0' })
    expect(await modes()).toMatchObject({
      '': '755',
      'crecker.sqlite': '644',
      'crecker.sqlite-wal': '644',
      'crecker.sqlite-shm': '644',
    })
  })

  it('is refused a second time on the same database, while other commands may write beside it', async () => {
    await serving({ PORT: '0' })

    const second = await run(['serve'], { environment: { PORT: '0' } })
    expect(second.code).not.toBe(0)
    expect(second.errors).toMatch(/serv/i)
    expect(second.errors).not.toMatch(/\n\s+at /)

    const operator = await run(['operator', 'add', '--email', 'op@example.com'], {
      input: 'a-good-password\n',
    })
    expect(operator).toMatchObject({ code: 0, out: expect.stringContaining('op@example.com was added') })
  })

  it('says which port is in use', async () => {
    const taken = createServer().listen(0, '0.0.0.0')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const refused = await run(['serve'], { environment: { PORT: port } })
    taken.close()
    expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining(`Port ${port} is in use`) })
  })
})

describe('crecker', () => {
  it.each([
    [[]],
    [['fly']],
    [['job']],
    [['recommendation']],
    [['operator']],
    [['operator', 'add']],
    [['expert']],
    [['expert', 'add']],
    [['youtube-simulator']],
  ])('explains itself for %o and ends with 2', async (args) => {
    const said = await run(args)
    expect(said.code).toBe(2)
    expect(said.out + said.errors).toContain('Usage: crecker <command>')
  })

  it('refuses a wrong setting with a sentence', async () => {
    const refused = await run(['serve'], { environment: { PORT: 'http' } })
    expect(refused).toMatchObject({ code: 2, errors: 'PORT must be a whole number.\n' })
  })

  it('migrates from nothing, and then has nothing to do', async () => {
    expect(await run(['migrate'])).toMatchObject({ code: 0, out: expect.stringContaining('Steps taken') })
    expect(await run(['migrate'])).toMatchObject({ code: 0, out: 'The schema is up to date.\n' })
  })

  it('reconciles empty books', async () => {
    await run(['migrate'])
    expect(await run(['reconcile'])).toMatchObject({ code: 0, out: expect.stringContaining('drift 0') })
  })

  it('refuses to reconcile a database that was never set up', async () => {
    expect(await run(['reconcile'])).toMatchObject({
      code: 1,
      errors: 'There is no database data/crecker.sqlite: DATABASE_URL and DATA_DIR say where it is.\n',
    })
    expect(await readdir(folder)).toEqual([])
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'crecker.sqlite'), '')
    expect(await run(['reconcile'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('run `crecker migrate`'),
    })
  })

  it('adds an operator once, and refuses what cannot be one', async () => {
    const add = (email: string, input: string) => run(['operator', 'add', '--email', email], { input })
    expect((await add('op@example.com', 'a-good-password')).code).toBe(0)
    expect(await add('op@example.com', 'a-good-password')).toMatchObject({
      code: 1,
      errors: 'This e-mail is registered already.\n',
    })
    expect((await add('nobody', 'a-good-password')).errors).toBe('This is not an e-mail address.\n')
    expect((await add('b@example.com', 'short')).errors).toBe('A password has 8 to 1,024 characters.\n')
  })

  it('adds an expert once, and says their number, by which an operator gives them a profile', async () => {
    const add = (email: string, input: string) => run(['expert', 'add', '--email', email], { input })
    expect(await add('lawyer@example.com', 'a-good-password')).toMatchObject({
      code: 0,
      out: 'Expert lawyer@example.com was added (member 1).\n',
    })
    expect((await add('lawyer@example.com', 'a-good-password')).errors).toBe(
      'This e-mail is registered already.\n',
    )
  })

  it('says in one line what a job did that is run by hand, and names them when there is no such job', async () => {
    expect(await run(['job', 'run', 'release-rewards'])).toMatchObject({
      code: 0,
      out: 'release-rewards: released 0, waiting 0\n',
    })
    expect(await run(['job', 'run', 'dance'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('There is no job "dance". Jobs: refresh-statistics, refresh-channels'),
    })
    expect((await run(['job', 'list', 'dance'])).code).toBe(2)
  })
})

describe('crecker job', () => {
  it('runs what is due and no more with --due, and says how the job stands', async () => {
    expect((await run(['job', 'run', 'purge-observations', '--due'])).code).toBe(0)
    expect(await run(['job', 'run', 'purge-observations', '--due'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^purge-observations: nothing is due; the run for \d{4}-\d\d-\d\d 04:00:00 is over\n$/,
      ),
    })
  })

  it('says that a job pauses, until when and why, and ends with 1', async () => {
    expect(await run(['migrate'])).toMatchObject({ code: 0 })
    const database = new DatabaseSync(join(folder, 'data', 'crecker.sqlite'))
    const resumeAt = toInstant(Date.now() + DAY_MS)
    database.exec(
      `INSERT INTO job VALUES ('release-rewards', 0, 7, NULL, 1, 'host:1', 'paused', NULL, ${resumeAt}, 'it rains')`,
    )
    database.close()
    expect(await run(['job', 'run', 'release-rewards', '--due'])).toMatchObject({
      code: 1,
      errors: `release-rewards: nothing is due; pauses until ${formatDayTime(resumeAt)}: it rains\n`,
    })
  })

  it('says what a job needs that asks YouTube, ends with 1, and leaves its standing to those that have a key', async () => {
    expect(await run(['job', 'run', 'refresh-channels'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('refresh-channels: it asks YouTube, and YOUTUBE_API_KEY is not set.'),
    })
    expect((await run(['job', 'list', 'refresh-channels'])).out).toContain('never ran')
  })

  it('lists each job with its schedule, how it stands, what is due, and what its last runs did', async () => {
    await run(['migrate'])
    const never = await run(['job', 'list'])
    expect(never).toMatchObject({ code: 0, errors: '' })
    expect(never.out).toMatch(/^Jobs at .*All times are Korean\.\n\njob +comes +next +how it stands\n/)
    for (const line of [
      /^refresh-statistics +every 5 minutes +due now +never ran$/m,
      /^close-selections +every hour +due now +never ran$/m,
      /^send-deadline-notices +daily at 09:00, each missed day +due now +never ran$/m,
      /^sweep-leftovers +daily at 04:40 +due now +never ran$/m,
      /^No job has ever run\.$/m,
    ])
      expect(never.out).toMatch(line)

    await run(['job', 'run', 'release-rewards'])
    await run(['job', 'run', 'release-rewards'])
    const { out } = await run(['job', 'list', 'release-rewards'])
    expect(out).toMatch(
      /^release-rewards +every 10 minutes +\d{4}-\d\d-\d\d \d\d:\d0:00 +the run for \d{4}-\S+ \S+ is over$/m,
    )
    expect(out.match(/^release-rewards .* done +\S+:\d+ +released 0, waiting 0$/gm)).toHaveLength(2)
    expect(out).not.toContain('refresh-statistics')
  })

  it('says what weighs in recommendations, since when, and how well it foretold creators', async () => {
    await run(['migrate'])
    const { code, out } = await run(['recommendation', 'weights'])
    expect(code).toBe(0)
    expect(out).toMatch(/^What weighs in lists of ads: the priors\.$/m)
    expect(out).toMatch(/^text +4\.500 +4\.500 +how like it is to what the creator chose before/m)
    const database = await openSqlite({ path: join(folder, 'data', 'crecker.sqlite'), migrate: false })
    await kept(database, async ({ recommendationWeights }) => {
      await recommendationWeights.add(fittedWeights())
      await recommendationWeights.add(fittedWeights({ isAccepted: false, lossAfter: 0.19 }))
    })
    await database.close()
    const fitted = await run(['recommendation', 'weights'])
    expect(fitted.out).toMatch(
      /^What weighs in lists of ads: fitted at 2026-11-22 12:00:00 \(Korean time\) to 80,000 impressions\.$/m,
    )
    expect(fitted.out).toMatch(/^text +5\.250 +4\.500 /m)
    expect(fitted.out).toMatch(
      /^2026-11-22 12:00:00 +80,000 +0\.1834 +0\.1900 +not used: it foretold no better$/m,
    )
    const { kinds } = JSON.parse((await run(['recommendation', 'weights', '--json'])).out)
    expect(kinds).toMatchObject([
      { itemKind: 'ad', from: 'fit', lossAfter: 0.1795, weights: { text: 5.25 }, fits: [{}, {}] },
      { itemKind: 'programme', from: 'priors', fittedAt: null, weights: { pace: 0 }, fits: [] },
    ])
    expect((await run(['recommendation', 'weight'])).code).toBe(2)
  })

  it('says when a job is late, and in JSON for programs that watch, and ends with 1', async () => {
    expect((await run(['job', 'run', 'release-rewards'])).code).toBe(0)
    expect((await run(['job', 'list'])).code).toBe(0)
    const database = new DatabaseSync(join(folder, 'data', 'crecker.sqlite'))
    database.exec(`UPDATE job SET slot = ${Date.parse('2026-11-01T12:00:00+09:00')}`)
    database.close()
    const listed = await run(['job', 'list'])
    expect(listed.code).toBe(1)
    expect(listed.out).toMatch(/^release-rewards +every 10 minutes +due now, late +the run for .* is over$/m)
    expect(listed.out.match(/late/g)).toHaveLength(1)

    const { code, out } = await run(['job', 'list', 'release-rewards', '--json'])
    expect(code).toBe(1)
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/)
    const [by, said] = [expect.stringMatching(/^\S+:\d+$/), 'released 0, waiting 0']
    expect(JSON.parse(out)).toEqual({
      at: iso,
      late: true,
      jobs: [
        {
          job: 'release-rewards',
          everySeconds: 600,
          late: true,
          due: true,
          state: 'over',
          slot: '2026-11-01T12:00:00.000+09:00',
          by,
          leaseUntil: null,
          pausesUntil: null,
          why: null,
          runs: [{ slot: iso, endedAt: iso, outcome: 'done', by, said }],
        },
      ],
    })
    expect((await run(['job', 'run', 'release-rewards', '--json'])).code).toBe(2)
  })

  it('reports how fairly the market worked in a week', async () => {
    await run(['migrate'])
    const database = await openSqlite({ path: join(folder, 'data', 'crecker.sqlite') })
    await kept(database, async (stores) => {
      const applyTo = at('2026-11-19T23:59:59.999+09:00')
      const schedule = aSchedule(applyTo, { applyTo })
      const busy = await storedAd(stores, { schedule })
      await storedAd(stores, { schedule })
      await storedApplication(stores, { ad: busy, appliedAt: applyTo })
      await storedApplication(stores, { ad: busy, appliedAt: applyTo })
    })
    await database.close()
    const { code, out, errors } = await run(['recommendation', 'report', '--week', '2020-W53'])
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(out).toContain('Week 2020-W53, from 2020-12-28 to 2021-01-03, Korean days.')
    expect(out).toMatch(/^ads closed with fewer than 2 applicants +none +0 of 0$/m)
    expect(out.match(/^- /gm)).toHaveLength(6)
    const { out: json } = await run(['recommendation', 'report', '--week', '2026-W47', '--json'])
    expect(JSON.parse(json)).toMatchObject({
      week: '2026-W47',
      from: '2026-11-16T00:00:00.000+09:00',
      to: '2026-11-22T23:59:59.999+09:00',
      cut: false,
      figures: [
        { code: 'exposure-gini', value: null, count: 0, of: 2, unknown: 0 },
        { code: 'starved-ads', value: 0.5, count: 1, of: 2, unknown: 0 },
        { code: 'new-ads-applied-to' },
        { code: 'small-impressions', value: null, count: 0, of: 0, unknown: 0 },
        { code: 'small-applications' },
        { code: 'small-assignments' },
      ],
    })
    expect((await run(['recommendation', 'report'])).out).toMatch(/^Week \d{4}-W\d\d, .*, Korean days\.$/m)
    expect(await run(['recommendation', 'report', '--week', '2025-W53'])).toMatchObject({
      code: 2,
      errors: 'There is no week "2025-W53". Weeks are written as 2026-W47 (ISO 8601).\n',
    })
    expect(await run(['recommendation', 'report', '--week', '9998-W01'])).toMatchObject({
      code: 1,
      errors: 'This week begins at 9997-12-29 00:00:00, Korean time. Ask for an earlier one.\n',
    })
  })

  it.each([
    ['report', '--bogus'],
    ['report', 'extra'],
    ['report', '--week'],
    ['weights', '--week', '2026-W47'],
    ['weights', '--json=yes'],
  ])('says which word does not fit a command of recommendations: %s %s', async (what, ...args) => {
    const form = what === 'report' ? 'report [--week <2026-W47>] [--json]' : 'weights [--json]'
    expect(await run(['recommendation', what, ...args])).toMatchObject({
      code: 2,
      errors: `"${args[0]?.split('=')[0]}" does not fit. The command is: crecker recommendation ${form}\n`,
    })
  })

  it('lists nothing of a database that is not there, and makes none', async () => {
    expect(await run(['job', 'list'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('There is no database'),
    })
    expect(await readdir(folder)).toEqual([])
  })
})

describe('crecker worker', () => {
  /** Resolves once it says that it runs. */
  const working = async (environment: Readonly<Record<string, string>> = {}) => {
    const child = start(['worker'], environment)
    const lines: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line)
      if (line.startsWith('YouTube:') || lines.length > 20) break
    }
    child.stdout.resume()
    return { child, lines }
  }
  const endedBy = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
    const startedAt = performance.now()
    child.kill(signal)
    await once(child, 'close')
    expect(performance.now() - startedAt).toBeLessThan(12_000)
    return child.exitCode
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says what it does and what is not configured, runs what is due at once, and ends with 0 after %s',
    async (signal) => {
      const { child, lines } = await working()
      expect(lines).toContainEqual(
        expect.stringMatching(/^Crecker runs jobs on schedule \(data in \.\/data\): refresh-statistics, /),
      )
      expect(lines).toContainEqual(
        expect.stringMatching(
          /^SQLite: .* one process is enough, since "crecker serve" runs the jobs itself/,
        ),
      )
      expect(lines.at(-1)).toContain('YOUTUBE_API_KEY is not set')
      await expect.poll(allRan, { timeout: 20_000, interval: 300 }).toBe(true)
      expect(await endedBy(child, signal)).toBe(0)
    },
  )

  it('runs beside a server on the same SQLite file and beside others of its kind, each job once', async () => {
    const { child: server } = await serving({ PORT: '0', JOBS: 'off' })
    const workers = await Promise.all([working(), working(), working()])
    await expect.poll(allRan, { timeout: 20_000, interval: 300 }).toBe(true)
    const { out } = await run(['job', 'list'])
    expect(out.match(/^expire-sessions .* done /gm)).toHaveLength(1)
    for (const { child } of workers) expect(await endedBy(child, 'SIGTERM')).toBe(0)
    expect(await endedBy(server, 'SIGTERM')).toBe(0)
  })

  it('ends in time while YouTube does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => {
      silent.close()
    })
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await mkdir(join(folder, 'data'))
    const database = await openSqlite({ path: join(folder, 'data', 'crecker.sqlite'), migrate: true })
    await kept(database, (stores) => storedCompletion(stores))
    await database.close()

    const asked = once(silent, 'connection')
    const child = start(['worker'], {
      YOUTUBE_API_KEY: 'any',
      YOUTUBE_API_BASE_URL: `http://127.0.0.1:${port}`,
    })
    child.stdout.resume()
    await asked
    expect(await endedBy(child, 'SIGTERM')).toBe(0)
  })
})

describe('crecker serve with its jobs inside', () => {
  it('runs what is due at once', async () => {
    const { child } = await serving({ PORT: '0' })
    child.stdout.resume()
    await expect.poll(allRan, { timeout: 20_000, interval: 300 }).toBe(true)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
  })

  it('leaves them alone when JOBS is off, and says so', async () => {
    const { child, lines } = await serving({ PORT: '0', JOBS: 'off' })
    expect(lines).toContainEqual(expect.stringContaining('Jobs: JOBS is off'))
    child.kill('SIGTERM')
    await once(child, 'close')
    expect((await run(['job', 'list'])).out).toContain('No job has ever run.')
  })
})

describe('crecker images copy', () => {
  it('copies the pictures on the disk into the storage that IMAGES names', async () => {
    const s3 = await startS3Server()
    const saved = await diskImages({ directory: join(folder, 'data', 'images') }).save(onePixel.gif)
    const environment = {
      IMAGES: `s3://crecker/pictures?region=ap-northeast-2&endpoint=${s3.url}`,
      AWS_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
      AWS_SESSION_TOKEN: S3_KEYS.sessionToken ?? '',
    }
    expect(await run(['images', 'copy'], { environment })).toEqual({
      code: 0,
      out: `1 pictures copied to s3://crecker/pictures/ at ${s3.url}, 0 were there already.\n`,
      errors: '',
    })
    expect([...s3.objects.keys()]).toEqual([`pictures/${saved.ok ? saved.value : ''}`])

    s3.answerNext(s3Error(403, 'AccessDenied'), s3Error(403, 'AccessDenied'))
    expect(await run(['images', 'copy'], { environment })).toMatchObject({
      code: 1,
      errors:
        'Not all pictures were copied: S3 answered 403. Run it again: it goes on with what is missing.\n',
    })
    expect(await run(['images', 'copy', '--from', 'nowhere'], { environment })).toMatchObject({
      code: 1,
      errors: 'There is no folder nowhere: DATA_DIR or --from says where the pictures are.\n',
    })
    await s3.close()
  })

  it('says what is missing when IMAGES names no storage, or it is called in another way', async () => {
    expect(await run(['images', 'copy'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('IMAGES must name the storage'),
    })
    expect(await run(['images', 'move'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Usage: crecker'),
    })
  })
})
