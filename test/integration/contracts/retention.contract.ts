import { describe, expect, test } from 'vitest'
import { type KoreanDay, koreanDayOf } from '../../../src/domain/calendar.ts'
import type { Channel } from '../../../src/domain/channel/channel.ts'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { ok } from '../../../src/domain/result.ts'
import { type Pace, unreadPace } from '../../../src/domain/video/pace.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aRefreshToken } from '../../fixtures/account.ts'
import { aChannel, aChannelIdentity, aPendingChannel, aVerifiedChannel } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme, aNewQuestion } from '../../fixtures/news.ts'
import {
  demand,
  kept,
  storedAd,
  storedCreator,
  storedCreators,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS } from './fresh-database.ts'

const TODAY = koreanDayOf(NOON)
const daysAgo = (days: number): KoreanDay => koreanDayOf(inDays(-days))

/** A millisecond too old, just young enough, and the oldest of all, in an order of no meaning. */
const AGES = { over: later(NOON, -1), kept: NOON, oldest: inDays(-90) } as const

export const retentionContract = (backend: Backend): void => {
  describe('what is purged', () => {
    const db = freshDatabase(backend)
    const purge = (work: (stores: Stores) => Promise<number>) => kept(db(), work)

    describe('of observations', () => {
      const observed = () =>
        kept(db(), async (stores) => {
          await storedSubmission(stores, { videoId: aVideoId() })
          await storedSubmission(stores, { videoId: aVideoId(2) })
          for (const [run, at] of Object.entries(AGES))
            await stores.videos.observe(anObservation({ run, at }))
          await stores.videos.observe(anObservation({ videoId: aVideoId(2), run: 'other', at: inDays(-1) }))
        })
      const left = async () =>
        (await db().views.reports.series([aVideoId(), aVideoId(2)], 10)).map(({ at }) => at)

      test('is exactly what is older, of every video, the newest of one included', async () => {
        await observed()
        await expect(purge(({ videos }) => videos.purgeObservations(NOON, 10))).resolves.toBe(3)
        await expect(left()).resolves.toEqual([NOON])
        await expect(kept(db(), ({ videos }) => videos.newestObservation(aVideoId(2)))).resolves.toBeNull()
        await expect(purge(({ videos }) => videos.purgeObservations(NOON, 10))).resolves.toBe(0)
      })

      test('are the oldest first, no more than asked for', async () => {
        await observed()
        await expect(purge(({ videos }) => videos.purgeObservations(NOON, 2))).resolves.toBe(2)
        await expect(left()).resolves.toEqual([later(NOON, -1), NOON])
      })

      test('is purged once by many at once', async () => {
        await observed()
        const counts = await Promise.all(
          Array.from({ length: RACERS }, () => purge(({ videos }) => videos.purgeObservations(NOON, 1))),
        )
        expect(counts.reduce((total, count) => total + count, 0)).toBe(3)
        await expect(left()).resolves.toEqual([NOON])
      })

      test('is kept when the transaction is undone', async () => {
        await observed()
        await db().transact(async ({ videos }) => {
          await videos.purgeObservations(NOON, 10)
          return { ok: false, error: 'taken over' }
        })
        await expect(left()).resolves.toHaveLength(4)
      })
    })

    test('of corrections is what was recorded before', async () => {
      await kept(db(), async (stores) => {
        await storedSubmission(stores, { videoId: aVideoId() })
        const taken = { videoId: aVideoId(), kind: 'audit', from: 500, to: 300 } as const
        await stores.videos.recordCorrections(Object.values(AGES).map((at) => ({ ...taken, at })))
      })
      await expect(purge(({ videos }) => videos.purgeCorrections(NOON, 1))).resolves.toBe(1)
      await expect(purge(({ videos }) => videos.purgeCorrections(NOON, 10))).resolves.toBe(1)
      await expect(purge(({ videos }) => videos.purgeCorrections(later(NOON, 1), 10))).resolves.toBe(1)
    })

    test('of paces are the views that were read before, and not when the video is due', async () => {
      const pace = (readAt: Instant): Pace => ({
        ...unreadPace(inDays(3)),
        readAt,
        views: 500,
        viewsPerDay: 20,
        unchangedReads: 2,
      })
      const of = (videos: Stores['videos']) => videos.findPaced([aVideoId(0), aVideoId(1), aVideoId(2)])
      const ages = [AGES.over, AGES.kept, AGES.oldest]
      await kept(db(), async (stores) => {
        for (const at of ages.keys()) await storedSubmission(stores, { videoId: aVideoId(at) })
        await stores.videos.savePaces(new Map(ages.map((at, index) => [aVideoId(index), pace(at)])))
      })
      await expect(purge(({ videos }) => videos.forgetPaces(NOON, 1))).resolves.toBe(1)
      await expect(purge(({ videos }) => videos.forgetPaces(NOON, 10))).resolves.toBe(1)
      await expect(purge(({ videos }) => videos.forgetPaces(NOON, 10))).resolves.toBe(0)
      const forgotten = { views: null, viewsPerDay: null }
      expect((await kept(db(), ({ videos }) => of(videos))).map((paced) => paced.pace)).toEqual([
        { ...pace(AGES.over), ...forgotten },
        pace(AGES.kept),
        { ...pace(AGES.oldest), ...forgotten },
      ])
    })

    describe('of channels', () => {
      /** Saves a creator's claim and answers it as it is after the purge. */
      const purged = async (
        make: (owner: Channel['owner']) => Channel,
        times = 1,
      ): Promise<Channel | null> => {
        const { id } = await kept(db(), (stores) => storedCreator(stores))
        demand(await db().transact(({ channels }) => channels.save(make(id))))
        const count = await purge(({ channels }) => channels.forgetUnreread(NOON, 10))
        expect(count).toBe(times)
        await expect(purge(({ channels }) => channels.forgetUnreread(NOON, 10))).resolves.toBe(0)
        return kept(db(), ({ channels }) => channels.find(id))
      }
      const forgotten = { identity: { ...aChannelIdentity(), title: '하늘', subscribers: null } }

      test.each([
        { status: 'rejected', reason: 'operator', note: '아님' },
        { status: 'pending' },
        { status: 'verified', by: 'code' },
      ] as const)(
        'is what was told of one that was long not read, while $status: id and typed name stay',
        async (state) => {
          const read = { at: AGES.over, dueAt: null }
          const channel = await purged((owner) =>
            aPendingChannel(owner, { claimedName: '하늘', state, reading: read, since: NOON }),
          )
          expect(channel).toMatchObject({ ...forgotten, state, reading: read })
        },
      )

      test('is nothing of one that was read in time, however old it is', async () => {
        const read = { at: AGES.kept, dueAt: NOON }
        const channel = await purged(
          (owner) => aVerifiedChannel(owner, { since: AGES.oldest, reading: read }),
          0,
        )
        expect(channel?.identity).toEqual(aChannelIdentity())
      })

      test('is nothing of one that was never read', async () => {
        const channel = await purged((owner) => aChannel(owner, { since: AGES.oldest }), 0)
        expect(channel?.identity).toBeNull()
      })
    })

    test('of sessions is what has expired, however it ended before', async () => {
      await kept(db(), async (stores) => {
        const { id } = await storedCreator(stores)
        const token = (hash: string, over: Parameters<typeof aRefreshToken>[1]) =>
          stores.sessions.add(aRefreshToken(id, { hash, ...over }))
        await token('over', { expiresAt: AGES.over })
        await token('kept', { expiresAt: AGES.kept })
        await token('oldest', { expiresAt: AGES.oldest, revokedAt: AGES.oldest })
        await token('rotated', { expiresAt: inDays(1), rotatedAt: AGES.oldest })
        await token('revoked', { expiresAt: inDays(1), revokedAt: AGES.oldest })
      })
      const left = async () => {
        const names = ['over', 'kept', 'oldest', 'rotated', 'revoked']
        const found = await kept(db(), async ({ sessions }) => {
          const tokens = []
          for (const name of names) tokens.push(await sessions.find(name))
          return tokens
        })
        return found.flatMap((token) => (token === null ? [] : [token.hash]))
      }
      await expect(purge(({ sessions }) => sessions.deleteExpired(NOON, 1))).resolves.toBe(1)
      await expect(left()).resolves.toEqual(['over', 'kept', 'rotated', 'revoked'])
      await expect(purge(({ sessions }) => sessions.deleteExpired(NOON, 10))).resolves.toBe(1)
      await expect(left()).resolves.toEqual(['kept', 'rotated', 'revoked'])
    })

    test('of command keys is what was answered before', async () => {
      await kept(db(), async ({ commandKeys }) => {
        for (const [key, at] of Object.entries(AGES))
          demand(await commandKeys.add({ scope: 's', key, inputHash: 'h', answer: '{}', at }))
      })
      const left = () =>
        kept(db(), async ({ commandKeys }) => {
          const found = []
          for (const key of Object.keys(AGES))
            if ((await commandKeys.find('s', key)) !== null) found.push(key)
          return found
        })
      await expect(purge(({ commandKeys }) => commandKeys.deleteBefore(NOON, 1))).resolves.toBe(1)
      await expect(left()).resolves.toEqual(['over', 'kept'])
      await expect(purge(({ commandKeys }) => commandKeys.deleteBefore(NOON, 10))).resolves.toBe(1)
      await expect(left()).resolves.toEqual(['kept'])
    })

    test('of looks is who looked on past days: all stay counted, and today’s count once as before', async () => {
      const { members, adId, programme, question } = await kept(db(), async (stores) => {
        const [author, ...others] = await storedCreators(stores, 3)
        if (author === undefined) throw new Error('three are stored')
        return {
          members: others.map(({ id }) => id),
          adId: (await storedAd(stores)).id,
          programme: (await stores.supportProgrammes.add(aNewProgramme(), 100)).id,
          question: (await stores.questions.add(aNewQuestion(author.id), 100)).id,
        }
      })
      const { ads, news, experts } = db().views
      const look = async (day: KoreanDay) => {
        for (const member of members) {
          await ads.countView(adId, member, day, NOON)
          await news.countView(programme, member, day)
          await experts.countView(question, member, day)
        }
      }
      const views = async () => [
        (await ads.detail(adId))?.views,
        (await news.supportProgramme(programme))?.views,
        (await experts.question(question))?.views,
      ]
      for (const day of [daysAgo(2), TODAY, daysAgo(1)]) await look(day)
      await expect(views()).resolves.toEqual([6, 106, 106])
      const stores: readonly ((stores: Stores) => { readonly forgetLooks: Stores['ads']['forgetLooks'] })[] =
        [(all) => all.ads, (all) => all.supportProgrammes, (all) => all.questions]
      for (const of of stores) {
        await expect(purge((all) => of(all).forgetLooks(TODAY, 3))).resolves.toBe(3)
        await expect(purge((all) => of(all).forgetLooks(TODAY, 3))).resolves.toBe(1)
        await expect(purge((all) => of(all).forgetLooks(TODAY, 3))).resolves.toBe(0)
      }
      await look(TODAY)
      await expect(views()).resolves.toEqual([6, 106, 106])
      await look(koreanDayOf(inDays(1)))
      await expect(views()).resolves.toEqual([8, 108, 108])
    })

    test('of the history of jobs is what ended before', async () => {
      const line = (endedAt: Instant) =>
        ({
          job: 'close-selections',
          slot: NOON,
          token: 1,
          owner: 'p',
          endedAt,
          outcome: 'done',
          said: '',
        }) as const
      await kept(db(), async ({ jobs }) => {
        for (const endedAt of Object.values(AGES)) await jobs.record(line(endedAt))
      })
      const left = async () =>
        (await db().views.jobs.history('close-selections', 10)).map(({ endedAt }) => endedAt)
      await expect(purge(({ jobs }) => jobs.forgetRuns(NOON, 1))).resolves.toBe(1)
      await expect(left()).resolves.toEqual([NOON, later(NOON, -1)])
      await expect(purge(({ jobs }) => jobs.forgetRuns(NOON, 10))).resolves.toBe(1)
      await expect(left()).resolves.toEqual([NOON])
    })

    test('of counts of questions are those of past days, and today’s is still full', async () => {
      const authors = await kept(db(), async (stores) => {
        const ids = (await storedCreators(stores, 2)).map(({ id }) => id)
        for (const id of ids)
          for (const day of [daysAgo(1), TODAY, daysAgo(3)]) await stores.questions.countAsked(id, day, 1)
        return ids
      })
      await expect(purge(({ questions }) => questions.forgetAsked(TODAY, 3))).resolves.toBe(3)
      await expect(purge(({ questions }) => questions.forgetAsked(TODAY, 3))).resolves.toBe(1)
      const mayAsk = (day: KoreanDay) =>
        kept(db(), async ({ questions }) => {
          const answers = []
          for (const id of authors) answers.push(await questions.countAsked(id, day, 1))
          return answers
        })
      await expect(mayAsk(TODAY)).resolves.toEqual([false, false])
      await expect(mayAsk(daysAgo(1))).resolves.toEqual([true, true])
    })

    test('of throttles are windows that are over, never one that runs', async () => {
      const { throttle } = db()
      await throttle.hit('running', NOON, HOUR_MS)
      await throttle.hit('ending', later(NOON, 1 - HOUR_MS), HOUR_MS - 1)
      await throttle.hit('over', later(NOON, -HOUR_MS), HOUR_MS - 1)
      await throttle.hit('oldest', inDays(-1), HOUR_MS * 3)
      // A hit of a new subject may clear some away itself.
      const swept = await throttle.forgetEnded(NOON, 10)
      expect(swept).toBeLessThanOrEqual(2)
      await expect(throttle.forgetEnded(NOON, 10)).resolves.toBe(0)
      await expect(throttle.hit('running', NOON, HOUR_MS)).resolves.toBe(2)
      await expect(throttle.hit('over', NOON, HOUR_MS)).resolves.toBe(1)
    })

    test('of throttles are the oldest first, no more than asked for', async () => {
      const { throttle } = db()
      for (const subject of ['a', 'b', 'c']) await throttle.hit(subject, NOON, HOUR_MS)
      await expect(throttle.forgetEnded(inDays(1), 2)).resolves.toBe(2)
      await expect(throttle.forgetEnded(inDays(1), 2)).resolves.toBe(1)
    })

    test('is nothing where nothing is', async () => {
      const counts = await db().transact(async (stores) =>
        ok([
          await stores.videos.purgeObservations(NOON, 10),
          await stores.channels.forgetUnreread(NOON, 10),
          await stores.sessions.deleteExpired(NOON, 10),
          await stores.commandKeys.deleteBefore(NOON, 10),
          await stores.questions.forgetAsked(TODAY, 10),
          await stores.ads.forgetLooks(TODAY, 10),
        ]),
      )
      expect(counts).toEqual(ok([0, 0, 0, 0, 0, 0]))
    })
  })
}
