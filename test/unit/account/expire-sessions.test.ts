import { expect, test } from 'vitest'
import { later } from '../../../src/domain/primitives.ts'
import { aRefreshToken } from '../../fixtures/account.ts'
import { aHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { kept, storedCreator } from '../../fixtures/stored.ts'

test('sessions are kept for a week after they expired, to the millisecond, and taken away then', async () => {
  const house = aHouse()
  await kept(house, async (stores) => {
    const { id } = await storedCreator(stores)
    const token = (hash: string, over: Parameters<typeof aRefreshToken>[1]) =>
      stores.sessions.add(aRefreshToken(id, { hash, ...over }))
    await token('gone', { expiresAt: later(inDays(-7), -1) })
    await token('expired', { expiresAt: inDays(-7) })
    await token('open', {})
    await token('stolen', { rotatedAt: inDays(-20), revokedAt: inDays(-19), expiresAt: inDays(10) })
  })
  const run = await house.runJob('expire-sessions', { scope: 'due' })
  expect(run).toMatchObject({ outcome: { kind: 'done', counts: { sessions: 1 } } })
  expect(house.tables.sessions.rows().map(({ hash }) => hash)).toEqual(['expired', 'open', 'stolen'])
})

test('a token that was exchanged long ago still gives a thief away', async () => {
  const house = aHouse()
  await kept(house, (stores) =>
    storedCreator(stores, { email: 'haneul@example.kr', passwordHash: 'plain:pass' }),
  )
  const login = await house.login({ email: 'haneul@example.kr', password: 'pass', address: '192.0.2.1' })
  if (!login.ok) throw new Error('the password is right')
  const { refreshToken } = login.value
  expect((await house.refreshSession(refreshToken)).ok).toBe(true)
  house.clock.set(inDays(29))
  await house.runJob('expire-sessions', { scope: 'due' })
  expect(await house.refreshSession(refreshToken)).toEqual({
    ok: false,
    error: { kind: 'refresh-token-reused' },
  })
  expect(house.clock.now()).toBeGreaterThan(NOON)
})
