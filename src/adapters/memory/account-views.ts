import type { AccountViews } from '../../ports/account.ts'
import type { Tables } from './database.ts'

export const accountViews = ({ accounts, payees, ownChanges }: Tables): AccountViews => ({
  standing: async (id) => {
    const account = accounts.get(id)
    return account === undefined
      ? null
      : {
          roles: account.roles,
          sessionGeneration: account.sessionGeneration,
          ownChangeAt: ownChanges.get(id) ?? null,
        }
  },
  profile: async (id) => {
    const account = accounts.get(id)
    if (account === undefined) return null
    const { email, name, phone, location, profileImage } = account
    return { id, email, name, phone, location, profileImage }
  },
  credentials: async (email) => {
    const account = accounts.rows().find((each) => each.email === email)
    return account === undefined ? null : { id: account.id, passwordHash: account.passwordHash }
  },
  payee: async (owner) => payees.get(owner) ?? null,
  interests: async (id) => accounts.get(id)?.interests ?? null,
})
