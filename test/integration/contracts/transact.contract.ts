import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { rewardPosting } from '../../../src/domain/cash/ledger.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aNewCreator, aRefreshToken, aSealedPayee } from '../../fixtures/account.ts'
import { aNewAd } from '../../fixtures/ad.ts'
import { aMovement, aNewWithdrawal } from '../../fixtures/cash.ts'
import { aChannel, aPendingChannel } from '../../fixtures/channel.ts'
import { NOON } from '../../fixtures/instants.ts'
import { aNotice } from '../../fixtures/notification.ts'
import { aHistoryLine, anApplication, withdrawn } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedCreator,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { anObservation, aTrackedVideo, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS } from './fresh-database.ts'

type Stage = {
  readonly creator: Account
  readonly newcomer: Account
  readonly ad: Ad
  readonly application: Participation
  readonly submission: Participation
}

const setStage = async (stores: Stores): Promise<Stage> => {
  const creator = await storedCreator(stores)
  const newcomer = demand(await stores.accounts.add(aNewCreator({ email: 'newcomer@example.kr' })))
  const application = await storedApplication(stores, { creator })
  const submission = await storedSubmission(stores, { creator, videoId: aVideoId('stage') })
  await stores.sessions.add(aRefreshToken(creator.id))
  await stores.notifications.add(aNotice(creator.id))
  return { creator, newcomer, ad: await storedAd(stores), application, submission }
}

/** One write of every store, and what must be as before once it is undone. */
const WRITES: readonly {
  readonly what: string
  readonly write: (stores: Stores, stage: Stage) => Promise<unknown>
  readonly read: (db: Persistence, stage: Stage) => Promise<unknown>
}[] = [
  {
    what: 'a new account',
    write: ({ accounts }) => accounts.add(aNewCreator({ email: 'undone@example.kr' })),
    read: ({ views }) => views.accounts.credentials('undone@example.kr'),
  },
  {
    what: 'a changed account',
    write: ({ accounts }, { creator }) => accounts.save({ ...creator, name: '다른 이름' }),
    read: (db, { creator }) => kept(db, ({ accounts }) => accounts.find(creator.id)),
  },
  {
    what: 'a new session',
    write: ({ sessions }, { creator }) => sessions.add(aRefreshToken(creator.id, { hash: 'undone' })),
    read: (db) => kept(db, ({ sessions }) => sessions.find('undone')),
  },
  {
    what: 'a rotated session',
    write: ({ sessions }, { creator }) => sessions.save(aRefreshToken(creator.id, { rotatedAt: NOON })),
    read: (db) => kept(db, ({ sessions }) => sessions.find(aRefreshToken(toId<'Account'>(1)).hash)),
  },
  {
    what: 'a revoked family of sessions',
    write: ({ sessions }) => sessions.revokeFamily('family-1', NOON),
    read: (db) => kept(db, ({ sessions }) => sessions.find(aRefreshToken(toId<'Account'>(1)).hash)),
  },
  {
    what: 'a payee',
    write: ({ payees }, { creator }) => payees.save(creator.id, aSealedPayee()),
    read: (db, { creator }) => kept(db, ({ payees }) => payees.find(creator.id)),
  },
  {
    what: 'a new channel',
    write: ({ channels }, { newcomer }) => channels.add(aChannel(newcomer.id)),
    read: (db, { newcomer }) => kept(db, ({ channels }) => channels.find(newcomer.id)),
  },
  {
    what: 'a changed channel',
    write: ({ channels }, { creator }) => channels.save(aPendingChannel(creator.id)),
    read: (db, { creator }) => kept(db, ({ channels }) => channels.find(creator.id)),
  },
  {
    what: 'a new ad',
    write: ({ ads }) => ads.add(aNewAd()),
    read: ({ views }) => views.ads.open({ now: NOON, order: 'latest', limit: 100 }),
  },
  {
    what: 'a picked ad',
    write: ({ ads }, { ad }) => ads.pick([ad.id]),
    read: (db, { ad }) => kept(db, ({ ads }) => ads.find(ad.id)),
  },
  {
    what: 'a new participation',
    write: ({ participations }, { newcomer, ad }) =>
      participations.add(anApplication({ creatorId: newcomer.id, adId: ad.id })),
    read: (db, { newcomer, ad }) =>
      kept(db, ({ participations }) => participations.findOf(newcomer.id, ad.id)),
  },
  {
    what: 'a changed participation',
    write: ({ participations }, { application }) => participations.save(withdrawn(application)),
    read: (db, { application }) => kept(db, ({ participations }) => participations.find(application.id)),
  },
  {
    what: 'a line of history',
    write: ({ participations }, { application }) => participations.record(aHistoryLine(application.id)),
    read: ({ views }, { creator, application }) => views.participations.detailOf(creator.id, application.id),
  },
  {
    what: 'a claimed video',
    write: ({ videos }, { application }) =>
      videos.claim(aTrackedVideo(application.id, { id: aVideoId('undone') }), NOON),
    read: (db) => kept(db, ({ videos }) => videos.find(aVideoId('undone'))),
  },
  {
    what: 'the liveness of a video',
    write: ({ videos }) =>
      videos.saveLiveness(
        aVideoId('stage'),
        { state: 'missing', lastGoodAt: NOON, firstMissedAt: NOON },
        { from: NOON, to: NOON, cause: 'not-public' },
      ),
    read: (db) => kept(db, ({ videos }) => videos.find(aVideoId('stage'))),
  },
  {
    what: 'an observation',
    write: ({ videos }) => videos.observe(anObservation({ videoId: aVideoId('stage') })),
    read: ({ views }) => views.reports.series([aVideoId('stage')], 10),
  },
  {
    what: 'newly opened pockets',
    write: ({ cash }, { newcomer }) => cash.open(newcomer.id),
    read: (db, { newcomer }) => kept(db, ({ cash }) => cash.find(newcomer.id)),
  },
  {
    what: 'a posting and the balance that it moved',
    write: ({ cash }, { creator, submission }) =>
      cash.post(rewardPosting(submission.id, aMovement(creator.id, 50_000))),
    read: async (db, { creator }) => [
      await kept(db, ({ cash }) => cash.find(creator.id)),
      await db.views.cash.statement(creator.id, 10),
    ],
  },
  {
    what: 'a withdrawal',
    write: ({ withdrawals }, { creator }) => withdrawals.add(aNewWithdrawal(creator.id)),
    read: (db, { creator }) => kept(db, ({ withdrawals }) => withdrawals.of(creator.id, 10)),
  },
  {
    what: 'a notification',
    write: ({ notifications }, { creator }) => notifications.add(aNotice(creator.id, { about: 'undone:1' })),
    read: ({ views }, { creator }) => views.notifications.listOf(creator.id, { before: null, limit: 10 }),
  },
  {
    what: 'notifications marked as read',
    write: ({ notifications }, { creator }) => notifications.markRead(creator.id, 'all', NOON),
    read: ({ views }, { creator }) => views.notifications.unread(creator.id),
  },
  {
    what: 'a keyed answer',
    write: ({ commandKeys }) =>
      commandKeys.add({ scope: 'apply', key: 'undone', inputHash: 'h', answer: '{}', at: NOON }),
    read: (db) => kept(db, ({ commandKeys }) => commandKeys.find('apply', 'undone')),
  },
]

export const transactContract = (backend: Backend): void => {
  describe('a transaction', () => {
    const db = freshDatabase(backend)

    test('keeps what its work did and answers what its work answered', async () => {
      const answer = await db().transact(async ({ accounts }) => {
        demand(await accounts.add(aNewCreator({ email: 'kept@example.kr' })))
        return ok('완료')
      })
      expect(answer).toEqual(ok('완료'))
      await expect(db().views.accounts.credentials('kept@example.kr')).resolves.not.toBeNull()
    })

    test('sees its own writes', async () => {
      await kept(db(), async (stores) => {
        const creator = await storedCreator(stores)
        await expect(stores.accounts.find(creator.id)).resolves.toEqual(creator)
        await stores.accounts.save({ ...creator, name: '새 이름' })
        await expect(stores.accounts.find(creator.id)).resolves.toMatchObject({ name: '새 이름' })
        const ad = await storedAd(stores)
        const part = await storedApplication(stores, { creator, ad })
        await expect(stores.participations.applicants(ad.id, 10)).resolves.toEqual([part])
      })
    })

    describe.each(WRITES)('leaves nothing of $what', ({ write, read }) => {
      test.each(['refused', 'thrown'] as const)('when the work is %s', async (end) => {
        const stage = await kept(db(), setStage)
        const look = () => read(db(), stage)
        const before = await look()
        const work = db().transact(async (stores) => {
          await write(stores, stage)
          if (end === 'thrown') throw new Error('a broken row')
          return err({ kind: 'not-today' })
        })
        if (end === 'refused') await expect(work).resolves.toEqual(err({ kind: 'not-today' }))
        else await expect(work).rejects.toThrow('a broken row')
        await expect(look()).resolves.toEqual(before)
      })
    })

    test('that is undone leaves nothing of a long work across all stores', async () => {
      const stage = await kept(db(), setStage)
      const look = async () => {
        const seen: unknown[] = []
        for (const { read } of WRITES) seen.push(await read(db(), stage))
        return seen
      }
      const before = await look()
      await db().transact(async (stores) => {
        for (const { write } of WRITES) await write(stores, stage)
        return err({ kind: 'not-today' })
      })
      await expect(look()).resolves.toEqual(before)
    })

    test('that fails does not harm the ones that wait behind it', async () => {
      const ends = await Promise.allSettled([
        db().transact(async ({ accounts }) => accounts.add(aNewCreator({ email: 'first@example.kr' }))),
        db().transact(async () => {
          throw new Error('a broken row')
        }),
        db().transact(async () => err({ kind: 'not-today' })),
        db().transact(async ({ accounts }) => accounts.add(aNewCreator({ email: 'last@example.kr' }))),
      ])
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
      await expect(db().views.accounts.credentials('first@example.kr')).resolves.not.toBeNull()
      await expect(db().views.accounts.credentials('last@example.kr')).resolves.not.toBeNull()
    })

    test('keeps its writes from a view until it ends: one that is undone is never seen', async () => {
      const stage = await kept(db(), setStage)
      const begun: Promise<unknown>[] = []
      await db().transact(async (stores) => {
        await stores.accounts.save({ ...stage.creator, name: '보이면 안 되는 이름' })
        const unseen = demand(await stores.accounts.add(aNewCreator({ email: 'unseen@example.kr' })))
        demand(
          await stores.cash.post(rewardPosting(stage.submission.id, aMovement(stage.creator.id, 50_000))),
        )
        // Not awaited: with a single connection the views wait for the end of this transaction.
        begun.push(
          db().views.accounts.profile(stage.creator.id),
          db().views.accounts.profile(unseen.id),
          db().views.cash.balance(stage.creator.id),
        )
        for (let look = 0; look < RACERS; look += 1) await stores.accounts.find(stage.creator.id)
        return err({ kind: 'not-today' })
      })
      const [creator, unseen, balance] = await Promise.all(begun)
      expect(creator).toMatchObject({ name: stage.creator.name })
      expect(unseen).toBeNull()
      expect(balance).toMatchObject({ pending: 0 })
    })

    test('hands out ids that count up, as far as an id can go', async () => {
      const first = await kept(db(), storedAd)
      const second = await kept(db(), storedAd)
      expect(first.id).toBeGreaterThanOrEqual(1)
      expect(second.id).toBeGreaterThan(first.id)
      await db().transact(async (stores) => {
        await storedAd(stores)
        return err({ kind: 'not-today' })
      })
      const next = await kept(db(), storedAd)
      expect(next.id).toBeGreaterThan(second.id)
      await expect(kept(db(), ({ ads }) => ads.find(toId<'Ad'>(MAX_ID)))).resolves.toBeNull()
      await expect(db().views.ads.detail(toId<'Ad'>(MAX_ID))).resolves.toBeNull()
    })
  })
}
