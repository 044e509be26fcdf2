import { beforeEach, describe, expect, test } from 'vitest'
import type { Id } from '../../../src/domain/primitives.ts'
import { channelUrl, watchUrl } from '../../../src/domain/video/youtube-url.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  aVerifiedCreator,
  channelOf,
  everythingIn,
  granted,
  nobody,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo } from '../../fixtures/you-tube.ts'

const proofUrl = watchUrl(aVideoId('proof'))
const descriptionUrl = channelUrl(aChannelId())
const codeRows = ['channels', 'notifications', 'told']

let house: TestHouse
let haneul: { readonly id: Id<'Account'> }
let minsu: { readonly id: Id<'Account'> }

beforeEach(async () => {
  house = aHouse()
  house.youTube.describe(aChannelAtYouTube())
  house.youTube.publish(aProofVideo())
  haneul = await kept(house, (stores) => storedCreator(stores))
  minsu = await kept(house, (stores) => storedCreator(stores))
})

const prove = (by = haneul, url = proofUrl) => house.proveChannel({ owner: by.id, url, key: null })

const aCode = async (by = haneul): Promise<string> => demand(await house.issueProofCode(by.id)).code

/** The creator puts a code into the description of the proof video. */
const showInVideo = (code: string): void =>
  house.youTube.publish(aProofVideo({ description: `code: ${code}` }))

/** The creator puts a code into the description of the channel. */
const showInChannel = (code: string): void =>
  house.youTube.describe(aChannelAtYouTube({ description: `안녕하세요! ${code.toLowerCase()}` }))

describe('an unlisted video', () => {
  test('with the code verifies the channel at once, and the creator is told', async () => {
    showInVideo(await aCode())
    house.clock.set(inHours(2))
    expect(demand(await prove())).toEqual(channelOf(house, haneul.id))
    expect(channelOf(house, haneul.id)).toMatchObject({
      identity: { id: aChannelId(), title: '하늘의 하루 🌤️', subscribers: 12_300 },
      state: { status: 'verified', by: 'code' },
      since: inHours(2),
      proofVideo: aVideoId('proof'),
      code: null,
      disputed: false,
    })
    expect(await toldTo(house, haneul)).toEqual([{ kind: 'channel-verified', channelTitle: '하늘의 하루 🌤️' }])
  })

  test('with the code in its title verifies as well', async () => {
    house.youTube.publish(aProofVideo({ title: `인증 ${await aCode()}` }))
    expect(demand(await prove()).state.status).toBe('verified')
  })

  test('without a code waits for an operator, which the creator is told', async () => {
    expect(await attempt(house, () => prove())).toEqual({ refusal: null, changed: codeRows })
    expect(await toldTo(house, haneul)).toEqual([{ kind: 'channel-pending', channelTitle: '하늘의 하루 🌤️' }])
    expect(channelOf(house, haneul.id)).toMatchObject({
      identity: { id: aChannelId() },
      state: { status: 'pending' },
      proofVideo: aVideoId('proof'),
    })
  })

  test.each([
    [
      'that has run out',
      async () => {
        showInVideo(await aCode())
        house.clock.set(inDays(1))
      },
    ],
    [
      'that a newer one has ended',
      async () => {
        showInVideo(await aCode())
        await aCode()
      },
    ],
    ['of somebody else', async () => showInVideo(await aCode(minsu))],
  ])('with a code %s counts as one without', async (_which, prepare) => {
    await prepare()
    expect(demand(await prove()).state).toEqual({ status: 'pending' })
  })

  test('without a code is told once a day, however often it is sent', async () => {
    demand(await prove())
    house.clock.set(inHours(1))
    demand(await prove())
    expect(await toldTo(house, haneul)).toHaveLength(1)
    house.clock.set(inDays(1))
    demand(await prove())
    expect(await toldTo(house, haneul)).toHaveLength(2)
  })

  test('of a channel that hides its subscribers proves it, and they are unknown', async () => {
    house.youTube.describe(aChannelAtYouTube({ subscribers: null }))
    showInVideo(await aCode())
    expect(demand(await prove())).toMatchObject({
      identity: { subscribers: null },
      state: { status: 'verified' },
    })
  })

  test('begins the readings of its channel', async () => {
    house.clock.set(inHours(2))
    expect(demand(await prove()).reading).toEqual({ at: inHours(2), dueAt: inHours(22) })
  })

  test('names the channel as the video does when YouTube does not describe the channel', async () => {
    const elsewhere = aChannelId('else')
    house.youTube.publish(aProofVideo({ channelId: elsewhere, channelTitle: '다른 채널' }))
    expect(demand(await prove()).identity).toEqual({ id: elsewhere, title: '다른 채널', subscribers: null })
  })
})

describe("the channel's description", () => {
  test('with the code verifies the channel at once, however the code is cased', async () => {
    showInChannel(await aCode())
    expect(demand(await prove(haneul, descriptionUrl))).toMatchObject({
      identity: { id: aChannelId() },
      state: { status: 'verified', by: 'code' },
      proofVideo: null,
    })
  })

  test('without the code proves nothing', async () => {
    await aCode()
    expect(await attempt(house, () => prove(haneul, descriptionUrl))).toEqual({
      refusal: { kind: 'proof-code-not-found' },
      changed: [],
    })
  })

  test('with a code that has run out proves nothing', async () => {
    showInChannel(await aCode())
    house.clock.set(inDays(1))
    expect(await attempt(house, () => prove(haneul, descriptionUrl))).toEqual({
      refusal: { kind: 'proof-code-expired' },
      changed: [],
    })
  })
})

describe('a proof is refused and changes nothing', () => {
  test.each([
    ['with an address that is not one of YouTube', 'https://example.kr/x', { kind: 'proof-url-malformed' }],
    ['with a video that is not there', watchUrl(aVideoId('gone')), { kind: 'proof-not-found' }],
    ['with a channel that is not there', channelUrl(aChannelId('gone')), { kind: 'proof-not-found' }],
  ])('%s', async (_what, url, refusal) => {
    expect(await attempt(house, () => prove(haneul, url))).toEqual({ refusal, changed: [] })
  })

  test.each(['public', 'private'] as const)('with a %s video', async (privacy) => {
    house.youTube.publish(aProofVideo({ privacy }))
    expect(await attempt(house, () => prove())).toEqual({
      refusal: { kind: 'proof-video-not-unlisted' },
      changed: [],
    })
  })

  test('with a video that YouTube has not accepted, with or without the code', async () => {
    const refusal = { kind: 'proof-video-not-watchable' }
    house.youTube.publish(aProofVideo({ watchable: false }))
    expect(await attempt(house, () => prove())).toEqual({ refusal, changed: [] })
    house.youTube.publish(aProofVideo({ watchable: false, description: await aCode() }))
    expect(await attempt(house, () => prove())).toEqual({ refusal, changed: [] })
  })

  test('with a video that is older than the code in it', async () => {
    house.youTube.publish(aProofVideo({ publishedAt: inHours(-1), description: await aCode() }))
    expect(await attempt(house, () => prove())).toEqual({
      refusal: { kind: 'proof-video-older-than-code' },
      changed: [],
    })
  })

  test('from whoever has no channel to prove', async () => {
    expect(await attempt(house, () => prove({ id: nobody }))).toEqual({
      refusal: { kind: 'no-channel' },
      changed: [],
    })
  })

  test('when the channel is verified already', async () => {
    const verified = await aVerifiedCreator(house)
    expect(await attempt(house, () => prove(verified))).toEqual({
      refusal: { kind: 'channel-already-verified' },
      changed: [],
    })
  })
})

describe('while YouTube does not answer', () => {
  test.each([
    { kind: 'youtube-unavailable' },
    { kind: 'youtube-not-configured' },
    { kind: 'youtube-key-refused' },
    { kind: 'youtube-quota-exhausted', retryAt: inHours(8) },
  ] as const)('a proof is refused with $kind, and its check is owed', async (failure) => {
    house.youTube.fail(failure)
    expect(await attempt(house, () => prove())).toEqual({ refusal: failure, changed: ['channels'] })
    expect(channelOf(house, haneul.id)).toMatchObject({
      owedProofUrl: proofUrl,
      state: { status: 'unproven' },
      identity: null,
    })
  })

  test('the check is owed also when only the second question has no answer', async () => {
    house.youTube.fail({ kind: 'youtube-unavailable' }, 1)
    expect((await prove()).ok).toBe(false)
    expect(channelOf(house, haneul.id).owedProofUrl).toBe(proofUrl)
  })

  test('nothing is owed to a channel that is verified', async () => {
    const verified = await aVerifiedCreator(house)
    house.youTube.fail()
    expect((await attempt(house, () => prove(verified))).changed).toEqual([])
  })

  test('an address that is not one of YouTube is refused as ever, and owed nothing', async () => {
    house.youTube.fail()
    expect(await attempt(house, () => prove(haneul, 'https://example.kr/x'))).toEqual({
      refusal: { kind: 'proof-url-malformed' },
      changed: [],
    })
  })

  test('a proof is not refused for good under its key', async () => {
    const keyed = () => house.proveChannel({ owner: haneul.id, url: proofUrl, key: aKey() })
    house.youTube.fail()
    await keyed()
    house.youTube.recover()
    expect(demand(await keyed()).state).toEqual({ status: 'pending' })
  })
})

describe('two creators and one channel', () => {
  test('may both wait for an operator', async () => {
    demand(await prove(haneul))
    demand(await prove(minsu))
    expect([channelOf(house, haneul.id).state, channelOf(house, minsu.id).state]).toEqual([
      { status: 'pending' },
      { status: 'pending' },
    ])
  })

  test('a code beats a pending claim: both are told, and an operator sees the dispute', async () => {
    demand(await prove(minsu))
    showInVideo(await aCode(haneul))
    house.clock.set(inHours(1))
    expect((await attempt(house, () => prove(haneul))).changed).toEqual(codeRows)

    expect(channelOf(house, haneul.id).state).toEqual({ status: 'verified', by: 'code' })
    expect(channelOf(house, minsu.id)).toMatchObject({
      state: { status: 'rejected', reason: 'proved-by-another' },
      since: inHours(1),
      disputed: true,
    })
    expect(await toldTo(house, haneul)).toEqual([
      { kind: 'channel-verified', channelTitle: '하늘의 하루 🌤️' },
      { kind: 'channel-disputed', channelTitle: '하늘의 하루 🌤️' },
    ])
    expect(await toldTo(house, minsu)).toEqual([
      { kind: 'channel-pending', channelTitle: '하늘의 하루 🌤️' },
      { kind: 'channel-rejected', reason: 'proved-by-another', note: '' },
    ])
    const seen = await house.channelViews.waiting({ after: null, limit: 10 })
    expect(seen.map(({ channel }) => channel.owner)).toEqual([minsu.id])
  })

  test('a code beats all pending claims, and leaves claims on other channels alone', async () => {
    const [other, third] = [await kept(house, storedCreator), await kept(house, storedCreator)]
    house.youTube.publish(aProofVideo({ id: aVideoId('elsewhere'), channelId: aChannelId('else') }))
    demand(await prove(minsu))
    demand(await prove(third))
    demand(await prove(other, watchUrl(aVideoId('elsewhere'))))
    showInVideo(await aCode(haneul))
    demand(await prove(haneul))
    const statuses = [minsu, third, other].map(({ id }) => channelOf(house, id).state.status)
    expect(statuses).toEqual(['rejected', 'rejected', 'pending'])
  })

  test('the loser may try again, and then it is a dispute', async () => {
    demand(await prove(minsu))
    showInVideo(await aCode(haneul))
    demand(await prove(haneul))
    demand(await prove(minsu))
    expect(channelOf(house, minsu.id)).toMatchObject({ state: { status: 'pending' }, disputed: true })
  })

  test('a verified channel is not given away by a code: the claim waits, disputed, and both are told', async () => {
    const owner = await aVerifiedCreator(house)
    showInVideo(await aCode(haneul))
    demand(await prove(haneul))
    expect(channelOf(house, haneul.id)).toMatchObject({ state: { status: 'pending' }, disputed: true })
    expect(channelOf(house, owner.id).state.status).toBe('verified')
    const disputed = { kind: 'channel-disputed', channelTitle: '하늘의 하루 🌤️' }
    expect([await toldTo(house, haneul), await toldTo(house, owner)]).toEqual([[disputed], [disputed]])
    const seen = await house.channelViews.waiting({ after: null, limit: 10 })
    expect(seen.map(({ channel }) => channel.owner)).toEqual([haneul.id])
  })

  test('a dispute is told once, however often it is raised', async () => {
    const owner = await aVerifiedCreator(house)
    demand(await prove(haneul))
    house.clock.set(inHours(1))
    demand(await prove(haneul))
    expect(await toldTo(house, owner)).toHaveLength(1)
  })

  test('that both show their code at once end with one owner', async () => {
    const codes = [await aCode(haneul), await aCode(minsu)]
    house.youTube.publish(aProofVideo({ description: codes.join(' ') }))
    demandAll(await Promise.all([prove(haneul), prove(minsu)]))
    const statuses = [haneul, minsu].map(({ id }) => channelOf(house, id).state.status)
    expect(statuses).toEqual(['verified', 'pending'])
  })
})

describe('a rejected creator', () => {
  test('may prove the channel again', async () => {
    const operator = await anOperator(house)
    demand(await prove())
    const decision = { decision: 'reject', note: '채널이 다릅니다.' } as const
    demand(await house.decideChannel({ operator, owner: haneul.id, decision, key: null }))
    showInVideo(await aCode())
    expect(demand(await prove()).state).toEqual({ status: 'verified', by: 'code' })
  })
})

test('a code is used once: 64 proofs at once verify once and tell once', async () => {
  showInVideo(await aCode())
  expect(granted(await allAtOnce(64, () => prove()))).toBe(1)
  expect(await toldTo(house, haneul)).toHaveLength(1)
})

test('a proof sent again under its key gets the same answer and has no second effect', async () => {
  const keyed = () => house.proveChannel({ owner: haneul.id, url: proofUrl, key: aKey() })
  showInVideo(await aCode())
  const first = await keyed()
  const before = everythingIn(house)
  house.clock.set(inHours(1))
  expect(await keyed()).toEqual(first)
  expect(everythingIn(house)).toEqual(before)
})

const demandAll = (answers: readonly Parameters<typeof demand>[0][]): void => {
  for (const answer of answers) demand(answer)
}
