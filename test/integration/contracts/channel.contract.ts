import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Channel } from '../../../src/domain/channel/channel.ts'
import { type Instant, later, MAX_ID, toId, toInstant } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import {
  aChannel,
  aChannelId,
  aChannelIdentity,
  aPendingChannel,
  aReading,
  aVerifiedChannel,
} from '../../fixtures/channel.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator, storedCreators } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS, race } from './fresh-database.ts'

const STATES: readonly { readonly as: string; readonly parts: Partial<Channel> }[] = [
  { as: 'unproven', parts: { claimedUrl: 'https://www.youtube.com/@하늘', claimedName: '하늘의 하루 🌤️' } },
  {
    as: 'unproven with an open code and an owed check',
    parts: {
      code: { hash: 'hash-of-code', issuedAt: NOON, expiresAt: inDays(1) },
      owedProofUrl: 'https://youtu.be/proof000001',
    },
  },
  {
    as: 'pending, disputed, with hidden subscribers',
    parts: {
      identity: aChannelIdentity({ subscribers: null }),
      reading: aReading(),
      state: { status: 'pending' },
      proofVideo: aVideoId('proof'),
      disputed: true,
    },
  },
  {
    as: 'verified by a code',
    parts: { identity: aChannelIdentity(), state: { status: 'verified', by: 'code' } },
  },
  {
    as: 'verified by an operator, with as many subscribers as fit',
    parts: {
      identity: aChannelIdentity({ subscribers: 2_147_483_647 }),
      state: { status: 'verified', by: 'operator' },
    },
  },
  {
    as: 'rejected by an operator',
    parts: {
      identity: aChannelIdentity(),
      reading: aReading({ at: toInstant(0), dueAt: null }),
      state: { status: 'rejected', reason: 'operator', note: '채널 이름이 다릅니다 🙏' },
    },
  },
  {
    as: 'beaten by a code',
    parts: {
      identity: aChannelIdentity(),
      state: { status: 'rejected', reason: 'proved-by-another', note: '' },
      disputed: true,
    },
  },
]

const readChannelOf = (channel: Channel | undefined) => ({
  owner: channel?.owner,
  channelId: channel?.identity?.id,
})

export const channelContract = (backend: Backend): void => {
  describe('channels', () => {
    const db = freshDatabase(backend)

    const save = (channel: Channel) => db().transact(({ channels }) => channels.save(channel))
    /** Creators with these channels, in this order. */
    const claims = (...parts: readonly ((owner: Account) => Channel)[]): Promise<readonly Channel[]> =>
      kept(db(), async (stores) => {
        const made: Channel[] = []
        for (const part of parts) {
          const channel = part(await storedCreator(stores))
          demand(await stores.channels.save(channel))
          made.push(channel)
        }
        return made
      })

    test('are there from sign-up on, and not before', async () => {
      const creator = await kept(db(), storedCreator)
      await expect(db().views.channels.of(creator.id)).resolves.toEqual(aChannel(creator.id))
      await expect(kept(db(), ({ channels }) => channels.find(creator.id))).resolves.toEqual(
        aChannel(creator.id),
      )
      const nobody = toId<'Account'>(MAX_ID)
      await expect(db().views.channels.of(nobody)).resolves.toBeNull()
      await expect(kept(db(), ({ channels }) => channels.find(nobody))).resolves.toBeNull()
    })

    test.each(STATES)('are found as they were saved: $as', async ({ parts }) => {
      const creator = await kept(db(), storedCreator)
      const channel = aChannel(creator.id, parts)
      await expect(save(channel)).resolves.toEqual(ok(undefined))
      await expect(kept(db(), ({ channels }) => channels.find(creator.id))).resolves.toEqual(channel)
      await expect(db().views.channels.of(creator.id)).resolves.toEqual(channel)
    })

    test('are claimed by several: all claims, in the order of their owners, by the exact id', async () => {
      const id = aChannelId('aB')
      const identity = aChannelIdentity({ id })
      const [first, , third, fourth] = await claims(
        ({ id: owner }) => aPendingChannel(owner, { identity }),
        ({ id: owner }) => aPendingChannel(owner, { identity: aChannelIdentity({ id: aChannelId('Ab') }) }),
        ({ id: owner }) => aVerifiedChannel(owner, { identity }),
        ({ id: owner }) =>
          aChannel(owner, { identity, state: { status: 'rejected', reason: 'operator', note: '' } }),
        ({ id: owner }) => aChannel(owner),
      )
      const found = await kept(db(), ({ channels }) => channels.claimsOn(id))
      expect(found).toEqual([first, third, fourth])
      await expect(kept(db(), ({ channels }) => channels.claimsOn(aChannelId('none')))).resolves.toEqual([])
    })

    test('are verified for one owner at a time', async () => {
      const [owner, other] = await kept(db(), (stores) => storedCreators(stores, 2))
      if (owner === undefined || other === undefined) throw new Error('two signed up')
      await expect(save(aVerifiedChannel(owner.id))).resolves.toEqual(ok(undefined))
      const refused = await save(aVerifiedChannel(other.id))
      expect(refused).toEqual(err({ kind: 'channel-owned-by-another' }))
      await expect(db().views.channels.of(other.id)).resolves.toEqual(aChannel(other.id))

      await expect(save(aVerifiedChannel(owner.id, { claimedUrl: '@again' }))).resolves.toEqual(ok(undefined))
      await expect(save(aPendingChannel(other.id))).resolves.toEqual(ok(undefined))
      const rejected = { status: 'rejected', reason: 'operator', note: '' } as const
      await expect(save(aPendingChannel(owner.id, { state: rejected }))).resolves.toEqual(ok(undefined))
      await expect(save(aVerifiedChannel(other.id))).resolves.toEqual(ok(undefined))
    })

    test('with ids that differ in case only are two channels', async () => {
      const [lower, upper] = await claims(
        ({ id }) => aVerifiedChannel(id, { identity: aChannelIdentity({ id: aChannelId('abc') }) }),
        ({ id }) => aVerifiedChannel(id, { identity: aChannelIdentity({ id: aChannelId('ABC') }) }),
      )
      expect(lower?.identity?.id).not.toBe(upper?.identity?.id)
    })

    test('go to one of many who prove the same one at once', async () => {
      const creators = await kept(db(), (stores) => storedCreators(stores, RACERS))
      const granted = await race(RACERS, (index) => {
        const creator = creators[index]
        if (creator === undefined) throw new Error('each racer signed up')
        return save(aVerifiedChannel(creator.id))
      })
      expect(granted).toBe(1)
      const claimed = await kept(db(), ({ channels }) => channels.claimsOn(aChannelId()))
      expect(claimed.map(({ state }) => state.status)).toEqual(['verified'])
    })

    test('wait for an operator while pending or disputed, page by page in the order of their owners', async () => {
      const identified = (id: number) => ({ identity: aChannelIdentity({ id: aChannelId(id) }) })
      const [, pending, winner, disputed, beaten] = await claims(
        ({ id }) => aChannel(id),
        ({ id }) => aPendingChannel(id, identified(1)),
        ({ id }) => aVerifiedChannel(id, identified(2)),
        ({ id }) => aVerifiedChannel(id, { ...identified(3), disputed: true }),
        ({ id }) =>
          aChannel(id, {
            ...identified(2),
            state: { status: 'rejected', reason: 'proved-by-another', note: '' },
            disputed: true,
          }),
      )
      const { channels, accounts } = db().views
      const all = await channels.waiting({ after: null, limit: 10 })
      expect(all.map(({ channel }) => channel)).toEqual([pending, disputed, beaten])
      const profile = pending === undefined ? null : await accounts.profile(pending.owner)
      expect(all[0]).toMatchObject({ name: profile?.name, email: profile?.email })

      const holder = winner && {
        id: winner.owner,
        name: (await accounts.profile(winner.owner))?.name,
      }
      expect(all.map((claim) => claim.holder)).toEqual([null, null, holder])

      const firstPage = await channels.waiting({ after: null, limit: 2 })
      expect(firstPage).toEqual(all.slice(0, 2))
      const last = firstPage.at(-1)?.channel.owner ?? null
      await expect(channels.waiting({ after: last, limit: 2 })).resolves.toEqual(all.slice(2))
      await expect(channels.waiting({ after: toId<'Account'>(MAX_ID), limit: 2 })).resolves.toEqual([])
    })

    test('that are read come page by page in the order of their owners: verified and pending ones', async () => {
      const of = (id: number, dueAt = inHours(20)) => ({
        identity: aChannelIdentity({ id: aChannelId(id) }),
        reading: aReading({ dueAt }),
      })
      const rejected = { status: 'rejected', reason: 'operator', note: '' } as const
      const [first, , third, , fifth] = await claims(
        ({ id }) => aVerifiedChannel(id, of(9)),
        ({ id }) => aChannel(id),
        ({ id }) => aPendingChannel(id, of(1)),
        ({ id }) => aChannel(id, { ...of(2), reading: aReading({ dueAt: null }), state: rejected }),
        ({ id }) => aVerifiedChannel(id, of(3, inHours(-100))),
      )
      const listed = [first, third, fifth].map(readChannelOf)
      const { channels } = db().views
      await expect(channels.read({ after: null, limit: 10 })).resolves.toEqual(listed)
      await expect(channels.read({ after: null, limit: 2 })).resolves.toEqual(listed.slice(0, 2))
      const after = third?.owner ?? null
      await expect(channels.read({ after, limit: 2 })).resolves.toEqual(listed.slice(2))
      await expect(channels.read({ after: toId<'Account'>(MAX_ID), limit: 2 })).resolves.toEqual([])
    })

    test('that are due for reading come with the oldest due first, and not before their time', async () => {
      const of = (id: number, dueAt: Instant | null) => ({
        identity: aChannelIdentity({ id: aChannelId(id) }),
        reading: aReading({ dueAt }),
      })
      const [first, second, third, , , sixth] = await claims(
        ({ id }) => aVerifiedChannel(id, of(1, inHours(3))),
        ({ id }) => aVerifiedChannel(id, of(2, inHours(1))),
        ({ id }) => aPendingChannel(id, of(3, toInstant(0))),
        ({ id }) => aVerifiedChannel(id, of(4, later(inHours(3), 1))),
        ({ id }) => aPendingChannel(id, of(5, null)),
        ({ id }) => aVerifiedChannel(id, of(6, inHours(1))),
      )
      const listed = [third, second, sixth, first].map(readChannelOf)
      const { dueForReading } = db().views.channels
      await expect(dueForReading({ now: inHours(3), limit: 10 })).resolves.toEqual(listed)
      await expect(dueForReading({ now: inHours(3), limit: 2 })).resolves.toEqual(listed.slice(0, 2))
      await expect(dueForReading({ now: inHours(0), limit: 10 })).resolves.toEqual(listed.slice(0, 1))
      if (third === undefined) throw new Error('the third claimed')
      await save({ ...third, reading: aReading({ dueAt: inHours(23) }) })
      await expect(dueForReading({ now: inHours(3), limit: 10 })).resolves.toEqual(listed.slice(1))
    })

    test('that are put off are due again then, and what comes later or never stays', async () => {
      const due = (dueAt: Instant | null) => ({ reading: aReading({ dueAt }) })
      const claimed = await claims(
        ({ id }) => aVerifiedChannel(id, due(inHours(1))),
        ({ id }) => aPendingChannel(id, due(inHours(5))),
        ({ id }) => aPendingChannel(id, due(null)),
        ({ id }) => aPendingChannel(id, due(inHours(1))),
        ({ id }) => aChannel(id),
      )
      const owners = claimed.map(({ owner }) => owner).filter((_, index) => index !== 3)
      await kept(db(), ({ channels }) => channels.putOff(owners, inHours(2)))
      await kept(db(), ({ channels }) => channels.putOff([], inHours(9)))
      const now = await Promise.all(claimed.map(({ owner }) => db().views.channels.of(owner)))
      const dueNow = now.map((channel) => channel?.reading?.dueAt)
      expect(dueNow).toEqual([inHours(2), inHours(5), null, inHours(1), undefined])
    })

    test('that two save at once, read for the first time, are saved by both', async () => {
      const [claim] = await claims(({ id }) => aChannel(id))
      if (claim === undefined) throw new Error('somebody claimed')
      const granted = await race(RACERS, () => save(aPendingChannel(claim.owner)))
      expect(granted).toBe(RACERS)
      await expect(db().views.channels.of(claim.owner)).resolves.toEqual(aPendingChannel(claim.owner))
    })

    test('that are owed a check come page by page in the order of their owners', async () => {
      const owed =
        (url: string) =>
        ({ id }: Account) =>
          aChannel(id, { owedProofUrl: url })
      const [first, , third, fourth] = await claims(
        owed('https://youtu.be/proof000001'),
        ({ id }) => aChannel(id),
        owed('https://youtu.be/proof000003'),
        owed('https://youtu.be/proof000004'),
      )
      const listed = [first, third, fourth].map((channel) => ({
        owner: channel?.owner,
        proofUrl: channel?.owedProofUrl,
      }))
      const { channels } = db().views
      await expect(channels.owedProofs({ after: null, limit: 10 })).resolves.toEqual(listed)
      await expect(channels.owedProofs({ after: null, limit: 2 })).resolves.toEqual(listed.slice(0, 2))
      const after = third?.owner ?? null
      await expect(channels.owedProofs({ after, limit: 2 })).resolves.toEqual(listed.slice(2))
    })
  })
}
