import type { Kysely } from 'kysely'
import { toId, toInstant } from '../../domain/primitives.ts'
import type { AccountViews } from '../../ports/account.ts'
import { interestsFromRow, payeeFromRow, rolesFrom } from './account-store.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

export const accountViews = (db: Kysely<Database>): AccountViews => {
  const standing = standingQuery(db)
  const profile = profileQuery(db)
  return {
    standing: async (id) => {
      const [row] = await standing({ id })
      return row === undefined
        ? null
        : {
            roles: rolesFrom(row.roles),
            sessionGeneration: row.session_generation,
            ownChangeAt: row.own_change_at === null ? null : toInstant(row.own_change_at),
          }
    },
    profile: async (id) => {
      const [row] = await profile({ id })
      if (row === undefined) return null
      const { email, name, phone, location, profile_image } = row
      return { id: toId<'Account'>(row.id), email, name, phone, location, profileImage: profile_image }
    },
    ...rareViews(db),
  }
}

/** What every request asks. */
const standingQuery = (db: Kysely<Database>) =>
  prepared<{ readonly id: number }>(db)((value) =>
    db
      .selectFrom('account')
      .leftJoin('own_change', 'own_change.account_id', 'account.id')
      .select(['account.roles', 'account.session_generation', 'own_change.at as own_change_at'])
      .where('account.id', '=', value('id')),
  )

const profileQuery = (db: Kysely<Database>) =>
  prepared<{ readonly id: number }>(db)((value) =>
    db
      .selectFrom('account')
      .select(['id', 'email', 'name', 'phone', 'location', 'profile_image'])
      .where('id', '=', value('id')),
  )

const rareViews = (db: Kysely<Database>): Pick<AccountViews, 'credentials' | 'payee' | 'interests'> => ({
  credentials: async (email) => {
    const row = await db
      .selectFrom('account')
      .select(['id', 'password_hash'])
      .where('email', '=', email)
      .executeTakeFirst()
    return row === undefined ? null : { id: toId<'Account'>(row.id), passwordHash: row.password_hash }
  },
  payee: async (owner) => {
    const row = await db
      .selectFrom('payee')
      .select(['bank', 'masked_number', 'sealed'])
      .where('owner_id', '=', owner)
      .executeTakeFirst()
    return row === undefined ? null : payeeFromRow(row)
  },
  interests: async (id) => {
    const row = await db
      .selectFrom('account')
      .select(['interest_ad', 'interest_expert', 'interest_news'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row === undefined ? null : interestsFromRow(row)
  },
})
