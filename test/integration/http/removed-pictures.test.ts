import { afterEach, describe, expect, it, test, vi } from 'vitest'
import { memoryImages } from '../../../src/adapters/memory/image-store.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { jpeg } from '../../fixtures/pictures.ts'
import { openBusyHouse } from './busy-house.ts'
import { profileParts, rowOf } from './routes.ts'

describe('a picture that nothing shows any more and that cannot be removed', () => {
  it('changes no answer, and is told to operators by its name, with the reason', async () => {
    const cause = new Error('S3 answered 403 AccessDenied')
    const house = await openBusyHouse({
      images: {
        ...memoryImages(),
        remove: async () => {
          throw new Outage('a picture could not be removed', { cause })
        },
      },
    })
    const portrait = async (): Promise<string> => {
      const { data } = await house.as(house.minji).get('/api/user/profile')
      return /[0-9a-f]{32}\.\w+/.exec(JSON.stringify(data))?.[0] ?? ''
    }
    await house.as(house.minji).put('/api/user', { parts: profileParts() })
    const replaced = await portrait()
    const changed = await house.as(house.minji).put('/api/user', { parts: profileParts({}, jpeg(8, 8)) })
    expect(changed.success).toBe(true)
    expect(await portrait()).toMatch(/\.jpg$/)
    expect(house.log).toContainEqual({
      level: 'warn',
      message: 'a picture that nothing shows any more could not be removed',
      picture: replaced,
      error: expect.stringContaining('S3 answered 403 AccessDenied'),
    })
    expect(house.log.filter(({ picture }) => picture !== undefined)).toHaveLength(1)
  })
})

describe('storage that takes its time to remove a picture', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each([
    'DELETE /api/news/daily/:dailyIdx',
    'DELETE /api/news/support/:newsIdx',
    'DELETE /api/home/banner/:homeBannerIdx',
  ] as const)('is waited for by %s', async (route) => {
    const [asked, removed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const house = await openBusyHouse({
      images: {
        ...memoryImages(),
        remove: async () => {
          asked.resolve()
          await removed.promise
        },
      },
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answer = house.as(house.operator).delete(rowOf(route).call(house).path)
    await asked.promise
    await vi.advanceTimersByTimeAsync(5_000)
    removed.resolve()
    expect((await answer).success).toBe(true)
  })
})
