import { beforeEach, describe, expect, test } from 'vitest'
import { forfeitPosting, releasePosting } from '../../../src/domain/cash/ledger.ts'
import { CLOCKS_APART_MAX_MS } from '../../../src/domain/clocks.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { type Instant, later } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { type Liveness, observeLiveness, type Pause } from '../../../src/domain/video/live-check.ts'
import { CHECKED_LATEST_MS, type Pace, unreadPace } from '../../../src/domain/video/pace.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import type { DueBy, DueVideo } from '../../../src/ports/video.ts'
import { aMovement } from '../../fixtures/cash.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { assigned, cancelled, completed, submitted } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { anObservation, aTrackedVideo, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS, race } from './fresh-database.ts'

const LIVENESSES: readonly Liveness[] = [
  { state: 'live', lastGoodAt: inHours(1) },
  { state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(5) },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'unavailable' },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'not-public' },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'hashtags-missing' },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'sent-back' },
]

export const videoContract = (backend: Backend): void => {
  describe('videos', () => {
    const db = freshDatabase(backend)
    const find = (id = aVideoId()) => kept(db(), ({ videos }) => videos.find(id))
    const assignment = () => kept(db(), (stores) => storedAssignment(stores))

    test('are live from the moment they are claimed', async () => {
      const video = aTrackedVideo((await assignment()).id, { publishedAt: inHours(-2) })
      await expect(find()).resolves.toBeNull()
      await expect(db().transact(({ videos }) => videos.claim(video, NOON))).resolves.toEqual(ok(undefined))
      await expect(find()).resolves.toEqual({
        video,
        liveness: { state: 'live', lastGoodAt: NOON },
        pauses: [],
      })
    })

    test('serve one participation, ever', async () => {
      const [one, other] = [await assignment(), await assignment()]
      const claim = (id: typeof one.id) =>
        db().transact(({ videos }) => videos.claim(aTrackedVideo(id), NOON))
      await expect(claim(one.id)).resolves.toEqual(ok(undefined))
      await kept(db(), ({ participations }) => participations.save(cancelled(one)))
      await expect(claim(other.id)).resolves.toEqual(err({ kind: 'video-already-used' }))
      await expect(find()).resolves.toMatchObject({ video: aTrackedVideo(one.id) })
    })

    test('are known anew, while their watch goes on, when the same participation claims them again', async () => {
      const { id } = await assignment()
      const pause: Pause = { from: inHours(1), to: inHours(2), cause: 'unavailable' }
      const again = aTrackedVideo(id, { publishedAt: inHours(3) })
      await kept(db(), async ({ videos }) => {
        demand(await videos.claim(aTrackedVideo(id), NOON))
        await videos.saveLiveness(
          aVideoId(),
          { state: 'down', lastGoodAt: inHours(2), downSince: inHours(3), cause: 'not-public' },
          pause,
        )
      })
      demand(await db().transact(({ videos }) => videos.claim(again, inHours(4))))
      await expect(find()).resolves.toEqual({
        video: again,
        liveness: { state: 'down', lastGoodAt: inHours(2), downSince: inHours(3), cause: 'not-public' },
        pauses: [pause],
      })
    })

    test('go to one of many who claim the same one at once', async () => {
      const parts = await kept(db(), async (stores) => {
        const ad = await storedAd(stores)
        return oneByOne(RACERS, () => storedAssignment(stores, { ad }))
      })
      const granted = await race(RACERS, (index) => {
        const part = parts[index]
        if (part === undefined) throw new Error('each racer is assigned')
        return db().transact(({ videos }) => videos.claim(aTrackedVideo(part.id), NOON))
      })
      expect(granted).toBe(1)
      await expect(find()).resolves.not.toBeNull()
    })

    test.each(LIVENESSES)('stand as the last check found them: %o', async (liveness) => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      await kept(db(), ({ videos }) => videos.saveLiveness(aVideoId(), liveness, null))
      await expect(find()).resolves.toMatchObject({ liveness, pauses: [] })
      const live: Liveness = { state: 'live', lastGoodAt: inHours(9) }
      await kept(db(), ({ videos }) => videos.saveLiveness(aVideoId(), live, null))
      expect((await find())?.liveness).toEqual(live)
    })

    test('collect their pauses, oldest first', async () => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId('other') }))
      const pauses: readonly Pause[] = [
        { from: inHours(1), to: inHours(2), cause: 'unavailable' },
        { from: inHours(3), to: inHours(4), cause: 'not-public' },
        { from: inHours(5), to: inHours(6), cause: 'hashtags-missing' },
        { from: inHours(7), to: inHours(8), cause: 'sent-back' },
      ]
      for (const pause of pauses)
        await kept(db(), ({ videos }) =>
          videos.saveLiveness(aVideoId(), { state: 'live', lastGoodAt: pause.to }, pause),
        )
      expect((await find())?.pauses).toEqual(pauses)
      expect((await find(aVideoId('other')))?.pauses).toEqual([])
    })

    test('lose no pause when many checks are stored at once', async () => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      const granted = await race(RACERS, (index) =>
        db().transact(async ({ videos }) => {
          const found = await videos.find(aVideoId())
          if (found === null) return err({ kind: 'gone' })
          const pause: Pause = { from: inHours(index), to: inHours(index + 1), cause: 'not-public' }
          await videos.saveLiveness(aVideoId(), found.liveness, pause)
          return ok(undefined)
        }),
      )
      expect(granted).toBe(RACERS)
      expect((await find())?.pauses).toHaveLength(RACERS)
    })

    test('are observed once in a run: the first observation stays', async () => {
      const part = await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      const observe = (over: Parameters<typeof anObservation>[0]) =>
        kept(db(), ({ videos }) => videos.observe(anObservation(over)))
      await observe({ run: 'refresh-1', views: 10 })
      await observe({ run: 'refresh-1', views: 99, at: inHours(1) })
      await observe({ run: 'REFRESH-1', views: 20, at: inHours(2) })
      const series = await db().views.reports.series([aVideoId()], 10)
      expect(series.map(({ views }) => views)).toEqual([10, 20])
      expect(part.status).toBe('submitted')
    })

    test('are observed once when many store the same run at once', async () => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      await race(RACERS, (views) =>
        db().transact(async ({ videos }) => ok(await videos.observe(anObservation({ views })))),
      )
      await expect(db().views.reports.series([aVideoId()], RACERS)).resolves.toHaveLength(1)
    })

    describePaces(db)
    describeRaceForNothing(db)
    describe('many at once', () => describeBulk(db))
  })
}

type Opened = ReturnType<typeof freshDatabase>

const dueIds = async (db: Opened, by: DueBy, until: Instant = NOON, limit = 100) =>
  (await db().views.videos.due({ by, until, after: null, limit })).map(({ id }) => id)

const describePaces = (db: Opened): void => {
  const submission = (videoId = aVideoId()) => kept(db(), (stores) => storedSubmission(stores, { videoId }))
  const paced = async (id = aVideoId()) =>
    (await kept(db(), ({ videos }) => videos.findPaced([id])))[0] ?? null
  const save = (id: VideoId, over: Partial<Pace>) =>
    kept(db(), ({ videos }) => videos.savePaces(new Map([[id, { ...unreadPace(NOON), ...over }]])))

  test('are due in every way from the moment they are claimed', async () => {
    await submission()
    for (const by of ['checkBy', 'promisedBy', 'wantedAt'] as const) {
      expect(await dueIds(db, by, NOON)).toEqual([aVideoId()])
      expect(await dueIds(db, by, later(NOON, -1))).toEqual([])
    }
    await expect(db().views.videos.promisedUntil(NOON)).resolves.toBe(1)
    await expect(db().views.videos.promisedUntil(later(NOON, -1))).resolves.toBe(0)
    expect((await paced())?.pace).toEqual(unreadPace(NOON))
  })

  test('are due by each of their instants, and keep what reads taught', async () => {
    await submission()
    const pace: Pace = {
      promisedBy: inHours(1),
      wantedAt: inHours(2),
      checkBy: inHours(3),
      readAt: inHours(-1),
      views: 9_007_199_254_740_991,
      viewsPerDay: 12,
      unchangedReads: 7,
    }
    await save(aVideoId(), pace)
    expect((await paced())?.pace).toEqual(pace)
    for (const [by, at] of [
      ['promisedBy', 1],
      ['wantedAt', 2],
      ['checkBy', 3],
    ] as const) {
      expect(await dueIds(db, by, inHours(at))).toEqual([aVideoId()])
      expect(await dueIds(db, by, later(inHours(at), -1))).toEqual([])
    }
    await save(aVideoId(), { ...pace, views: null, viewsPerDay: null, readAt: null })
    expect((await paced())?.pace).toMatchObject({ views: null, viewsPerDay: null, readAt: null })
  })

  test('are due page by page, the longest due first and then in the order of their exact ids', async () => {
    const ids = ['b', 'a', 'B', 'A', '-', '_'].map((ending) => aVideoId(ending))
    const listed = ['-', 'A', 'B', '_', 'a', 'b'].map((ending) => aVideoId(ending))
    for (const id of ids) await submission(id)
    await submission(aVideoId('first'))
    await save(aVideoId('first'), { promisedBy: inHours(-1) })
    await submission(aVideoId('later'))
    await save(aVideoId('later'), { promisedBy: inHours(1) })
    const all = [{ id: aVideoId('first'), at: inHours(-1) }, ...listed.map((id) => ({ id, at: NOON }))]
    const page = (after: DueVideo | null, limit: number) =>
      db().views.videos.due({ by: 'promisedBy', until: NOON, after, limit })
    await expect(page(null, 100)).resolves.toEqual(all)
    await expect(page(null, 3)).resolves.toEqual(all.slice(0, 3))
    for (const [index, after] of all.entries())
      await expect(page(after, 2)).resolves.toEqual(all.slice(index + 1, index + 3))
  })

  test('are to be checked, after those that are due, when only a wrong clock can have read them or put them off', async () => {
    const tooFar = later(NOON, CLOCKS_APART_MAX_MS + 1)
    const paces: readonly (readonly [ending: string, over: Partial<Pace>])[] = [
      ['due', { checkBy: inHours(-1) }],
      ['read', { checkBy: inHours(20), readAt: tooFar }],
      ['read-too', { checkBy: inHours(20), readAt: inDays(365) }],
      ['put-off', { checkBy: later(tooFar, CHECKED_LATEST_MS), readAt: inHours(-1) }],
      ['both', { checkBy: inDays(365), readAt: inDays(364) }],
      ['ahead', { checkBy: inHours(20), readAt: later(tooFar, -1) }],
      ['latest', { checkBy: later(tooFar, CHECKED_LATEST_MS - 1), readAt: NOON }],
      ['unread', { checkBy: inHours(20) }],
    ]
    for (const [ending, over] of paces) {
      await submission(aVideoId(ending))
      await save(aVideoId(ending), { promisedBy: inDays(400), wantedAt: inDays(400), ...over })
    }
    const listed = ['due', 'read', 'put-off', 'both', 'read-too'].map((ending) => aVideoId(ending))
    expect(await dueIds(db, 'checkBy')).toEqual(listed)
    const all = await db().views.videos.due({ by: 'checkBy', until: NOON, after: null, limit: 100 })
    for (const [index, after] of all.entries()) {
      const page = await db().views.videos.due({ by: 'checkBy', until: NOON, after, limit: 2 })
      expect(page).toEqual(all.slice(index + 1, index + 3))
    }
    expect(await dueIds(db, 'checkBy', NOON, 2)).toEqual(listed.slice(0, 2))
    expect(await dueIds(db, 'promisedBy')).toEqual([])
  })

  test('are due no more when nothing stands on them, until they are claimed anew', async () => {
    const part = await submission()
    await save(aVideoId(), { readAt: NOON, views: 3, promisedBy: inHours(5) })
    await kept(db(), ({ videos }) => videos.untrack([aVideoId()]))
    await kept(db(), ({ videos }) => videos.untrack([aVideoId(), aVideoId('none')]))
    expect(await dueIds(db, 'promisedBy', inDays(99))).toEqual([])
    await kept(db(), async ({ videos }) => demand(await videos.claim(aTrackedVideo(part.id), inHours(1))))
    expect((await paced())?.pace).toEqual(unreadPace(inHours(1)))
  })

  test('that are put off are due again then, and what comes later anyway stays', async () => {
    const [early, late] = [aVideoId('a'), aVideoId('b')]
    for (const id of [early, late, aVideoId('c')]) await submission(id)
    const read = { readAt: NOON, views: 3, viewsPerDay: 4, unchangedReads: 2 }
    await save(early, { ...read, promisedBy: inHours(-1), wantedAt: NOON, checkBy: inHours(2) })
    await save(late, { ...read, promisedBy: inHours(3), wantedAt: inHours(3), checkBy: inHours(3) })
    await kept(db(), ({ videos }) => videos.putOff([early, late, aVideoId('none')], inHours(1)))
    await kept(db(), ({ videos }) => videos.putOff([], inDays(1)))
    const pacesOf = await kept(db(), ({ videos }) => videos.findPaced([early, late, aVideoId('c')]))
    expect(pacesOf.map(({ pace }) => pace)).toEqual([
      { ...read, promisedBy: inHours(1), wantedAt: inHours(1), checkBy: inHours(2) },
      { ...read, promisedBy: inHours(3), wantedAt: inHours(3), checkBy: inHours(3) },
      unreadPace(NOON),
    ])
  })

  test('are paced by what stands on them', async () => {
    const ad = await kept(db(), (stores) => storedAd(stores, { requiredHashtags: ['크림', 'ad'] }))
    const of = (ending: string, reward = 50_000) => ({ ad, videoId: aVideoId(ending), reward })
    const parts = await kept(db(), async (stores) => {
      const submitted = await storedSubmission(stores, of('s'))
      const held = await storedCompletion(stores, of('h'))
      const unpaid = await storedCompletion(stores, of('u', 0))
      const released = await storedCompletion(stores, of('r'))
      const forfeited = await storedCompletion(stores, of('f'))
      // Its reward lies in the opening cash, without a posting of its own.
      const before = await storedSubmission(stores, of('b'))
      if (before.status !== 'submitted') throw new Error('a submission is submitted')
      await stores.participations.save(completed(before, { terms: before.terms, upload: before.upload }))
      const movement = (part: Participation) => aMovement(part.creatorId, 50_000)
      demand(await stores.cash.post(releasePosting(released.id, movement(released))))
      demand(await stores.cash.post(forfeitPosting(forfeited.id, movement(forfeited))))
      demand(await stores.imported.record('rewarded-participation', 7, before.id))
      return { submitted, held, unpaid, released, forfeited, before }
    })
    const { submitted: part } = parts
    await expect(paced(aVideoId('s'))).resolves.toEqual({
      id: aVideoId('s'),
      publishedAt: NOON,
      liveness: { state: 'live', lastGoodAt: NOON },
      pace: unreadPace(NOON),
      stake: { isUnderReview: true, isRewardHeld: false, adEndsAt: ad.schedule.completeDate },
      participation: {
        id: part.id,
        creatorId: part.creatorId,
        completedAt: null,
        holdDays: 28,
        hasRewardAhead: true,
      },
      ad: { id: ad.id, title: ad.title, thumbnail: ad.images.thumbnail, requiredHashtags: ['크림', 'ad'] },
    })
    const others = await kept(db(), ({ videos }) =>
      videos.findPaced(['u', 'b', 'h', 'r', 'f'].map((ending) => aVideoId(ending))),
    )
    expect(others.map(({ id, stake }) => [id, stake.isUnderReview, stake.isRewardHeld])).toEqual(
      ['b', 'f', 'h', 'r', 'u'].map((ending) => [aVideoId(ending), false, ending === 'h']),
    )
    for (const { stake, participation } of others) {
      expect(participation.completedAt).toBe(NOON)
      expect(participation.hasRewardAhead).toBe(stake.isRewardHeld)
    }
  })

  test('are listed and paced while a submitted or completed participation stands on them', async () => {
    const listed = await kept(db(), async (stores) => {
      const [upper, lower, dash, underscore] = ['A', 'a', '-', '_'].map((ending) => aVideoId(ending))
      const of = (videoId = aVideoId()) => ({ videoId })
      await storedCompletion(stores, of(dash))
      await storedSubmission(stores, of(upper))
      await storedSubmission(stores, of(underscore))
      await storedCompletion(stores, of(lower))
      await storedApplication(stores)
      await storedAssignment(stores)
      const out = await storedSubmission(stores, of(aVideoId('out')))
      await stores.participations.save(cancelled(out))
      return ['-', 'A', '_', 'a'].map((ending) => aVideoId(ending))
    })
    const { tracked } = db().views.videos
    await expect(tracked({ after: null, limit: 10 })).resolves.toEqual(listed)
    await expect(tracked({ after: null, limit: 3 })).resolves.toEqual(listed.slice(0, 3))
    await expect(tracked({ after: listed[2] ?? null, limit: 3 })).resolves.toEqual(listed.slice(3))
    const found = await kept(db(), ({ videos }) => videos.findPaced([aVideoId('out'), ...listed]))
    expect(found.map(({ id }) => id)).toEqual(listed)
    await expect(kept(db(), ({ videos }) => videos.findPaced([]))).resolves.toEqual([])
  })

  test('that were sent back are neither listed nor paced, only the one that took their place', async () => {
    const part = await submission(aVideoId('first'))
    await kept(db(), ({ participations }) => participations.save(assigned(part, { changesAsked: '다시' })))
    const { tracked } = db().views.videos
    await expect(tracked({ after: null, limit: 10 })).resolves.toEqual([])
    const second = aVideoId('second')
    await kept(db(), async ({ videos, participations }) => {
      demand(await videos.claim(aTrackedVideo(part.id, { id: second }), NOON))
      const upload = { videoId: second, publishedAt: NOON, review: '' }
      await participations.save(submitted(part, { upload }))
    })
    await expect(tracked({ after: null, limit: 10 })).resolves.toEqual([second])
    await expect(paced(aVideoId('first'))).resolves.toBeNull()
    await expect(paced(second)).resolves.not.toBeNull()
  })

  test('stay due by one of two paces when a batch and a submission save theirs at once', async () => {
    const part = await submission()
    const granted = await race(RACERS, (index) =>
      db().transact<void, { readonly kind: string }>(async ({ videos }) => {
        if (index % 2 === 0) return videos.claim(aTrackedVideo(part.id), inHours(index))
        const [found] = await videos.findPaced([aVideoId()])
        if (found === undefined) return err({ kind: 'gone' })
        const unchangedReads = found.pace.unchangedReads + 1
        return ok(await videos.savePaces(new Map([[found.id, { ...found.pace, unchangedReads }]])))
      }),
    )
    expect(granted).toBe(RACERS)
    expect(await dueIds(db, 'promisedBy', inDays(99))).toEqual([aVideoId()])
  })
}

/** A batch and the end of a participation meet at the same video. */
const describeRaceForNothing = (db: Opened): void => {
  const sendBack = (part: Participation) =>
    kept(db(), async ({ participations, videos }) => {
      await participations.find(part.id)
      await participations.save(assigned(part))
      await videos.untrack([aVideoId()])
    })
  const aBatch = (beforeItSaves: (stores: Stores) => Promise<void> = async () => undefined) =>
    kept(db(), async (stores) => {
      const [found] = await stores.videos.findPaced([aVideoId()])
      await beforeItSaves(stores)
      if (found !== undefined) await stores.videos.savePaces(new Map([[found.id, found.pace]]))
    })
  const submission = () => kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))

  test('are due no more when they are sent back while a batch has them', async () => {
    const part = await submission()
    let sentBack: Promise<void> | undefined
    await aBatch(async ({ videos }) => {
      sentBack = sendBack(part)
      // Time enough for it to be carried out, if it did not have to wait for this batch.
      await oneByOne(50, () => videos.find(aVideoId('other')))
    })
    await sentBack
    expect(await dueIds(db, 'promisedBy', inDays(99))).toEqual([])
  })

  test('are due no more after a race of batches and those who send the upload back', async () => {
    const part = await submission()
    await Promise.all(
      Array.from({ length: RACERS }, (_, index) => (index % 4 === 3 ? sendBack(part) : aBatch())),
    )
    expect(await dueIds(db, 'promisedBy', inDays(99))).toEqual([])
  })
}

const describeBulk = (db: Opened): void => {
  const ids = ['a', 'b', 'c'].map((ending) => aVideoId(ending))
  beforeEach(() =>
    kept(db(), async (stores) => {
      for (const videoId of ids) await storedSubmission(stores, { videoId })
    }),
  )
  const livenesses = () =>
    kept(db(), async ({ videos }) => (await videos.findPaced(ids)).map(({ liveness }) => liveness))
  const seriesOf = () => db().views.reports.series(ids, 100)

  test('are good all at once, and the others stay as they are', async () => {
    const [a = aVideoId(), b = aVideoId()] = ids
    await kept(db(), async ({ videos }) => {
      await videos.saveLiveness(a, { state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(1) }, null)
      await videos.saveGood([a, b], inHours(2))
      await videos.saveGood([], inHours(3))
    })
    expect(await livenesses()).toEqual([
      { state: 'live', lastGoodAt: inHours(2) },
      { state: 'live', lastGoodAt: inHours(2) },
      { state: 'live', lastGoodAt: NOON },
    ])
  })

  test('are missed anew by an outage, and nothing else, as one video is that was not answered', async () => {
    const [a = aVideoId(), b = aVideoId()] = ids
    const missing = { state: 'missing', lastGoodAt: inHours(-3), firstMissedAt: NOON } as const
    const down = { state: 'down', lastGoodAt: NOON, downSince: inHours(1), cause: 'unavailable' } as const
    await kept(db(), async ({ videos }) => {
      await videos.saveLiveness(a, missing, null)
      await videos.saveLiveness(b, down, null)
      await videos.restartFirstMisses(inHours(4))
    })
    const before: readonly Liveness[] = [missing, down, { state: 'live', lastGoodAt: NOON }]
    const after = before.map((liveness) => observeLiveness(liveness, 'unanswered', inHours(4)).liveness)
    expect(after[0]).toEqual({ ...missing, firstMissedAt: inHours(4) })
    expect(await livenesses()).toEqual(after)
  })

  test('are observed all at once as one by one: a second observation of a run is dropped, the others stay', async () => {
    const [a = aVideoId(), b = aVideoId(), c = aVideoId()] = ids
    await kept(db(), async ({ videos }) => {
      await videos.observe(anObservation({ videoId: b, views: 1 }))
      await videos.observeAll([
        anObservation({ videoId: a, views: 2, privacy: null, source: 'videos.batchGetStats' }),
        anObservation({ videoId: b, views: 3 }),
        anObservation({ videoId: c, views: null }),
        anObservation({ videoId: c, views: 4 }),
      ])
      await videos.observeAll([])
    })
    const series = await seriesOf()
    expect(series.map(({ videoId, views }) => [videoId, views])).toEqual([
      [b, 1],
      [a, 2],
      [c, null],
    ])
  })

  test('are observed once each when many store the same run at once', async () => {
    await race(RACERS, (views) =>
      db().transact(async ({ videos }) =>
        ok(await videos.observeAll(ids.map((videoId) => anObservation({ videoId, views })))),
      ),
    )
    await expect(seriesOf()).resolves.toHaveLength(ids.length)
  })

  test('have their paces saved all at once, and corrections beside them', async () => {
    const paces = new Map(ids.map((id, index) => [id, { ...unreadPace(NOON), checkBy: inHours(index) }]))
    await kept(db(), async ({ videos }) => {
      await videos.savePaces(paces)
      await videos.savePaces(new Map())
      await videos.recordCorrections([
        { videoId: aVideoId('a'), at: NOON, kind: 'audit', from: 10, to: 9 },
        { videoId: aVideoId('a'), at: NOON, kind: 'hidden', from: 9, to: null },
      ])
      await videos.recordCorrections([])
    })
    expect(await dueIds(db, 'checkBy', inHours(1))).toEqual(ids.slice(0, 2))
  })
}
