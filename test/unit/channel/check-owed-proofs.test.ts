import { beforeEach, describe, expect, test } from 'vitest'
import { checkOwedProofs } from '../../../src/application/channel/check-owed-proofs.ts'
import { tryProof } from '../../../src/application/channel/try-proof.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Channel } from '../../../src/domain/channel/channel.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { watchUrl } from '../../../src/domain/video/youtube-url.ts'
import { UNREADABLE, type VideoPlatform } from '../../../src/ports/video-platform.ts'
import { aChannel, aChannelId, aPendingChannel, aVerifiedChannel } from '../../fixtures/channel.ts'
import { aHouse, channelOf, everythingIn, type TestHouse, toldTo } from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { outcomeOf, storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo, aYouTube } from '../../fixtures/you-tube.ts'

let house: TestHouse
beforeEach(() => {
  house = aHouse()
})

/** Asked for a check while YouTube was down. */
const anOwedCreator = (ending: string | number): Promise<Account> =>
  kept(house, async (stores) => {
    const creator = await storedCreator(stores)
    const owedProofUrl = watchUrl(aVideoId(ending))
    await stores.channels.save(aChannel(creator.id, { owedProofUrl }))
    return creator
  })

const save = (channel: Channel) => kept(house, ({ channels }) => channels.save(channel))
const check = () => outcomeOf(house, 'check-owed-proofs')
/** Has begun when it is called, so that what a test does next happens meanwhile. */
const checkNow = (creator: Account) => tryProof(house)({ owner: creator.id, proofUrl: owedTo(creator) ?? '' })
const owedTo = ({ id }: Account) => channelOf(house, id).owedProofUrl

describe('owed proofs', () => {
  test('when none is owed, YouTube is asked nothing and nothing changes', async () => {
    await kept(house, (stores) => storedCreator(stores))
    const before = everythingIn(house)
    expect(await check()).toEqual({ kind: 'done', counts: { checked: 0, stillOwed: 0 } })
    expect(everythingIn(house)).toEqual(before)
    expect(house.youTube.videoCalls()).toEqual([])
  })

  test('are judged like any others: a code that was shown in time verifies', async () => {
    const creator = await kept(house, (stores) => storedCreator(stores))
    const { code } = demand(await house.issueProofCode(creator.id))
    house.youTube.publish(aProofVideo({ description: code }))
    house.youTube.fail()
    await house.proveChannel({ owner: creator.id, url: watchUrl(aVideoId('proof')), key: null })
    house.youTube.recover()
    house.clock.set(inHours(23))
    expect(await check()).toEqual({ kind: 'done', counts: { checked: 1, stillOwed: 0 } })
    expect(channelOf(house, creator.id).state).toEqual({ status: 'verified', by: 'code' })
    expect(await toldTo(house, creator)).toMatchObject([{ kind: 'channel-verified' }])
  })

  test.each([
    ['is not there', 'proof-not-found', () => undefined],
    [
      'is public',
      'proof-video-not-unlisted',
      () => house.youTube.publish(aProofVideo({ id: aVideoId('a'), privacy: 'public' })),
    ],
  ])(
    'whose video %s are not owed any more, prove nothing, and their creator is told',
    async (_what, refusal, prepare) => {
      const creator = await anOwedCreator('a')
      prepare()
      expect(await check()).toEqual({ kind: 'done', counts: { checked: 1, stillOwed: 0 } })
      expect(channelOf(house, creator.id)).toEqual(aChannel(creator.id))
      expect(await toldTo(house, creator)).toEqual([{ kind: 'channel-proof-refused', refusal }])
    },
  )

  test('that are refused, each of them, are told, also for the same reason on the same day', async () => {
    const creator = await anOwedCreator('a')
    const oweAgain = () => save(aChannel(creator.id, { owedProofUrl: watchUrl(aVideoId('b')) }))
    for (const at of [inHours(0), inHours(1), inDays(1)]) {
      house.clock.set(at)
      await check()
      await oweAgain()
    }
    expect(await toldTo(house, creator)).toHaveLength(3)
  })

  test('of a channel that was verified by other means are dropped without a word', async () => {
    const creator = await anOwedCreator('a')
    const verified = aVerifiedChannel(creator.id, { owedProofUrl: owedTo(creator) })
    await save(verified)
    house.youTube.publish(aProofVideo({ id: aVideoId('a') }))
    expect(await check()).toEqual({ kind: 'done', counts: { checked: 1, stillOwed: 0 } })
    expect(channelOf(house, creator.id)).toEqual({ ...verified, owedProofUrl: null })
    expect(await toldTo(house, creator)).toEqual([])
  })

  test('that took the place of a refused one while it was checked stay owed, and nobody is told', async () => {
    const creator = await anOwedCreator('a')
    const newer = watchUrl(aVideoId('b'))
    const checking = checkNow(creator)
    house.tables.channels.put(creator.id, aChannel(creator.id, { owedProofUrl: newer }))
    expect(await checking).toEqual(ok(undefined))
    expect(owedTo(creator)).toBe(newer)
    expect(await toldTo(house, creator)).toEqual([])
  })

  test('that were given up for another while YouTube failed do not come back', async () => {
    const creator = await anOwedCreator('a')
    house.youTube.fail()
    const checking = checkNow(creator)
    const pending = aPendingChannel(creator.id)
    house.tables.channels.put(creator.id, pending)
    await checking
    expect(channelOf(house, creator.id)).toEqual(pending)
  })

  test('a refused proof that its creator gave in person is answered, not told', async () => {
    const creator = await kept(house, (stores) => storedCreator(stores))
    await house.proveChannel({ owner: creator.id, url: watchUrl(aVideoId('a')), key: null })
    expect(await toldTo(house, creator)).toEqual([])
  })

  test('stay owed while YouTube is down, and change nothing', async () => {
    const creator = await anOwedCreator('a')
    house.youTube.fail()
    const before = everythingIn(house)
    expect(await check()).toMatchObject({
      kind: 'paused',
      why: 'YouTube does not answer',
      counts: { checked: 0, stillOwed: 1 },
    })
    expect(owedTo(creator)).toBe(watchUrl(aVideoId('a')))
    expect(everythingIn(house)).toEqual(before)
  })

  test('are checked as far as YouTube answers; the rest stays owed', async () => {
    const creators: Account[] = []
    for (const ending of ['a', 'b', 'c', 'd', 'e', 'f']) creators.push(await anOwedCreator(ending))
    // The first proof takes two calls, one for the video and one for its channel.
    house.youTube.publish(aProofVideo({ id: aVideoId('a') }))
    house.youTube.describe(aChannelAtYouTube())
    house.youTube.fail({ kind: 'youtube-unavailable' }, 2)
    expect(await check()).toMatchObject({
      kind: 'paused',
      why: 'YouTube does not answer',
      counts: { checked: 1, stillOwed: 5 },
    })
    expect(creators.map((creator) => owedTo(creator) !== null)).toEqual([false, true, true, true, true, true])
    // Three failures in a row are an outage.
    expect(house.youTube.videoCalls()).toHaveLength(4)
  })

  test('end at once when the quota is spent', async () => {
    await anOwedCreator('a')
    await anOwedCreator('b')
    house.youTube.fail({ kind: 'youtube-quota-exhausted', retryAt: inHours(8) })
    expect(await check()).toMatchObject({ kind: 'paused', until: inHours(8), counts: { stillOwed: 2 } })
    expect(house.youTube.videoCalls()).toHaveLength(1)
  })

  test('do not wait for ever behind one that YouTube fails over', async () => {
    const [poison, healthy] = [await anOwedCreator('a'), await anOwedCreator('b')]
    const tried: number[] = []
    const run = await kept(house, (stores) => storedRun(stores, 'check-owed-proofs'))
    const checkPast = checkOwedProofs({
      transact: house.transact,
      clock: house.clock,
      channelViews: house.channelViews,
      tryProof: async ({ owner }) => {
        tried.push(owner)
        return owner === poison.id ? err({ kind: 'youtube-unavailable' }) : ok(undefined)
      },
    })
    expect(await checkPast(run, TO_THE_END)).toMatchObject({
      kind: 'paused',
      counts: { checked: 1, stillOwed: 2 },
    })
    expect(tried).toEqual([poison.id, healthy.id])
  })

  test('do not wait for ever behind several that YouTube fails over', async () => {
    for (const ending of ['a', 'b', 'c']) await anOwedCreator(ending)
    const healthy = await anOwedCreator('d')
    house.youTube.publish(aProofVideo({ id: aVideoId('d') }))
    house.youTube.describe(aChannelAtYouTube())
    house.youTube.fail()
    expect(await check()).toMatchObject({ kind: 'paused', counts: { checked: 0 } })
    house.youTube.recover()
    house.clock.pass(5 * 60_000)
    expect(await outcomeOf(house, 'check-owed-proofs', 'due')).toMatchObject({ counts: { checked: 1 } })
    expect(owedTo(healthy)).toBeNull()
  })

  test.each<[string, Partial<VideoPlatform>]>([
    ['the video', { videos: async () => ok(new Map([[aVideoId('a'), UNREADABLE]])) }],
    ['its channel', { channels: async () => ok(new Map([[aChannelId(), UNREADABLE]])) }],
  ])('stay owed while YouTube tells of %s in a form that cannot be read', async (_what, over) => {
    const youTube = aYouTube({ videos: [aProofVideo({ id: aVideoId('a') })] })
    house = aHouse({ youTube: { ...youTube, platform: { ...youTube.platform, ...over } } })
    const creator = await kept(house, (stores) => storedCreator(stores))
    const url = watchUrl(aVideoId('a'))
    const proved = await house.proveChannel({ owner: creator.id, url, key: null })
    expect(proved).toEqual(err({ kind: 'youtube-unavailable' }))
    expect(owedTo(creator)).toBe(url)
  })

  test('that were overtaken by another proof while they were read change nothing', async () => {
    const creator = await anOwedCreator('b')
    house.youTube.publish(aProofVideo({ id: aVideoId('a') }))
    house.youTube.describe(aChannelAtYouTube())
    const before = channelOf(house, creator.id)
    const late = { owner: creator.id, url: watchUrl(aVideoId('a')), key: null, isOwed: true } as const
    expect(await house.proveChannel(late)).toEqual(ok(before))
    expect(channelOf(house, creator.id)).toEqual(before)
  })

  test('of more creators than one page are all checked, once each', async () => {
    for (let index = 0; index < 120; index += 1) {
      await anOwedCreator(index)
      const video = { id: aVideoId(index), channelId: aChannelId(index) }
      if (index % 2 === 0) house.youTube.publish(aProofVideo(video))
    }
    expect(await check()).toEqual({ kind: 'done', counts: { checked: 120, stillOwed: 0 } })
    expect(house.youTube.videoCalls()).toHaveLength(120)
    const statuses = house.tables.channels.rows().map(({ state }) => state.status)
    expect(statuses.filter((status) => status === 'pending')).toHaveLength(60)
    expect(await house.channelViews.owedProofs({ after: null, limit: 10 })).toEqual([])
  })
})
