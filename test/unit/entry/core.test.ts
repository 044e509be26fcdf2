import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import * as core from '../../../src/entry/core.ts'

const SOURCES = join(import.meta.dirname, '../../../src')

/** What the front door keeps to itself, and why. */
const INSIDE: Readonly<Record<string, string>> = {
  'application/import-2020/account-from-2020.ts': 'a step of import2020',
  'application/import-2020/ad-from-2020.ts': 'a step of import2020',
  'application/import-2020/board-from-2020.ts': 'a step of import2020',
  'application/import-2020/categories-2020.ts': 'a step of import2020',
  'application/import-2020/news-from-2020.ts': 'a step of import2020',
  'application/import-2020/participation-from-2020.ts': 'a step of import2020',
  'application/import-2020/question-from-2020.ts': 'a step of import2020',
  'application/import-2020/read-row.ts': 'a step of import2020',
  'application/import-2020/store-rows.ts': 'a step of import2020',
  'application/video/due-batches.ts': 'a step of refreshStatistics',
  'application/video/hold-notice.ts': 'a step of refreshStatistics',
  'application/video/in-parts.ts': 'a step of refreshStatistics and refreshChannels',
  'application/video/keep-snapshot.ts': 'a step of what decides on rewards',
  'application/video/take-readings.ts': 'a step of refreshStatistics',
  'application/recommendation/now-and-then.ts': 'a step of followLog',
  'application/recommendation/place-in-log.ts': 'a step of followLog',
  'application/recommendation/reading.ts': 'a step of followLog',
  'domain/recommendation/best.ts': 'a step of rank',
  'domain/recommendation/chance.ts': 'a step of rank',
  'domain/recommendation/comparison.ts': 'a step of rank',
  'domain/recommendation/packed.ts': 'how the state keeps its lists',
  'domain/recommendation/peers.ts': 'a step of rank',
  'domain/recommendation/terms.ts': 'a step of rank',
  'domain/globals.d.ts': 'declares what every JavaScript knows, and exports nothing',
}

const written = ['application', 'domain', 'ports'].flatMap((layer) =>
  readdirSync(join(SOURCES, layer), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(SOURCES, join(entry.parentPath, entry.name)).split(sep).join('/')),
)

const exported = Array.from(
  readFileSync(join(SOURCES, 'entry/core.ts'), 'utf8').matchAll(/^export \* from '\.\.\/(.+)'$/gm),
  ([, path = '']) => path,
)

test('the front door shows every use case, rule and port, but for what is inside', () => {
  expect(written.length).toBeGreaterThan(100)
  expect(exported.toSorted()).toEqual(written.filter((path) => !(path in INSIDE)).toSorted())
})

test('whatever is said to be inside is there', () => {
  expect(Object.keys(INSIDE).filter((path) => !written.includes(path))).toEqual([])
})

test('who embeds the core can have jobs run', async () => {
  const { transact, views } = memoryPersistence()
  const clock: core.Clock = { now: () => core.toInstant(Date.UTC(2026, 10, 22)) }
  const release: core.Job = core.releaseRewards({ transact, clock, participationViews: views.participations })
  const nothing: core.Job = async () => ({ kind: 'done', counts: {} })
  const run = core.runJob({
    transact,
    clock,
    jobs: {
      'refresh-statistics': nothing,
      'refresh-channels': nothing,
      'check-owed-proofs': nothing,
      'close-selections': nothing,
      'release-rewards': release,
      'send-deadline-notices': nothing,
      'announce-recommended': nothing,
      'purge-observations': nothing,
      'expire-sessions': nothing,
      'sweep-leftovers': nothing,
      'refit-weights': nothing,
    },
    jobLeaseMs: core.MINUTE_MS,
    processName: 'an-embedder:1',
    isYouTubeConfigured: false,
  })
  expect(await run('release-rewards', { scope: 'due' })).toMatchObject({
    outcome: { kind: 'done', counts: { released: 0 } },
  })
  expect(await run('release-rewards', { scope: 'due' })).toBe('nothing-due')
})
