import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openMysql, type SqlPersistence } from '../../../src/adapters/kysely/open.ts'
import { demand, kept, oneByOne, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import { describeOnMariadb, takeDatabase } from '../../mariadb/for-tests.ts'
import {
  backedUp,
  everythingIn,
  makeBusy,
  openFull,
  restored,
  temporaryFile,
} from '../kysely/busy-database.ts'
import { openTemporary } from '../kysely/temporary.ts'

/** An empty database on MariaDB that goes back when the test ends. */
const openOnMariadb = async (): Promise<SqlPersistence & { readonly url: string }> => {
  const { url, giveBack } = await takeDatabase()
  const persistence = await openMysql({ url, migrate: true })
  onTestFinished(async () => {
    await persistence.close()
    await giveBack()
  })
  return { ...persistence, url }
}

describeOnMariadb('backups on MariaDB', () => {
  test('go from SQLite to MariaDB and back, and every row of every table stays as it was', async () => {
    const embedded = await openFull()
    const { file, report } = await backedUp(embedded)

    const mariadb = await openOnMariadb()
    expect(demand(await restored(mariadb, file))).toMatchObject({ rows: report.rows, books: report.books })
    const { file: again, report: reportAgain } = await backedUp(mariadb)
    expect(everythingIn(again)).toEqual(everythingIn(embedded.path))
    expect(reportAgain).toMatchObject({ rows: report.rows, tables: report.tables, books: report.books })

    const back = await openTemporary()
    demand(await restored(back, again))
    expect(everythingIn(back.path)).toEqual(everythingIn(embedded.path))
  })

  test('go from one MariaDB to another, which goes on counting behind the highest id', async () => {
    const source = await makeBusy(await openOnMariadb())
    const { file } = await backedUp(source)
    const target = await openOnMariadb()
    demand(await restored(target, file))
    const [next, expected] = [
      await kept(target, (stores) => storedCreator(stores)),
      await kept(source, (stores) => storedCreator(stores)),
    ]
    expect(next.id).toBe(expected.id)
  })

  test('hold one moment while others write, in which the books agree', async () => {
    const source = await makeBusy(await openOnMariadb())
    let writing = true
    const written = (async () => {
      let count = 0
      for (; writing; count += 1)
        await kept(source, async (stores) => {
          const creator = await storedCreator(stores, { email: `meanwhile-${count}@example.com` })
          await storedEarnings(stores, { creator, amount: 1_000 })
        })
      return count
    })()
    const reports = await oneByOne(3, async (each) => {
      const file = temporaryFile(`${each}.sqlite`)
      return { file, ...demand(await source.backUp(file)) }
    })
    writing = false
    expect(await written).toBeGreaterThan(3)
    for (const { file, books } of reports) {
      expect(books.drift).toEqual([])
      const opened = await openTemporary(file)
      expect(await opened.views.cash.books()).toEqual(books)
    }
  })

  test('are not restored into a database that holds anything', async () => {
    const { file } = await backedUp(await makeBusy(await openTemporary()))
    const target = await openOnMariadb()
    await kept(target, (stores) => storedCreator(stores))
    expect(await restored(target, file)).toEqual({
      ok: false,
      error: { kind: 'target-not-empty', table: 'account', rows: 1 },
    })
  })

  test('leave the database empty when one of the last rows does not fit', async () => {
    const { file } = await backedUp(await makeBusy(await openTemporary()))
    const raw = new DatabaseSync(file)
    raw.exec(`INSERT INTO command_key (scope, command_key, input_hash, answer, at)
      VALUES ('${'x'.repeat(201)}', 'k', 'h', 'a', 1)`)
    raw.close()
    const target = await openOnMariadb()
    const empty = demand(await target.backUp(temporaryFile('empty.sqlite'))).rows
    await expect(restored(target, file)).rejects.toThrow(/scope/)
    expect(demand(await target.backUp(temporaryFile('after.sqlite'))).rows).toBe(empty)
  })
})
