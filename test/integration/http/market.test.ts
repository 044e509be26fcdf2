import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { shownIn } from '../../../src/domain/recommendation/event.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { acted } from '../../fixtures/interest.ts'
import { kept, storedApplication } from '../../fixtures/stored.ts'
import { type Member, openTestHouse } from '../../fixtures/test-house.ts'
import { proposal } from './routes.ts'

const reportForm = z.object({
  week: z.string(),
  from: z.string(),
  to: z.string(),
  complete: z.boolean(),
  cut: z.boolean(),
  figures: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      value: z.number().nullable(),
      count: z.number(),
      of: z.number(),
      unknown: z.number(),
      shown: z.string(),
      basis: z.string(),
      reading: z.string(),
    }),
  ),
})

/** On Thursday, 26 November 2026: NOON is noon of the Sunday before, in the week 47. */
const aMarket = async () => {
  const house = await openTestHouse({ now: inDays(4) })
  const operator = await house.anOperator()
  const ask = async (query = '', language = 'ko') =>
    house
      .asClient(operator)
      .get(`/api/recommendation/report${query}`, { headers: { 'accept-language': language } })
  const read = async (query = '', language = 'ko') => {
    const answer = await ask(query, language)
    expect(answer.status, answer.text).toBe(200)
    return reportForm.parse(answer.data)
  }
  return { house, operator, ask, read }
}

describe('the figures of a week', () => {
  it('are those of the last full one, in words and with what they were made of', async () => {
    const { house, read } = await aMarket()
    const sized = (name: string, subscribers: number | null): Promise<Member> =>
      house.creator(name, { channel: { identity: aChannelIdentity({ id: aChannelId(name), subscribers }) } })
    const minji = await sized('minji', 900)
    const junho = await sized('junho', 90_000)
    const soyeon = await sized('soyeon', null)
    const monday = inDays(-6)
    const opening = async (opensAt: Instant, closesAt: Instant) =>
      house.anAd({
        schedule: aSchedule(closesAt, { applyFrom: opensAt, applyTo: closesAt }),
        createdAt: inDays(-60),
      })
    const seen = await opening(monday, inDays(20))
    const unseen = await opening(inDays(-30), later(monday, HOUR_MS))
    await kept(house.persistence, async (stores) => {
      await storedApplication(stores, { ad: seen, creator: minji.account, appliedAt: later(monday, HOUR_MS) })
      const show = ({ account }: Member, at: Instant) =>
        shownIn('interest', [seen.id], { itemKind: 'ad', creator: account.id, at })
      await stores.interestLog.append([
        ...show(minji, monday),
        ...show(junho, NOON),
        ...show(junho, later(NOON, HOUR_MS)),
        ...show(soyeon, NOON),
        // Of the week before, and of the week after.
        ...show(minji, inDays(-7)),
        ...show(minji, inDays(1)),
        acted('applied', { creator: minji.account.id, item: seen.id, at: NOON }),
        acted('assigned', { creator: junho.account.id, item: unseen.id, at: NOON }),
      ])
    })
    const report = await read()
    expect(report).toMatchObject({
      week: '2026-W47',
      from: '2026-11-16T00:00:00.000+09:00',
      to: '2026-11-22T23:59:59.999+09:00',
      complete: true,
      cut: false,
    })
    expect(report.figures.map(({ name, shown, basis }) => `${name}: ${shown} (${basis})`)).toEqual([
      '광고 노출의 지니 계수: 0.500 (광고 2개, 노출 4회)',
      '지원자 2명 미만으로 마감된 광고: 100.0 % (1 중 1)',
      '48시간 안에 지원을 받은 새 광고: 100.0 % (1 중 1)',
      '노출 중 소형 채널의 비율: 33.3 % (3 중 1, 규모를 모르는 1 제외)',
      '지원 중 소형 채널의 비율: 100.0 % (1 중 1)',
      '배정 중 소형 채널의 비율: 0.0 % (1 중 0)',
    ])
    expect(report.figures[3]).toMatchObject({ value: 1 / 3, count: 1, of: 3, unknown: 1 })
    const english = await read('?week=2026-W47', 'en')
    expect(english.figures.map(({ shown, basis }) => `${shown} (${basis})`)).toEqual([
      '0.500 (2 ads, 4 impressions)',
      '100.0 % (1 of 1)',
      '100.0 % (1 of 1)',
      '33.3 % (1 of 3, without 1 of unknown size)',
      '100.0 % (1 of 1)',
      '0.0 % (0 of 1)',
    ])
    expect(new Set(english.figures.map(({ reading }) => reading)).size).toBe(6)
    const running = await read('?week=2026-W48')
    expect(running.complete).toBe(false)
    expect(running.figures.map(({ shown }) => shown)).toEqual([
      '0.000',
      '없음',
      '없음',
      '100.0 %',
      '없음',
      '없음',
    ])
  })

  it('count what people really do: a list that is shown, an application, an assignment', async () => {
    const { house, operator, read } = await aMarket()
    const ad = await house.anAd({ schedule: aSchedule(inDays(4)) })
    const minji = await house.creator('minji', {
      channel: { identity: aChannelIdentity({ subscribers: 900 }) },
    })
    await house.as(minji).get('/api/advertise/ad/interest')
    const applied = await house
      .as(minji)
      .post('/api/advertise/ad/write', { json: { ...proposal, adIdx: ad.id } })
    expect(applied.success, applied.text).toBe(true)
    await house
      .as(operator)
      .post('/api/userad/confirm', { json: { userIdx: minji.account.id, adIdx: ad.id } })
    // What waits to be written is written within a second.
    await kept(house.persistence, ({ interestLog }) => interestLog.append(house.noted))
    const { figures } = await read('?week=2026-W48')
    expect(figures.slice(3).map(({ code, count, of }) => [code, count, of])).toEqual([
      ['small-impressions', 1, 1],
      ['small-applications', 1, 1],
      ['small-assignments', 1, 1],
    ])
  })

  it('of a week before everything are none, and not 0', async () => {
    const { read } = await aMarket()
    const { figures } = await read('?week=2020-W53')
    expect(figures.map(({ value, of, shown }) => ({ value, of, shown }))).toEqual(
      figures.map(() => ({ value: null, of: 0, shown: '없음' })),
    )
  })

  test.each(['2025-W53', '2026-W7', '2026-47', 'now', `2026-W47${'7'.repeat(500)}`])(
    'are refused for a week that is none: %s',
    async (week) => {
      const { ask } = await aMarket()
      expect(await ask(`?week=${week}`)).toMatchObject({
        status: 400,
        kind: 'input-invalid',
        fields: [{ field: 'week' }],
      })
    },
  )

  it('are of the last full week when the form leaves it empty', async () => {
    const { ask } = await aMarket()
    const [empty, without] = [await ask('?week='), await ask('')]
    expect(empty.status).toBe(200)
    expect(empty.data).toEqual(without.data)
  })

  it('are refused for a week to come, with the day on which it begins', async () => {
    const { ask } = await aMarket()
    expect(await ask('?week=2026-W49', 'en')).toMatchObject({
      status: 422,
      kind: 'week-not-begun',
      detail: 'This week begins on 2026-11-30 only. Please ask for an earlier one.',
    })
    expect((await ask('?week=9999-W52')).kind).toBe('week-not-begun')
    expect((await ask('?week=1000-W01')).status).toBe(200)
  })
})
