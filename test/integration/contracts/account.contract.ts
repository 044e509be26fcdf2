import { describe, expect, test } from 'vitest'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { aNewCreator, aNewOperator, aRefreshToken, aSealedPayee } from '../../fixtures/account.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS, race } from './fresh-database.ts'

const NOBODY = toId<'Account'>(MAX_ID)

export const accountContract = (backend: Backend): void => {
  describe('accounts', () => {
    const db = freshDatabase(backend)

    test('are found as they were added', async () => {
      const creator = aNewCreator({
        profileImage: 'face.webp',
        consents: [
          { to: 'terms', given: true, version: '2026-11', at: NOON },
          { to: 'marketing', given: false, version: '2026-11', at: NOON },
        ],
      })
      const added = demand(await db().transact(({ accounts }) => accounts.add(creator)))
      expect(added).toEqual({ ...creator, id: added.id })
      await expect(kept(db(), ({ accounts }) => accounts.find(added.id))).resolves.toEqual(added)
    })

    test.each(AWKWARD_TEXTS)('keep every letter of a name: %#', async (name) => {
      const creator = await kept(db(), (stores) => storedCreator(stores, { name, location: name }))
      await expect(db().views.accounts.profile(creator.id)).resolves.toMatchObject({ name, location: name })
    })

    test('have an e-mail that nobody else has', async () => {
      await kept(db(), ({ accounts }) => accounts.add(aNewCreator()))
      const again = await db().transact(({ accounts }) => accounts.add(aNewCreator({ name: '다른 사람' })))
      expect(again).toEqual(err({ kind: 'email-taken' }))
    })

    test('are of different people when one letter of the e-mail differs', async () => {
      const emails = ['jose@example.kr', 'josé@example.kr', 'strasse@example.kr', 'straße@example.kr']
      for (const email of emails)
        demand(await db().transact(({ accounts }) => accounts.add(aNewCreator({ email }))))
    })

    test('go to one of many who sign up with one e-mail at once', async () => {
      const granted = await race(RACERS, (index) =>
        db().transact(({ accounts }) => accounts.add(aNewCreator({ name: `경쟁자 ${index}` }))),
      )
      expect(granted).toBe(1)
    })

    test('are saved whole', async () => {
      const creator = await kept(db(), storedCreator)
      const changed = {
        ...creator,
        name: '김바다',
        passwordHash: '$argon2id$new',
        roles: ['creator', 'expert'] as const,
        interests: { ad: 'travel', expert: 'shooting', news: 'funding' } as const,
        sessionGeneration: 2,
      }
      await kept(db(), ({ accounts }) => accounts.save(changed))
      await expect(kept(db(), ({ accounts }) => accounts.find(creator.id))).resolves.toEqual(changed)
    })

    test('are locked by whoever found them', async () => {
      const creator = await kept(db(), storedCreator)
      const granted = await race(RACERS, () =>
        db().transact(async ({ accounts }) => {
          const found = await accounts.find(creator.id)
          if (found === null) return err({ kind: 'gone' })
          await accounts.save({ ...found, sessionGeneration: found.sessionGeneration + 1 })
          return ok(undefined)
        }),
      )
      expect(granted).toBe(RACERS)
      await expect(db().views.accounts.standing(creator.id)).resolves.toEqual({
        roles: ['creator'],
        sessionGeneration: 1 + RACERS,
        ownChangeAt: null,
      })
    })

    test('are shown without what is not asked for', async () => {
      const { id } = demand(await db().transact(({ accounts }) => accounts.add(aNewOperator({ phone: '' }))))
      const { accounts } = db().views
      await expect(accounts.standing(id)).resolves.toEqual({
        roles: ['operator'],
        sessionGeneration: 1,
        ownChangeAt: null,
      })
      await expect(accounts.profile(id)).resolves.toEqual({
        id,
        email: 'operator@example.kr',
        name: '박운영',
        phone: '',
        location: aNewOperator().location,
        profileImage: null,
      })
      await expect(accounts.credentials('operator@example.kr')).resolves.toEqual({
        id,
        passwordHash: aNewOperator().passwordHash,
      })
      await expect(accounts.interests(id)).resolves.toEqual(aNewOperator().interests)
    })

    test('that nobody has are not there', async () => {
      const { accounts } = db().views
      await expect(kept(db(), (stores) => stores.accounts.find(NOBODY))).resolves.toBeNull()
      await expect(accounts.standing(NOBODY)).resolves.toBeNull()
      await expect(accounts.profile(NOBODY)).resolves.toBeNull()
      await expect(accounts.credentials('nobody@example.kr')).resolves.toBeNull()
      await expect(accounts.payee(NOBODY)).resolves.toBeNull()
      await expect(accounts.interests(NOBODY)).resolves.toBeNull()
    })
  })

  describe('sessions', () => {
    const db = freshDatabase(backend)

    test('are found by the exact hash of their token', async () => {
      const token = await kept(db(), async (stores) => {
        const made = aRefreshToken((await storedCreator(stores)).id, { hash: 'aBcD' })
        await stores.sessions.add(made)
        return made
      })
      await kept(db(), async ({ sessions }) => {
        await expect(sessions.find('aBcD')).resolves.toEqual(token)
        await expect(sessions.find('abcd')).resolves.toBeNull()
        await expect(sessions.find('')).resolves.toBeNull()
      })
    })

    test('are saved whole', async () => {
      const changed = await kept(db(), async (stores) => {
        const token = aRefreshToken((await storedCreator(stores)).id)
        await stores.sessions.add(token)
        const rotated = { ...token, rotatedAt: inHours(1), revokedAt: inHours(2) }
        await stores.sessions.save(rotated)
        return rotated
      })
      await expect(kept(db(), ({ sessions }) => sessions.find(changed.hash))).resolves.toEqual(changed)
    })

    test('of one family are revoked together; who was revoked before keeps the time', async () => {
      await kept(db(), async (stores) => {
        const { id } = await storedCreator(stores)
        await stores.sessions.add(aRefreshToken(id, { hash: 'a', family: 'one', revokedAt: inHours(-1) }))
        await stores.sessions.add(aRefreshToken(id, { hash: 'b', family: 'one' }))
        await stores.sessions.add(aRefreshToken(id, { hash: 'c', family: 'two' }))
        await stores.sessions.revokeFamily('one', NOON)
        await stores.sessions.revokeFamily('unknown', NOON)
      })
      await kept(db(), async ({ sessions }) => {
        await expect(sessions.find('a')).resolves.toMatchObject({ revokedAt: inHours(-1) })
        await expect(sessions.find('b')).resolves.toMatchObject({ revokedAt: NOON })
        await expect(sessions.find('c')).resolves.toMatchObject({ revokedAt: null })
      })
    })

    test('are rotated by one of many who come with the same token at once', async () => {
      const token = await kept(db(), async (stores) => {
        const made = aRefreshToken((await storedCreator(stores)).id)
        await stores.sessions.add(made)
        return made
      })
      const granted = await race(RACERS, () =>
        db().transact(async ({ sessions }) => {
          const found = await sessions.find(token.hash)
          if (found === null || found.rotatedAt !== null) return err({ kind: 'rotated-before' })
          await sessions.save({ ...found, rotatedAt: NOON })
          return ok(undefined)
        }),
      )
      expect(granted).toBe(1)
    })
  })

  describe('payees', () => {
    const db = freshDatabase(backend)

    test('are none until one is saved, and then the last one', async () => {
      const creator = await kept(db(), storedCreator)
      await expect(kept(db(), ({ payees }) => payees.find(creator.id))).resolves.toBeNull()
      await expect(db().views.accounts.payee(creator.id)).resolves.toBeNull()
      await kept(db(), ({ payees }) => payees.save(creator.id, aSealedPayee()))
      await expect(db().views.accounts.payee(creator.id)).resolves.toEqual(aSealedPayee())
      const other = aSealedPayee({
        bank: '카카오뱅크',
        maskedNumber: '****-**-***9876',
        sealed: 'v1.b3RoZXI',
      })
      await kept(db(), ({ payees }) => payees.save(creator.id, other))
      await expect(kept(db(), ({ payees }) => payees.find(creator.id))).resolves.toEqual(other)
      await expect(db().views.accounts.payee(creator.id)).resolves.toEqual(other)
    })
  })
}
