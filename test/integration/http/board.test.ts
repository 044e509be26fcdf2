import { describe, expect, it } from 'vitest'
import { LIST_MAX } from '../../../src/adapters/http/wire.ts'
import { HOUR_MS, later, toInstant } from '../../../src/domain/primitives.ts'
import { aNewFaqEntry, aNewNotice } from '../../fixtures/board.ts'
import { NOON } from '../../fixtures/instants.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'
import { openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { boardForm } from './routes.ts'

type Row = Readonly<Record<string, unknown>>
const rowsOf = (data: unknown): readonly Row[] => (Array.isArray(data) ? data : [])

const at = (utc: string) => toInstant(Date.parse(utc))

const withMembers = async () => {
  const house = await openTestHouse()
  return { ...house, minji: await house.creator('minji'), operator: await house.anOperator() }
}

/** Both boards: where it is, what its numbers are called, and a way to put many on it. */
const BOARDS = [
  {
    path: '/api/faq',
    idx: 'faqIdx',
    fill: ({ persistence }: TestHouse, howMany: number) =>
      kept(persistence, ({ faqEntries }) =>
        oneByOne(howMany, (index) => faqEntries.add(aNewFaqEntry({ createdAt: spread(index) }))),
      ),
  },
  {
    path: '/api/notice',
    idx: 'noticeIdx',
    fill: ({ persistence }: TestHouse, howMany: number) =>
      kept(persistence, ({ notices }) =>
        oneByOne(howMany, (index) => notices.add(aNewNotice({ createdAt: spread(index) }))),
      ),
  },
] as const
/** Several of each instant, and not in the order of their numbers. */
const spread = (index: number) => later(NOON, ((index * 7919) % 1_000) * HOUR_MS)

/** SQL that the server of 2020 pasted into its statement. */
const INJECTIONS = [
  '1 OR 1=1',
  "1' OR '1'='1",
  '0 UNION SELECT email, password, salt, 1, 2 FROM User',
  '0 UNION SELECT id, email, password_hash, 1, NULL FROM account',
  '1; DROP TABLE notice',
  '1e0',
  '0x1',
  '%00',
] as const

describe.each([
  ['H12: the number of an entry of the FAQ', '/api/faq'],
  ['H13: the number of a notice', '/api/notice'],
])('%s', (_, path) => {
  it.each(INJECTIONS)('is a number and never a piece of SQL: %s', async (injection) => {
    const house = await openBusyHouse()
    const before = await house.everything()
    const written = `${path}/${injection === '%00' ? injection : encodeURIComponent(injection)}`
    for (const who of [house.minji, house.operator])
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const sent = method === 'PUT' ? { json: boardForm } : {}
        const answer = await house.asClient(who).send(method, written, sent)
        expect([400, 403], answer.text).toContain(answer.status)
        expect(answer.text).not.toContain(house.minji.account.email)
        expect(answer.text).not.toContain(house.minji.account.passwordHash)
      }
    expect(await house.everything()).toEqual(before)
  })
})

describe.each([
  ['H32: the FAQ', '/api/faq'],
  ['H33: the board of notices', '/api/notice'],
])('%s', (_, path) => {
  it('is written by operators only: nobody else leaves anything there', async () => {
    const house = await openBusyHouse()
    const before = await house.everything()
    for (const [who, status] of [
      [null, 401],
      ['garbage', 401],
      [house.minji, 403],
      [house.junho, 403],
    ] as const) {
      expect((await house.asClient(who).post(path, { json: boardForm })).status).toBe(status)
      expect((await house.as(who).post(path, { json: boardForm })).success).toBe(false)
    }
    expect(await house.everything()).toEqual(before)
  })

  it('takes an operator’s word, and shows it to every member', async () => {
    const { as, operator, minji } = await withMembers()
    expect(await as(operator).post(path, { json: boardForm })).toMatchObject({ status: 200, success: true })
    expect((await as(minji).get(path)).data).toEqual([expect.objectContaining(boardForm)])
  })
})

describe('H153: a notice', () => {
  it('is dated by the Korean day, also early in the morning', async () => {
    const { as, minji, persistence } = await withMembers()
    const added = await kept(persistence, ({ notices }) =>
      notices.add(
        aNewNotice({ createdAt: at('2026-01-03T15:00:09Z'), updatedAt: at('2026-01-04T14:59:59Z') }),
      ),
    )
    const expected = {
      noticeIdx: added.id,
      title: added.title,
      content: added.content,
      createAt: '2026-01-04 00:00:09',
      updateAt: '2026-01-04 23:59:59',
    }
    expect((await as(minji).get('/api/notice')).data).toEqual([expected])
    expect((await as(minji).get(`/api/notice/${added.id}`)).data).toEqual([expected])
  })

  it('stands before the older ones, whenever it was entered', async () => {
    const { as, minji, persistence } = await withMembers()
    await kept(persistence, async ({ notices }) => {
      await notices.add(aNewNotice({ title: '어제', createdAt: at('2026-01-03T12:00:00Z') }))
      await notices.add(aNewNotice({ title: '오늘', createdAt: at('2026-01-04T12:00:00Z') }))
      await notices.add(aNewNotice({ title: '그저께', createdAt: at('2026-01-02T12:00:00Z') }))
    })
    const { data } = await as(minji).get('/api/notice')
    expect(rowsOf(data).map(({ title }) => title)).toEqual(['오늘', '어제', '그저께'])
  })

  it('can be changed and removed, and tells when it was changed', async () => {
    const { as, minji, operator, clock } = await withMembers()
    const { data } = await as(operator).post('/api/notice', { json: boardForm })
    const path = `/api/notice/${rowsOf([data])[0]?.noticeIdx}`
    const [published] = rowsOf((await as(minji).get('/api/notice')).data)
    expect(published).toMatchObject({ ...boardForm, updateAt: null })
    // A text where the app does not expect null.
    expect((await as(minji).get(path)).data).toEqual([{ ...published, updateAt: '' }])

    clock.pass(HOUR_MS)
    const json = { title: '정정합니다', content: '28일이 아니라 5일입니다.' }
    expect((await as(operator).put(path, { json })).success).toBe(true)
    const [changed] = rowsOf((await as(minji).get(path)).data)
    expect(changed).toMatchObject({ ...json, createAt: published?.createAt })
    expect(changed?.updateAt).not.toBe(published?.createAt)

    expect((await as(operator).delete(path)).success).toBe(true)
    expect((await as(minji).get(path)).status).toBe(404)
    expect((await as(minji).get('/api/notice')).body).not.toHaveProperty('data')
  })

  it('is missed without a list, since the app reads the first of a list without looking', async () => {
    const { as, minji } = await withMembers()
    const answer = await as(minji).get('/api/notice')
    expect(answer.body).toEqual({ statusCode: 200, success: true, message: '공지사항 조회 성공' })
  })
})

describe('H153: an entry of the FAQ', () => {
  it('can be read, changed and removed, and keeps its place', async () => {
    const { as, minji, operator, clock } = await withMembers()
    const ids: unknown[] = []
    for (const title of ['하나', '둘', '셋']) {
      clock.pass(HOUR_MS)
      const { data } = await as(operator).post('/api/faq', { json: { ...boardForm, title } })
      ids.push(rowsOf([data])[0]?.faqIdx)
    }
    const titles = async () => rowsOf((await as(minji).get('/api/faq')).data).map(({ title }) => title)
    expect(await titles()).toEqual(['하나', '둘', '셋'])
    clock.pass(HOUR_MS)
    await as(operator).put(`/api/faq/${ids[0]}`, { json: { ...boardForm, title: '처음' } })
    expect(await titles()).toEqual(['처음', '둘', '셋'])
    expect((await as(minji).get(`/api/faq/${ids[0]}`)).data).toEqual([
      { faqIdx: ids[0], ...boardForm, title: '처음', createAt: '2026-11-22 13:00:00' },
    ])
    await as(operator).delete(`/api/faq/${ids[1]}`)
    expect(await titles()).toEqual(['처음', '셋'])
    expect((await as(minji).get(`/api/faq/${ids[1]}`)).status).toBe(404)
  })
})

describe.each(BOARDS)('a long list at $path', ({ path, idx, fill }) => {
  it('answers at most a page, and pages walk every row once, in order', async () => {
    const house = await withMembers()
    await fill(house, 1_050)
    const whole = await house.as(house.minji).get(path)
    expect(rowsOf(whole.data)).toHaveLength(LIST_MAX)

    const seen: unknown[] = []
    const dates: unknown[] = []
    for (let cursor: unknown = ''; cursor !== undefined; ) {
      const page = rowsOf((await house.as(house.minji).get(`${path}?cursor=${cursor}`)).data)
      expect(page.length).toBeLessThanOrEqual(LIST_MAX)
      seen.push(...page.map((row) => row[idx]))
      dates.push(...page.map(({ createAt }) => createAt))
      cursor = page.at(-1)?.[idx]
    }
    expect(seen).toHaveLength(1_050)
    expect(new Set(seen).size).toBe(1_050)
    const sorted = dates.toSorted()
    expect(dates).toEqual(path === '/api/faq' ? sorted : sorted.toReversed())
  })

  it('goes on after no row that is not there', async () => {
    const house = await withMembers()
    await fill(house, 1)
    const unknown = await house.asClient(house.minji).get(`${path}?cursor=2147483647`)
    expect(unknown).toMatchObject({ status: 400, kind: 'cursor-unknown' })
    for (const cursor of ['0', '-1', 'x', '1.5', '2147483648', '%00', '1%20OR%201=1'])
      expect((await house.asClient(house.minji).get(`${path}?cursor=${cursor}`)).kind).toBe('input-invalid')
  })
})

describe('what an operator writes on a board', () => {
  it.each([
    ['/api/faq', { title: '' }],
    ['/api/faq', { title: ' \n' }],
    ['/api/faq', { title: '가'.repeat(201) }],
    ['/api/faq', { content: '' }],
    ['/api/notice', { content: '가'.repeat(20_001) }],
    ['/api/notice', { title: null }],
  ])('is refused at %s when a text does not fit: %j', async (path, over) => {
    const house = await withMembers()
    const before = await house.everything()
    const json = { ...boardForm, ...over }
    expect((await house.asClient(house.operator).post(path, { json })).kind).toBe('input-invalid')
    expect(await house.everything()).toEqual(before)
  })

  it.each([
    ['/api/faq', 'faqIdx'],
    ['/api/notice', 'noticeIdx'],
  ])('is there once at %s when it is sent twice under its key', async (path, idx) => {
    const { as, minji, operator } = await withMembers()
    const first = await as(operator).post(path, { json: boardForm, key: 'one' })
    expect((await as(operator).post(path, { json: boardForm, key: 'one' })).body).toEqual(first.body)
    expect(rowsOf((await as(minji).get(path)).data).map((row) => row[idx])).toHaveLength(1)
  })
})
