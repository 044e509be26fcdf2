import { describe, expect, test } from 'vitest'
import { AD_CATEGORIES } from '../../../src/domain/categories.ts'
import type { Channel } from '../../../src/domain/channel/channel.ts'
import { type Id, later } from '../../../src/domain/primitives.ts'
import type { RecommendationViews } from '../../../src/ports/recommendation.ts'
import { aNewOperator } from '../../fixtures/account.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity, aPendingChannel, aVerifiedChannel } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { withdrawn } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCreator,
  storedSubmission,
} from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

export const recommendationContract = (backend: Backend): void => {
  describe('recommendations', () => {
    const db = freshDatabase(backend)
    const ads = async ({
      after = 0,
      closedAfter = inDays(-180),
      limit = 100,
    }: Partial<Parameters<RecommendationViews['ads']>[0]> = {}) =>
      db().views.recommendations.ads({ after, closedAfter, limit })

    test('are for members with a channel, or with a verified one, page by page', async () => {
      const creatorWith = (
        channelOf: (owner: Id<'Account'>) => Channel,
        ad: 'beauty' | 'travel' = 'beauty',
      ) =>
        kept(db(), async (stores) => {
          const { id, interests } = await storedCreator(stores, {
            interests: { ad, expert: 'law', news: 'contest' },
          })
          demand(await stores.channels.save(channelOf(id)))
          return { id, interest: interests.ad, channelTitle: '하늘의 하루 🌤️' }
        })
      const identity = (ending: number, subscribers: number | null) => ({
        identity: aChannelIdentity({ id: aChannelId(ending), subscribers }),
      })
      const first = await creatorWith((owner) => aVerifiedChannel(owner, identity(1, 12_300)), 'travel')
      const pending = await creatorWith((owner) => aPendingChannel(owner, identity(2, 500)))
      await kept(db(), ({ accounts }) => accounts.add(aNewOperator()))
      const hidden = await creatorWith((owner) => aVerifiedChannel(owner, identity(3, null)))
      const unproven = await kept(db(), (stores) => storedCreator(stores))
      const { creators } = db().views.recommendations
      const verified = [
        { ...first, subscribers: 12_300 },
        { ...hidden, subscribers: null },
      ]
      const page = { verifiedOnly: true, after: null, limit: 10 }
      await expect(creators(page)).resolves.toEqual(verified)
      await expect(creators({ ...page, limit: 1 })).resolves.toEqual(verified.slice(0, 1))
      await expect(creators({ ...page, after: first.id })).resolves.toEqual(verified.slice(1))
      const all = [
        verified[0],
        { ...pending, subscribers: 500 },
        verified[1],
        { id: unproven.id, interest: 'beauty', subscribers: null, channelTitle: null },
      ]
      await expect(creators({ ...page, verifiedOnly: false })).resolves.toEqual(all)
      await expect(creators({ verifiedOnly: false, after: pending.id, limit: 1 })).resolves.toEqual(
        all.slice(2, 3),
      )
    })

    test('know no interest of who has declared none, which the account keeps as what the app does not offer', async () => {
      await kept(db(), async (stores) => {
        for (const ad of AD_CATEGORIES) {
          const { id } = await storedCreator(stores, { interests: { ad, expert: 'law', news: 'contest' } })
          demand(await stores.channels.save(aPendingChannel(id)))
        }
      })
      const all = await db().views.recommendations.creators({ verifiedOnly: false, after: null, limit: 10 })
      expect(all.map(({ interest }) => interest)).toEqual([null, 'beauty', 'restaurant', 'travel', null])
    })

    test('leave out what was applied to, whatever became of it', async () => {
      const { applied, gone, submitted } = await kept(db(), async (stores) => {
        const applied = await storedApplication(stores)
        const gone = await storedApplication(stores)
        await stores.participations.save(withdrawn(gone))
        return { applied, gone, submitted: await storedSubmission(stores) }
      })
      const pair = ({ creatorId, adId }: typeof applied) => ({ creatorId, adId })
      const both = [applied, gone, submitted]
      const [creators, ads] = [both.map(({ creatorId }) => creatorId), both.map(({ adId }) => adId)]
      const asked = async (...[of, among]: Parameters<ReturnType<typeof views>['applied']>) =>
        (await views().applied(of, among)).toSorted((a, b) => a.creatorId - b.creatorId)
      const views = () => db().views.recommendations
      await expect(asked(creators, ads)).resolves.toEqual(both.map(pair))
      await expect(asked([gone.creatorId], ads)).resolves.toEqual([pair(gone)])
      await expect(asked(creators, [submitted.adId])).resolves.toEqual([pair(submitted)])
      await expect(asked([gone.creatorId], [submitted.adId])).resolves.toEqual([])
      await expect(asked([], ads)).resolves.toEqual([])
      await expect(asked(creators, [])).resolves.toEqual([])
    })

    test('rank ads by what they say, from when they can be applied to until that ends, with their places', async () => {
      const ad = await kept(db(), (stores) => storedAd(stores, { createdAt: inDays(-2) }))
      const [item] = await ads()
      expect(item).toEqual({
        id: ad.id,
        category: 'beauty',
        text: [ad.title, ad.subtitle, ad.keyword, ad.companyName, ad.campaignInfo, ad.campaignMission].join(
          '\n',
        ),
        tags: '뷰티 화장품',
        opensAt: ad.schedule.applyFrom,
        closesAt: ad.schedule.applyTo,
        capacity: 3,
        reward: 50_000,
        minimumSubscribers: 0,
      })
    })

    test('know only premium ads that ask for subscribers, and no ad that could be applied to before it was there', async () => {
      await kept(db(), async (stores) => {
        await storedAd(stores, { category: 'premium', minimumSubscribers: 1_000, createdAt: NOON })
        await storedAd(stores, { category: 'travel', minimumSubscribers: 1_000 })
      })
      expect(
        (await ads()).map(({ minimumSubscribers, opensAt }) => ({ minimumSubscribers, opensAt })),
      ).toEqual([
        { minimumSubscribers: 1_000, opensAt: NOON },
        { minimumSubscribers: 0, opensAt: aSchedule().applyFrom },
      ])
    })

    test('read no more of a long ad than is compared, and an ad without words too', async () => {
      await kept(db(), async (stores) => {
        await storedAd(stores, { campaignInfo: '🧴'.repeat(3_000), campaignMission: '가'.repeat(3_000) })
        const wordless = { title: '', subtitle: '', keyword: '', companyName: '', campaignInfo: '' }
        await storedAd(stores, { ...wordless, campaignMission: '', category: 'other' })
      })
      const [long, wordless] = await ads()
      expect(long?.text).toHaveLength(1_000)
      expect(long?.text).toContain('수분크림')
      expect(wordless).toMatchObject({ text: '', tags: '' })
    })

    test('tell ads page by page, also full ones and those to come, until they have been closed for long', async () => {
      const [full, future, justClosed] = await kept(db(), async (stores) => {
        const full = await storedAd(stores, { capacity: 1 })
        await storedAssignment(stores, { ad: full })
        const future = await storedAd(stores, { schedule: aSchedule(inDays(30)) })
        const closed = await storedAd(stores, { schedule: aSchedule(inDays(-30)) })
        return [full, future, closed]
      })
      const closedAt = justClosed.schedule.applyTo
      const all = [full.id, future.id, justClosed.id]
      const idsOf = async (page: Parameters<typeof ads>[0]) => (await ads(page)).map(({ id }) => id)
      expect(await idsOf({ closedAfter: later(closedAt, -1) })).toEqual(all)
      expect(await idsOf({ closedAfter: closedAt })).toEqual(all.slice(0, 2))
      expect(await idsOf({ limit: 2 })).toEqual(all.slice(0, 2))
      expect(await idsOf({ after: full.id, limit: 1 })).toEqual([future.id])
      expect(await idsOf({ after: justClosed.id })).toEqual([])
    })

    test('rank programmes from their creation until their recruitment ends, those that end last first', async () => {
      const [long, short, same] = await kept(db(), async ({ supportProgrammes }) => [
        await supportProgrammes.add(aNewProgramme({ contents: '가'.repeat(500) })),
        await supportProgrammes.add(aNewProgramme({ recruitment: { from: inDays(-9), to: inDays(-1) } })),
        await supportProgrammes.add(aNewProgramme()),
      ])
      const programmes = (limit: number, closedAfter = inDays(-2)) =>
        db().views.recommendations.programmes({ closedAfter, limit })
      const all = await programmes(10)
      expect(all.map(({ id }) => id)).toEqual([same?.id, long?.id, short?.id])
      expect(all[1]).toEqual({
        id: long?.id,
        category: '',
        text: [long?.title, long?.host, long?.subtitle, '가'.repeat(200)].join('\n'),
        opensAt: NOON,
        closesAt: inDays(10),
        capacity: null,
        reward: 0,
        minimumSubscribers: 0,
      })
      expect(await programmes(2)).toEqual(all.slice(0, 2))
      expect((await programmes(10, inDays(-1))).map(({ id }) => id)).toEqual([same?.id, long?.id])
    })
  })
}
