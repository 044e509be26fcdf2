import { toId } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { AccountStore, PayeeStore, SessionStore } from '../../ports/account.ts'
import type { Tables } from './database.ts'
import { insert, removeOldest, replace } from './table.ts'

export const accountStore = ({ accounts }: Tables): AccountStore => ({
  add: async (account) => {
    if (accounts.rows().some(({ email }) => email === account.email)) return err({ kind: 'email-taken' })
    const added = { ...account, id: toId<'Account'>(accounts.nextNumber()) }
    accounts.put(added.id, added)
    return ok(added)
  },
  find: async (id) => accounts.get(id) ?? null,
  save: async (account) => {
    const others = accounts.rows().filter(({ id }) => id !== account.id)
    if (others.some(({ email }) => email === account.email))
      throw new Error(`the e-mail of account ${account.id} belongs to another one`)
    replace(accounts, account.id, account)
  },
})

export const sessionStore = ({ sessions }: Tables): SessionStore => ({
  add: async (token) => insert(sessions, token.hash, token),
  find: async (hash) => sessions.get(hash) ?? null,
  save: async (token) => replace(sessions, token.hash, token),
  revokeFamily: async (family, at) => {
    for (const token of sessions.rows())
      if (token.family === family && token.revokedAt === null)
        sessions.put(token.hash, { ...token, revokedAt: at })
  },
  deleteExpired: async (before, limit) =>
    removeOldest(sessions, { at: ({ expiresAt }) => expiresAt, before, limit }),
})

export const payeeStore = ({ payees }: Tables): PayeeStore => ({
  find: async (owner) => payees.get(owner) ?? null,
  save: async (owner, payee) => payees.put(owner, payee),
})
