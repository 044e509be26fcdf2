import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { aNewExpert } from '../../fixtures/news.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { storageOf } from '../../fixtures/test-storage.ts'
import { temporaryPath } from './temporary.ts'

const MANY = 10_000
const PAGE = 100

/** As many questions of Minji as a large platform has, all answered and their consultations requested; three a moment. */
const aLargeHouse = async () => {
  const path = temporaryPath()
  const persistence = await openSqlite({ path, migrate: true })
  onTestFinished(persistence.close)
  const house = await openTestHouse({ storage: storageOf(persistence) })
  const [minji, lawyer] = [await house.creator('minji'), await house.anExpert('lawyer')]
  const raw = new DatabaseSync(path)
  raw.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
    INSERT INTO question
      SELECT i, ${minji.account.id}, 'law', '질문 ' || i, '내용', 0, (i * 7919 % ${MANY}) / 3, ${lawyer.expert.id}, '답', 1,
        'requested', '김민지', 1, '상담', (i * 104729 % ${MANY}) / 3, NULL, NULL FROM n;
    INSERT INTO question_audience SELECT id, 0 FROM question;`)
  raw.close()
  return { ...house, minji, lawyer }
}

test('lists of 10,000 questions answer at most 100 rows, and their pages walk every row once', async () => {
  const house = await aLargeHouse()
  for (const [who, path] of [
    [house.minji, '/api/expert/qa/law'],
    [house.minji, '/api/expert/qa/posted'],
    [house.minji, '/api/expert/qa/answered'],
    [house.minji, '/api/expert/qa/consulted'],
    [house.lawyer, '/api/expert/qa/consultations'],
  ] as const) {
    const walked: number[] = []
    // Pages that repeat themselves must not keep the walk going.
    while (walked.length <= MANY) {
      const cursor = walked.at(-1) ?? ''
      const { data = [] } = await house.as(who).get(`${path}?cursor=${cursor}`)
      if (!Array.isArray(data)) throw new Error('a page is a list')
      expect(data.length, path).toBeLessThanOrEqual(PAGE)
      if (data.length === 0) break
      walked.push(...data.map(({ expertConsultIdx }) => Number(expertConsultIdx)))
    }
    expect(walked.length, path).toBe(MANY)
    expect(new Set(walked).size, path).toBe(MANY)
  }
})

test('of many experts the 100 who handled the most cases are shown', async () => {
  const house = await openTestHouse()
  await kept(house.persistence, ({ experts }) =>
    oneByOne(150, (index) => experts.add(aNewExpert({ casesHandled: index }))),
  )
  const { data } = await house.as(await house.creator('minji')).get('/api/expert/profile')
  if (!Array.isArray(data)) throw new Error('they are a list')
  expect(data.map(({ experience }) => experience)).toEqual(Array.from({ length: PAGE }, (_, at) => 149 - at))
})
