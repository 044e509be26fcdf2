import { join } from 'node:path'
import { accessTokens } from '../../src/adapters/auth/access-tokens.ts'
import { loadKeys } from '../../src/adapters/auth/keys-file.ts'
import { openMysql, openSqlite } from '../../src/adapters/kysely/open.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { ACCESS_TOKEN_LIFETIME_MS } from '../../src/domain/account/session.ts'
import { type Id, later } from '../../src/domain/primitives.ts'
import { aNewOperator } from '../fixtures/account.ts'
import { aNewAd } from '../fixtures/ad.ts'
import { demand, kept, storedCreator, storedEarnings, storedSubmission } from '../fixtures/stored.ts'

/** What a client may send: once, or again under the same key when no answer came. */
export type MoneyCommand = {
  readonly kind: 'withdrawal' | 'approval'
  readonly creatorId: Id<'Account'>
  readonly method: 'POST' | 'PUT'
  readonly path: string
  readonly body: string
  readonly token: string
  readonly key: string
}

/** What the servers are started on. */
export type CrashDatabase =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'mysql'; readonly url: string }

export const WITHDRAWABLE_WON = 30_000
export const REWARD_WON = 20_000

/**
 * A database and a folder with keys for servers to find: each creator has cash to withdraw and an upload to be approved,
 * so two commands. Everything is made through the library, tokens too, with the keys that the servers will read.
 */
export const prepareCrashWorld = async (
  dataDir: string,
  database: CrashDatabase,
  creators: number,
): Promise<readonly MoneyCommand[]> => {
  const keys = await loadKeys({ path: join(dataDir, 'keys.json'), mayCreate: true })
  const persistence = await (database.kind === 'sqlite'
    ? openSqlite({ path: database.path, migrate: true })
    : openMysql({ url: database.url, migrate: true }))
  const people = await kept(persistence, async (stores) => {
    const operator = demand(await stores.accounts.add(aNewOperator()))
    const ad = await stores.ads.add(aNewAd({ capacity: creators }))
    const others = []
    for (let number = 0; number < creators; number += 1) {
      const creator = await storedCreator(stores)
      await storedEarnings(stores, { creator, amount: WITHDRAWABLE_WON })
      await storedSubmission(stores, { creator, ad, reward: REWARD_WON })
      others.push(creator)
    }
    return { operator, ad, creators: others }
  })
  await persistence.close()
  const issuer = accessTokens({ keys: keys.signing })
  const now = systemClock.now()
  const tokenFor = ({ id, roles, sessionGeneration }: typeof people.operator) =>
    issuer.issue({ accountId: id, roles, sessionGeneration }, now, later(now, ACCESS_TOKEN_LIFETIME_MS))
  const operatorToken = await tokenFor(people.operator)
  const commands: MoneyCommand[] = []
  for (const creator of people.creators)
    commands.push(
      {
        kind: 'withdrawal',
        creatorId: creator.id,
        method: 'POST',
        path: '/api/cash/withdraw',
        body: '',
        token: await tokenFor(creator),
        key: `withdraw-${creator.id}`,
      },
      {
        kind: 'approval',
        creatorId: creator.id,
        method: 'PUT',
        path: '/api/userad/ing',
        body: JSON.stringify({ userIdx: creator.id, adIdx: people.ad.id }),
        token: operatorToken,
        key: `approve-${creator.id}`,
      },
    )
  return commands
}
