import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SqlPersistence } from '../../../src/adapters/kysely/open.ts'
import { openBackup } from '../../../src/adapters/kysely/restore.ts'
import { aRefreshToken } from '../../fixtures/account.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, oneByOne, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import { storageOf } from '../../fixtures/test-storage.ts'
import { aSnapshot, aVideoId } from '../../fixtures/video.ts'
import { AWKWARD_TEXTS } from '../contracts/fresh-database.ts'
import { openBusyHouse } from '../http/busy-house.ts'
import { openTemporary, temporaryPath } from './temporary.ts'

/** In a folder of its own, which goes when the test ends. */
export const temporaryFile = (name: string): string => join(dirname(temporaryPath()), name)

/** Every row of every table with its generated columns, in the order of keys. */
export const everythingIn = (path: string): Readonly<Record<string, readonly unknown[]>> => {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const names = database
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND wr = 0 ORDER BY name",
      )
      .all()
      .map(({ name }) => String(name))
      .filter((name) => !/^(sqlite|schema)_/.test(name))
    return Object.fromEntries(
      names.map((name) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all()]),
    )
  } finally {
    database.close()
  }
}

/** A platform at work, with texts and numbers that careless copies change, and more rows than are copied at once. */
export const makeBusy = async <P extends SqlPersistence>(persistence: P): Promise<P> => {
  await openBusyHouse({ storage: storageOf(persistence) })
  await persistence.throttle.hit('login:a@example.com', NOON, 60_000)
  await persistence.quota.reserve({ bucket: 'general', day: '2026-11-21', limit: 10_000, now: NOON })
  await persistence.quota.close({
    bucket: 'statistics',
    days: ['2026-11-21', '2026-11-22'],
    until: inHours(9),
  })
  await kept(persistence, async (stores) => {
    for (const [index, text] of AWKWARD_TEXTS.entries()) {
      const creator = await storedCreator(stores, {
        name: text,
        location: text,
        email: `awkward-${index}@example.com`,
      })
      await stores.sessions.add(
        aRefreshToken(creator.id, { hash: `hash-${index}`, family: `family ${index} ` }),
      )
      await stores.audit.append({
        at: NOON,
        by: creator.id,
        operation: 'note',
        subject: 's',
        before: null,
        after: text,
      })
    }
    const rich = await storedCreator(stores, { email: 'rich@example.com' })
    const { id } = await storedEarnings(stores, {
      creator: rich,
      amount: 1_000_000_000_000,
      videoId: aVideoId('rich'),
    })
    await stores.snapshots.keep(aSnapshot(id, { videoId: aVideoId('rich') }))
    await stores.snapshots.keep(
      aSnapshot(id, { videoId: aVideoId('rich'), decision: 'released', newest: null }),
    )
    await oneByOne(1_200, (index) =>
      stores.sessions.add(aRefreshToken(rich.id, { hash: `many-${(index * 7919) % 1_200}`, family: 'many' })),
    )
  })
  return persistence
}

export const backedUp = async (persistence: SqlPersistence) => {
  const file = temporaryFile('backup.sqlite')
  const report = demand(await persistence.backUp(file))
  return { file, report }
}

export const restored = async (persistence: SqlPersistence, file: string) => {
  const backup = demand(await openBackup(file))
  return persistence.restore(backup).finally(backup.close)
}

/** What no fixture makes: a row at least in every other table, and more under a key of several columns than are read at once. */
const REST = `
  WITH RECURSIVE day(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < 400)
    INSERT INTO ad_view SELECT ad.id, account.id, day.n FROM ad, account, day WHERE ad.id <= 2 AND account.id <= 2;
  INSERT INTO command_key VALUES ('1', 'key', 'hash', '{}', 1), ('1', 'key ', 'hash', '{}', 1), ('1', 'KEY', 'hash', '{}', 1);
  INSERT INTO correction SELECT 3, id, 1, 'audit', 900, 850 FROM video LIMIT 1;
  INSERT INTO daily_card VALUES (7, '', '오늘의 카드', '', '', 1, 1);
  INSERT INTO expert VALUES (73, 'law', '이변호', 0, '', '', 1);
  INSERT INTO expert_account VALUES (73, 1);
  INSERT INTO faq_entry VALUES (6, '질문', '답', 1, NULL);
  INSERT INTO held_reward SELECT 7, creator_id FROM cash_balance LIMIT 1;
  INSERT INTO home_banner VALUES (9, 2, 'banner.webp', 1);
  INSERT INTO notice VALUES (8, '공지', '내용', 1, 2);
  INSERT INTO interest_event VALUES (75, 1, 1, 'ad', 1, 'shown', 'latest', 0), (77, 1, 4711, 'programme', 9, 'viewed', NULL, NULL);
  INSERT INTO import_2020 VALUES ('account', 9007199254740991, 1);
  INSERT INTO job VALUES ('release-rewards', 1, 7, '12', 1, 'host:1', 'paused', NULL, 2, 'YouTube does not answer');
  INSERT INTO job_run VALUES (1, 'release-rewards', 1, 7, 'host:1', 2, 'paused', 'released 1, waiting 0');
  INSERT INTO own_change VALUES (1, 1);
  INSERT INTO participation_history VALUES (5, 1, 1, NULL, NULL, 'applied', '');
  INSERT INTO question VALUES (74, 1, 'law', '질문', '', 1, -1, 73, '답', 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  INSERT INTO question_audience VALUES (74, 1);
  INSERT INTO question_day VALUES (1, 20000, 20);
  INSERT INTO question_view VALUES (74, 1, 20000);
  INSERT INTO recommendation_weights VALUES (5, 'ad', 1, 1, 80000, 91234, 90123, 1, '{"rate":1.25}');
  INSERT INTO support_programme VALUES (72, '', '', '지원 사업', '', '', '', 1, 2, 0, 1, 1);
  INSERT INTO support_programme_audience VALUES (72, 1);
  INSERT INTO support_programme_view VALUES (72, 1, 20000);
  INSERT INTO scrap VALUES (1, 72, 1);
  INSERT INTO video_missing_hashtags SELECT id, '["협찬"]' FROM video LIMIT 1;
  INSERT INTO video_pause SELECT 1, id, 1, 2, 'missing' FROM video LIMIT 1;`

/** A busy database on SQLite in which no table is empty. Add a row to it when you add a table. */
export const openFull = async () => {
  const persistence = await makeBusy(await openTemporary())
  const raw = new DatabaseSync(persistence.path)
  raw.exec(REST)
  raw.close()
  for (const [table, rows] of Object.entries(everythingIn(persistence.path)))
    if (rows.length === 0) throw new Error(`the table ${table} is empty, so nobody sees whether it is copied`)
  return persistence
}
