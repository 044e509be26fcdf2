import { describe, expect, test } from 'vitest'
import { endOfDay, koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import { forfeitPosting, releasePosting } from '../../../src/domain/cash/ledger.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { DAY_MS, type Instant, later, MAX_ID, MAX_WON, toId, toWon } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Liveness } from '../../../src/domain/video/live-check.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aMovement } from '../../fixtures/cash.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import {
  aHistoryLine,
  anApplication,
  anUpload,
  aProposal,
  assigned,
  cancelled,
  completed,
  declined,
  someTerms,
  submitted,
  withdrawn,
} from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedCreator,
  storedCreators,
  storedEarnings,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS, race } from './fresh-database.ts'

const NOTHING = toId<'Participation'>(MAX_ID)
const NOBODY = toId<'Account'>(MAX_ID)

/** Without reward, so that a completed one asks for no posting. */
const UNPAID = someTerms({ reward: toWon(0), holdDays: 5 })

const STATUSES: readonly { readonly as: string; readonly become: (part: Participation) => Participation }[] =
  [
    {
      as: 'assigned',
      become: (part) => assigned(part, { terms: someTerms({ reward: MAX_WON }), since: inHours(1) }),
    },
    {
      as: 'assigned, with changes asked for',
      become: (part) => assigned(part, { changesAsked: '자막을 고쳐 주세요 🙏' }),
    },
    {
      as: 'submitted',
      become: (part) => submitted(part, { upload: anUpload({ publishedAt: inHours(-5) }) }),
    },
    {
      as: 'submitted without a word',
      become: (part) => submitted(part, { upload: anUpload({ review: '' }) }),
    },
    { as: 'completed', become: (part) => completed(part, { terms: UNPAID, since: inDays(2) }) },
    { as: 'declined', become: (part) => declined(part) },
    { as: 'declined by the clock', become: (part) => declined(part, 'assignment-period-over', '') },
    { as: 'withdrawn', become: withdrawn },
    { as: 'cancelled', become: (part) => cancelled(part) },
    { as: 'cancelled with its ad', become: (part) => cancelled(part, 'ad-cancelled', '') },
  ]

export const participationContract = (backend: Backend): void => {
  describe('participations', () => {
    const db = freshDatabase(backend)
    const find = (id: Participation['id']) => kept(db(), ({ participations }) => participations.find(id))

    test('are found as they were applied for, by id and by creator and ad', async () => {
      const { creator, ad } = await kept(db(), async (stores) => ({
        creator: await storedCreator(stores),
        ad: await storedAd(stores),
      }))
      const application = anApplication({ creatorId: creator.id, adId: ad.id }, { appliedAt: inHours(-3) })
      const part = demand(await db().transact(({ participations }) => participations.add(application)))
      expect(part).toEqual({ ...application, id: part.id })
      await kept(db(), async ({ participations }) => {
        await expect(participations.find(part.id)).resolves.toEqual(part)
        await expect(participations.findOf(creator.id, ad.id)).resolves.toEqual(part)
        await expect(participations.find(NOTHING)).resolves.toBeNull()
        await expect(participations.findOf(NOBODY, ad.id)).resolves.toBeNull()
        await expect(participations.findOf(creator.id, toId<'Ad'>(MAX_ID))).resolves.toBeNull()
      })
    })

    test.each(AWKWARD_TEXTS)('keep every letter of the proposal: %#', async (text) => {
      const part = await kept(db(), (stores) => storedApplication(stores))
      const proposal = aProposal({ planTitle: text, planContents: text, additionalSelection: false })
      await kept(db(), ({ participations }) => participations.save({ ...part, proposal }))
      await expect(find(part.id)).resolves.toEqual({ ...part, proposal })
    })

    test('are one for each creator and ad, ever', async () => {
      const { part, other } = await kept(db(), async (stores) => ({
        part: await storedApplication(stores),
        other: await storedCreator(stores),
      }))
      const apply = (creatorId: Participation['creatorId']) =>
        db().transact(({ participations }) =>
          participations.add(anApplication({ creatorId, adId: part.adId })),
        )
      await expect(apply(part.creatorId)).resolves.toEqual(err({ kind: 'already-applied' }))
      await kept(db(), ({ participations }) => participations.save(withdrawn(part)))
      await expect(apply(part.creatorId)).resolves.toEqual(err({ kind: 'already-applied' }))
      await expect(find(part.id)).resolves.toEqual(withdrawn(part))
      await expect(apply(other.id)).resolves.toMatchObject({ ok: true })
    })

    test('are one when a creator applies many times at once', async () => {
      const { creator, ad } = await kept(db(), async (stores) => ({
        creator: await storedCreator(stores),
        ad: await storedAd(stores),
      }))
      const granted = await race(RACERS, () =>
        db().transact(({ participations }) =>
          participations.add(anApplication({ creatorId: creator.id, adId: ad.id })),
        ),
      )
      expect(granted).toBe(1)
      await expect(db().views.participations.counts(creator.id)).resolves.toMatchObject({ applied: 1 })
    })

    test.each(STATUSES)('are found as they were saved: $as', async ({ become }) => {
      const part = become(await kept(db(), (stores) => storedApplication(stores)))
      await kept(db(), ({ participations }) => participations.save(part))
      await expect(find(part.id)).resolves.toEqual(part)
    })

    test('drag nothing along when they are sent back or taken out', async () => {
      const submission = await kept(db(), (stores) => storedSubmission(stores))
      const sentBack = assigned(submission, { changesAsked: '해시태그를 넣어 주세요' })
      await kept(db(), ({ participations }) => participations.save(sentBack))
      await expect(find(submission.id)).resolves.toEqual(sentBack)
      await kept(db(), ({ participations }) => participations.save(cancelled(sentBack)))
      await expect(find(submission.id)).resolves.toEqual(cancelled(sentBack))
    })

    test('take a place from assignment on', async () => {
      await kept(db(), async (stores) => {
        const [ad, other] = [await storedAd(stores), await storedAd(stores)]
        await storedAssignment(stores, { ad: other })
        const places = () => stores.participations.placesTaken(ad.id)
        await storedApplication(stores, { ad })
        await stores.participations.save(declined(await storedApplication(stores, { ad })))
        await expect(places()).resolves.toBe(0)
        const assignment = await storedAssignment(stores, { ad })
        await storedSubmission(stores, { ad })
        await storedCompletion(stores, { ad })
        await expect(places()).resolves.toBe(3)
        await stores.participations.save(cancelled(assignment))
        await expect(places()).resolves.toBe(2)
      })
    })

    test('get no more places than an ad has when many are assigned at once', async () => {
      const capacity = 10
      const { ad, parts } = await kept(db(), async (stores) => {
        const small = await storedAd(stores, { capacity })
        const applied = []
        for (const creator of await storedCreators(stores, RACERS))
          applied.push(await storedApplication(stores, { creator, ad: small }))
        return { ad: small, parts: applied }
      })
      const granted = await race(RACERS, (index) =>
        db().transact<void, { readonly kind: string }>(async ({ ads, participations }) => {
          const found = await ads.find(ad.id)
          const part = parts[index]
          if (found === null || part === undefined) return err({ kind: 'gone' })
          if ((await participations.placesTaken(ad.id)) >= found.capacity) return err({ kind: 'ad-full' })
          await participations.save(assigned(part))
          return ok(undefined)
        }),
      )
      expect(granted).toBe(capacity)
      await expect(kept(db(), ({ participations }) => participations.placesTaken(ad.id))).resolves.toBe(
        capacity,
      )
    })

    test('list an ad’s applicants, oldest first', async () => {
      await kept(db(), async (stores) => {
        const ad = await storedAd(stores)
        const first = await storedApplication(stores, { ad, appliedAt: inHours(-3) })
        await storedAssignment(stores, { ad })
        const second = await storedApplication(stores, { ad, appliedAt: inHours(-2) })
        const third = await storedApplication(stores, { ad, appliedAt: inHours(-1) })
        await storedApplication(stores)
        await expect(stores.participations.applicants(ad.id, 10)).resolves.toEqual([first, second, third])
        await expect(stores.participations.applicants(ad.id, 2)).resolves.toEqual([first, second])
      })
    })
  })

  describe('participations as they are shown', () => {
    const db = freshDatabase(backend)

    test('are counted by status, each creator’s own', async () => {
      const creator = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        await storedApplication(stores, { creator: own })
        await storedApplication(stores, { creator: own })
        await storedAssignment(stores, { creator: own })
        await storedSubmission(stores, { creator: own })
        await storedCompletion(stores, { creator: own })
        await stores.participations.save(declined(await storedApplication(stores, { creator: own })))
        await storedApplication(stores)
        return own
      })
      const { counts } = db().views.participations
      await expect(counts(creator.id)).resolves.toEqual({
        applied: 2,
        assigned: 1,
        submitted: 1,
        completed: 1,
      })
      await expect(counts(NOBODY)).resolves.toEqual({ applied: 0, assigned: 0, submitted: 0, completed: 0 })
    })

    test('are listed newest first, with the ad’s reward until terms are frozen', async () => {
      const { creator, ad, applied } = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        const generous = await storedAd(stores, { reward: toWon(90_000) })
        const first = await storedApplication(stores, { creator: own, ad: generous, appliedAt: inHours(-2) })
        const second = await storedApplication(stores, { creator: own, appliedAt: inHours(-1) })
        await storedAssignment(stores, { creator: own, reward: 70_000 })
        await storedCompletion(stores, { creator: own, reward: 60_000 })
        await storedApplication(stores)
        return { creator: own, ad: generous, applied: [first, second] }
      })
      const { listOf } = db().views.participations
      const cards = await listOf(creator.id, 'applied', 10)
      expect(cards.map(({ id }) => id)).toEqual([applied[1]?.id, applied[0]?.id])
      expect(cards[1]).toEqual({
        id: applied[0]?.id,
        adId: ad.id,
        title: ad.title,
        thumbnail: ad.images.thumbnail,
        reward: 90_000,
        appliedAt: inHours(-2),
        uploadTo: ad.schedule.uploadTo,
      })
      await expect(listOf(creator.id, 'applied', 1)).resolves.toEqual(cards.slice(0, 1))
      await expect(listOf(creator.id, 'assigned', 10)).resolves.toMatchObject([{ reward: 70_000 }])
      await expect(listOf(creator.id, 'completed', 10)).resolves.toMatchObject([{ reward: 60_000 }])
      await expect(listOf(creator.id, 'cancelled', 10)).resolves.toEqual([])
    })

    test('tell a creator everything of an own one, and nothing of another’s', async () => {
      const { part, ad, other } = await kept(db(), async (stores) => {
        const shown = await storedAd(stores)
        const applied = await storedApplication(stores, { ad: shown })
        return { part: applied, ad: shown, other: await storedCreator(stores) }
      })
      const { detailOf } = db().views.participations
      await expect(detailOf(part.creatorId, part.id)).resolves.toEqual({
        participation: part,
        ad,
        history: [],
        video: null,
        settled: null,
        decisions: [],
      })
      await expect(detailOf(other.id, part.id)).resolves.toBeNull()
      await expect(detailOf(part.creatorId, NOTHING)).resolves.toBeNull()
    })

    test('keep every line of their history, in the order in which it was written', async () => {
      const part = await kept(db(), (stores) => storedApplication(stores))
      const lines = [
        aHistoryLine(part.id, { by: part.creatorId, reason: '신청 🎬' }),
        aHistoryLine(part.id, { at: inHours(2), from: 'applied', to: 'assigned', reason: '선정' }),
        aHistoryLine(part.id, { at: inHours(1), from: 'assigned', to: 'cancelled', reason: '' }),
        aHistoryLine(part.id, { at: inHours(1), from: 'assigned', to: 'cancelled', reason: '' }),
      ]
      for (const line of lines) await kept(db(), ({ participations }) => participations.record(line))
      await kept(db(), async (stores) =>
        stores.participations.record(aHistoryLine((await storedApplication(stores)).id)),
      )
      const detail = await db().views.participations.detailOf(part.creatorId, part.id)
      expect(detail?.history).toEqual(lines)
    })

    test('show the video once one was submitted, with its pauses', async () => {
      const videoId = aVideoId('shown')
      const pause = { from: inHours(1), to: inHours(9), cause: 'hashtags-missing' } as const
      const part = await kept(db(), async (stores) => {
        const submission = await storedSubmission(stores, { videoId })
        await stores.videos.saveLiveness(videoId, { state: 'live', lastGoodAt: inHours(9) }, pause)
        return submission
      })
      const detail = await db().views.participations.detailOf(part.creatorId, part.id)
      expect(detail?.participation).toEqual(part)
      expect(detail?.video).toEqual({
        id: videoId,
        liveness: { state: 'live', lastGoodAt: inHours(9) },
        pauses: [pause],
        missingHashtags: [],
      })
    })

    test('show what the newest check missed of the hashtags, while the video is down for that', async () => {
      const videoId = aVideoId('lacking')
      const part = await kept(db(), (stores) => storedSubmission(stores, { videoId }))
      const lacking = async (
        cause: 'hashtags-missing' | 'not-public' | null,
        hashtags: readonly string[],
      ) => {
        await kept(db(), async ({ videos }) => {
          const lastGoodAt = NOON
          await videos.saveLiveness(
            videoId,
            cause === null
              ? { state: 'live', lastGoodAt }
              : { state: 'down', lastGoodAt, downSince: inHours(1), cause },
            null,
          )
          if (hashtags.length > 0) await videos.saveMissingHashtags(videoId, hashtags)
        })
        return (await db().views.participations.detailOf(part.creatorId, part.id))?.video?.missingHashtags
      }
      await expect(lacking('hashtags-missing', [])).resolves.toEqual([])
      await expect(lacking('hashtags-missing', ['협찬', '수분크림'])).resolves.toEqual(['협찬', '수분크림'])
      await expect(lacking('hashtags-missing', ['협찬'])).resolves.toEqual(['협찬'])
      await expect(lacking('not-public', [])).resolves.toEqual([])
      await expect(lacking(null, [])).resolves.toEqual([])
    })

    test.each([
      { way: 'released', posting: releasePosting },
      { way: 'forfeited', posting: forfeitPosting },
    ] as const)('tell when the reward was $way, and are held until then', async ({ way, posting }) => {
      const part = await kept(db(), (stores) => storedCompletion(stores))
      const { detailOf, held } = db().views.participations
      await expect(detailOf(part.creatorId, part.id)).resolves.toMatchObject({ settled: null })
      await expect(held({ after: null, dueBy: null, limit: 10 })).resolves.toEqual([
        { id: part.id, adId: part.adId },
      ])
      const movement = aMovement(part.creatorId, 50_000, { at: inDays(28) })
      demand(await db().transact(({ cash }) => cash.post(posting(part.id, movement))))
      await expect(detailOf(part.creatorId, part.id)).resolves.toMatchObject({
        settled: { how: way, at: inDays(28) },
      })
      await expect(held({ after: null, dueBy: null, limit: 10 })).resolves.toEqual([])
    })

    test('tell that the reward came with the opening cash of 2020', async () => {
      const part = await kept(db(), async (stores) => {
        const completion = await storedCompletion(stores, { reward: 0 })
        demand(await stores.imported.record('rewarded-participation', 1, completion.id))
        return completion
      })
      await expect(db().views.participations.detailOf(part.creatorId, part.id)).resolves.toMatchObject({
        settled: { how: 'brought-over' },
      })
    })

    test('are held while completed with an unreleased reward, page by page', async () => {
      const ids = await kept(db(), async (stores) => {
        const creator = await storedCreator(stores)
        await storedSubmission(stores, { creator })
        const first = await storedCompletion(stores, { creator })
        await storedCompletion(stores, { creator, reward: 0 })
        await storedEarnings(stores, { creator, amount: 100 })
        const second = await storedCompletion(stores)
        const third = await storedCompletion(stores, { creator })
        return [first.id, second.id, third.id]
      })
      const { held: heldWithAds } = db().views.participations
      const held = async (page: Parameters<typeof heldWithAds>[0]) =>
        (await heldWithAds(page)).map(({ id }) => id)
      await expect(held({ after: null, dueBy: null, limit: 10 })).resolves.toEqual(ids)
      await expect(held({ after: null, dueBy: null, limit: 2 })).resolves.toEqual(ids.slice(0, 2))
      await expect(held({ after: ids[1] ?? null, dueBy: null, limit: 2 })).resolves.toEqual(ids.slice(2))
    })

    test('are held and can be released from the day on, while their videos are found in order', async () => {
      const due = inDays(28)
      const hourBefore = inHours(-1, due)
      const live = (lastGoodAt: Instant) => ({ state: 'live', lastGoodAt }) as const
      const standings: readonly Liveness[] = [
        live(hourBefore),
        live(later(due, -DAY_MS)),
        live(later(due, -DAY_MS - 1)),
        { state: 'missing', lastGoodAt: hourBefore, firstMissedAt: due },
        { state: 'down', lastGoodAt: hourBefore, downSince: due, cause: 'not-public' },
        live(hourBefore),
      ]
      const ids = await kept(db(), (stores) =>
        oneByOne(standings.length, async (index) => {
          const videoId = aVideoId(`due-${index}`)
          const { id } = await storedCompletion(stores, { videoId })
          const liveness = standings[index]
          if (liveness !== undefined) await stores.videos.saveLiveness(videoId, liveness, null)
          return id
        }),
      )
      const { held } = db().views.participations
      const heldBy = async (
        dueBy: Instant | null,
        over: { after?: (typeof ids)[number]; limit?: number } = {},
      ) => (await held({ after: null, limit: 10, ...over, dueBy })).map(({ id }) => id)
      await expect(heldBy(null)).resolves.toEqual(ids)
      await expect(heldBy(later(due, -1))).resolves.toEqual([])
      const [first, second, , , , last] = ids
      await expect(heldBy(due)).resolves.toEqual([first, second, last])
      await expect(heldBy(due, { limit: 1 })).resolves.toEqual([first])
      await expect(heldBy(due, first === undefined ? {} : { after: first })).resolves.toEqual([second, last])
      await expect(heldBy(later(due, DAY_MS))).resolves.toEqual([])
    })

    test('await an upload while assigned, by the Korean day on which it ends, page by page', async () => {
      const today = koreanDayOf(NOON)
      const [tomorrow, yesterday] = [koreanDayOf(inDays(1)), koreanDayOf(inDays(-1))]
      const until = (uploadTo: Instant) => ({ schedule: aSchedule(NOON, { uploadTo }) })
      const { first, ads, ids } = await kept(db(), async (stores) => {
        const ads = {
          lastOfYesterday: await storedAd(stores, until(endOfDay(yesterday))),
          firstOfToday: await storedAd(stores, until(startOfDay(today))),
          firstOfTomorrow: await storedAd(stores, { ...until(startOfDay(tomorrow)), title: '겨울 여행 🎿' }),
          lastOfTomorrow: await storedAd(stores, until(endOfDay(tomorrow))),
          dayAfter: await storedAd(stores, until(later(endOfDay(tomorrow), 1))),
        }
        const { lastOfYesterday, firstOfTomorrow, lastOfTomorrow } = ads
        const first = await storedAssignment(stores, { ad: firstOfTomorrow })
        const overdue = await storedAssignment(stores, { ad: lastOfYesterday })
        for (const ad of [ads.firstOfToday, ads.dayAfter]) await storedAssignment(stores, { ad })
        await storedApplication(stores, { ad: lastOfTomorrow })
        await storedSubmission(stores, { ad: lastOfTomorrow })
        await stores.participations.save(cancelled(await storedAssignment(stores, { ad: lastOfTomorrow })))
        const sentBack = await storedSubmission(stores, { ad: lastOfTomorrow })
        await stores.participations.save(assigned(sentBack, { changesAsked: '자막을 고쳐 주세요' }))
        return { first, ads, ids: [first.id, overdue.id, sentBack.id] }
      })
      const { awaitedUploads } = db().views.participations
      const endingOn = [tomorrow, yesterday]
      const awaited = async (over: Partial<Parameters<typeof awaitedUploads>[0]> = {}) =>
        (await awaitedUploads({ endingOn, after: null, limit: 10, ...over })).map(({ id }) => id)
      await expect(awaited()).resolves.toEqual(ids)
      await expect(awaited({ limit: 2 })).resolves.toEqual(ids.slice(0, 2))
      await expect(awaited({ after: ids[0] ?? null })).resolves.toEqual(ids.slice(1))
      await expect(awaited({ endingOn: [yesterday] })).resolves.toEqual(ids.slice(1, 2))
      await expect(awaited({ endingOn: [] })).resolves.toEqual([])
      const { title, images, schedule } = ads.firstOfTomorrow
      await expect(awaitedUploads({ endingOn, after: null, limit: 1 })).resolves.toEqual([
        {
          id: first.id,
          creatorId: first.creatorId,
          adId: first.adId,
          title,
          thumbnail: images.thumbnail,
          uploadTo: schedule.uploadTo,
          completeDate: schedule.completeDate,
        },
      ])
    })

    test('are shown to operators by status, page by page, of one ad or of all', async () => {
      const { ad, parts, name } = await kept(db(), async (stores) => {
        const creator = await storedCreator(stores, { name: '이바람' })
        const asked = await storedAd(stores, { title: '겨울 여행 🎿' })
        const first = await storedApplication(stores, { creator, ad: asked })
        await storedAssignment(stores, { ad: asked })
        const second = await storedApplication(stores, { creator })
        const third = await storedApplication(stores, { ad: asked })
        return { ad: asked, parts: [first, second, third], name: creator.name }
      })
      const { forReview } = db().views.participations
      const review = (over: Partial<Parameters<typeof forReview>[0]>) =>
        forReview({ status: 'applied', adId: null, after: null, limit: 10, ...over })
      const shown = async (over: Partial<Parameters<typeof forReview>[0]>) =>
        (await review(over)).map(({ participation }) => participation)
      await expect(shown({})).resolves.toEqual(parts)
      await expect(shown({ limit: 2 })).resolves.toEqual(parts.slice(0, 2))
      await expect(shown({ after: parts[1]?.id ?? null })).resolves.toEqual(parts.slice(2))
      await expect(shown({ adId: ad.id })).resolves.toEqual([parts[0], parts[2]])
      await expect(shown({ adId: ad.id, after: parts[0]?.id ?? null, limit: 1 })).resolves.toEqual([parts[2]])
      const [one, , last] = parts.map(({ id }) => id)
      const among = [last, one].filter((id) => id !== undefined)
      await expect(shown({ among })).resolves.toEqual([parts[0], parts[2]])
      await expect(shown({ among, after: one ?? null })).resolves.toEqual([parts[2]])
      await expect(shown({ among, status: 'submitted' })).resolves.toEqual([])
      await expect(shown({ among: [] })).resolves.toEqual([])
      await expect(shown({ status: 'submitted' })).resolves.toEqual([])
      await expect(shown({ status: 'assigned' })).resolves.toMatchObject([{ status: 'assigned' }])
      const [first] = await review({ limit: 1 })
      const channel = await db().views.channels.of(parts[0]?.creatorId ?? NOBODY)
      expect(first).toEqual({
        participation: parts[0],
        adTitle: '겨울 여행 🎿',
        creatorName: name,
        channel,
        video: null,
        settled: null,
        decisions: [],
      })
      expect(channel).not.toBeNull()
    })

    test('are shown to operators with how their videos stand, as the creator sees it', async () => {
      const stored = await kept(db(), async (stores) => {
        const sound = await storedCompletion(stores, { videoId: aVideoId(1) })
        const bare = await storedCompletion(stores, { videoId: aVideoId(2) })
        const gone = await storedCompletion(stores, { videoId: aVideoId(3) })
        await stores.videos.saveMissingHashtags(aVideoId(2), ['협찬'])
        for (const [from, to] of [[3, 4], [1, 2]] as const) // biome-ignore format: pairs
          await stores.videos.saveLiveness(
            aVideoId(2),
            { state: 'down', lastGoodAt: NOON, downSince: inDays(5), cause: 'hashtags-missing' },
            { from: inDays(from), to: inDays(to), cause: 'not-public' },
          )
        await stores.videos.saveMissingHashtags(aVideoId(3), ['광고'])
        await stores.videos.saveLiveness(
          aVideoId(3),
          { state: 'down', lastGoodAt: NOON, downSince: inDays(5), cause: 'unavailable' },
          null,
        )
        demand(await stores.cash.post(forfeitPosting(gone.id, aMovement(gone.creatorId, 50_000))))
        return [sound, bare, gone]
      })
      const { forReview, detailOf } = db().views.participations
      const review = (over: Partial<Parameters<typeof forReview>[0]> = {}) =>
        forReview({ status: 'completed', adId: null, after: null, limit: 10, ...over })
      const shown = await review()
      for (const [index, { creatorId, id }] of stored.entries()) {
        const detail = await detailOf(creatorId, id)
        expect([shown[index]?.video, shown[index]?.settled]).toEqual([detail?.video, detail?.settled])
      }
      expect(shown.map(({ video }) => [video?.liveness.state, video?.missingHashtags])).toEqual([
        ['live', []],
        ['down', ['협찬']],
        ['down', []],
      ])
      expect(shown[1]?.video?.pauses.map(({ from }) => from)).toEqual([inDays(1), inDays(3)])
      expect(shown.map(({ settled }) => settled?.how)).toEqual([undefined, undefined, 'forfeited'])
      const ids = async (over: Partial<Parameters<typeof forReview>[0]>) =>
        (await review({ downOnly: true, ...over })).map(({ participation }) => participation.id)
      const [, bare, gone] = stored.map(({ id }) => id)
      await expect(ids({})).resolves.toEqual([bare, gone])
      await expect(ids({ limit: 1 })).resolves.toEqual([bare])
      await expect(ids({ after: bare ?? null })).resolves.toEqual([gone])
      await expect(ids({ adId: stored[2]?.adId ?? null })).resolves.toEqual([gone])
      await expect(ids({ status: 'submitted' })).resolves.toEqual([])
    })
  })
}
