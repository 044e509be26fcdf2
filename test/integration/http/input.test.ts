import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PASSWORD } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import {
  AD_OPTIONAL,
  adForm,
  adParts,
  callerOf,
  methodOf,
  ROUTES,
  type RouteRow,
  rowOf,
  signUpForm,
} from './routes.ts'

type Json = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const house = await openBusyHouse()
const bodyOf = (row: RouteRow): Json => {
  const json = row.call(house).sent?.json
  return isRecord(json) ? json : {}
}
const WITH_JSON = Object.entries(ROUTES).filter(([, row]) => Object.keys(bodyOf(row)).length > 0)
const FIELDS = WITH_JSON.flatMap(([route, row]) =>
  Object.entries(bodyOf(row)).map(([field, value]) => [route, field, value, row] as const),
)
const TEXTS = FIELDS.filter(([, field, value]) => typeof value === 'string' && field !== 'isAgree')
const NUMBERS = FIELDS.filter(([, , value]) => typeof value === 'number')

/** In the standard dialect, as the one who may. */
const send = (route: string, row: RouteRow, body: unknown) => {
  const who = callerOf(house, row)
  return house.asClient(who).send(methodOf(route), row.call(house).path, { json: body })
}

/** The app shows every application as sent: one that could not be read leaves a notice, and nothing else. */
const besidesNotices = async () => ({ ...(await house.everything()), notifications: [], told: [] })

/** Sends a body that must be refused because of this field, and looks whether anything changed. */
const expectRefused = async (route: string, row: RouteRow, field: string, body: Json) => {
  const before = await besidesNotices()
  const answer = await send(route, row, body)
  const named = `${route} with ${field} ${JSON.stringify(body[field])}: ${answer.text}`
  expect({ status: answer.status, kind: answer.kind }, named).toEqual({ status: 400, kind: 'input-invalid' })
  expect(answer.fields?.map((error) => error.field.split('.')[0])).toContain(field)
  expect(await besidesNotices()).toEqual(before)
  return answer.fields?.find((error) => error.field === field)?.problem
}

describe('a text field', () => {
  it.each(TEXTS)('takes nothing but text at %s: %s', async (route, field, _, row) => {
    for (const wrong of [0, true, null, [], {}, ['x']]) {
      const problem = await expectRefused(route, row, field, { ...bodyOf(row), [field]: wrong })
      expect(problem).toMatch(/^(wrong-type|unknown-value)$/)
    }
  })

  it.each(TEXTS)('takes no NUL and no half of a character at %s: %s', async (route, field, _, row) => {
    for (const wrong of ['a\u0000b', 'a\ud800b', '\udfffx']) {
      const answer = await send(route, row, { ...bodyOf(row), [field]: wrong })
      expect([400, 401], `${route} ${field} ${answer.text}`).toContain(answer.status)
    }
  })

  it.each(TEXTS)('has a limit at %s: %s', async (route, field, _, row) => {
    const answer = await send(route, row, { ...bodyOf(row), [field]: 'x'.repeat(50_000) })
    expect(answer.status, answer.text).toBe(400)
  })
})

describe('a number field', () => {
  it.each(NUMBERS)('takes nothing but whole numbers in range at %s: %s', async (route, field, _, row) => {
    for (const wrong of [
      true && [],
      null,
      {},
      '',
      'x',
      '1e3',
      '0x10',
      '-1',
      -1,
      1.5,
      '1.5',
      2_147_483_648,
      1e300,
    ])
      await expectRefused(route, row, field, { ...bodyOf(row), [field]: wrong })
  })

  it('takes decimal text, as forms send it', async () => {
    const busy = await openBusyHouse()
    const json = { userIdx: String(busy.minji.account.id), adIdx: String(busy.parts.applied.adId) }
    expect((await busy.asClient(busy.operator).post('/api/userad/confirm', { json })).status).toBe(200)
  })
})

describe('a field that is missing', () => {
  const required = FIELDS.filter(([, field, , row]) => !(row.optional ?? []).includes(field))

  it.each(required)('is refused by its name at %s: %s', async (route, field, _, row) => {
    const { [field]: _left, ...rest } = bodyOf(row)
    const problem = await expectRefused(route, row, field, rest)
    expect(problem).toMatch(/^(missing|unknown-value)$/)
  })

  const optional = FIELDS.filter(([, field, , row]) => (row.optional ?? []).includes(field))

  it.each(optional)('may be left out at %s: %s', async (route, field, _, row) => {
    const busy = await openBusyHouse()
    const { [field]: _left, ...json } = bodyOf(row)
    const who = callerOf(busy, row)
    expect((await busy.asClient(who).send(methodOf(route), row.call(busy).path, { json })).status).toBe(200)
  })

  it('is told to a creator whose application could not be read, once a day', async () => {
    const busy = await openBusyHouse()
    const tooLong = { ...bodyOf(rowOf('POST /api/advertise/ad/write')), planTitle: '가'.repeat(201) }
    const form = Object.fromEntries(Object.entries(tooLong).map(([field, value]) => [field, String(value)]))
    for (let time = 0; time < 2; time += 1)
      await busy.as(busy.minji).post('/api/advertise/ad/write', { form })
    const told = await busy.as(busy.minji).get('/api/notify')
    const refused = JSON.parse(told.text).data.filter(
      (one: { kind: string }) => one.kind === 'application-refused',
    )
    expect(refused).toHaveLength(1)
    expect(refused[0].notiContent).toContain('200자')
  })

  it('is also one that holds blanks only', async () => {
    const row = rowOf('POST /api/advertise/ad/write')
    const body = { ...bodyOf(row), planTitle: ' \t\n　' }
    expect(await expectRefused('POST /api/advertise/ad/write', row, 'planTitle', body)).toBe('missing')
  })
})

describe('the picks', () => {
  it.each([
    ['x'],
    [[0]],
    [['1']],
    [[1.5]],
    [[-1]],
    [[2_147_483_648]],
    [Array.from({ length: 21 }, () => 1)],
    [null],
  ])('are ids and nothing else: %j', async (adIdx) => {
    await expectRefused('PUT /api/advertise/ad/pick', rowOf('PUT /api/advertise/ad/pick'), 'adIdx', { adIdx })
  })
})

describe('the interests', () => {
  it.each([
    [[]],
    [['0101', '0201']],
    [['0101', '0201', '0301', '0301']],
    [['0104', '0201', '0301']],
    [[1, 2, 3]],
    ['0101'],
  ])('are one code a group: %j', async (interest) => {
    const row = rowOf('POST /api/auth/signup')
    await expectRefused('POST /api/auth/signup', row, 'interest', { ...signUpForm, interest })
  })
})

describe('a text that is longer as it is stored', () => {
  it('is measured as it is stored', async () => {
    // One character each, and three in NFC.
    const written = (howMany: number) => ({
      json: { Qtitle: '질문', Qcontent: '\uFB2C'.repeat(howMany), categoryCode: 'Law', isSecret: 0 },
    })
    const ask = house.asClient(house.minji)
    const refused = await ask.post('/api/expert/qa/law', written(334))
    expect(refused).toMatchObject({ status: 400, fields: [{ field: 'Qcontent', problem: 'too-long' }] })
    expect(await ask.post('/api/expert/qa/law', written(333))).toMatchObject({ status: 200 })
  })
})

describe('a text that is made to keep the server busy', () => {
  // Each mark has to find its place among those before it: a megabyte of them would take minutes.
  const marks = (howMany: number) => `a${'\u0301'.repeat(howMany / 2)}${'\u0316'.repeat(howMany / 2)}`

  it.each([
    ['of a megabyte', 400_000, 'too-long'],
    ['within the limit', 90, 'malformed'],
    ['of one mark more than letters have', 32, 'malformed'],
  ])('is refused before anything is done with it: %s', async (_, howMany, problem) => {
    const json = { ...signUpForm, location: 'x', name: marks(howMany) }
    const refused = await house.asClient(null).post('/api/auth/signup', { json })
    expect(refused).toMatchObject({ status: 400 })
    expect(refused.fields).toContainEqual({ field: 'name', problem })
  })
})

describe('the lines of a text', () => {
  const PATH = '/api/expert/qa/law'
  const fields = (Qcontent: string) => ({ Qtitle: '질문', Qcontent, categoryCode: 'Law', isSecret: '0' })
  const ask = house.asClient(house.minji)
  const partsOf = (Qcontent: string): FormData => {
    const parts = new FormData()
    for (const [name, value] of Object.entries(fields(Qcontent))) parts.append(name, value)
    return parts
  }
  it.each([
    ['JSON', (written: string) => ({ json: fields(written) })],
    ['a form', (written: string) => ({ form: fields(written) })],
    ['a form of parts', (written: string) => ({ parts: partsOf(written) })],
  ])('are stored alike, whatever ends them: in %s', async (_, sent) => {
    const answer = await ask.post(PATH, sent('하나\r\n둘\r\n\r\n셋\r넷\n다섯\r\n'))
    const { expertConsultIdx } = z.object({ expertConsultIdx: z.int() }).parse(answer.data)
    const read = await ask.get(`${PATH}/${expertConsultIdx}`)
    expect(read.data).toMatchObject([{ Qcontent: '하나\n둘\n\n셋\n넷\n다섯' }])
  })

  it('count as they are stored: each end is one character, and blanks around them are none', async () => {
    const lines = (howMany: number) => fields(`  ${'가\r\n'.repeat(howMany)}끝  `)
    // 2 characters a line, and the last one.
    expect(await ask.post(PATH, { json: lines(499) })).toMatchObject({ status: 200 })
    const refused = await ask.post(PATH, { json: lines(500) })
    expect(refused).toMatchObject({ status: 400, fields: [{ field: 'Qcontent', problem: 'too-long' }] })
  })
})

describe('the form of an ad', () => {
  const insert = (parts: FormData) =>
    house.asClient(house.operator).post('/api/advertise/ad/insert', { parts })
  const expectNamed = async (parts: FormData, field: string) => {
    const before = await house.everything()
    const answer = await insert(parts)
    expect({ status: answer.status, kind: answer.kind }, answer.text).toEqual({
      status: 400,
      kind: 'input-invalid',
    })
    expect(new Set(answer.fields?.map((error) => error.field.split('.')[0]))).toEqual(new Set([field]))
    expect(await house.everything()).toEqual(before)
  }
  const names = Object.keys(adForm)
  const required = names.filter((name) => !AD_OPTIONAL.some((optional) => optional === name))

  it.each(required)('needs %s', async (field) => {
    const form = new Map(Object.entries(adForm))
    form.delete(field)
    await expectNamed(adParts(Object.fromEntries(form)), field)
  })

  it.each(names)('takes no file as %s', async (field) => {
    const parts = adParts()
    parts.set(field, new File(['text'], 'a.txt'))
    await expectNamed(parts, field)
  })

  it.each(names.filter((name) => name !== 'requiredHashtags'))('takes %s once', async (field) => {
    const parts = adParts()
    parts.append(field, 'twice')
    await expectNamed(parts, field)
  })

  it.each([
    ['cash', '1,00'],
    ['cash', '-1'],
    ['cash', '1000.5'],
    ['cash', '10,000원'],
    ['cash', '2147483648'],
    ['applyFrom', '2026-02-30'],
    ['applyFrom', '20.11.2026'],
    ['applyTo', '2026-12-01 25:00'],
    ['uploadTo', 'tomorrow'],
    ['categoryCode', '0106'],
    ['categoryCode', '101'],
    ['capacity', '0'],
    ['subscribersNum', '1.5'],
    ['holdDays', '-1'],
  ])('does not take %s %s', async (field, value) => {
    await expectNamed(adParts({ ...adForm, [field]: value }), field)
  })

  it.each([0, 1, 2, 4])('takes no %i pictures', async (howMany) => {
    await expectNamed(
      adParts(
        adForm,
        Array.from({ length: howMany }, () => new Uint8Array(10)),
      ),
      'imgs',
    )
  })

  it('takes no texts as pictures', async () => {
    const parts = adParts(adForm, [])
    for (const text of ['a', 'b', 'c']) parts.append('imgs', text)
    await expectNamed(parts, 'imgs')
  })

  it('is no JSON', async () => {
    const answer = await house.asClient(house.operator).post('/api/advertise/ad/insert', { json: adForm })
    expect(answer.fields).toEqual([{ field: 'imgs', problem: 'missing' }])
  })

  it.each([
    ['2026-11-20', '2026-12-01', { applyFrom: '26.11.20', applyTo: '26.12.01' }],
    ['2026-11-19T15:00:00Z', '2026-12-01T23:59:59+09:00', { applyFrom: '26.11.20', applyTo: '26.12.01' }],
    ['2026-11-20 00:00', '2026-12-01 23:59:59', { applyFrom: '26.11.20', applyTo: '26.12.01' }],
  ])('takes dates as %s', async (applyFrom, applyTo, shown) => {
    const busy = await openBusyHouse()
    const { data } = await busy
      .as(busy.operator)
      .post('/api/advertise/ad/insert', { parts: adParts({ ...adForm, applyFrom, applyTo }) })
    const adIdx = isRecord(data) ? data.adIdx : null
    const detail = await busy.as(busy.minji).get(`/api/advertise/ad/detail/${adIdx}`)
    expect(detail.data).toMatchObject({ ad: [{ ...shown, cash: '30,000' }] })
  })

  it.each([
    [{ requiredHashtags: '#핸드크림, 협찬  광고' }, ['핸드크림', '협찬', '광고']],
    [{ requiredHashtags: '' }, []],
    [{}, ['핸드크림', '협찬']],
  ])('requires the hashtags of %j, or those of the keywords', async (given, expected) => {
    const { requiredHashtags: _left, ...form } = adForm
    const busy = await openBusyHouse()
    const { data } = await busy
      .as(busy.operator)
      .post('/api/advertise/ad/insert', { parts: adParts({ ...form, ...given }) })
    const adIdx = isRecord(data) ? data.adIdx : null
    const detail = await busy.as(busy.minji).get(`/api/advertise/ad/detail/${adIdx}`)
    expect(detail.data).toMatchObject({ ad: [{ requiredHashtags: expected }] })
  })
})

describe('a body that cannot be read', () => {
  const readers = [
    ...WITH_JSON,
    ['POST /api/advertise/ad/insert', rowOf('POST /api/advertise/ad/insert')] as const,
  ]
  const BODIES: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[] = [
    ['application/json', '{"url":'],
    ['application/json', 'null'],
    ['application/json', '[]'],
    ['application/json', '"text"'],
    ['application/json', '1'],
    ['application/json', Uint8Array.from([0xff, 0xfe, 0x00])],
    ['application/json', '['.repeat(100_000)],
    ['text/xml', '<url>https://youtu.be/00000000001</url>'],
    ['application/octet-stream', Uint8Array.from([1, 2, 3])],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', '--y\r\nnot it'],
    ['application/x-www-form-urlencoded', '%%%=%ff&&&='],
    ['application/x-www-form-urlencoded', '__proto__=1&constructor=2&toString=3'],
    ['application/json', '{"__proto__":{"url":"x"},"constructor":1}'],
    ['', ''],
  ]
  it.each(readers)('is refused at %s and never an error', async (route, row) => {
    const before = await house.everything()
    const who = callerOf(house, row)
    for (const [type, body] of BODIES) {
      const sent = { raw: { type: type === '' ? null : type, body } }
      const answer = await house.asClient(who).send(methodOf(route), row.call(house).path, sent)
      expect(answer.status, `${type} ${body}: ${answer.text}`).toBe(400)
      expect(answer.kind).toMatch(/^(body-malformed|input-invalid)$/)
    }
    expect(await house.everything()).toEqual(before)
  })

  it.each(readers)(
    'is refused at %s when it is too large, with and without its length',
    async (route, row) => {
      const who = callerOf(house, row)
      const body = new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20)
      for (const headers of [{}, { 'content-length': String(body.byteLength) }]) {
        const sent = { raw: { type: 'application/json', body }, headers }
        const answer = await house.asClient(who).send(methodOf(route), row.call(house).path, sent)
        expect({ status: answer.status, kind: answer.kind }).toEqual({ status: 413, kind: 'body-too-large' })
      }
    },
  )
})

describe('an address that cannot be', () => {
  it.each([
    '/api/userad/1/abc',
    '/api/userad/1/0',
    '/api/userad/1/-1',
    '/api/userad/1/1.5',
    '/api/userad/1/99999999999999999999',
    '/api/userad/1/%00',
    '/api/userad/1/%ff',
    '/api/userad/1/%ED%A0%80',
    '/api/advertise/ad/list/%00',
    '/api/advertise/ad/detail/2147483648',
    '/api/report/1%27%20OR%201=1',
    '/api/notify?cursor=-1',
    '/api/notify?cursor=0',
    '/api/notify?cursor=2147483648',
    '/api/notify?cursor=%00',
  ])('is refused: %s', async (path) => {
    const answer = await house.asClient(house.minji).get(path)
    expect({ status: answer.status, kind: answer.kind }, answer.text).toEqual({
      status: 400,
      kind: 'input-invalid',
    })
  })

  it.each(['progress=5', 'progress=0', 'progress=', 'adIdx=x', 'adIdx=0', 'cursor=x', 'cursor=0'])(
    'is refused to operators: %s',
    async (query) => {
      const answer = await house.asClient(house.operator).get(`/api/userad/ing/ing/ing?${query}`)
      expect(answer.kind, answer.text).toBe('input-invalid')
    },
  )

  it('begins at the first page without a cursor', async () => {
    const answer = await house.asClient(house.operator).get('/api/userad/ing/ing/ing?progress=3&cursor=')
    expect(answer.data).toEqual([expect.objectContaining({ userAdIdx: house.parts.submitted.id })])
  })
})

describe('a password', () => {
  it('is in no answer and in no line of the log, whatever is wrong with it or beside it', async () => {
    const busy = await openBusyHouse()
    const as = busy.as(null)
    const client = busy.asClient(null)
    const wrong = {
      email: PASSWORD,
      name: 0,
      interest: [PASSWORD, PASSWORD, PASSWORD],
      phone: { [PASSWORD]: PASSWORD },
    }
    const answers = [
      await client.post('/api/auth/signup', { json: { ...signUpForm, ...wrong } }),
      await client.post('/api/auth/signup', { json: { password: [PASSWORD] } }),
      await client.post('/api/auth/signup', { json: { password: `${PASSWORD}\u0000` } }),
      await client.post('/api/auth/signup', { json: { ...signUpForm, password: PASSWORD.repeat(200) } }),
      await client.post('/api/auth/signup', { json: { ...signUpForm, email: 'minji@example.kr' } }),
      await client.post('/api/auth/signup', {
        raw: { type: 'application/json', body: `{"password":"${PASSWORD}"` },
      }),
      await as.post('/api/auth/signup/', { json: signUpForm }),
      await as.post('/api/auth/login', { form: { email: signUpForm.email, password: PASSWORD } }),
      await as.post('/api/auth/login', { form: { email: 'minji@example.kr', password: `${PASSWORD}!` } }),
      await as.post('/api/auth/login', { json: { email: PASSWORD, password: { [PASSWORD]: 1 } } }),
      await client.post(`/api/auth/login`, { json: { [PASSWORD]: PASSWORD } }),
    ]
    expect(answers.map(({ success }) => success ?? false)).toContain(true)
    for (const { text } of answers) expect(text).not.toContain(PASSWORD)
    expect(JSON.stringify(busy.log)).not.toContain(PASSWORD)
    expect(JSON.stringify(await busy.everything())).not.toContain(PASSWORD)
  })
})
