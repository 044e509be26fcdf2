import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { NOON } from '../../fixtures/instants.ts'
import { aNewExpert } from '../../fixtures/news.ts'
import { aHistoryLine, assigned } from '../../fixtures/participation.ts'
import { fittedWeights } from '../../fixtures/recommendation.ts'
import { kept, storedAd, storedApplication, storedCompletion, storedCreator } from '../../fixtures/stored.ts'
import { anObservation, aSnapshot, aVideoId } from '../../fixtures/video.ts'
import { openTemporary } from './temporary.ts'

/** One completed and rewarded participation, and a plain connection beside the store. */
const rewarded = async () => {
  const persistence = await openTemporary()
  const ids = await kept(persistence, async (stores) => {
    const [creator, ad] = [await storedCreator(stores), await storedAd(stores)]
    const part = await storedCompletion(stores, { creator, ad, videoId: aVideoId() })
    await stores.participations.record(aHistoryLine(part.id))
    await stores.videos.observe(anObservation({ videoId: aVideoId() }))
    await stores.snapshots.keep(aSnapshot(part.id))
    await stores.experts.add(aNewExpert())
    await stores.experts.add(aNewExpert())
    const operation = { operation: 'test', subject: `participation:${part.id}` }
    await stores.audit.append({ ...operation, at: NOON, by: creator.id, before: null, after: null })
    return { creator: creator.id, ad: ad.id, part: part.id }
  })
  const database = new DatabaseSync(persistence.path)
  onTestFinished(() => database.close())
  return { ...ids, persistence, run: (statement: string) => database.prepare(statement).run() }
}

test.each([
  ['cash_posting', 'UPDATE'],
  ['cash_posting', 'DELETE'],
  ['participation_history', 'UPDATE'],
  ['participation_history', 'DELETE'],
  ['audit_entry', 'UPDATE'],
  ['audit_entry', 'DELETE'],
  ['observation', 'UPDATE'],
  ['decision_snapshot', 'UPDATE'],
  ['decision_snapshot', 'DELETE'],
])('%s refuses %s', async (table, change) => {
  const { run } = await rewarded()
  const statement = change === 'UPDATE' ? `UPDATE ${table} SET at = at + 1` : `DELETE FROM ${table}`
  expect(() => run(statement)).toThrow(`${table} refuses ${change}`)
})

test.each([
  ['UPDATE', 'UPDATE recommendation_weights SET accepted = 0'],
  ['DELETE', 'DELETE FROM recommendation_weights'],
])('recommendation_weights refuses %s', async (change, statement) => {
  const { persistence, run } = await rewarded()
  await kept(persistence, ({ recommendationWeights }) => recommendationWeights.add(fittedWeights()))
  expect(() => run(statement)).toThrow(`recommendation_weights refuses ${change}`)
})

test('an observation can be purged', async () => {
  const { run } = await rewarded()
  expect(run('DELETE FROM observation').changes).toBe(1)
})

test.each([
  ['no pocket falls below zero', 'UPDATE cash_balance SET pending = -1'],
  [
    'a posting moves something',
    "INSERT INTO cash_posting SELECT 99, creator_id, 'x', 'agency', 'pending', 0, at, title FROM cash_posting",
  ],
  [
    'nothing is posted twice for one cause',
    "INSERT INTO cash_posting SELECT 99, creator_id, cause, 'agency', 'pending', 5, at, title FROM cash_posting",
  ],
  [
    'nothing leaves the pocket paid',
    "INSERT INTO cash_posting SELECT 99, creator_id, 'x', 'paid', 'pending', 5, at, title FROM cash_posting",
  ],
  [
    'pockets are those that exist',
    "INSERT INTO cash_posting SELECT 99, creator_id, 'x', 'agency', 'sock', 5, at, title FROM cash_posting",
  ],
  [
    'a posting has its creator',
    "INSERT INTO cash_posting SELECT 99, 4711, 'x', 'agency', 'pending', 5, at, title FROM cash_posting",
  ],
  ['a completed participation has a video', 'UPDATE participation SET video_id = NULL, published_at = NULL'],
  [
    'a completed participation has its terms',
    'UPDATE participation SET terms_reward = NULL, terms_hold_days = NULL',
  ],
  ['a status is one that exists', "UPDATE participation SET status = 'paused'"],
  [
    'a paid withdrawal has a bank reference',
    "INSERT INTO withdrawal SELECT 1, creator_id, 5, 0, 'paid', 0, NULL, NULL FROM cash_balance",
  ],
  [
    'a job stands in a way that exists',
    "INSERT INTO job VALUES ('release-rewards', 1, 1, NULL, 1, 'host:1', 'asleep', NULL, NULL, NULL)",
  ],
  [
    'a job that runs has a lease',
    "INSERT INTO job VALUES ('release-rewards', 1, 1, NULL, 1, 'host:1', 'running', NULL, NULL, NULL)",
  ],
  [
    'a job that pauses goes on some time',
    "INSERT INTO job VALUES ('release-rewards', 1, 1, NULL, 1, 'host:1', 'paused', NULL, NULL, 'it rains')",
  ],
  ['an expert has an account that there is', 'INSERT INTO expert_account VALUES (1, 4711)'],
  [
    'an account has one profile',
    'INSERT INTO expert_account SELECT id, creator_id FROM expert, cash_balance WHERE id <= 2',
  ],
  [
    'a profile has one account',
    'INSERT INTO expert_account SELECT 1, id FROM account UNION ALL SELECT 1, id FROM account',
  ],
  ['a day of questions has some', 'INSERT INTO question_day SELECT id, 20000, 0 FROM account'],
  [
    'a member counts the questions of a day once',
    'INSERT INTO question_day SELECT id, 20000, 1 FROM account UNION ALL SELECT id, 20000, 1 FROM account',
  ],
  ['a day of questions has its author', 'INSERT INTO question_day VALUES (4711, 20000, 1)'],
  [
    'a decision on a reward is one that there is',
    "INSERT INTO decision_snapshot SELECT participation_id, 'doubted', 1, id, 1, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'live', NULL, '[]' FROM video",
  ],
  [
    'figures of a snapshot were read at some time',
    "INSERT INTO decision_snapshot SELECT participation_id, 'released', 1, id, 1, 0, 1, NULL, 5, NULL, NULL, NULL, NULL, NULL, NULL, 'live', NULL, '[]' FROM video",
  ],
  [
    'a forfeit has its reason',
    "INSERT INTO decision_snapshot SELECT participation_id, 'forfeited', 1, id, 1, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 'live', NULL, '[]' FROM video",
  ],
  [
    'a video that was down was so for a cause',
    "INSERT INTO decision_snapshot SELECT participation_id, 'released', 1, id, 1, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'down', NULL, '[]' FROM video",
  ],
  [
    'what was shown stood in a list',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'shown', NULL, 0)",
  ],
  [
    'what was shown had a place',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'shown', 'latest', NULL)",
  ],
  [
    'no place comes before the first',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'shown', 'latest', -1)",
  ],
  [
    'what was done stood in no list',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'viewed', 'latest', NULL)",
  ],
  [
    'what was done had no place',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'viewed', NULL, 0)",
  ],
  [
    'what is done is something that there is',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 1, 'admired', NULL, NULL)",
  ],
  [
    'what is shown is something that there is',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'card', 1, 'viewed', NULL, NULL)",
  ],
  [
    'what is shown has an id',
    "INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position) VALUES (1, 1, 'ad', 0, 'viewed', NULL, NULL)",
  ],
  ['an amount is a number', "UPDATE ad SET reward = 'much'"],
])('the database itself holds that %s', async (_rule, statement) => {
  const { run } = await rewarded()
  expect(() => run(statement)).toThrow(/constraint failed|cannot store/)
})

test('a count of taken places that does not fit the participations is a drift', async () => {
  const { persistence, run, ad } = await rewarded()
  expect((await persistence.views.cash.books()).drift).toEqual([])
  run('UPDATE ad_places SET taken = taken + 1')
  expect((await persistence.views.cash.books()).drift).toEqual([
    { what: 'places', subject: `ad:${ad}`, expected: 1, found: 2 },
  ])
  run('DELETE FROM ad_places')
  expect((await persistence.views.cash.books()).drift).toMatchObject([{ what: 'places', found: -1 }])
})

test('what a newer server has logged and this one does not know is left out', async () => {
  const { persistence, run } = await rewarded()
  run('PRAGMA ignore_check_constraints = ON')
  const line = (itemKind: string, kind: string, list: string | null) =>
    `INSERT INTO interest_event (at, creator_id, item_kind, item_id, kind, list, position)
      VALUES (1, 1, '${itemKind}', 1, '${kind}', ${list === null ? 'NULL, NULL' : `'${list}', 0`})`
  run(line('ad', 'shown', 'latest'))
  run(line('ad', 'shown', 'of-2031'))
  run(line('ad', 'admired', null))
  run(line('card', 'viewed', null))
  run(line('card', 'shown', 'latest'))
  run(line('ad', 'viewed', null))
  const read = (after: number, limit: number) => persistence.views.recommendations.events({ after, limit })
  expect(await read(0, 2)).toMatchObject([
    { number: 1, event: { kind: 'shown', list: 'latest' } },
    { number: 6, event: { kind: 'viewed' } },
  ])
  expect(await read(1, 1)).toMatchObject([{ number: 6 }])
})

test('an ad whose places are counted nowhere gives none away', async () => {
  const { persistence, run } = await rewarded()
  const part = await kept(persistence, (stores) => storedApplication(stores))
  run('DELETE FROM ad_places')
  await expect(
    kept(persistence, ({ participations }) => participations.placesTaken(part.adId)),
  ).rejects.toThrow(`the places of ad ${part.adId} are not counted anywhere`)
  await expect(
    kept(persistence, ({ participations }) => participations.save(assigned(part))),
  ).rejects.toThrow('the count of the places of its ad, is not stored')
})

test('what was told of a confirmed consultation before it had a date is still read', async () => {
  const { persistence, run, creator } = await rewarded()
  const fact = { kind: 'consultation-confirmed', questionId: 1, title: '음원' }
  run(
    `INSERT INTO notification VALUES (1, ${creator}, 'consultation-confirmed:1', '${JSON.stringify(fact)}', 1, NULL)`,
  )
  const told = await persistence.views.notifications.listOf(creator, { before: null, limit: 1 })
  expect(told).toMatchObject([{ fact: { ...fact, date: null } }])
})

test('an overdue upload that was told before its days were counted is read as told on the first', async () => {
  const { persistence, run, creator } = await rewarded()
  const fact = { kind: 'overdue', ad: { id: 1, title: '크림', thumbnail: '' } }
  run(`INSERT INTO notification VALUES (1, ${creator}, 'overdue:1', '${JSON.stringify(fact)}', 1, NULL)`)
  const told = await persistence.views.notifications.listOf(creator, { before: null, limit: 1 })
  expect(told).toMatchObject([{ fact: { ...fact, days: 1 } }])
})

test('a row that breaks the promise of its type throws, whoever reads it', async () => {
  const { persistence, run, creator, ad, part } = await rewarded()
  run("UPDATE ad SET category = 'weather'")
  await expect(persistence.views.ads.detail(ad)).rejects.toThrow('ad.category holds "weather"')
  run('UPDATE account SET roles = \'["emperor"]\'')
  await expect(persistence.views.accounts.standing(creator)).rejects.toThrow()
  run("UPDATE participation SET video_id = 'short'")
  await expect(kept(persistence, ({ participations }) => participations.find(part))).rejects.toThrow(
    'participation.video_id holds "short"',
  )
})
