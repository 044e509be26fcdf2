import { describe, expect, it } from 'vitest'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import type { Answer, Sent } from '../../fixtures/test-house.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { type BusyHouse, openBusyHouse } from '../http/busy-house.ts'
import { methodOf, ROUTES, type RouteRow } from '../http/routes.ts'
import {
  type Effect,
  effectOf,
  type Rows,
  SQL_DATABASES,
  type SqlDatabase,
  textsIn,
} from './sql-databases.ts'

const ALL = Object.entries(ROUTES)

/**
 * Ends every kind of quotation, also where marks are only doubled, begins every kind of comment and looks like every
 * kind of placeholder.
 */
const breakout = (field: number): string => `'\\'"\`;-- /*#%_?:a$1) OR 1=1 n${field}`

/** What was sent to the 2020 server in the place of a number. */
const HOSTILE_SEGMENTS = [
  '4 OR 1=1',
  "1' OR '1'='1",
  '1; DROP TABLE account',
  '0 UNION SELECT email, password_hash, id FROM account',
  '1/**/OR/**/1=1',
  breakout(0),
] as const

const whoMay = (house: BusyHouse, { rule }: RouteRow) => (rule === 'operator' ? house.operator : house.minji)

type Fields = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldsOf = ({ json, parts }: Sent): Fields => {
  if (isRecord(json)) return json
  return Object.fromEntries(
    parts === undefined ? [] : [...parts].filter(([, part]) => typeof part === 'string'),
  )
}

/** The same request with other values in some of its fields. */
const withFields = (sent: Sent, values: ReadonlyMap<string, string>): Sent => {
  if (isRecord(sent.json)) return { ...sent, json: { ...sent.json, ...Object.fromEntries(values) } }
  if (sent.parts === undefined) return sent
  const parts = new FormData()
  for (const [name, part] of sent.parts) parts.append(name, values.get(name) ?? part)
  return { ...sent, parts }
}

const WITH_FIELDS = await (async () => {
  const house = await openBusyHouse()
  return ALL.filter(([, row]) => Object.keys(fieldsOf(row.call(house).sent ?? {})).length > 0)
})()

/** A proof is looked at, which tells its creator what came of it; nobody sends one twice. */
const LOOKED_AT: ReadonlySet<string> = new Set(['notRegisterUrl'])
/** Fields that are refused for what they mean, with a kind of their own instead of by their name. */
const MEANT = ['url', 'email', 'password', 'requiredHashtags']
/** The app shows nothing of what is refused here, so who asked is told in a notification. */
const LEAVES_A_NOTICE = ['POST /api/expert/qa/law']
/** Not stored as they came: sealed, hashed, or of no use to what is decided. */
const NOT_KEPT: Readonly<Record<string, readonly string[]>> = {
  'POST /api/auth/signup': ['password'],
  'PUT /api/user/payee': ['number', 'holder'],
  'PUT /api/user/channel/:userIdx': ['reason'],
  'PUT /api/expert/qa/consultations/:expertConsultIdx': ['note'],
}

const opened = async (database: SqlDatabase) => {
  const { storage, rows } = await database.open()
  return { house: await openBusyHouse({ storage }), rows }
}

/** What a request was answered and what it did, on a platform of its own. */
const done = async (
  { house, rows }: { readonly house: BusyHouse; readonly rows: () => Promise<Rows> },
  route: string,
  row: RouteRow,
  change: (sent: Sent) => Sent = (sent) => sent,
): Promise<{ readonly answer: Answer; readonly effect: Effect; readonly after: Rows }> => {
  const { path, sent = {} } = row.call(house)
  const before = await rows()
  const answer = await house.asClient(whoMay(house, row)).send(methodOf(route), path, change(sent))
  const after = await rows()
  return { answer, effect: effectOf(before, after), after }
}

describeOnEach(SQL_DATABASES, 'hostile values on %s', (database) => {
  it.each(WITH_FIELDS)(
    'in every field of %s do what honest ones do, and are kept as they came (H1 to H10)',
    async (route, row) => {
      const honest = await done(await opened(database), route, row)
      const platform = await opened(database)
      const names = Object.keys(fieldsOf(row.call(platform.house).sent ?? {}))
      const hostile = new Map(
        names.flatMap((name, at) => (LOOKED_AT.has(name) ? [] : [[name, breakout(at)] as const])),
      )
      // Whatever is no free text is refused and does nothing. Then it is sent as it should be.
      for (;;) {
        const { answer, effect, after } = await done(platform, route, row, (sent) =>
          withFields(sent, hostile),
        )
        if (
          answer.status === honest.answer.status &&
          JSON.stringify(effect) === JSON.stringify(honest.effect)
        ) {
          // What was sent is in the audit too, as it came: that says nothing of where it belongs.
          const stored = textsIn(new Map([...after].filter(([table]) => table !== 'audit_entry')))
          if (answer.status === 200)
            for (const [name, value] of hostile)
              if (!NOT_KEPT[route]?.includes(name))
                expect(stored.has(value), `${route}: ${name} is stored as it came`).toBe(true)
          return
        }
        expect(answer.status, `${route}: ${answer.text}`).toBeGreaterThanOrEqual(400)
        expect(answer.status, `${route}: ${answer.text}`).toBeLessThan(500)
        const { notification, ...besides } = effect
        expect(besides).toEqual({})
        if (notification !== undefined) expect(LEAVES_A_NOTICE).toContain(route)
        const refused = (answer.fields ?? []).map(({ field }) => field).filter((name) => hostile.has(name))
        const closed = refused.length > 0 ? refused : MEANT.filter((name) => hostile.has(name))
        expect(closed, `${route}: ${answer.text}`).not.toEqual([])
        for (const name of closed) hostile.delete(name)
      }
    },
  )

  const WITH_SEGMENTS = ALL.filter(([route]) => route.includes(':'))

  it('in every path are refused and read nothing (H3, H8, H11 to H13)', async () => {
    const { house, rows } = await opened(database)
    const before = await rows()
    for (const [route, row] of WITH_SEGMENTS) {
      const pattern = route.slice(route.indexOf(' ') + 1).split('/')
      const { path, sent } = row.call(house)
      for (const [at, segment] of pattern.entries()) {
        if (!segment.startsWith(':')) continue
        for (const hostile of HOSTILE_SEGMENTS) {
          const tampered = path.split('/').with(at, encodeURIComponent(hostile)).join('/')
          const answer = await house.asClient(whoMay(house, row)).send(methodOf(route), tampered, sent)
          const shown = `${methodOf(route)} ${tampered}: ${answer.status} ${answer.text}`
          expect([400, 404], shown).toContain(answer.status)
          expect(answer.text, shown).not.toContain('@example.kr')
        }
      }
    }
    expect(effectOf(before, await rows())).toEqual({})
  })

  const READING = ALL.filter(([route]) => methodOf(route) === 'GET')

  it('in every query are refused, or overlooked where nothing is asked for by it', async () => {
    const { house, rows } = await opened(database)
    for (const [route, row] of READING) {
      const { path, sent } = row.call(house)
      const url = new URL(path, 'http://localhost')
      const ask = (search: string) => house.asClient(whoMay(house, row)).get(`${url.pathname}${search}`, sent)
      const honest = await ask(url.search)
      const before = await rows()
      for (const name of new Set([...url.searchParams.keys(), 'cursor', 'adIdx']))
        for (const hostile of HOSTILE_SEGMENTS) {
          const query = new URLSearchParams(url.search)
          query.set(name, hostile)
          const answer = await ask(`?${query}`)
          expect([400, honest.status], `${route}?${query}: ${answer.text}`).toContain(answer.status)
          if (answer.status !== 400) expect(answer.text.length).toBeLessThanOrEqual(honest.text.length + 100)
        }
      expect(effectOf(before, await rows())).toEqual({})
    }
  })

  it('in tokens, keys and logins open nothing (H14 to H19)', async () => {
    const { house, rows } = await opened(database)
    const before = await rows()
    const nobody = house.asClient(null)
    for (const hostile of HOSTILE_SEGMENTS) {
      const token = encodeURIComponent(hostile)
      const refreshed = await nobody.get('/api/auth/refresh', { headers: { refreshtoken: token } })
      expect(refreshed.kind, refreshed.text).toBe('refresh-token-unknown')
      expect((await house.asClient(token).get('/api/cash')).kind).toBe('token-invalid')
      for (const form of [
        { email: `minji@example.kr${hostile}`, password: 'x' },
        { email: "minji@example.kr' -- ", password: hostile },
      ]) {
        const headers = { 'x-test-address': token }
        const answer = await nobody.post('/api/auth/login', { form, headers })
        expect(answer.kind, answer.text).toMatch(/^login-(refused|throttled)$/)
      }
    }
    expect(effectOf(before, await rows())).toEqual({})
  })

  it('that are stored do no harm when they are used again, and are read as they came (H7, H9)', async () => {
    const { house, rows } = await opened(database)
    const [title, plan, review] = [breakout(1), breakout(2), breakout(3)]
    const ad = await house.anAd({ title, companyName: breakout(4), campaignInfo: breakout(5) })
    const channelId = aChannelId('suji')
    const suji = await house.creator('suji', {
      phone: breakout(6),
      location: breakout(7),
      channel: { identity: aChannelIdentity({ id: channelId, title: breakout(8) }) },
    })
    const good = (answer: Answer) => {
      expect(answer, answer.text).toMatchObject({ status: 200, success: true })
      return answer.data
    }
    const proposal = { planTitle: plan, planContents: plan, youtubeUrl: plan, phone: '010', location: plan }
    const applied = await house
      .as(suji)
      .post('/api/advertise/ad/write', { json: { ...proposal, adIdx: ad.id } })
    expect(good(applied)).toEqual({ userAdIdx: expect.any(Number) })
    const which = { json: { userIdx: suji.account.id, adIdx: ad.id } }
    good(await house.as(house.operator).post('/api/userad/confirm', which))
    house.youTube.publish(aVideo({ id: aVideoId('suji'), channelId }))
    const upload = { adIdx: ad.id, url: `https://youtu.be/${aVideoId('suji')}`, review }
    good(await house.as(suji).post('/api/userad/auth', { json: upload }))
    const waiting = good(await house.as(house.operator).get(`/api/userad/ing/ing/ing?adIdx=${ad.id}`))
    expect(waiting).toMatchObject([{ planTitle: plan, planContents: plan }])
    const before = await rows()
    good(await house.as(house.operator).put('/api/userad/ing', which))
    const { cash_balance: balances, cash_posting: postings } = effectOf(before, await rows())
    expect({ balances, postings }).toEqual({
      balances: { gone: 1, come: 1 },
      postings: { gone: 0, come: expect.any(Number) },
    })
    expect(good(await house.as(suji).get('/api/report'))).toMatchObject([{ title, companyName: breakout(4) }])
    expect(good(await house.as(suji).get('/api/user'))).toMatchObject([
      { phone: breakout(6), location: breakout(7) },
    ])
    const detail = await house.as(suji).get(`/api/advertise/ad/detail/${ad.id}`)
    expect(good(detail)).toMatchObject({ ad: [{ title, campaignInfo: breakout(5) }] })
    expect((await house.persistence.views.cash.books()).drift).toEqual([])
  })

  it('as the key of a command are kept as they came', async () => {
    const { house, rows } = await opened(database)
    const before = await rows()
    const key = breakout(0)
    for (let time = 0; time < 2; time += 1)
      expect((await house.asClient(house.minji).post('/api/cash/withdraw', { key })).status).toBe(200)
    expect([...textsIn(await rows())].filter((text) => text.includes(key))).not.toEqual([])
    expect(effectOf(before, await rows()).withdrawal).toEqual({ gone: 0, come: 1 })
  })
})

describe('the table of routes', () => {
  it('has free texts to be tried', () => {
    expect(WITH_FIELDS.length).toBeGreaterThan(15)
  })
})
