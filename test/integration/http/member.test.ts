import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { accessTokens } from '../../../src/adapters/auth/access-tokens.ts'
import { makeKeys } from '../../../src/adapters/auth/keys-file.ts'
import { DAY_MS, later } from '../../../src/domain/primitives.ts'
import { turnedPhoto } from '../../fixtures/photos.ts'
import { jpeg, onePixel, png } from '../../fixtures/pictures.ts'
import { kept } from '../../fixtures/stored.ts'
import { type Answer, type Member, openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { openBusyHouse } from './busy-house.ts'
import { DATABASES } from './databases.ts'
import { profileParts } from './routes.ts'

const FACE = jpeg(24, 16)
const OURS = 'http://localhost/images/default-profile.png'
/** Closes a text of SQL and goes on, in each of the ways that databases read. */
const INJECTIONS = [
  "1', cash='999999",
  "1', location=(SELECT password_hash FROM account) WHERE '1'='1",
  '1"; DROP TABLE account; --',
  "1\\', name='x' -- ",
  "1' OR 1=1 #",
]

const settingsAnswer = z.object({
  data: z.tuple([z.strictObject({ profileImage: z.string(), phone: z.string(), location: z.string() })]),
})
/** As the settings screen shows it. */
const settingsOf = async (house: TestHouse, who: Member) =>
  settingsAnswer.parse((await house.as(who).get('/api/user')).body).data[0]

const pictureOf = async (house: TestHouse, who: Member): Promise<Uint8Array | null> => {
  const { profileImage } = await settingsOf(house, who)
  const response = await house.app.request(new URL(profileImage).pathname)
  return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : null
}

const interestsOf = async (house: TestHouse, who: Member) =>
  (await house.as(who).get('/api/user/interest')).data

const changeInterests = (house: TestHouse, who: Member | string | null, over: object = {}) =>
  house.as(who).put('/api/user/interest', {
    json: { typeAd: '0101', typeExpert: '0201', typeNews: '0301', ...over },
  })

describe('the own profile', () => {
  it('shows our picture of a member who has none, where the app looks for one', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    expect(await settingsOf(house, minji)).toMatchObject({ profileImage: OURS })
    const profile = await house.as(minji).get('/api/user/profile')
    expect(profile.data).toEqual([expect.objectContaining({ profileImage: OURS })])
    expect(await pictureOf(house, minji)).not.toBeNull()
    const imported = await house.creator('imported', { profileImage: 'https://example.kr/me.png' })
    expect(await settingsOf(house, imported)).toMatchObject({ profileImage: 'https://example.kr/me.png' })
  })

  it('is changed, and is what every screen shows from then on', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const parts = profileParts({ phone: ' 02-123-4567 ', location: '대전광역시 "유성구" 1 \u{1f3e0}' }, FACE)
    const answer = await house.as(minji).put('/api/user', { parts })
    expect(answer.body).toEqual({ statusCode: 200, success: true, message: '회원 정보가 변경되었습니다.' })
    expect(await settingsOf(house, minji)).toEqual({
      profileImage: expect.stringMatching(/^http:\/\/localhost\/images\/[0-9a-f]{32}\.jpg$/),
      phone: '02-123-4567',
      location: '대전광역시 "유성구" 1 \u{1f3e0}',
    })
    expect(await pictureOf(house, minji)).toEqual(FACE)
    const form = await house.as(minji).get('/api/advertise/ad/apply')
    expect(form.data).toEqual([expect.objectContaining({ phone: '02-123-4567' })])
  })

  it('keeps its picture when none is sent or an empty one (H111)', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await house.as(minji).put('/api/user', { parts: profileParts({}, FACE) })
    for (const parts of [
      profileParts({ phone: '1' }, null),
      profileParts({ phone: '2' }, new Uint8Array()),
      profileParts({ phone: '3', profileImage: '' }, null),
    ])
      expect((await house.as(minji).put('/api/user', { parts })).success).toBe(true)
    expect(await pictureOf(house, minji)).toEqual(FACE)
    expect(await settingsOf(house, minji)).toMatchObject({ phone: '3' })
  })

  it('keeps the texts that are not sent, and not those that are sent empty', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji', { phone: '010-1', location: '서울' })
    await house.as(minji).put('/api/user', { parts: profileParts({ phone: '' }, FACE) })
    expect(await settingsOf(house, minji)).toMatchObject({ phone: '', location: '서울' })
    await house.asClient(minji).put('/api/user', { json: { location: '' } })
    expect(await settingsOf(house, minji)).toMatchObject({ phone: '', location: '' })
  })

  it('forgets the old picture when it gets another', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await house.as(minji).put('/api/user', { parts: profileParts({}, FACE) })
    const { profileImage } = await settingsOf(house, minji)
    await house.as(minji).put('/api/user', { parts: profileParts({}, onePixel.gif) })
    expect((await house.app.request(new URL(profileImage).pathname)).status).toBe(404)
    expect(await pictureOf(house, minji)).toEqual(onePixel.gif)
  })

  it('does not tell where its picture was taken', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await house.as(minji).put('/api/user', { parts: profileParts({}, turnedPhoto(1)) })
    expect(await pictureOf(house, minji)).toEqual(FACE)
  })
})

describe('the own interests', () => {
  it('are shown in the codes of the app, and changed with the same', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji', {
      interests: { ad: 'restaurant', expert: 'startup', news: 'contest' },
    })
    expect(await interestsOf(house, minji)).toEqual([
      { typeAd: '0102', typeExpert: '0202', typeNews: '0302' },
    ])
    for (const last of ['1', '2', '3']) {
      const codes = { typeAd: `010${last}`, typeExpert: `020${last}`, typeNews: `030${last}` }
      const answer = await changeInterests(house, minji, codes)
      expect(answer.body).toEqual({ statusCode: 200, success: true, message: '관심사가 변경되었습니다.' })
      expect(await interestsOf(house, minji)).toEqual([codes])
    }
  })

  it('of an operator are of no kind that the app has', async () => {
    const house = await openTestHouse()
    const operator = await house.anOperator({ interests: { ad: 'other', expert: 'law', news: 'education' } })
    expect(await interestsOf(house, operator)).toEqual([{ typeAd: '', typeExpert: '0201', typeNews: '0301' }])
  })

  it('hold at once for the recommended ads, with the token that there is (H79)', async () => {
    let elapsed = 0
    const house = await openTestHouse({ adListCacheMs: 1_000, elapsedMs: () => elapsed++ })
    const minji = await house.creator('minji', {
      interests: { ad: 'beauty', expert: 'law', news: 'contest' },
    })
    await house.anAd({ title: '미용', category: 'beauty' })
    await house.anAd({ title: '여행', category: 'travel' })
    const shown = async () => {
      const { text } = await house.as(minji).get('/api/advertise/ad/interest')
      const ad = z.object({ title: z.string(), reasons: z.array(z.object({ code: z.string() })) })
      return z
        .object({ data: z.array(ad).length(2) })
        .parse(JSON.parse(text))
        .data.filter(({ reasons }) => reasons.some(({ code }) => code === 'interest'))
        .map(({ title }) => title)
    }
    expect(await shown()).toEqual(['미용'])
    await changeInterests(house, minji, { typeAd: '0103' })
    expect(await shown()).toEqual(['여행'])
  })

  it.each([
    ['typeAd', '0104'],
    ['typeAd', '0105'],
    ['typeAd', '101'],
    ['typeAd', ''],
    ['typeAd', 101],
    ['typeAd', ['0101']],
    ['typeAd', null],
    ['typeExpert', '0101'],
    ['typeExpert', '0204'],
    ['typeNews', '0304'],
    ['typeNews', ' 0301'],
    ['typeNews', '__proto__'],
  ])('are one of the three of each group: not %s %j (H86)', async (field, wrong) => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const before = await house.everything()
    const answer = await changeInterests(house, minji, { [field]: wrong })
    expect(answer).toMatchObject({ status: 200, success: false })
    expect(answer.message).toContain(field)
    expect(await house.everything()).toEqual(before)
  })
})

describe('what is refused of a change', () => {
  const change = (house: TestHouse, who: Member | string | null, parts: FormData) =>
    house.as(who).put('/api/user', { parts })
  const WAYS: readonly (readonly [string, (house: TestHouse, who: Member) => Promise<Answer>])[] = [
    ['a profile without a token', (house) => change(house, null, profileParts())],
    ['a profile with a made-up token', (house) => change(house, 'garbage', profileParts())],
    [
      'a profile with an old token',
      async (house, who) => change(house, await house.expiredTokenOf(who), profileParts()),
    ],
    ['a page as a picture', (house, who) => change(house, who, profileParts({}, Buffer.from('<html>')))],
    ['a picture that is cut off', (house, who) => change(house, who, profileParts({}, FACE.subarray(0, -1)))],
    [
      'a picture of 5 MB and a byte',
      (house, who) => change(house, who, profileParts({}, new Uint8Array(5_242_881))),
    ],
    [
      'a picture of 7 MB',
      (house, who) => change(house, who, profileParts({}, new Uint8Array(7 * 1024 * 1024))),
    ],
    [
      'a text as a picture',
      (house, who) => change(house, who, profileParts({ profileImage: 'me.png' }, null)),
    ],
    [
      'a phone number that is a story (H86)',
      (house, who) => change(house, who, profileParts({ phone: '1'.repeat(41) })),
    ],
    ['an address with NUL (H86)', (house, who) => change(house, who, profileParts({ location: 'a\0b' }))],
    [
      'two pictures',
      (house, who) => {
        const parts = profileParts()
        parts.append('profileImage', new File([Uint8Array.from(FACE)], 'b.jpg'))
        return change(house, who, parts)
      },
    ],
    [
      'a file as an address',
      (house, who) => {
        const parts = profileParts()
        parts.set('location', new File(['x'], 'a.txt', { type: 'text/plain' }))
        return change(house, who, parts)
      },
    ],
    [
      'a form without end',
      (house, who) =>
        house.as(who).put('/api/user', { raw: { type: 'multipart/form-data; boundary=x', body: '--x\r\n' } }),
    ],
    [
      'a key that is too long',
      (house, who) => house.as(who).put('/api/user', { parts: profileParts(), key: 'k'.repeat(256) }),
    ],
    ['interests without a token', (house) => changeInterests(house, null)],
    [
      'interests with an old token',
      async (house, who) => changeInterests(house, await house.expiredTokenOf(who)),
    ],
    ['interests that there are not', (house, who) => changeInterests(house, who, { typeAd: '0199' })],
    ['interests that are none', (house, who) => house.as(who).put('/api/user/interest', { json: [] })],
    [
      'interests of a megabyte',
      (house, who) => changeInterests(house, who, { typeAd: 'x'.repeat(1_048_600) }),
    ],
  ]

  it.each(WAYS)('%s is said so that the app shows it, and changes nothing', async (_, ask) => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    const before = await house.everything()
    const answer = await ask(house, minji)
    expect(answer.body).toEqual({
      statusCode: expect.any(Number),
      success: false,
      message: expect.stringMatching(/^[가-힣].*[.)]$/),
    })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text).statusCode).toBeGreaterThanOrEqual(400)
    expect(await house.everything()).toEqual(before)
  })
})

describeOnEach(DATABASES, 'what members say, on %s', ({ open }) => {
  const opened = async () => openBusyHouse({ storage: await open() })
  const accountOf = ({ persistence }: TestHouse, { account }: Member) =>
    kept(persistence, ({ accounts }) => accounts.find(account.id))
  const withoutWhatChanges = async (house: TestHouse, who: Member) => {
    const account = await accountOf(house, who)
    return { ...account, phone: '', location: '', profileImage: '' }
  }

  it.each(INJECTIONS)(
    'a profile of %j is stored as it is written, and nothing else changes (H1)',
    async (sql) => {
      const house = await opened()
      const before = [await accountOf(house, house.minji), await withoutWhatChanges(house, house.junho)]
      const cash = await house.as(house.junho).get('/api/cash')
      const answer = await house.as(house.junho).put('/api/user', {
        parts: profileParts({ phone: sql.slice(0, 40), location: sql }, FACE),
      })
      expect(answer.success, answer.text).toBe(true)
      expect(await settingsOf(house, house.junho)).toMatchObject({
        phone: sql.slice(0, 40).trim(),
        location: sql.trim(),
      })
      const after = [await accountOf(house, house.minji), await withoutWhatChanges(house, house.junho)]
      expect(after).toEqual(before)
      expect((await house.as(house.junho).get('/api/cash')).data).toEqual(cash.data)
    },
  )

  it.each(INJECTIONS)('an interest of %j is none, and nothing changes (H2)', async (sql) => {
    const house = await opened()
    const before = [await accountOf(house, house.minji), await accountOf(house, house.junho)]
    for (const field of ['typeAd', 'typeExpert', 'typeNews'])
      for (const wrong of [sql, `0101${sql.slice(1)}`])
        expect(await changeInterests(house, house.junho, { [field]: wrong })).toMatchObject({
          status: 200,
          success: false,
        })
    expect([await accountOf(house, house.minji), await accountOf(house, house.junho)]).toEqual(before)
  })

  it('members who change at once each get what they asked for', async () => {
    const house = await opened()
    const picture = png(5, 5, [1, 2, 3])
    await Promise.all([
      house.as(house.minji).put('/api/user', { parts: profileParts({ phone: '010-1' }, FACE) }),
      house.as(house.junho).put('/api/user', { parts: profileParts({ phone: '010-2' }, picture) }),
      changeInterests(house, house.minji, { typeAd: '0103' }),
      changeInterests(house, house.junho, { typeAd: '0102' }),
    ])
    expect(await settingsOf(house, house.minji)).toMatchObject({ phone: '010-1' })
    expect(await settingsOf(house, house.junho)).toMatchObject({ phone: '010-2' })
    expect(await pictureOf(house, house.minji)).toEqual(FACE)
    expect(await pictureOf(house, house.junho)).toEqual(picture)
    expect(await interestsOf(house, house.minji)).toEqual([expect.objectContaining({ typeAd: '0103' })])
    expect(await interestsOf(house, house.junho)).toEqual([expect.objectContaining({ typeAd: '0102' })])
  })
})

describe('a token that was signed by somebody else (H14)', () => {
  const ROUTES = [
    ['GET', '/api/user'],
    ['GET', '/api/user/profile'],
    ['GET', '/api/user/interest'],
    ['PUT', '/api/user'],
    ['PUT', '/api/user/interest'],
  ] as const

  it.each(ROUTES)('opens nothing at %s %s, whoever it names', async (method, path) => {
    const house = await openTestHouse()
    const { account } = await house.creator('minji')
    const before = await house.everything()
    const now = house.clock.now()
    const forged = await accessTokens({ keys: makeKeys().signing }).issue(
      { accountId: account.id, roles: account.roles, sessionGeneration: account.sessionGeneration },
      now,
      later(now, DAY_MS),
    )
    const payload = { idx: "1 OR '1'='1", sub: "1 OR '1'='1", iss: 'ig', exp: now / 1_000 + 60 }
    const [head, content] = [{ alg: 'none', typ: 'JWT' }, payload].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    for (const token of [forged, `${head}.${content}.`, `${account.id} OR 1=1`]) {
      const sent = method === 'PUT' ? { parts: profileParts() } : {}
      const answer = await house.as(token).send(method, path, sent)
      expect(answer).toMatchObject({ success: false, statusCode: 401 })
      expect(answer.text).not.toContain(account.phone)
    }
    expect(await house.everything()).toEqual(before)
  })
})
