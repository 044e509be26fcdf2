import { beforeEach, describe, expect, test } from 'vitest'
import { transactOn } from '../../../src/adapters/memory/transact.ts'
import { onceWith, recallWith } from '../../../src/application/idempotency/once.ts'
import { submitUpload } from '../../../src/application/participation/submit-upload.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { DAY_MS, type Id, later } from '../../../src/domain/primitives.ts'
import { type VideoId, watchUrl } from '../../../src/domain/video/youtube-url.ts'
import type { Transact } from '../../../src/ports/transact.ts'
import type { VideoFacts } from '../../../src/ports/video-platform.ts'
import { aChannelId, aPendingChannel } from '../../fixtures/channel.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  aVerifiedCreator,
  everythingIn,
  granted,
  movesOf,
  nowStored,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { ran } from '../../fixtures/jobs.ts'
import { someTerms } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
} from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'

const review = '제품이 정말 촉촉했어요 😊'

let house: TestHouse
let operator: Id<'Account'>
let haneul: Account
let ad: Ad
let assignment: Participation
beforeEach(async () => {
  house = aHouse({ now: inDays(3) })
  house.youTube.publish(aVideo())
  operator = await anOperator(house)
  haneul = await aVerifiedCreator(house)
  ad = await kept(house, (stores) => storedAd(stores))
  assignment = await kept(house, (stores) => storedAssignment(stores, { creator: haneul, ad }))
})

const submit = (url = watchUrl(aVideoId()), over: { adId?: Id<'Ad'>; key?: ReturnType<typeof aKey> } = {}) =>
  house.submitUpload({ creatorId: haneul.id, adId: ad.id, url, review, key: null, ...over })

const sendBack = (changes = '제품명을 말해 주세요.') =>
  house.sendBackUpload({ operator, creatorId: haneul.id, adId: ad.id, changes, key: null })

const observationsOf = (id: VideoId) =>
  house.tables.observations.rows().filter(({ videoId }) => videoId === id)

describe('a submitted upload', () => {
  test('fixes the video and its publication, and keeps the terms', async () => {
    demand(await submit())
    expect(nowStored(house, assignment)).toEqual({
      id: assignment.id,
      adId: ad.id,
      creatorId: haneul.id,
      proposal: assignment.proposal,
      appliedAt: assignment.appliedAt,
      since: inDays(3),
      status: 'submitted',
      terms: someTerms(),
      upload: { videoId: aVideoId(), publishedAt: inDays(2), review },
    })
    expect(movesOf(house, assignment)).toEqual([
      { at: inDays(3), by: haneul.id, from: 'assigned', to: 'submitted', reason: aVideoId() },
    ])
  })

  test('has its figures read once, and its watch begins', async () => {
    demand(await submit())
    expect(house.tables.observations.rows()).toEqual([
      {
        videoId: aVideoId(),
        at: inDays(3),
        views: 1_200,
        likes: 85,
        comments: 12,
        privacy: 'public',
        source: 'videos.list',
        run: `submission:${assignment.id}:${inDays(3)}`,
      },
    ])
    expect(house.tables.videos.rows()).toEqual([
      {
        video: {
          id: aVideoId(),
          participationId: assignment.id,
          publishedAt: inDays(2),
        },
        liveness: { state: 'live', lastGoodAt: inDays(3) },
        pauses: [],
      },
    ])
    expect(house.youTube.videoCalls()).toHaveLength(1)
  })

  test('is read again within five hours, and checked within a day', async () => {
    demand(await submit())
    expect(house.tables.paces.get(aVideoId())).toMatchObject({
      promisedBy: inHours(4.75, inDays(3)),
      checkBy: inHours(20, inDays(3)),
      readAt: inDays(3),
      views: 1_200,
    })
  })

  test('earns nothing yet', async () => {
    expect((await attempt(house, () => submit())).changed).toEqual([
      'participations',
      'history',
      'videos',
      'observations',
      'paces',
    ])
  })

  test('with hidden figures has unknown ones, never 0', async () => {
    house.youTube.publish(aVideo({ views: null, likes: null, comments: null }))
    demand(await submit())
    expect(observationsOf(aVideoId())).toMatchObject([{ views: null, likes: null, comments: null }])
  })

  test('may have been published at either end of the upload window', async () => {
    for (const publishedAt of [ad.schedule.uploadFrom, ad.schedule.uploadTo]) {
      house.youTube.publish(aVideo({ publishedAt }))
      house.clock.set(ad.schedule.completeDate)
      demand(await submit())
      demand(await sendBack())
    }
  })
})

describe('an upload is refused and changes nothing', () => {
  const refusalFor = async (video: Partial<VideoFacts>) => {
    house.youTube.publish(aVideo(video))
    return attempt(house, () => submit())
  }

  test.each<[string, Partial<VideoFacts>, unknown]>([
    ['on another channel', { channelId: aChannelId('else') }, { kind: 'video-of-another-channel' }],
    ['that is unlisted', { privacy: 'unlisted' }, { kind: 'video-not-public' }],
    ['that is private', { privacy: 'private' }, { kind: 'video-not-public' }],
    ['that cannot be watched yet', { watchable: false }, { kind: 'video-not-watchable' }],
    [
      'without one of the hashtags',
      { description: '#브이로그' },
      { kind: 'video-lacks-hashtags', missing: ['협찬'] },
    ],
    [
      'with a longer hashtag in place of the required one',
      { description: '#협찬아님' },
      { kind: 'video-lacks-hashtags', missing: ['협찬'] },
    ],
  ])('with a video %s', async (_what, video, refusal) => {
    expect(await refusalFor(video)).toEqual({ refusal, changed: [] })
  })

  test('with a video from before or after the upload window', async () => {
    const { uploadFrom: from, uploadTo: to } = ad.schedule
    for (const publishedAt of [later(from, -1), later(to, 1)])
      expect(await refusalFor({ publishedAt })).toEqual({
        refusal: { kind: 'video-outside-upload-window', from, to },
        changed: [],
      })
  })

  test('after the last moment for submissions', async () => {
    house.clock.set(later(ad.schedule.completeDate, 1))
    expect(await attempt(house, () => submit())).toEqual({
      refusal: { kind: 'submission-period-over' },
      changed: [],
    })
  })

  test("with a video that serves another participation, also one's own", async () => {
    await kept(house, async (stores) => storedCompletion(stores, { creator: haneul, videoId: aVideoId() }))
    expect(await attempt(house, () => submit())).toEqual({
      refusal: { kind: 'video-already-used' },
      changed: [],
    })
  })

  test('when the channel is not verified any more', async () => {
    await kept(house, ({ channels }) => channels.save(aPendingChannel(haneul.id)))
    expect(await attempt(house, () => submit())).toEqual({
      refusal: { kind: 'channel-not-verified' },
      changed: [],
    })
  })

  test.each([
    ['with an address that is none', 'youtube', { kind: 'video-url-malformed' }],
    ['with a video that is not there', watchUrl(aVideoId('gone')), { kind: 'video-not-found' }],
  ])('%s', async (_what, url, refusal) => {
    expect(await attempt(house, () => submit(url))).toEqual({ refusal, changed: [] })
  })

  test.each([
    { kind: 'youtube-unavailable' },
    { kind: 'youtube-not-configured' },
    { kind: 'youtube-key-refused' },
    { kind: 'youtube-quota-exhausted', retryAt: inHours(8) },
  ] as const)('while YouTube does not answer: $kind', async (failure) => {
    house.youTube.fail(failure)
    expect(await attempt(house, () => submit())).toEqual({ refusal: failure, changed: [] })
  })

  test('from somebody who takes no part', async () => {
    const { id: adId } = await kept(house, (stores) => storedAd(stores))
    expect(await attempt(house, () => submit(undefined, { adId }))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test('before the assignment', async () => {
    const { adId } = await kept(house, (stores) => storedApplication(stores, { creator: haneul }))
    expect(await attempt(house, () => submit(undefined, { adId }))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'submit', status: 'applied' },
      changed: [],
    })
  })

  test('while another one waits for review', async () => {
    demand(await submit())
    expect(await attempt(house, () => submit())).toEqual({
      refusal: { kind: 'move-not-possible', move: 'submit', status: 'submitted' },
      changed: [],
    })
  })
})

describe('an upload that was sent back', () => {
  beforeEach(async () => {
    demand(await submit())
    house.clock.set(inDays(4))
    demand(await sendBack())
    house.clock.set(inDays(5))
  })

  test('is submitted again with the same video: its watch begins anew, and both reads are kept', async () => {
    demand(await submit())
    expect(nowStored(house, assignment)).toMatchObject({
      status: 'submitted',
      upload: { videoId: aVideoId(), publishedAt: inDays(2) },
    })
    expect(house.tables.videos.get(aVideoId())?.liveness).toEqual({ state: 'live', lastGoodAt: inDays(5) })
    expect(observationsOf(aVideoId()).map(({ at }) => at)).toEqual([inDays(3), inDays(5)])
  })

  test('is submitted again with another video, whose publication now counts', async () => {
    house.youTube.publish(aVideo({ id: aVideoId('better'), publishedAt: inDays(4) }))
    demand(await submit(watchUrl(aVideoId('better'))))
    expect(nowStored(house, assignment)).toMatchObject({
      upload: { videoId: aVideoId('better'), publishedAt: inDays(4) },
    })
    const tracked = await house.views.videos.tracked({ after: null, limit: 10 })
    expect(tracked).toEqual([aVideoId('better')])
  })

  test('leaves its video used: it serves no other participation', async () => {
    house.youTube.publish(aVideo({ id: aVideoId('better'), publishedAt: inDays(4) }))
    demand(await submit(watchUrl(aVideoId('better'))))
    const other = await kept(house, (stores) => storedAssignment(stores, { creator: haneul }))
    expect(await attempt(house, () => submit(undefined, { adId: other.adId }))).toEqual({
      refusal: { kind: 'video-already-used' },
      changed: [],
    })
  })

  test('may be submitted until the last moment, with its whole history kept', async () => {
    house.clock.set(ad.schedule.completeDate)
    demand(await submit())
    expect(movesOf(house, assignment).map(({ from, to }) => [from, to])).toEqual([
      ['assigned', 'submitted'],
      ['submitted', 'assigned'],
      ['assigned', 'submitted'],
    ])
  })
})

describe('an upload at once', () => {
  test('64 times is submitted once', async () => {
    expect(granted(await allAtOnce(64, () => submit()))).toBe(1)
    const { videos, observations, history } = everythingIn(house)
    expect([videos.length, observations.length, history.length]).toEqual([1, 1, 1])
  })

  test('for two ads of one creator serves one of them', async () => {
    const other = await kept(house, (stores) => storedAssignment(stores, { creator: haneul }))
    const answers = await Promise.all([submit(), submit(undefined, { adId: other.adId })])
    expect(granted(answers)).toBe(1)
    expect(house.tables.videos.rows()).toHaveLength(1)
  })
})

test('an upload that is submitted again keeps the times in which its video was not there', async () => {
  const refreshAt = async (hours: number) => {
    house.clock.set(inHours(hours, inDays(3)))
    await ran(house, 'refresh-statistics')
  }
  demand(await submit())
  house.youTube.takeDown(aVideoId())
  await refreshAt(1)
  await refreshAt(7)
  house.youTube.publish(aVideo())
  await refreshAt(8)
  house.youTube.takeDown(aVideoId())
  await refreshAt(9)
  await refreshAt(15)
  demand(await sendBack())
  house.youTube.publish(aVideo())
  house.clock.set(inDays(5))
  demand(await submit())
  expect(house.tables.videos.get(aVideoId())).toMatchObject({
    liveness: { state: 'live', lastGoodAt: inDays(5) },
    pauses: [
      { from: inHours(1, inDays(3)), to: inHours(8, inDays(3)), cause: 'unavailable' },
      { from: inHours(9, inDays(3)), to: inDays(5), cause: 'unavailable' },
    ],
  })
})

describe('of an upload that was sent back', () => {
  const pausesOf = (ending: string | number = 1) => house.tables.videos.get(aVideoId(ending))?.pauses
  const at = (day: number) => house.clock.set(inDays(day))

  test('the time until it is submitted again does not count, whatever its video did', async () => {
    demand(await submit())
    at(4)
    demand(await sendBack())
    expect(house.tables.videos.get(aVideoId())?.liveness).toMatchObject({ state: 'down', cause: 'sent-back' })
    at(6)
    demand(await submit())
    expect(pausesOf()).toEqual([{ from: inDays(4), to: inDays(6), cause: 'sent-back' }])
    expect(house.tables.videos.get(aVideoId())?.liveness).toEqual({ state: 'live', lastGoodAt: inDays(6) })
  })

  test('each time does not count', async () => {
    demand(await submit())
    for (const day of [4, 6]) {
      at(day)
      demand(await sendBack())
      at(day + 1)
      demand(await submit())
    }
    expect(pausesOf()).toEqual([
      { from: inDays(4), to: inDays(5), cause: 'sent-back' },
      { from: inDays(6), to: inDays(7), cause: 'sent-back' },
    ])
  })

  test('it does not count either while another video stood in its place', async () => {
    house.youTube.publish(aVideo({ id: aVideoId('better'), publishedAt: inDays(4) }))
    demand(await submit())
    at(4)
    demand(await sendBack())
    at(5)
    demand(await submit(watchUrl(aVideoId('better'))))
    expect(pausesOf('better')).toEqual([])
    at(6)
    demand(await sendBack())
    at(7)
    demand(await submit())
    expect(pausesOf()).toEqual([{ from: inDays(4), to: inDays(7), cause: 'sent-back' }])
  })

  test('it is no pause when the video was published after it: the hold begins there', async () => {
    demand(await submit())
    at(4)
    demand(await sendBack())
    house.youTube.publish(aVideo({ publishedAt: inDays(6) }))
    at(7)
    demand(await submit())
    demand(await house.completeParticipation({ operator, creatorId: haneul.id, adId: ad.id, key: null }))
    expect(house.tables.snapshots.rows()).toMatchObject([{ pausedMs: DAY_MS, publishedAt: inDays(6) }])
  })
})

test('a video that another server takes in the same moment serves that participation, and nothing else changes', async () => {
  const other = await kept(house, (stores) => storedAssignment(stores, { creator: haneul }))
  // Two servers on one database: their transactions do not wait for each other.
  const there = transactOn(house.tables, () => true)
  const overtaken: Transact = (work) =>
    house.transact((stores) =>
      work({
        ...stores,
        videos: {
          ...stores.videos,
          claim: async (video, now) => {
            await kept({ transact: there }, ({ videos }) =>
              videos.claim({ ...video, participationId: other.id }, now),
            )
            return stores.videos.claim(video, now)
          },
        },
      }),
    )
  const { clock, lookUpVideo } = house
  const submitHere = submitUpload({
    once: onceWith({ transact: overtaken, clock }),
    recall: recallWith({ transact: overtaken }),
    clock,
    lookUpVideo,
  })
  const command = { creatorId: haneul.id, adId: ad.id, url: watchUrl(aVideoId()), review, key: null }
  expect(await attempt(house, () => submitHere(command))).toEqual({
    refusal: { kind: 'video-already-used' },
    changed: ['videos', 'paces'],
  })
  expect(house.tables.videos.rows()).toMatchObject([{ video: { participationId: other.id } }])
})

test('an upload sent again under its key gets its answer also while YouTube is out of reach', async () => {
  const first = await submit(undefined, { key: aKey() })
  house.youTube.fail()
  expect(await submit(undefined, { key: aKey() })).toEqual(first)
})

test('an upload sent again under its key gets the same answer and has no second effect', async () => {
  const first = await submit(undefined, { key: aKey() })
  const before = everythingIn(house)
  house.clock.set(inDays(4))
  expect(await submit(undefined, { key: aKey() })).toEqual(first)
  expect(everythingIn(house)).toEqual(before)
  expect(await toldTo(house, haneul)).toEqual([])
})
