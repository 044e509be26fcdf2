import { describe, expect, it } from 'vitest'
import { HOME_BANNERS_MAX } from '../../../src/domain/home/banner.ts'
import { HOUR_MS } from '../../../src/domain/primitives.ts'
import { png, pngThatClaims } from '../../fixtures/pictures.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { bannerParts } from './routes.ts'

const withMembers = async () => {
  const house = await openTestHouse({ publicUrl: 'https://crecker.example' })
  const [minji, operator] = [await house.creator('minji'), await house.anOperator()]
  return {
    ...house,
    minji,
    operator,
    add: async (shade: number) => {
      const picture = png(4, 2, [shade, 30, 160])
      const added = await house.as(operator).post('/api/home/banner', { parts: bannerParts(picture) })
      return { ...added, picture }
    },
    shown: async () => (await house.as(minji).get('/api/home')).data,
  }
}

type Shown = { readonly homeBannerIdx: number; readonly url: string }
const isShown = (data: unknown): data is Shown =>
  typeof data === 'object' && data !== null && 'homeBannerIdx' in data && 'url' in data

describe('H155: banners of the home screen', () => {
  it('are what operators put there, one an hour in turn, and every member sees the same', async () => {
    const house = await withMembers()
    for (const shade of [10, 20, 30]) expect((await house.add(shade)).success).toBe(true)
    const junho = await house.creator('junho')
    const seen: unknown[] = []
    for (let hour = 0; hour < 4; hour += 1) {
      const shown = await house.shown()
      expect((await house.as(junho).get('/api/home')).data).toEqual(shown)
      seen.push(isShown(shown) ? shown.homeBannerIdx : null)
      house.clock.pass(HOUR_MS)
    }
    expect(seen.slice(0, 3).toSorted()).toEqual([1, 2, 3])
    expect(seen[3]).toBe(seen[0])
  })

  it('lead to the picture itself', async () => {
    const house = await withMembers()
    const { picture } = await house.add(10)
    const shown = await house.shown()
    if (!isShown(shown)) throw new Error('there is a banner')
    expect(shown).toEqual({ homeBannerIdx: 1, url: expect.stringMatching(/^https:\/\/crecker\.example\//) })
    const response = await house.app.request(new URL(shown.url).pathname)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(picture)
  })

  it('are none until there is one, and again when the last one is removed, with its picture', async () => {
    const house = await withMembers()
    const nothing = { statusCode: 200, success: true, message: '홈 배너 조회 성공' }
    expect((await house.as(house.minji).get('/api/home')).body).toEqual(nothing)
    await house.add(10)
    const shown = await house.shown()
    if (!isShown(shown)) throw new Error('there is a banner')
    const removed = await house.as(house.operator).delete(`/api/home/banner/${shown.homeBannerIdx}`)
    expect(removed.success).toBe(true)
    expect((await house.as(house.minji).get('/api/home')).body).toEqual(nothing)
    expect((await house.as(null).get(new URL(shown.url).pathname)).status).toBe(404)
  })

  it('are listed to operators, and no member adds or removes one', async () => {
    const house = await openBusyHouse()
    const listed = await house.as(house.operator).get('/api/home/banner')
    expect(listed.data).toEqual([
      {
        homeBannerIdx: house.homeBanner.id,
        url: expect.stringContaining(`/images/${house.homeBanner.image}`),
        createAt: expect.stringMatching(/^2026-.*\+09:00$/),
      },
    ])
    const before = await house.everything()
    await house.as(house.minji).post('/api/home/banner', { parts: bannerParts() })
    await house.as(house.minji).delete(`/api/home/banner/${house.homeBanner.id}`)
    await house.as(null).post('/api/home/banner', { parts: bannerParts() })
    expect(await house.everything()).toEqual(before)
  })

  it(`are at most ${HOME_BANNERS_MAX}`, async () => {
    const house = await withMembers()
    for (let shade = 0; shade < HOME_BANNERS_MAX; shade += 1)
      expect((await house.add(shade)).success).toBe(true)
    expect((await house.add(99)).success).toBe(false)
    expect((await house.as(house.operator).get('/api/home/banner')).data).toHaveLength(HOME_BANNERS_MAX)
  })

  it.each([
    ['no picture', new TextEncoder().encode('<html>'), 'image-unreadable'],
    ['an empty file', new Uint8Array(0), 'image-unreadable'],
    ['a picture that unpacks to gigabytes', pngThatClaims(60_000, 60_000), 'image-unreadable'],
    ['a file that is too large', new Uint8Array(5 * 1024 * 1024 + 1), 'image-too-large'],
  ])('are never %s', async (_, bytes, kind) => {
    const house = await withMembers()
    const before = await house.everything()
    const parts = bannerParts(bytes)
    expect((await house.asClient(house.operator).post('/api/home/banner', { parts })).kind).toBe(kind)
    expect(await house.everything()).toEqual(before)
  })

  it('are never a text, or two pictures at once', async () => {
    const house = await withMembers()
    const text = new FormData()
    text.append('image', 'https://example.kr/banner.png')
    const two = bannerParts()
    two.append('image', new File([png(1, 1, [0, 0, 0]).slice()], 'second.png'))
    for (const parts of [text, two, new FormData()]) {
      const answer = await house.asClient(house.operator).post('/api/home/banner', { parts })
      expect(answer).toMatchObject({ status: 400, kind: 'input-invalid' })
    }
  })
})

describe('H95: the home screen', () => {
  it('is answered with words of its own, in both languages', async () => {
    const house = await openBusyHouse()
    const korean = await house.as(house.minji).get('/api/home')
    expect(korean.message).toBe('홈 배너 조회 성공')
    expect(korean.message).not.toContain('FAQ')
    const english = await house.as(house.minji).get('/api/home', { headers: { 'accept-language': 'en' } })
    expect(english.message).toBe('Banners of the home screen.')
  })
})
