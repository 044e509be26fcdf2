import { describe, expect, it } from 'vitest'
import { inDays } from '../../fixtures/instants.ts'
import { PASSWORD } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { signUpForm } from './routes.ts'

describe('cash', () => {
  it('shows held and withdrawable cash and both sides of the history', async () => {
    const house = await openBusyHouse()
    const { data } = await house.as(house.minji).get('/api/cash')
    expect(data).toMatchObject({ cash: 70_000, cashAllowed: 30_000, requested: 20_000, paid: 0 })
    expect(JSON.stringify(data)).toContain('"isIn":"출금"')
    expect(JSON.stringify(data)).toContain('"isIn":"적립"')
  })
})

describe('ads', () => {
  it('counts days to the end of the application period down to 0, and lists no closed ad', async () => {
    const house = await openBusyHouse()
    const days = async () => {
      const { data } = await house.as(house.minji).get('/api/advertise/ad/random')
      return data
    }
    expect(await days()).toEqual([expect.objectContaining({ dday: 4 })])
    house.clock.set(inDays(7))
    expect(await days()).toEqual([expect.objectContaining({ dday: 0 })])
    house.clock.set(inDays(7.5))
    expect(await days()).toEqual([])
  })

  it('names each reason for a recommendation', async () => {
    const house = await openBusyHouse()
    for (const category of ['travel', 'other'] as const) await house.anAd({ category })
    const { data } = await house.as(house.minji).get('/api/advertise/ad/interest')
    expect(JSON.stringify(data)).toContain('{"code":"interest","text":"관심 분야인 \'뷰티\' 광고예요"}')
  })

  it('counts a look once a member and day, and none of an operator', async () => {
    const house = await openBusyHouse()
    const path = `/api/advertise/ad/detail/${house.freshAd.id}`
    for (const who of [house.minji, house.minji, house.junho, house.operator]) await house.as(who).get(path)
    const { data } = await house.as(house.operator).get(path)
    expect(data).toMatchObject({ ad: [{ views: 2 }] })
  })

  it('puts pictures under the address that was configured, and else under the one that was called', async () => {
    const address = async (publicUrl: string | null) => {
      const house = await openBusyHouse({ publicUrl })
      const { data } = await house.as(house.minji).get('/api/advertise/ad/random')
      return { data, pictureName: house.pictureName }
    }
    const configured = await address('https://crecker.example')
    expect(configured.data).toMatchObject([
      { thumbnail: `https://crecker.example/images/${configured.pictureName}` },
    ])
    const called = await address(null)
    expect(called.data).toMatchObject([{ thumbnail: `http://localhost/images/${called.pictureName}` }])
  })

  it('shows pictures of the 2020 server where they are', async () => {
    const house = await openBusyHouse()
    const thumbnail = 'https://crecker-2020.example/ads/1.png'
    const { id } = await house.anAd({ images: { thumbnail, summary: '', full: '' } })
    const { data } = await house.as(house.minji).get(`/api/advertise/ad/detail/${id}`)
    expect(data).toMatchObject({ ad: [{ thumbnail, summaryPhoto: '', fullPhoto: '' }] })
  })
})

describe('the forms of a request', () => {
  it.each(['/api/auth/signup', '/api/auth/signup/'])('signs up at %s', async (path) => {
    const house = await openBusyHouse()
    expect(await house.as(null).post(path, { json: signUpForm })).toMatchObject({
      status: 200,
      success: true,
    })
  })

  it.each([
    ['a form', { form: { email: 'minji@example.kr', password: PASSWORD } }],
    ['JSON', { json: { email: 'minji@example.kr', password: PASSWORD } }],
    ['multipart', { parts: partsOf({ email: 'minji@example.kr', password: PASSWORD }) }],
  ] as const)('logs in with %s', async (_, sent) => {
    const house = await openBusyHouse()
    expect(await house.as(null).post('/api/auth/login', sent)).toMatchObject({ status: 200, success: true })
  })

  it.each([null, 'application/json', 'application/x-www-form-urlencoded'])(
    'withdraws with an empty body of type %s',
    async (type) => {
      const house = await openBusyHouse()
      const answer = await house.as(house.minji).post('/api/cash/withdraw', { raw: { type, body: '' } })
      expect(answer).toMatchObject({ success: true, message: '인출하기 성공', data: { amount: 30_000 } })
    },
  )
})

const partsOf = (form: Readonly<Record<string, string>>): FormData => {
  const parts = new FormData()
  for (const [name, value] of Object.entries(form)) parts.append(name, value)
  return parts
}
