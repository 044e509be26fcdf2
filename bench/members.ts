import { accessTokens } from '../src/adapters/auth/access-tokens.ts'
import { loadKeys } from '../src/adapters/auth/keys-file.ts'
import { systemClock } from '../src/adapters/system/clock.ts'
import { ACCESS_TOKEN_LIFETIME_MS } from '../src/domain/account/session.ts'
import { later, toId } from '../src/domain/primitives.ts'
import { creatorsAt } from './population.ts'

export type Member = { readonly id: number; readonly token: string }

/** So many that the rows of one member do not stay in the processor's caches until it is asked for again. */
const MEMBERS = 500

/** Members from all over a population, logged in with the keys that the servers read. */
export const membersAt = async (scale: number, keysFile: string): Promise<readonly Member[]> => {
  const { signing } = await loadKeys({ path: keysFile, mayCreate: true })
  const issuer = accessTokens({ keys: signing })
  const now = systemClock.now()
  const apart = Math.floor(creatorsAt(scale) / MEMBERS)
  return Promise.all(
    Array.from({ length: MEMBERS }, async (_, number) => {
      const id = toId<'Account'>(1 + number * apart)
      const claims = { accountId: id, roles: ['creator'] as const, sessionGeneration: 1 }
      return { id, token: await issuer.issue(claims, now, later(now, ACCESS_TOKEN_LIFETIME_MS)) }
    }),
  )
}
