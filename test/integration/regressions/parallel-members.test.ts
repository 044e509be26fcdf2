import { expect, it } from 'vitest'
import { z } from 'zod'
import { oneByOne } from '../../fixtures/stored.ts'
import { openTestHouse, PASSWORD, type TestHouse } from '../../fixtures/test-house.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { DATABASES } from '../http/databases.ts'

const tokens = z.object({ token: z.string(), refreshToken: z.string() })
const AT_ONCE = 8

const aHouseWith = async (storage: Parameters<typeof openTestHouse>[0]) => {
  const house = await openTestHouse(storage)
  const [minji, junho] = [await house.creator('minji'), await house.creator('junho')]
  return { house, minji, junho }
}

const logIn = (house: TestHouse, name: string, password = PASSWORD) =>
  house.asClient(null).post('/api/auth/login', { form: { email: `${name}@example.kr`, password } })

/** Whose token it is: everybody has told another phone number. */
const phoneOf = async (house: TestHouse, token: string) => {
  const { data } = await house.asClient(token).get('/api/user')
  return z.tuple([z.object({ phone: z.string() })]).parse(data)[0].phone
}

describeOnEach(DATABASES, 'two members at once on %s', ({ open }) => {
  it('log in as themselves and as nobody else, and so do their refresh tokens (H63, H76)', async () => {
    const house = await openTestHouse({ storage: await open() })
    const phones = new Map([
      ['minji', '010-1111-1111'],
      ['junho', '010-2222-2222'],
    ])
    for (const [name, phone] of phones) await house.creator(name, { phone })
    const names = Array.from({ length: AT_ONCE }, (_, at) => (at % 2 === 0 ? 'minji' : 'junho'))
    const answers = await Promise.all(
      // Wrong passwords of the one between right ones of the other.
      names.map(async (name, at) => ({
        name,
        at,
        answer: await logIn(house, name, at === 3 ? 'wrong' : PASSWORD),
      })),
    )
    for (const { name, at, answer } of answers) {
      if (at === 3) {
        expect(answer.kind).toBe('login-refused')
        continue
      }
      const { token, refreshToken } = z.object({ tokens }).parse(answer.data).tokens
      expect(await phoneOf(house, token)).toBe(phones.get(name))
      // Each device has a refresh token of its own, and all of them are good.
      const refreshed = await house
        .asClient(null)
        .post('/api/auth/refresh', { headers: { refreshtoken: refreshToken } })
      expect(await phoneOf(house, tokens.parse(refreshed.data).token)).toBe(phones.get(name))
    }
  })

  it('read their own reports, cash and lists (H64)', async () => {
    const { house, minji, junho } = await aHouseWith({ storage: await open() })
    await house.earnings(minji, { amount: 11_111 })
    await house.earnings(junho, { amount: 22_222 })
    const paths = ['/api/report', '/api/report/info', '/api/cash', '/api/userad/4', '/api/notify']
    const alone = await oneByOne(paths.length, async (at) => [
      (await house.as(minji).get(paths[at] ?? '')).text,
      (await house.as(junho).get(paths[at] ?? '')).text,
    ])
    const together = await Promise.all(
      paths.map((path) =>
        Promise.all(
          [house.as(minji).get(path), house.as(junho).get(path)].map(async (asked) => (await asked).text),
        ),
      ),
    )
    expect(together).toEqual(alone)
    expect(together[2]?.map((text) => JSON.parse(text).data.cash)).toEqual([11_111, 22_222])
  })

  it('apply for several ads, each application with the proposal it came with (H70)', async () => {
    const { house, minji, junho } = await aHouseWith({ storage: await open() })
    const ads = await oneByOne(3, async (at) => house.anAd({ title: `광고 ${at}` }))
    const asked = [minji, junho].flatMap((member) => ads.map((ad) => ({ member, ad })))
    const proposalFor = (name: string, adId: number) => `${name}의 기획 ${adId}`
    await Promise.all(
      asked.map(async ({ member, ad }) => {
        const planTitle = proposalFor(member.account.name, ad.id)
        const json = {
          adIdx: ad.id,
          planTitle,
          planContents: planTitle,
          youtubeUrl: 'https://www.youtube.com/@x',
          phone: '010',
          location: '서울',
        }
        expect((await house.as(member).post('/api/advertise/ad/write', { json })).success).toBe(true)
      }),
    )
    for (const { member, ad } of asked) {
      const { participations } = house.persistence.views
      const own = await participations.listOf(member.account.id, 'applied', 10)
      const card = own.find(({ adId }) => adId === ad.id) ?? expect.fail(`no application for ad ${ad.id}`)
      const found = await participations.detailOf(member.account.id, card.id)
      expect(found?.participation.proposal.planTitle).toBe(proposalFor(member.account.name, ad.id))
    }
  })

  it('sign up with one e-mail: one is a member, with the password it was given (H73, H92)', async () => {
    const house = await openTestHouse({ storage: await open() })
    const passwords = ['first-password', 'second-password']
    const answers = await Promise.all(
      passwords.map((password) =>
        house.as(null).post('/api/auth/signup/', {
          json: {
            email: 'one@example.kr',
            password,
            name: '한 사람',
            phone: '010',
            location: '서울',
            interest: ['0101', '0201', '0301'],
          },
        }),
      ),
    )
    // The app announces a registration on any status from 200 to 299.
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    for (const [at, password] of passwords.entries())
      expect((await logIn(house, 'one', password)).status).toBe(answers[at]?.status === 200 ? 200 : 401)
  })
})
