import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as aTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { migrate, stepsOf } from '../../../src/adapters/kysely/migrate.ts'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { openBackup, restoreInto } from '../../../src/adapters/kysely/restore.ts'
import { connectSqlite, sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { demand, kept, oneByOne, storedCreator } from '../../fixtures/stored.ts'
import { backedUp, everythingIn, makeBusy, openFull, restored, temporaryFile } from './busy-database.ts'
import { openTemporary, temporaryPath } from './temporary.ts'

const openBusy = async () => makeBusy(await openTemporary())

describe('a round trip', () => {
  test('brings every row of every table back as it was', async () => {
    const source = await openFull()
    const { file, report } = await backedUp(source)
    expect(everythingIn(file)).toEqual(everythingIn(source.path))
    expect(report).toMatchObject({ bytes: statSync(file).size, books: { drift: [] } })
    expect(report.tables).toBe(Object.keys(everythingIn(file)).length)
    expect(report.rows).toBe(Object.values(everythingIn(file)).flat().length)

    const target = await openTemporary()
    expect(demand(await restored(target, file))).toEqual({
      tables: report.tables,
      rows: report.rows,
      books: report.books,
    })
    expect(everythingIn(target.path)).toEqual(everythingIn(source.path))
  })

  test('leaves one file, which only its owner may read, and nothing beside it', async () => {
    const { file } = await backedUp(await openBusy())
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file))).toEqual(['backup.sqlite'])
  })

  test('goes on counting behind the highest id, and still refuses to change what was written for ever', async () => {
    const source = await openBusy()
    const { file } = await backedUp(source)
    const target = await openTemporary()
    demand(await restored(target, file))
    const [next, expected] = [
      await kept(target, (stores) => storedCreator(stores)),
      await kept(source, (stores) => storedCreator(stores)),
    ]
    expect(next.id).toBe(expected.id)
    const raw = new DatabaseSync(target.path)
    onTestFinished(() => raw.close())
    expect(() => raw.exec('UPDATE cash_posting SET amount = 1')).toThrow('cash_posting refuses UPDATE')
    expect(() => raw.exec('DELETE FROM audit_entry')).toThrow('audit_entry refuses DELETE')
  })

  test('takes the files of a stopped server as well', async () => {
    const source = await openBusy()
    const copied = temporaryFile('copied.sqlite')
    await source.close()
    cpSync(source.path, copied)
    const target = await openTemporary()
    demand(await restored(target, copied))
    expect(everythingIn(target.path)).toEqual(everythingIn(source.path))
  })
})

const modules = {
  open: new URL('../../../src/adapters/kysely/open.ts', import.meta.url).href,
  stored: new URL('../../fixtures/stored.ts', import.meta.url).href,
  video: new URL('../../fixtures/video.ts', import.meta.url).href,
}

/** A process of its own, whose creators earn something again and again until it is killed. */
const earnElsewhere = async (path: string) => {
  const program = `
    const { openSqlite } = await import(${JSON.stringify(modules.open)})
    const { kept, storedCreator, storedCompletion } = await import(${JSON.stringify(modules.stored)})
    const { aVideoId } = await import(${JSON.stringify(modules.video)})
    const persistence = await openSqlite({ path: ${JSON.stringify(path)} })
    for (let count = 0; ; count += 1) {
      await kept(persistence, async (stores) => {
        const creator = await storedCreator(stores, { email: 'meanwhile-' + count + '@example.com' })
        await storedCompletion(stores, { creator, videoId: aVideoId('mw-' + count) })
      })
      if (count === 0) process.stdout.write('earning')
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await once(child.stdout, 'data')
}

test('a backup while another process writes holds one moment, in which the books agree', async () => {
  const source = await openBusy()
  await earnElsewhere(source.path)
  const reports = await oneByOne(5, async (each) => {
    const file = temporaryFile(`${each}.sqlite`)
    return { file, ...demand(await source.backUp(file)) }
  })
  const [first, last] = [reports.at(0), reports.at(-1)]
  expect(last?.books.postings).toBeGreaterThan(first?.books.postings ?? 0)
  for (const { file, books } of reports) {
    expect(books.drift).toEqual([])
    const opened = await openTemporary(file)
    expect(await opened.views.cash.books()).toEqual(books)
  }
})

describe('a backup is refused', () => {
  test('when the file exists, which stays as it is', async () => {
    const source = await openTemporary()
    const file = temporaryFile('backup.sqlite')
    writeFileSync(file, 'precious')
    expect(await source.backUp(file)).toMatchObject({ error: { kind: 'file-exists' } })
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect(readdirSync(dirname(file))).toEqual(['backup.sqlite'])
  })

  test('when a file of that name appears meanwhile, which is kept', async () => {
    const source = await openBusy()
    const file = temporaryFile('backup.sqlite')
    const copying = source.backUp(file)
    while (!existsSync(`${file}.partial`)) await aTurn()
    writeFileSync(file, 'precious')
    expect(await copying).toMatchObject({ error: { kind: 'file-exists' } })
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect(readdirSync(dirname(file))).toEqual(['backup.sqlite'])
  })

  test('when another one is writing the file, of which one wins', async () => {
    const source = await openBusy()
    const file = temporaryFile('backup.sqlite')
    const both = await Promise.all([source.backUp(file), source.backUp(file)])
    expect(both.filter((answer) => answer.ok)).toHaveLength(1)
    expect(both).toContainEqual(
      expect.objectContaining({ error: { kind: 'partial-exists', partial: `${file}.partial` } }),
    )
    expect(everythingIn(file)).toEqual(everythingIn(source.path))
  })

  test('when the folder is not there', async () => {
    const source = await openTemporary()
    expect(await source.backUp('/nowhere/at/all/backup.sqlite')).toMatchObject({
      error: { kind: 'file-not-writable', reason: expect.stringContaining('no such file or directory') },
    })
  })

  test('when the database was never set up, or is of an older version', async () => {
    const path = temporaryPath()
    const empty = await openSqlite({ path })
    onTestFinished(() => empty.close())
    const file = temporaryFile('backup.sqlite')
    expect(await empty.backUp(file)).toMatchObject({ error: { kind: 'schema-not-current' } })
    expect(existsSync(file)).toBe(false)
  })
})

test('a drift is copied like everything else, and told', async () => {
  const source = await openBusy()
  const raw = new DatabaseSync(source.path)
  raw.exec(
    "UPDATE cash_balance SET pending = pending + 1 WHERE creator_id = (SELECT id FROM account WHERE email = 'rich@example.com')",
  )
  raw.close()
  const { file, report } = await backedUp(source)
  expect(report.books.drift).toHaveLength(1)

  expect(await openBackup(file)).toEqual({ ok: false, error: { kind: 'drifting', drifts: 1 } })
  const accepted = demand(await openBackup(file, { acceptDrift: true }))
  const target = await openTemporary()
  expect(demand(await target.restore(accepted).finally(accepted.close)).books).toEqual(report.books)
})

describe('not restored is', () => {
  const unfit = async (file: string) => {
    const opened = await openBackup(file)
    return opened.ok ? opened : opened.error
  }

  test('a file that is not there, and a folder', async () => {
    const file = temporaryFile('backup.sqlite')
    expect(await unfit(file)).toEqual({ kind: 'file-missing' })
    expect(await unfit(dirname(file))).toEqual({ kind: 'no-database' })
  })

  test.each([
    ['nothing', ''],
    ['a few letters', 'SQLite'],
    ['another kind of file', 'CREATE TABLE account (id INT);\n'.repeat(1000)],
  ])('%s', async (_, content) => {
    const file = temporaryFile('backup.sqlite')
    writeFileSync(file, content)
    expect(await unfit(file)).toEqual({ kind: 'no-database' })
  })

  test("somebody else's SQLite file", async () => {
    const file = temporaryFile('notes.sqlite')
    const notes = new DatabaseSync(file)
    notes.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)')
    notes.close()
    expect(await unfit(file)).toEqual({ kind: 'of-others' })
  })

  test('a file that was cut off anywhere', async () => {
    const { file } = await backedUp(await openBusy())
    const whole = readFileSync(file)
    for (const part of [0.001, 0.3, 0.9, 0.999]) {
      const cut = temporaryFile('cut.sqlite')
      writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * part)))
      expect(await unfit(cut)).toMatchObject({ kind: 'damaged' })
    }
  })

  test('a file in which a page went bad', async () => {
    const { file } = await backedUp(await openBusy())
    const content = readFileSync(file)
    const page = content.readUInt16BE(16)
    // Every page but the first, one at a time: each holds something.
    const damaged = Array.from({ length: Math.min(20, content.length / page - 1) }, (_, index) => {
      const bad = Buffer.from(content)
      bad.fill(0xff, (index + 1) * page, (index + 2) * page)
      return bad
    })
    for (const bad of damaged) {
      const path = temporaryFile('bad.sqlite')
      writeFileSync(path, bad)
      expect(await unfit(path)).toMatchObject({ kind: 'damaged' })
    }
  })

  test('a file of a newer version', async () => {
    const { file } = await backedUp(await openTemporary())
    const later = new DatabaseSync(file)
    later.exec("INSERT INTO schema_step (name, applied_at) VALUES ('0099-later: table later', 0)")
    later.close()
    await expect(openBackup(file)).rejects.toThrow('newer version of Crecker')
  })
})

test('a file of an older version is brought up to date in a copy of its own', async () => {
  const file = temporaryFile('old.sqlite')
  const steps = stepsOf(sqlite.ddl)
  const old = connectSqlite({ path: file, role: 'unshared', readOnly: false })
  await migrate(old.db, sqlite, steps.slice(0, -1))
  await sql`INSERT INTO throttle (subject, attempts, ends_at) VALUES ('a', 1, 2)`.execute(old.db)
  await old.close()
  const before = readFileSync(file)

  const target = await openTemporary()
  demand(await restored(target, file))
  expect(everythingIn(target.path).throttle).toEqual([{ subject: 'a', attempts: 1, ends_at: 2 }])
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a database that holds anything is not restored into, and stays as it is', async () => {
  const { file } = await backedUp(await openBusy())
  const target = await openTemporary()
  await kept(target, (stores) => storedCreator(stores))
  const before = everythingIn(target.path)
  expect(await restored(target, file)).toEqual({
    ok: false,
    error: { kind: 'target-not-empty', table: 'account', rows: 1 },
  })
  expect(everythingIn(target.path)).toEqual(before)
})

describe('into a database that is not new', () => {
  const anySound = async () => (await backedUp(await openBusy())).file

  test('but of an older version nothing is restored, and its schema stays as it is', async () => {
    const path = temporaryPath()
    const old = connectSqlite({ path, role: 'writer', readOnly: false })
    const steps = stepsOf(sqlite.ddl)
    await migrate(old.db, sqlite, steps.slice(0, -1))
    await sql`INSERT INTO throttle (subject, attempts, ends_at) VALUES ('a', 1, 2)`.execute(old.db)
    const stepsDone = async () =>
      (await old.db.selectFrom('schema_step').select('name').execute()).map(({ name }) => name)
    const before = await stepsDone()
    const target = await openSqlite({ path })
    expect(await restored(target, await anySound())).toEqual({
      ok: false,
      error: { kind: 'target-older', step: steps.at(-1)?.name },
    })
    await target.close()
    expect(await stepsDone()).toEqual(before)
    await old.close()
  })

  test('but of somebody else nothing is restored, nor made', async () => {
    const path = temporaryPath()
    const notes = new DatabaseSync(path)
    notes.exec('CREATE TABLE note (words TEXT)')
    const target = await openSqlite({ path })
    expect(await restored(target, await anySound())).toEqual({
      ok: false,
      error: { kind: 'target-of-others', table: 'note' },
    })
    await target.close()
    expect(notes.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([
      { name: 'note' },
    ])
    notes.close()
  })

  test('it is taken for new when a migration had not got to its first step', async () => {
    const path = temporaryPath()
    const begun = connectSqlite({ path, role: 'writer', readOnly: false })
    await migrate(begun.db, sqlite, [])
    await begun.close()
    const target = await openSqlite({ path })
    demand(await restored(target, await anySound()))
    await target.close()
  })
})

test.each([
  [
    'drops a row',
    'BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(IGNORE); END',
    /audit_entry has 0 of \d+ rows/,
  ],
  [
    'changes an amount',
    'AFTER INSERT ON cash_balance BEGIN UPDATE cash_balance SET paid = paid + 1; END',
    /its books are not those that were copied/,
  ],
])('a database that %s while it is restored is left empty', async (_, trigger, sentence) => {
  const { file } = await backedUp(await openBusy())
  const target = await openTemporary()
  const empty = everythingIn(target.path)
  const raw = new DatabaseSync(target.path)
  onTestFinished(() => raw.close())
  raw.exec(`CREATE TRIGGER meddling ${trigger}`)
  await expect(restored(target, file)).rejects.toThrow(sentence)
  expect(everythingIn(target.path)).toEqual(empty)
})

test('a disk that fills up while a backup is restored leaves the database empty', async () => {
  const { file } = await backedUp(await openBusy())
  const { path } = await openTemporary()
  const empty = everythingIn(path)
  const { db, close } = connectSqlite({ path, role: 'writer', readOnly: false })
  onTestFinished(close)
  const limitTo = (pages: number) => sql.raw(`PRAGMA max_page_count = ${pages}`).execute(db)
  const backup = demand(await openBackup(file))
  onTestFinished(backup.close)
  await limitTo(Math.floor(statSync(file).size / 4096) - 5)
  await expect(restoreInto(db, sqlite, backup)).rejects.toThrow(Outage)
  expect(everythingIn(path)).toEqual(empty)
  await limitTo(1_000_000)
  demand(await restoreInto(db, sqlite, backup))
  expect(everythingIn(path)).toEqual(everythingIn(file))
})
