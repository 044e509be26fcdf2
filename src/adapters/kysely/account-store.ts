import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { Account, Consent, NewAccount } from '../../domain/account/account.ts'
import { ROLES, type Role } from '../../domain/account/role.ts'
import type { RefreshToken } from '../../domain/account/session.ts'
import {
  AD_CATEGORIES,
  type ExpertCategory,
  type Interests,
  type NewsCategory,
} from '../../domain/categories.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { AccountStore, PayeeStore, SealedPayee, SessionStore } from '../../ports/account.ts'
import type { AccountTable, Database, RefreshTokenTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { instantForm, mustHaveChanged, newId, oneOf, readJson } from './row.ts'

export const accountStore = (db: Kysely<Database>, dialect: SqlDialect): AccountStore => ({
  add: async (account) => {
    const insert = db.insertInto('account').values(toRow(account))
    const added = await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
    return added === null ? err({ kind: 'email-taken' }) : ok({ ...account, id: newId<'Account'>(added) })
  },
  find: async (id) => {
    const query = db.selectFrom('account').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : fromRow(row)
  },
  save: async (account) => {
    const update = db.updateTable('account').set(toRow(account)).where('id', '=', account.id)
    mustHaveChanged(await update.executeTakeFirst(), `account ${account.id}`)
  },
})

export const sessionStore = (db: Kysely<Database>, dialect: SqlDialect): SessionStore => ({
  add: async (token) => {
    await db.insertInto('refresh_token').values(tokenToRow(token)).execute()
  },
  find: async (hash) => {
    const query = db.selectFrom('refresh_token').selectAll().where('hash', '=', hash)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : tokenFromRow(row)
  },
  save: async (token) => {
    const update = db.updateTable('refresh_token').set(tokenToRow(token)).where('hash', '=', token.hash)
    mustHaveChanged(await update.executeTakeFirst(), 'refresh token')
  },
  revokeFamily: async (family, at) => {
    await db
      .updateTable('refresh_token')
      .set({ revoked_at: at })
      .where('family', '=', family)
      .where('revoked_at', 'is', null)
      .execute()
  },
  deleteExpired: (before, limit) =>
    dialect.deleteOldest(db, { table: 'refresh_token', column: 'expires_at', before, limit }),
})

export const payeeStore = (db: Kysely<Database>, dialect: SqlDialect): PayeeStore => ({
  find: async (owner) => {
    const query = db
      .selectFrom('payee')
      .select(['bank', 'masked_number', 'sealed'])
      .where('owner_id', '=', owner)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : payeeFromRow(row)
  },
  save: async (owner, { bank, maskedNumber, sealed }) => {
    const columns = { bank, masked_number: maskedNumber, sealed }
    const insert = db.insertInto('payee').values({ owner_id: owner, ...columns })
    if ((await unlessTaken(dialect, insert.executeTakeFirstOrThrow())) === null)
      await db.updateTable('payee').set(columns).where('owner_id', '=', owner).execute()
  },
})

export const payeeFromRow = (row: {
  readonly bank: string
  readonly masked_number: string
  readonly sealed: string
}): SealedPayee => ({ bank: row.bank, maskedNumber: row.masked_number, sealed: row.sealed })

export const rolesFrom = (json: string): readonly Role[] => readJson(ROLES_FORM, json)

export const interestsFromRow = (
  row: Pick<Selectable<AccountTable>, 'interest_ad' | 'interest_expert' | 'interest_news'>,
): Interests => ({
  ad: oneOf(AD_CATEGORIES, row.interest_ad, 'account.interest_ad'),
  expert: oneOf(EXPERT_CATEGORIES, row.interest_expert, 'account.interest_expert'),
  news: oneOf(NEWS_CATEGORIES, row.interest_news, 'account.interest_news'),
})

export const EXPERT_CATEGORIES: readonly ExpertCategory[] = ['law', 'startup', 'shooting']
const NEWS_CATEGORIES: readonly NewsCategory[] = ['education', 'contest', 'funding']

const ROLES_FORM: z.ZodType<readonly Role[]> = z.array(z.enum(ROLES))
const CONSENTS_FORM: z.ZodType<readonly Consent[]> = z.array(
  z.object({
    to: z.enum(['terms', 'marketing']),
    given: z.boolean(),
    version: z.string(),
    at: instantForm,
  }),
)

const toRow = (account: NewAccount) => ({
  email: account.email,
  password_hash: account.passwordHash,
  roles: JSON.stringify(account.roles),
  name: account.name,
  phone: account.phone,
  location: account.location,
  profile_image: account.profileImage,
  interest_ad: account.interests.ad,
  interest_expert: account.interests.expert,
  interest_news: account.interests.news,
  consents: JSON.stringify(account.consents),
  session_generation: account.sessionGeneration,
  created_at: account.createdAt,
})

const fromRow = (row: Selectable<AccountTable>): Account => ({
  id: toId<'Account'>(row.id),
  email: row.email,
  passwordHash: row.password_hash,
  roles: rolesFrom(row.roles),
  name: row.name,
  phone: row.phone,
  location: row.location,
  profileImage: row.profile_image,
  interests: interestsFromRow(row),
  consents: readJson(CONSENTS_FORM, row.consents),
  sessionGeneration: row.session_generation,
  createdAt: toInstant(row.created_at),
})

const tokenToRow = (token: RefreshToken) => ({
  hash: token.hash,
  family: token.family,
  account_id: token.account,
  generation: token.generation,
  expires_at: token.expiresAt,
  rotated_at: token.rotatedAt,
  revoked_at: token.revokedAt,
})

const tokenFromRow = (row: Selectable<RefreshTokenTable>): RefreshToken => ({
  hash: row.hash,
  family: row.family,
  account: toId<'Account'>(row.account_id),
  generation: row.generation,
  expiresAt: toInstant(row.expires_at),
  rotatedAt: row.rotated_at === null ? null : toInstant(row.rotated_at),
  revokedAt: row.revoked_at === null ? null : toInstant(row.revoked_at),
})
