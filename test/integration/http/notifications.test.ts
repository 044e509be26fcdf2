import { describe, expect, it } from 'vitest'
import { PAGE_SIZE } from '../../../src/adapters/http/wire.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS, toId } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'
import { aNotice, anAdNamed } from '../../fixtures/notification.ts'
import { kept } from '../../fixtures/stored.ts'
import { type Member, openTestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'

type Row = Readonly<Record<string, unknown>>
const rowsOf = (data: unknown): readonly Row[] => (Array.isArray(data) ? data : [])

/** Two members, told by turns so that the numbers of their notifications lie among each other. */
const twoMembersTold = async (howMany: number) => {
  const house = await openTestHouse()
  const [minji, junho] = [await house.creator('minji'), await house.creator('junho')]
  await kept(house.persistence, async ({ notifications }) => {
    for (let index = 0; index < howMany; index += 1)
      for (const [name, { account }] of Object.entries({ minji, junho })) {
        const ad = anAdNamed({ title: `${name}-${index}` })
        await notifications.add(
          aNotice(account.id, {
            fact: { kind: 'overdue', ad, days: 1 },
            at: later(NOON, index * MINUTE_MS),
            about: `overdue:${index}`,
          }),
        )
      }
  })
  const list = async (who: Member, cursor: unknown = '') =>
    rowsOf((await house.as(who).get(`/api/notify?cursor=${cursor}`)).data)
  const unread = async (who: Member) => (await house.as(who).get('/api/notify/length')).data
  return { ...house, minji, junho, list, unread }
}

describe('H154: notifications', () => {
  it('are listed newest first, page by page, and no page shows one twice or leaves one out', async () => {
    const { minji, list } = await twoMembersTold(PAGE_SIZE * 2 + 3)
    const first = await list(minji)
    const second = await list(minji, first.at(-1)?.notiIdx)
    const third = await list(minji, second.at(-1)?.notiIdx)
    expect([first, second, third].map(({ length }) => length)).toEqual([PAGE_SIZE, PAGE_SIZE, 3])
    expect(await list(minji, third.at(-1)?.notiIdx)).toEqual([])
    const all = [...first, ...second, ...third]
    expect(new Set(all.map(({ notiIdx }) => notiIdx)).size).toBe(PAGE_SIZE * 2 + 3)
    const dates = all.map(({ createAt }) => String(createAt))
    expect(dates).toEqual(dates.toSorted().toReversed())
    expect(dates.at(-1)).toBe('2026-11-22T12:00:00.000+09:00')
  })

  it('tell how many are unread, as a number', async () => {
    const { minji, unread } = await twoMembersTold(120)
    expect(await unread(minji)).toEqual({ length: 120 })
  })

  it('are marked as read one by one, which shows in the list and in the count', async () => {
    const { as, minji, junho, list, unread } = await twoMembersTold(3)
    const [, middle] = await list(minji)
    expect((await as(minji).put(`/api/notify/${middle?.notiIdx}/read`)).success).toBe(true)
    expect((await list(minji)).map(({ isRead }) => isRead)).toEqual([0, 1, 0])
    expect(await unread(minji)).toEqual({ length: 2 })
    expect(await unread(junho)).toEqual({ length: 3 })
  })

  it('are marked as read twice without harm', async () => {
    const house = await twoMembersTold(2)
    const [newest] = await house.list(house.minji)
    const path = `/api/notify/${newest?.notiIdx}/read`
    await house.as(house.minji).put(path)
    const before = await house.everything()
    house.clock.pass(HOUR_MS)
    expect((await house.as(house.minji).put(path)).success).toBe(true)
    expect(await house.everything()).toEqual(before)
  })

  it('are marked as read all at once, also those of later pages', async () => {
    const { as, minji, junho, list, unread } = await twoMembersTold(PAGE_SIZE + 1)
    expect((await as(minji).put('/api/notify/read')).success).toBe(true)
    expect(await unread(minji)).toEqual({ length: 0 })
    expect((await list(minji)).every(({ isRead }) => isRead === 1)).toBe(true)
    expect(await unread(junho)).toEqual({ length: PAGE_SIZE + 1 })
  })
})

describe('a notice of recommended ads', () => {
  const ads = ['크림', '립스틱', '에센스'].map((title, index) => ({
    ...anAdNamed({ id: toId(index + 1), title, thumbnail: `${index}.webp` }),
    applyTo: later(NOON, index * DAY_MS),
  }))
  const picture = (index: number) => `http://localhost/images/${index}.webp`

  it('names them all in both dialects, the best one where others name theirs, with the days that are left now', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await kept(house.persistence, ({ notifications }) =>
      notifications.add(aNotice(minji.account.id, { fact: { kind: 'recommended', ads }, at: NOON })),
    )
    house.clock.pass(DAY_MS)
    for (const client of [house.as(minji), house.asClient(minji)])
      expect(rowsOf((await client.get('/api/notify')).data)).toMatchObject([
        {
          notiContent: expect.stringContaining("'크림' 외 2건\n첫 번째 광고는 오늘 신청이 마감돼요."),
          adIdx: 1,
          thumbnail: picture(0),
          ads: [
            { adIdx: 1, title: '크림', thumbnail: picture(0), dday: -1 },
            { adIdx: 2, title: '립스틱', thumbnail: picture(1), dday: 0 },
            { adIdx: 3, title: '에센스', thumbnail: picture(2), dday: 1 },
          ],
        },
      ])
  })

  it('of which the ends of the ads were not kept yet is told without them', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const fact = { kind: 'recommended', ads: [{ ...anAdNamed(), applyTo: null }] } as const
    await kept(house.persistence, ({ notifications }) =>
      notifications.add(aNotice(minji.account.id, { fact })),
    )
    const { data } = await house.as(minji).get('/api/notify')
    expect(rowsOf(data)).toMatchObject([{ adIdx: 1, ads: [{ adIdx: 1, dday: null }] }])
  })

  it('is the only kind that names several', async () => {
    const { minji, list } = await twoMembersTold(1)
    expect((await list(minji))[0]).not.toHaveProperty('ads')
  })
})

describe('notifications of another member', () => {
  it('are refused one and all, and nothing changes', async () => {
    const house = await twoMembersTold(5)
    const before = await house.everything()
    const theirs = await house.list(house.minji)
    expect(theirs).toHaveLength(5)
    const nobodys = 2_147_483_647
    for (const notiIdx of [...theirs.map((row) => row.notiIdx), nobodys])
      for (const [method, path, kind] of [
        ['PUT', `/api/notify/${notiIdx}/read`, 'notification-not-found'],
        ['GET', `/api/notify?cursor=${notiIdx}`, 'cursor-unknown'],
      ] as const) {
        const answer = await house.asClient(house.junho).send(method, path)
        expect(answer.kind, answer.text).toBe(kind)
        expect((await house.as(house.junho).send(method, path)).success).toBe(false)
      }
    expect(await house.everything()).toEqual(before)
  })

  it('are in no list and in no count', async () => {
    const { junho, list, unread } = await twoMembersTold(5)
    const own = await list(junho)
    expect(own).toHaveLength(5)
    expect(JSON.stringify(own)).not.toContain('minji')
    expect(await unread(junho)).toEqual({ length: 5 })
  })
})

describe('H15: whose notifications are shown', () => {
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

  it.each(['1 OR 1=1', "1' UNION SELECT email, password_hash FROM account -- ", '0', '-1'])(
    'is told by a token of ours alone, and no SQL comes in with one: %s',
    async (sub) => {
      const house = await openBusyHouse()
      const before = await house.everything()
      const [header = '', , signature = ''] = house.junho.token.split('.')
      for (const forged of [
        `${base64({ alg: 'none' })}.${base64({ sub, id: sub, idx: sub })}.`,
        `${header}.${base64({ sub, id: sub, idx: sub })}.${signature}`,
        sub,
      ])
        for (const [method, path] of [
          ['GET', '/api/notify'],
          ['GET', '/api/notify/length'],
          ['PUT', '/api/notify/read'],
        ] as const) {
          const answer = await house.as(forged).send(method, path)
          expect({ success: answer.success, data: answer.data }).toEqual({ success: false, data: undefined })
          expect(answer.text).not.toContain(house.minji.account.email)
        }
      expect(await house.everything()).toEqual(before)
    },
  )

  it.each(['1 OR 1=1', "1' OR '1'='1", '0 UNION SELECT 1', '1;DELETE FROM notification'])(
    'is not changed by what is asked for: %s',
    async (injection) => {
      const house = await openBusyHouse()
      const before = await house.everything()
      const written = encodeURIComponent(injection)
      const client = house.asClient(house.junho)
      expect((await client.get(`/api/notify?cursor=${written}`)).kind).toBe('input-invalid')
      expect((await client.put(`/api/notify/${written}/read`)).kind).toBe('input-invalid')
      expect(await house.everything()).toEqual(before)
    },
  )
})
