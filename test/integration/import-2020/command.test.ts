import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type GeneratedRow, writeDump } from '../../import-2020/dump-of-2020.ts'
import { hashedIn2020 } from '../../import-2020/house-of-2020.ts'
import { describeOnMariadb, takeDatabase } from '../../mariadb/for-tests.ts'

const cli = resolve(import.meta.dirname, '../../../src/entry/cli.ts')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crecker-import-'))
  return () => rm(folder, { recursive: true, force: true })
})

const start = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: 'pipe',
  })

const run = async (...args: readonly string[]) => {
  const child = start(args)
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, out, errors }
}

/** All with one password, so that they are made fast; two of each hundred are refused. */
const dumpWith = async (members: number): Promise<void> => {
  const hashed = await hashedIn2020('password')
  const rows = Array.from({ length: members }, (_, index): GeneratedRow => {
    const isBad = index % 50 === 7
    return {
      userIdx: index + 1,
      email: isBad ? '' : `m${index + 1}@example.kr`,
      ...hashed,
      cash: 900,
      cashAllowed: 100,
    }
  })
  await writeDump(
    join(folder, 'dump.sql'),
    new Map([
      ['User', rows],
      ['History', [{ historyIdx: 1 }]],
    ]),
  )
}

const accounts = (): number => {
  const database = new DatabaseSync(join(folder, 'data', 'crecker.sqlite'), { readOnly: true })
  try {
    return Number(database.prepare('SELECT COUNT(*) AS n FROM account').get()?.n)
  } catch {
    // Not migrated yet.
    return 0
  } finally {
    database.close()
  }
}

/** Kills an import with `kill -9` when it has taken over so many accounts; answers how many it had in the end. */
const killedAt = async (members: number): Promise<number> => {
  const child = start(['import-2020', 'dump.sql'])
  await once(child, 'spawn')
  while (child.exitCode === null) {
    await pause(5)
    try {
      if (accounts() >= members) break
    } catch {
      // The file is not there yet.
    }
  }
  const closed = child.exitCode === null ? once(child, 'close') : null
  child.kill('SIGKILL')
  await closed
  return accounts()
}

describe('crecker import-2020', () => {
  it('tells what was taken over and what was not, writes the report, and releases when it is told', async () => {
    await dumpWith(100)
    const first = await run('import-2020', 'dump.sql')
    expect(first).toMatchObject({ code: 0, errors: '' })
    expect(first.out).toContain('User 8 refused: it has no e-mail address: ""')
    expect(first.out).toMatch(/^User +100 +98 +0 +2 +0$/m)
    expect(first.out).toContain('Taken over into data/crecker.sqlite:\n')
    expect(first.out).toContain('Not taken over: History.')

    const again = await run('import-2020', 'dump.sql', '--report', 'report.jsonl', '--release-held')
    expect(again.out).toMatch(/^User +100 +0 +98 +2 +0$/m)
    expect(again.out).toContain('Released: 78400 won of 98 members.\n')
    expect(again.out).not.toContain('refused:')
    const report = await readFile(join(folder, 'report.jsonl'), 'utf8')
    expect(
      report
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(
      [8, 58].map((id) => ({
        table: 'User',
        id,
        outcome: 'refused',
        reason: 'it has no e-mail address: ""',
      })),
    )
    expect((await run('import-2020', 'dump.sql', '--release-held')).out).toContain(
      'Released: 0 won of 0 members.\n',
    )
    expect((await run('reconcile')).out).toContain('98 creators, 294 postings, drift 0')
  })

  it('says of whom nothing was released, and why', async () => {
    await dumpWith(3)
    await run('import-2020', 'dump.sql')
    const database = new DatabaseSync(join(folder, 'data', 'crecker.sqlite'))
    database.exec('UPDATE cash_balance SET pending = pending - 1 WHERE creator_id = 2')
    database.close()
    expect((await run('import-2020', 'dump.sql', '--release-held')).out).toContain(
      'Released: 1600 won of 2 members. 1 were left pending: their pocket holds less than what came from 2020.\n',
    )
  })

  it('is carried on after kill -9', async () => {
    await dumpWith(4_000)
    let taken = await killedAt(200)
    // On a busy machine it may be over before it is killed.
    for (let attempt = 1; taken === 3_920; attempt += 1) {
      expect(attempt, 'each import was over before it was killed').toBeLessThan(10)
      await rm(join(folder, 'data'), { recursive: true })
      taken = await killedAt(200)
    }
    expect(taken).toBeGreaterThanOrEqual(200)
    const { out } = await run('import-2020', 'dump.sql', '--report', 'report.jsonl')
    expect(out).toMatch(new RegExp(`^User +4000 +${3_920 - taken} +${taken} +80 +0$`, 'm'))
    expect((await run('reconcile')).out).toContain('3920 creators, 7840 postings, drift 0')
  })

  it.each([
    [[], 2, 'Usage'],
    [['one.sql', 'two.sql'], 2, 'Usage'],
    [['one.sql', '--quietly'], 2, 'Usage'],
    [['one.sql', '--report'], 2, 'Usage'],
    [['nowhere.sql'], 1, 'The dump nowhere.sql cannot be read'],
    [['mysql://nobody'], 1, 'The address of the 2020 database must have the form mysql://'],
    [['mysql://user:secret@127.0.0.1:1/crecker'], 1, 'The 2020 database cannot be read'],
  ])('refuses %j with a sentence', async (args, code, said) => {
    const refused = await run('import-2020', ...args)
    expect(refused.code).toBe(code)
    expect(refused.errors).toContain(said)
    expect(refused.errors).not.toContain('secret')
    expect(refused.errors).not.toMatch(/\n\s+at /)
  })

  it('reads from the setting when nothing is named, so that no password stands in a list of processes', async () => {
    const child = start(['import-2020'], { IMPORT_2020_URL: 'mysql://user:secret@127.0.0.1:1/crecker' })
    const [errors] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(errors).toMatch(/^The 2020 database cannot be read: .*ECONNREFUSED/)
    expect(errors).not.toContain('secret')
  })

  it('tells that a report cannot be written before it takes anything over', async () => {
    await dumpWith(10)
    const refused = await run('import-2020', 'dump.sql', '--report', 'nowhere/report.jsonl')
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringMatching(
        /^The report cannot be written to nowhere\/report\.jsonl: .*no such file or directory.* Nothing was taken over\.\n$/,
      ),
    })
    expect(accounts()).toBe(0)
  })

  it('ends quietly when nobody reads on', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => ({ userIdx: index + 1, email: '' }))
    await writeDump(join(folder, 'dump.sql'), new Map([['User', rows]]))
    const child = spawn(
      'sh',
      ['-c', '"$0" "$@" | head -n 1', process.execPath, cli, 'import-2020', 'dump.sql'],
      {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '' },
        stdio: 'pipe',
      },
    )
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    expect({ out, errors }).toEqual({ out: 'User 1 refused: it has no e-mail address: ""\n', errors: '' })
  })

  it('replaces no file by its report, be it the last report or the dump itself', async () => {
    await dumpWith(10)
    const dump = await readFile(join(folder, 'dump.sql'))
    expect(await run('import-2020', 'dump.sql', '--report', 'dump.sql')).toMatchObject({
      code: 1,
      errors:
        'dump.sql exists already, and a report never replaces anything: give it another name. Nothing was taken over.\n',
    })
    expect((await readFile(join(folder, 'dump.sql'))).equals(dump)).toBe(true)

    expect((await run('import-2020', 'dump.sql', '--report', 'report.jsonl')).code).toBe(0)
    const report = await readFile(join(folder, 'report.jsonl'), 'utf8')
    expect(report).toContain('"id":8')
    expect((await stat(join(folder, 'report.jsonl'))).mode & 0o777).toBe(0o600)
    expect((await run('import-2020', 'dump.sql', '--report', 'report.jsonl')).code).toBe(1)
    expect(await readFile(join(folder, 'report.jsonl'), 'utf8')).toBe(report)
  })
})

describeOnMariadb('crecker import-2020 into MariaDB', () => {
  it('ends with a sentence when the disk of its report is full', async () => {
    await writeDump(
      join(folder, 'dump.sql'),
      new Map([['User', Array.from({ length: 200 }, (_, index) => ({ userIdx: index + 1, email: '' }))]]),
    )
    const { url, giveBack } = await takeDatabase()
    onTestFinished(giveBack)
    const full = 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"'
    const command = [process.execPath, cli, 'import-2020', 'dump.sql', '--report', 'report.jsonl']
    const child = spawn('sh', ['-c', full, ...command], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: url },
      stdio: 'pipe',
    })
    const errors = await text(child.stderr)
    expect(errors).toMatch(
      /^The report cannot be written to report\.jsonl: .*file too large.* What was taken over so far stays, .*\n$/,
    )
    expect(child.exitCode ?? (await once(child, 'close'))[0]).toBe(1)
  })
})
