import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DAY_MS, HOUR_MS, toInstant } from '../../../src/domain/primitives.ts'
import { channelUrl, watchUrl } from '../../../src/domain/video/youtube-url.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { type Member, openTestHouse, type TestHouse } from '../../fixtures/test-house.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo } from '../../fixtures/you-tube.ts'

const CHANNEL = aChannelId('proved')
const VIDEO = aProofVideo({ channelId: CHANNEL })
const WITH_VIDEO = watchUrl(aVideoId('proof'))
const WITH_CHANNEL = channelUrl(CHANNEL)

let house: TestHouse
let minji: Member
let junho: Member
let operator: Member

beforeEach(async () => {
  house = await openTestHouse()
  const channel = { identity: null, state: { status: 'unproven' } } as const
  minji = await house.creator('minji', { channel })
  junho = await house.creator('junho', { channel })
  operator = await house.anOperator()
  house.youTube.describe(aChannelAtYouTube({ id: CHANNEL, title: '민지의 하루', subscribers: 25_000 }))
  house.youTube.publish(VIDEO)
})

const codeFor = async (who: Member): Promise<string> => {
  const { data } = await house.as(who).get('/api/auth/hash')
  return z.object({ hash: z.string() }).parse(data).hash
}
const send = (who: Member, url = WITH_VIDEO, language = 'ko') =>
  house.asClient(who).post('/api/user/channel', { json: { url }, headers: { 'accept-language': language } })
const standing = async (who: Member, language = 'ko') =>
  (await house.as(who).get('/api/user/channel', { headers: { 'accept-language': language } })).data
const told = async (who: Member, language = 'ko') => {
  const { data } = await house.as(who).get('/api/notify', { headers: { 'accept-language': language } })
  return z
    .array(z.object({ kind: z.string(), notiContent: z.string() }))
    .parse(data)
    .toReversed()
}
const kindsTold = async (who: Member) => (await told(who)).map(({ kind }) => kind)
const waiting = async () => {
  const { data } = await house.as(operator).get('/api/user/channel/pending')
  return z.array(z.object({ userIdx: z.number(), disputed: z.boolean(), state: z.string() })).parse(data)
}
const decide = (who: Member, decision: 'verify' | 'reject', reason = '') =>
  house.asClient(operator).put(`/api/user/channel/${who.account.id}`, { json: { decision, reason } })

describe('the code verifies at once', () => {
  it.each([
    ['in the title of an unlisted video', WITH_VIDEO, (code: string) => ({ title: `인증 ${code}` })],
    [
      'in its description, however it is cased',
      WITH_VIDEO,
      (code: string) => ({ description: `인증: ${code.toLowerCase()} 입니다` }),
    ],
  ])('%s', async (_where, url, shown) => {
    house.youTube.publish({ ...VIDEO, ...shown(await codeFor(minji)) })
    expect(await send(minji, url)).toMatchObject({
      success: true,
      message: '채널 인증 성공',
      data: {
        state: 'verified',
        channelId: CHANNEL,
        channelName: '민지의 하루',
        subscribers: 25_000,
        missing: [],
      },
    })
    expect(await kindsTold(minji)).toEqual(['channel-verified'])
  })

  it("in the channel's description, without any video", async () => {
    const description = `매주 일요일에 올립니다.\n${await codeFor(minji)}`
    house.youTube.describe(aChannelAtYouTube({ id: CHANNEL, description, subscribers: null }))
    expect(await send(minji, WITH_CHANNEL)).toMatchObject({ data: { state: 'verified', subscribers: null } })
  })

  it('once, and not a second time', async () => {
    house.youTube.publish({ ...VIDEO, description: await codeFor(minji) })
    await send(minji)
    expect(await send(minji)).toMatchObject({ status: 409, kind: 'channel-already-verified' })
    expect(await send(junho)).toMatchObject({ data: { state: 'pending', disputed: true } })
  })
})

describe('an unlisted video without the own code waits for an operator', () => {
  it('for up to three days, which its creator is told at once and can read again', async () => {
    expect(await send(minji)).toMatchObject({
      success: true,
      message: '채널 인증을 신청했습니다. 운영자가 확인하며 최대 3일이 걸립니다.',
      data: { state: 'pending', disputed: false, missing: ['운영자가 3일 이내에 확인합니다.'] },
    })
    expect(await told(minji)).toMatchObject([
      {
        kind: 'channel-pending',
        notiContent: expect.stringContaining("'민지의 하루' 채널 인증을 신청했습니다."),
      },
    ])
    expect(await told(minji)).toMatchObject([{ notiContent: expect.stringContaining('최대 3일') }])
    expect(await told(minji, 'en')).toMatchObject([{ notiContent: expect.stringContaining('up to 3 days') }])
    expect((await send(minji, WITH_VIDEO, 'en')).message).toContain('up to 3 days')
    expect(await kindsTold(minji)).toEqual(['channel-pending'])
  })

  it.each([
    ['is somebody else’s', async () => codeFor(junho)],
    [
      'has run out',
      async () => {
        const code = await codeFor(minji)
        house.clock.pass(DAY_MS)
        minji = await house.renewed(minji)
        return code
      },
    ],
    [
      'was replaced by a newer one',
      async () => {
        const code = await codeFor(minji)
        await codeFor(minji)
        return code
      },
    ],
  ])('also when the code in it %s', async (_which, made) => {
    house.youTube.publish({ ...VIDEO, description: await made() })
    expect(await send(minji)).toMatchObject({ data: { state: 'pending' } })
  })

  it('who verifies the claim, or rejects it with words for its creator', async () => {
    await send(minji)
    expect(await waiting()).toEqual([{ userIdx: minji.account.id, disputed: false, state: 'pending' }])
    expect(await decide(minji, 'verify')).toMatchObject({ data: { state: 'verified' } })
    expect(await kindsTold(minji)).toEqual(['channel-pending', 'channel-verified'])
    expect(await decide(minji, 'reject', '채널 주인이 다릅니다.')).toMatchObject({ success: true })
    expect(await standing(minji)).toMatchObject({ state: 'rejected', reason: '채널 주인이 다릅니다.' })
    expect(await waiting()).toEqual([])
    expect(await send(minji)).toMatchObject({ data: { state: 'pending' } })
  })
})

describe('a proof is refused in words that say what to do', () => {
  it.each([
    ['a public video', { privacy: 'public' }, 'proof-video-not-unlisted', /"일부 공개"로 바꾼 후 다시/],
    [
      'a video that YouTube has not accepted',
      { watchable: false },
      'proof-video-not-watchable',
      /업로드가 끝난 후/,
    ],
  ] as const)('%s', async (_what, over, kind, words) => {
    house.youTube.publish({ ...VIDEO, ...over, description: await codeFor(minji) })
    expect(await send(minji)).toMatchObject({ status: 422, kind, detail: expect.stringMatching(words) })
    expect(await standing(minji)).toMatchObject({ state: 'unproven' })
  })

  it('a video that is older than the code in it', async () => {
    house.clock.pass(DAY_MS)
    house.youTube.publish({ ...VIDEO, description: await codeFor(minji) })
    expect(await send(minji)).toMatchObject({ status: 422, kind: 'proof-video-older-than-code' })
  })

  it('a channel without the code, or with one that has run out', async () => {
    expect(await send(minji, WITH_CHANNEL)).toMatchObject({ status: 422, kind: 'proof-code-not-found' })
    const description = await codeFor(minji)
    house.youTube.describe(aChannelAtYouTube({ id: CHANNEL, description }))
    house.clock.pass(DAY_MS)
    expect(await send(minji, WITH_CHANNEL)).toMatchObject({ status: 422, kind: 'proof-code-expired' })
  })

  it('a channel or video that is not there', async () => {
    const gone = [channelUrl(aChannelId('gone')), watchUrl(aVideoId('gone'))]
    for (const url of gone)
      expect(await send(minji, url)).toMatchObject({ status: 404, kind: 'proof-not-found' })
  })
})

describe('one channel has one owner', () => {
  it('a code beats a claim that waits: the loser reads why, and an operator sees the dispute', async () => {
    await send(junho)
    house.youTube.publish({ ...VIDEO, description: await codeFor(minji) })
    expect(await send(minji)).toMatchObject({ data: { state: 'verified' } })
    expect(await standing(junho)).toMatchObject({
      state: 'rejected',
      disputed: true,
      reason: '다른 회원이 인증 코드로 같은 채널을 인증했습니다.',
    })
    expect(await kindsTold(junho)).toEqual(['channel-pending', 'channel-rejected'])
    expect(await kindsTold(minji)).toEqual(['channel-verified', 'channel-disputed'])
    expect(await waiting()).toEqual([{ userIdx: junho.account.id, disputed: true, state: 'rejected' }])
  })

  it('who has it keeps it, also against a code, until an operator gives it to the other', async () => {
    await send(junho)
    await decide(junho, 'verify')
    house.youTube.publish({ ...VIDEO, description: await codeFor(minji) })
    expect(await send(minji)).toMatchObject({ data: { state: 'pending', disputed: true } })
    expect(await kindsTold(minji)).toEqual(['channel-disputed'])
    const { id, name } = junho.account
    const { data } = await house.as(operator).get('/api/user/channel/pending')
    expect(data).toMatchObject([{ userIdx: minji.account.id, holder: { userIdx: id, name } }])
    expect(await decide(minji, 'verify')).toMatchObject({
      status: 409,
      kind: 'channel-owned-by-another',
      detail: expect.stringContaining(`PUT user/channel/${id}, decision: reject`),
    })
    await decide(junho, 'reject', '채널 주인이 아닙니다.')
    expect(await kindsTold(minji)).toEqual(['channel-disputed', 'channel-dispute-decided'])
    expect(await decide(minji, 'verify')).toMatchObject({ data: { state: 'verified', disputed: false } })
    expect(await waiting()).toEqual([])
  })
})

it('a new claim takes the place of the own one that waits, which its creator reads', async () => {
  const replaced = /^이전 신청 대신/
  const other = aProofVideo({ id: aVideoId('another'), channelId: CHANNEL })
  house.youTube.publish(other)
  expect((await send(minji)).message).not.toMatch(replaced)
  expect((await send(minji)).message).not.toMatch(replaced)
  expect((await send(minji, watchUrl(other.id))).message).toMatch(replaced)
  expect((await send(minji, WITH_VIDEO, 'en')).message).toMatch(/^Your new claim takes the place/)
})

describe('while YouTube gives no answer', () => {
  it.each([
    ['ko', /다시 보내지 않으셔도 됩니다\. 늦어도 26\.11\.22 18:30:00까지 자동으로 다시 확인/],
    ['en', /no need to send it again: it will be checked again by itself, by 26\.11\.22 18:30:00 \(Korean/],
  ])(
    'its creator reads the same at once and later: it is checked by itself, and by when (%s)',
    async (language, words) => {
      house.youTube.fail({ kind: 'youtube-quota-exhausted', retryAt: toInstant(house.clock.now() + HOUR_MS) })
      const refused = await send(minji, WITH_VIDEO, language)
      expect(refused).toMatchObject({ status: 503, kind: 'youtube-quota-exhausted' })
      expect(refused.detail).toMatch(words)
      expect(await standing(minji, language)).toMatchObject({ state: 'unproven', missing: [refused.detail] })
    },
  )
})

describe('an application to a premium ad', () => {
  const form = {
    title: '제목',
    subtitle: '부제',
    youtubeUrl: 'https://www.youtube.com/@minji',
    phone: '010-1234-5678',
    location: '서울특별시 마포구 양화로 45',
    planTitle: '하루',
    planContents: '아침부터 저녁까지',
    isAgree: 'false',
  }

  it('counts the subscribers of today, and is refused for now when YouTube tells none', async () => {
    house.youTube.publish({ ...VIDEO, description: await codeFor(minji) })
    await send(minji)
    const ad = await house.anAd({ category: 'premium', minimumSubscribers: 25_000 })
    const apply = (as: 'as' | 'asClient') =>
      house[as](minji).post('/api/advertise/ad/write', { form: { ...form, adIdx: String(ad.id) } })
    house.clock.pass(2 * DAY_MS + 1)
    house.youTube.fail()
    expect(await apply('asClient')).toMatchObject({
      status: 503,
      kind: 'subscribers-not-checked',
      detail: '지금은 유튜브에서 구독자 수를 확인할 수 없습니다. 잠시 후 다시 신청해주세요.',
    })
    expect(await apply('as')).toMatchObject({ status: 503, statusCode: 503, success: false })
    expect(await told(minji)).toMatchObject([
      { kind: 'channel-verified' },
      { kind: 'application-refused', notiContent: expect.stringContaining('구독자 수를 확인할 수 없습니다') },
    ])
    house.youTube.recover()
    house.youTube.describe(aChannelAtYouTube({ id: CHANNEL, subscribers: 24_900 }))
    expect(await apply('asClient')).toMatchObject({ status: 403, kind: 'too-few-subscribers' })
    house.clock.pass(DAY_MS)
    house.youTube.describe(aChannelAtYouTube({ id: CHANNEL, subscribers: 25_000 }))
    expect(await apply('as')).toMatchObject({ status: 200, success: true })
    expect(await standing(minji)).toMatchObject({
      subscribers: 25_000,
      subscribersAsOf: '2026-11-25T12:00:00.001+09:00',
    })
  })
})
