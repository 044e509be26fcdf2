import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as aTurn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { toId } from '../../../src/domain/primitives.ts'
import { type InterestEvent, shownIn } from '../../../src/domain/recommendation/event.ts'
import { type Config, readConfig } from '../../../src/entry/config.ts'
import { openDatabase, openHouse } from '../../../src/entry/open.ts'
import { NOON } from '../../fixtures/instants.ts'
import { acted } from '../../fixtures/interest.ts'
import { kept } from '../../fixtures/stored.ts'
import { IS_MARIADB_MISSING, takeDatabase } from '../../mariadb/for-tests.ts'
import { sharedEnvironment } from '../../replicas/serve.ts'
import { describeOnEach } from '../contracts/backends.ts'

const QUIET = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' }

const temporaryFolder = async (): Promise<string> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'crecker-log-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  return dataDir
}

const onSqlite = async (): Promise<Config> => readConfig({ ...QUIET, DATA_DIR: await temporaryFolder() })

const PLACES = [
  { name: 'SQLite', configure: onSqlite },
  {
    name: 'MariaDB',
    configure: async () => {
      const { url, giveBack } = await takeDatabase()
      onTestFinished(giveBack)
      return readConfig({ ...QUIET, ...(await sharedEnvironment(await temporaryFolder(), url)) })
    },
    isMissing: IS_MARIADB_MISSING,
  },
]

const loggedIn = async (config: Config): Promise<readonly InterestEvent[]> => {
  const database = await openDatabase(config, { migrate: false })
  const found = await database.views.recommendations
    .events({ after: 0, limit: 10_000 })
    .finally(database.close)
  return found.map(({ event }) => event)
}

/** More than one batch, of several creators. */
const MANY: readonly InterestEvent[] = [
  acted('viewed'),
  ...Array.from({ length: 60 }, (_, index) =>
    shownIn(
      'popular',
      Array.from({ length: 20 }, (_item, position) => position + 1),
      { itemKind: 'ad', creator: toId<'Account'>(index + 1), at: NOON },
    ),
  ).flat(),
]

describeOnEach(PLACES, 'what was noted in a house on %s', ({ configure }) => {
  test('is in the database when the house is closed', async () => {
    const config = await configure()
    const house = await openHouse(config)
    for (const event of MANY) house.appDeps.interests.note([event])
    await house.close()
    expect(await loggedIn(config)).toEqual(MANY)
  })

  test('is there after a moment, and is read by others', async () => {
    const config = await configure()
    const house = await openHouse(config)
    onTestFinished(house.close)
    house.appDeps.interests.note(MANY.slice(0, 2))
    await vi.waitFor(async () => expect(await loggedIn(config)).toEqual(MANY.slice(0, 2)), 10_000)
  })
})

describe('what was noted in a house whose database has gone', () => {
  test('keeps nobody from closing it', async () => {
    const house = await openHouse(await onSqlite())
    house.appDeps.interests.note(MANY)
    await house.persistence.close()
    house.appDeps.interests.note(MANY)
    await house.close()
  })
})

test('a house that reads a long log lets others have their turn between its pages', async () => {
  const house = await openHouse(await onSqlite())
  onTestFinished(house.close)
  const pages = 6
  const lines = Array.from({ length: pages * 5_000 }, (_, index) => acted('viewed', { item: index + 1 }))
  await kept(house.persistence, ({ interestLog }) => interestLog.append(lines))
  let [turns, isRead] = [0, false]
  const reading = house.warmUp().then(() => {
    isRead = true
  })
  while (!isRead) {
    await aTurn()
    turns += 1
  }
  await reading
  expect(turns).toBeGreaterThanOrEqual(pages)
})
