import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { setImmediate as aTurn } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { openBackup } from '../../../src/adapters/kysely/restore.ts'
import { lockForServing } from '../../../src/adapters/kysely/sqlite-serving-lock.ts'
import { kept, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import { describeOnMariadb, takeDatabase, takeNewDatabase } from '../../mariadb/for-tests.ts'
import { everythingIn } from '../kysely/busy-database.ts'

const CLI = resolve(import.meta.dirname, '../../../src/entry/cli.ts')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crecker-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const within = (...path: readonly string[]): string => join(folder, ...path)

const run = async (
  args: readonly string[],
  {
    dataDir = 'data',
    command = [process.execPath],
    databaseUrl = '',
  }: {
    readonly dataDir?: string
    readonly command?: readonly string[]
    readonly databaseUrl?: string
  } = {},
) => {
  const [program = '', ...before] = command
  const child = spawn(program, [...before, CLI, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, out, errors }
}

/** Somebody who earned something, in the database of `./data`. */
const someData = async (): Promise<void> => {
  mkdirSync(within('data'))
  const persistence = await openSqlite({ path: within('data', 'crecker.sqlite'), migrate: true })
  await kept(persistence, async (stores) =>
    storedEarnings(stores, { creator: await storedCreator(stores), amount: 10_000 }),
  )
  await persistence.close()
}

const change = (path: string, statement: string): void => {
  const raw = new DatabaseSync(path)
  raw.exec(statement)
  raw.close()
}

/** Kills a backup that has begun to write. On a busy machine it may be over before that. */
const isKilledInTime = async (): Promise<boolean> => {
  const child = spawn(process.execPath, [CLI, 'backup', 'copy.sqlite'], { cwd: folder, stdio: 'ignore' })
  const closed = once(child, 'close')
  while (child.exitCode === null && !existsSync(within('copy.sqlite.partial'))) await aTurn()
  child.kill('SIGKILL')
  await closed
  return !existsSync(within('copy.sqlite'))
}

describe('crecker backup and restore', () => {
  it('move everything into another folder, and say what else to keep', async () => {
    await someData()
    expect(await run(['backup', 'copy.sqlite'])).toMatchObject({
      code: 0,
      errors: '',
      out: expect.stringMatching(
        /^copy\.sqlite: \d+ tables, \d+ rows, \d+ bytes, in [\d.]+ s\. .*1 creators, 2 postings, drift 0\.\n.*data\/keys\.json.*data\/images/,
      ),
    })
    expect(statSync(within('copy.sqlite')).mode & 0o777).toBe(0o600)

    expect(await run(['restore', 'copy.sqlite'], { dataDir: 'other' })).toMatchObject({
      code: 0,
      errors: '',
      out: expect.stringMatching(
        /^Restored from copy\.sqlite: .*drift 0\.\n.*other\/keys\.json.*other\/images/,
      ),
    })
    expect(everythingIn(within('other', 'crecker.sqlite'))).toEqual(
      everythingIn(within('data', 'crecker.sqlite')),
    )
    expect(await run(['reconcile'], { dataDir: 'other' })).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 creators, 2 postings, drift 0'),
    })
  })

  it('make a file that can be reconciled as it is, to the last byte', async () => {
    await someData()
    await run(['backup', 'copy.sqlite'])
    const before = readFileSync(within('copy.sqlite'))
    expect(await run(['reconcile'], { databaseUrl: 'sqlite:copy.sqlite' })).toMatchObject({
      code: 0,
      errors: '',
      out: expect.stringContaining('1 creators, 2 postings, drift 0'),
    })
    expect(readFileSync(within('copy.sqlite')).equals(before)).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(['copy.sqlite', 'data'])
  })

  it('back up beside a server, but restore only where none serves', async () => {
    await someData()
    const lock = lockForServing(within('data', 'crecker.sqlite'))
    expect((await run(['backup', 'copy.sqlite'])).code).toBe(0)
    expect(await run(['restore', 'copy.sqlite'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('Another process is already serving'),
    })
    lock.release()
    expect(await run(['restore', 'copy.sqlite'])).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^The database is not empty: its table account has 1 rows\. .*\n$/),
    })
  })

  it('leave a database of an older version as it is, wherever a mistyped address leads', async () => {
    await someData()
    await run(['backup', 'copy.sqlite'])
    const old = within('data', 'crecker.sqlite')
    change(old, 'DELETE FROM schema_step WHERE rowid = (SELECT MAX(rowid) FROM schema_step)')
    const steps = (): readonly unknown[] => {
      const raw = new DatabaseSync(old, { readOnly: true })
      const found = raw.prepare('SELECT * FROM schema_step ORDER BY name').all()
      raw.close()
      return found
    }
    const before = steps()
    expect(await run(['restore', 'copy.sqlite'])).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringMatching(
        /^The database was set up by an older version: .* Nothing was restored or changed: .*`crecker migrate`.*\n$/,
      ),
    })
    expect(steps()).toEqual(before)
  })

  it('keep books that do not agree, but never silently', async () => {
    await someData()
    change(within('data', 'crecker.sqlite'), 'UPDATE cash_balance SET withdrawable = withdrawable + 1')
    expect(await run(['backup', 'copy.sqlite'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('drift 1'),
      errors: expect.stringContaining('do not agree'),
    })
    expect(await run(['restore', 'copy.sqlite'], { dataDir: 'other' })).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/do not agree in 1 places.*--accept-drift. Nothing was restored\.\n$/),
    })
    expect(readdirSync(folder)).not.toContain('other')
    expect(await run(['restore', 'copy.sqlite', '--accept-drift'], { dataDir: 'other' })).toMatchObject({
      code: 0,
      out: expect.stringContaining('drift 1'),
    })
  })

  it('leave nothing that looks like a backup when they are killed', async () => {
    await someData()
    // Enough to copy that there is time to kill it.
    change(
      within('data', 'crecker.sqlite'),
      `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 50000)
        INSERT INTO throttle (subject, attempts, ends_at) SELECT 'somebody-' || n, 1, 1 FROM n`,
    )
    for (let attempt = 1; !(await isKilledInTime()); attempt += 1) {
      expect(attempt, 'each backup was over before it was killed').toBeLessThan(10)
      rmSync(within('copy.sqlite'))
    }
    expect(readdirSync(folder).sort()).toEqual(['copy.sqlite.partial', 'data'])
    expect((await openBackup(within('copy.sqlite'))).ok).toBe(false)
  })

  it('leave nothing behind on a disk that is full', async () => {
    await someData()
    const full = ['sh', '-c', 'trap "" XFSZ; ulimit -f 200; exec "$0" "$@"', process.execPath]
    const refused = await run(['backup', 'copy.sqlite'], { command: full })
    expect(refused.code).toBe(1)
    expect(refused.errors).toMatch(/^SQLite: .*\n$/)
    expect(readdirSync(folder)).toEqual(['data'])
  })
})

describeOnMariadb('crecker backup and restore on MariaDB', () => {
  it('move the embedded database to a server, and back', async () => {
    await someData()
    await run(['backup', 'embedded.sqlite'])
    const { url, giveBack } = await takeDatabase()
    onTestFinished(giveBack)
    expect(await run(['restore', 'embedded.sqlite'], { databaseUrl: url })).toMatchObject({
      code: 0,
      errors: '',
      out: expect.stringContaining('1 creators, 2 postings, drift 0'),
    })
    expect(await run(['backup', 'served.sqlite'], { databaseUrl: url })).toMatchObject({
      code: 0,
      errors: '',
    })
    expect(everythingIn(within('served.sqlite'))).toEqual(everythingIn(within('data', 'crecker.sqlite')))
    expect(await run(['restore', 'served.sqlite'], { databaseUrl: url })).toMatchObject({
      code: 1,
      errors: expect.stringContaining('The database is not empty'),
    })
  })
})

describeOnMariadb('crecker restore into MariaDB', () => {
  it('sets up a database without any table, and leaves others as they are', async () => {
    await someData()
    await run(['backup', 'copy.sqlite'])
    const { url, drop } = await takeNewDatabase()
    onTestFinished(drop)
    const connection = await createConnection(url)
    const tables = async () => (await connection.query<RowDataPacket[]>('SHOW TABLES'))[0].length
    try {
      await connection.query('CREATE TABLE note (words TEXT)')
      expect(await run(['restore', 'copy.sqlite'], { databaseUrl: url })).toMatchObject({
        code: 1,
        errors: expect.stringContaining('it has a table note, but was not set up by Crecker'),
      })
      expect(await tables()).toBe(1)
      await connection.query('DROP TABLE note')
      expect(await run(['restore', 'copy.sqlite'], { databaseUrl: url })).toMatchObject({ code: 0 })
      await connection.query("DELETE FROM schema_step WHERE name LIKE '0010-%'")
      expect(await run(['restore', 'copy.sqlite'], { databaseUrl: url })).toMatchObject({
        code: 1,
        errors: expect.stringContaining('The database was set up by an older version'),
      })
      const [steps] = await connection.query<RowDataPacket[]>(
        "SELECT name FROM schema_step WHERE name LIKE '0010-%'",
      )
      expect(steps).toEqual([])
    } finally {
      await connection.end()
    }
  })
})

describe('one sentence says why not, and nothing is made', () => {
  const refused = async (args: readonly string[], sentence: RegExp): Promise<void> => {
    const said = await run(args)
    expect(said).toMatchObject({ code: 1, out: '' })
    expect(said.errors).toMatch(/^[^\n]+\n$/)
    expect(said.errors).toMatch(sentence)
  }

  it('when there is nothing to back up', async () => {
    await refused(['backup', 'copy.sqlite'], /There is no database data\/crecker\.sqlite/)
    expect(readdirSync(folder)).toEqual([])
    mkdirSync(within('data'))
    writeFileSync(within('data', 'crecker.sqlite'), '')
    await refused(['backup', 'copy.sqlite'], /lacks the schema step "0001-accounts: table account"/)
    expect(readdirSync(folder)).toEqual(['data'])
  })

  it('when the backup has no place to go', async () => {
    await someData()
    writeFileSync(within('copy.sqlite'), 'precious')
    await refused(['backup', 'copy.sqlite'], /copy\.sqlite exists already/)
    writeFileSync(within('cut.sqlite.partial'), '')
    await refused(['backup', 'cut.sqlite'], /cut\.sqlite\.partial exists: .* Delete it if none is running\./)
    await refused(['backup', 'no/such/folder/copy.sqlite'], /cannot be written: .*no such file or directory/)
  })

  it('when the file is no backup', async () => {
    writeFileSync(within('text.sqlite'), 'words '.repeat(1_000))
    change(within('notes.sqlite'), 'CREATE TABLE note (words TEXT)')
    await refused(['restore', 'gone.sqlite'], /There is no file gone\.sqlite\. Nothing was restored\./)
    await refused(['restore', 'text.sqlite'], /it is no SQLite database/)
    await refused(['restore', 'notes.sqlite'], /not one of Crecker/)
    expect(readdirSync(folder)).not.toContain('data')
  })

  it('when the file was cut off, or a newer version made it', async () => {
    await someData()
    await run(['backup', 'copy.sqlite'])
    change(within('copy.sqlite'), "INSERT INTO schema_step (name, applied_at) VALUES ('0099-later: x', 0)")
    await refused(['restore', 'copy.sqlite'], /newer version of Crecker/)
    writeFileSync(
      within('cut.sqlite'),
      Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(500, 1)]),
    )
    await refused(['restore', 'cut.sqlite'], /cut\.sqlite is damaged or was cut off/)
  })

  it.each([
    [['backup']],
    [['backup', '--all', 'a']],
    [['restore', 'a', 'b']],
    [['restore', 'a', '--accept-drift=yes']],
  ])('when it was asked wrongly: %o', async (args) => {
    expect(await run(args)).toMatchObject({ code: 2, errors: expect.stringContaining('Usage: crecker') })
  })
})
