import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/domain/channel/channel.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import { aNewOperator } from '../../fixtures/account.ts'
import { aChannelId, aChannelIdentity, aPendingChannel, aVerifiedChannel } from '../../fixtures/channel.ts'
import { withdrawn } from '../../fixtures/participation.ts'
import { demand, kept, storedApplication, storedCreator, storedSubmission } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

export const recommendationContract = (backend: Backend): void => {
  describe('recommendations', () => {
    const db = freshDatabase(backend)

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
          return { id, interest: interests.ad }
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
        { id: unproven.id, interest: 'beauty', subscribers: null },
      ]
      await expect(creators({ ...page, verifiedOnly: false })).resolves.toEqual(all)
      await expect(creators({ verifiedOnly: false, after: pending.id, limit: 1 })).resolves.toEqual(
        all.slice(2, 3),
      )
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
  })
}
