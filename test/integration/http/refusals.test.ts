import { describe, expect, it } from 'vitest'
import { formatIso, koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import { DAY_MS, type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { toldTo } from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'
import { type BusyHouse, openBusyHouse } from './busy-house.ts'
import { type Asked, applying, type RefusalCase } from './refusal-case.ts'
import { REFUSALS_OF_ADS } from './refusals-of-ads.ts'
import { REFUSALS_OF_BOARD } from './refusals-of-board.ts'
import { REFUSALS_OF_CASH } from './refusals-of-cash.ts'
import { REFUSALS_OF_EXPERTS } from './refusals-of-experts.ts'
import { REFUSALS_OF_MEMBERS } from './refusals-of-members.ts'
import { REFUSALS_OF_NEWS } from './refusals-of-news.ts'

const ALL = Object.entries({
  ...REFUSALS_OF_MEMBERS,
  ...REFUSALS_OF_ADS,
  ...REFUSALS_OF_CASH,
  ...REFUSALS_OF_BOARD,
  ...REFUSALS_OF_NEWS,
  ...REFUSALS_OF_EXPERTS,
}).flatMap(([kind, cases]): readonly (readonly [string, string, RefusalCase])[] =>
  'notHere' in cases ? [] : cases.map((refused) => [kind, refused.when, refused] as const),
)

/** Words that are no Korean and stand in a Korean sentence all the same. */
const NAMES = /PUT user\/channel\/\d+|decision: reject|Idempotency-Key|JPG|PNG|WebP|GIF|MB|\((\w+: [^)]*)\)/g

const tables = async (house: BusyHouse): Promise<ReadonlyMap<string, unknown>> =>
  new Map(Object.entries(await house.everything()))

const changedSince = async (
  before: ReadonlyMap<string, unknown>,
  house: BusyHouse,
): Promise<readonly string[]> =>
  [...(await tables(house))]
    .filter(([name, rows]) => JSON.stringify(rows) !== JSON.stringify(before.get(name)))
    .map(([name]) => name)

const send = (
  house: BusyHouse,
  { who, method, path, sent }: Asked,
  dialect: 'as' | 'asClient',
  language = 'ko',
) =>
  house[dialect](who).send(method, path, {
    ...sent,
    headers: { ...sent?.headers, 'accept-language': language },
  })

describe.each(ALL)('%s, when %s', (kind, _, { options, ask, mayChange = [] }) => {
  it('is its own refusal and changes nothing', async () => {
    const house = await openBusyHouse(options?.())
    const asked = await ask(house)
    const before = await tables(house)
    const answer = await send(house, asked, 'asClient')
    expect({ kind: answer.kind, text: answer.text }).toMatchObject({ kind })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(mayChange).toEqual(expect.arrayContaining([...(await changedSince(before, house))]))
    expect((await house.persistence.views.cash.books()).drift).toEqual([])
  })

  it('is said in Korean, and in English to who asks for it', async () => {
    const house = await openBusyHouse(options?.())
    const asked = await ask(house)
    const { message = '', success } = await send(house, asked, 'as')
    expect(success).toBe(false)
    expect(message).toMatch(/^[가-힣"'\d].*[.)]|: #/)
    expect(message.replace(NAMES, '')).not.toMatch(/[A-Za-z]{2,}|undefined|NaN/)
    const english = await send(house, asked, 'as', 'en-US,en;q=0.9,ko;q=0.5')
    expect(english.message?.replace(/#\S+/g, '')).not.toMatch(/[가-힣]|undefined|NaN/)
    expect(english.message).toMatch(/[A-Za-z]{2,}/)
  })
})

describe('what is just within a limit', () => {
  const submitting = async (publishedAt: Instant, at: Instant) => {
    const house = await openBusyHouse()
    house.clock.set(at)
    const video = aVideo({ id: aVideoId('edge'), publishedAt })
    house.youTube.publish(video)
    const form = { adIdx: String(house.parts.assigned.adId), url: `https://youtu.be/${video.id}` }
    return house.asClient(await house.renewed(house.minji)).post('/api/userad/auth', { form })
  }
  const { applyFrom, applyTo, uploadFrom, uploadTo, completeDate } = aSchedule()

  it.each([
    ['the first millisecond of the upload period', uploadFrom],
    ['the last one', uploadTo],
  ])('is a video of %s', async (_, publishedAt) => {
    expect(await submitting(publishedAt, completeDate)).toMatchObject({ status: 200, success: true })
  })

  it.each([
    ['the first millisecond of the application period', applyFrom],
    ['the last one', applyTo],
  ])('is an application at %s', async (_, at) => {
    const house = await openBusyHouse()
    house.clock.set(at)
    const { path, sent = {} } = applying(house.minji, house.freshAd.id)
    expect(await house.asClient(house.minji).post(path, sent)).toMatchObject({ status: 200, success: true })
  })

  it('is a premium ad that asks for as many subscribers as there are, and the last place', async () => {
    const house = await openBusyHouse()
    const ad = await house.anAd({ category: 'premium', minimumSubscribers: 12_300, capacity: 1 })
    const { path, sent = {} } = applying(house.minji, ad.id)
    expect(await house.asClient(house.minji).post(path, sent)).toMatchObject({ status: 200, success: true })
  })

  it('is a withdrawal 14 Korean days after the last', async () => {
    const house = await openBusyHouse()
    await house.as(house.minji).post('/api/cash/withdraw')
    await house.earnings(house.minji, { amount: 5_000 })
    house.clock.set(startOfDay(koreanDayOf(inDays(17))))
    const answer = await house.asClient(await house.renewed(house.minji)).post('/api/cash/withdraw')
    expect(answer).toMatchObject({ status: 200, data: { amount: 5_000 } })
  })
})

describe('a refused application', () => {
  it('is told once for each ad, reason and Korean day', async () => {
    const house = await openBusyHouse()
    const { path, sent = {} } = applying(house.minji, house.parts.applied.adId)
    const refusals = async () => {
      const told = await toldTo(house.persistence, house.minji.account)
      return told.filter(({ kind }) => kind === 'application-refused').length
    }
    for (let attempt = 0; attempt < 3; attempt += 1) await house.as(house.minji).post(path, sent)
    expect(await refusals()).toBe(1)
    house.clock.pass(DAY_MS)
    await house.as(house.minji).post(path, sent)
    expect(await refusals()).toBe(2)
  })
})

describe('a refusal that ends at a known time', () => {
  it('says in its header how long that is, and when in its details', async () => {
    const house = await openBusyHouse()
    const retryAt = later(house.clock.now(), 7 * MINUTE_MS - 500)
    house.youTube.fail({ kind: 'youtube-quota-exhausted', retryAt })
    const form = { url: house.uploadUrl }
    const answer = await house.asClient(house.minji).post('/api/userad/auth/auth/auth', { form })
    expect(answer).toMatchObject({ status: 503, kind: 'youtube-quota-exhausted' })
    expect(answer.headers.get('retry-after')).toBe('420')
    expect(JSON.parse(answer.text)).toMatchObject({ retryAt: formatIso(retryAt) })
  })

  it('keeps to its own estimate when nobody knows', async () => {
    const house = await openBusyHouse()
    house.youTube.fail({ kind: 'youtube-unavailable' })
    const form = { url: house.uploadUrl }
    const answer = await house.asClient(house.minji).post('/api/userad/auth/auth/auth', { form })
    expect(answer.headers.get('retry-after')).toBe('60')
  })
})
