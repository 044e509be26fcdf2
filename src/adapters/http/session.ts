import type { Context, MiddlewareHandler } from 'hono'
import { mayActAs, type Role } from '../../domain/account/role.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import type { AccountViews } from '../../ports/account.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AccessTokens } from '../../ports/secrets.ts'
import { refuse } from './dialect.ts'

export type Member = {
  readonly id: Id<'Account'>
  readonly roles: readonly Role[]
  /** When the member last changed what lists of ads show. */
  readonly ownChangeAt: Instant | null
}

/** What middlewares leave for the routes. */
export type Session = {
  Variables: {
    member: Member
    requestId: string
    /** By the clock of the house. */
    askedAt: Instant
    whoIs: WhoIs
    /** Set by routes that wait for something that is no database: how much longer, in milliseconds. */
    outsideMs: number | undefined
    /** Where clients reach this server, without a slash at the end. */
    publicUrl: string
  }
}

type WhoIs = (token: string) => Promise<Member | 'token-expired' | 'token-invalid'>

/** Who may call a route: anybody, every member, or members with a role. */
export type Access = 'public' | 'member' | Role

const ACCESS_RULE = Symbol('access rule')

/** Reads a token and asks whether its member still stands: a role taken away or a logout holds from the next call on. */
export const whoIsWith =
  ({
    accessTokens,
    accountViews,
    clock,
  }: {
    readonly accessTokens: AccessTokens
    readonly accountViews: AccountViews
    readonly clock: Clock
  }): WhoIs =>
  async (token) => {
    const claims = await accessTokens.read(token, clock.now())
    if (typeof claims === 'string') return claims
    const standing = await accountViews.standing(claims.accountId)
    return standing === null || standing.sessionGeneration !== claims.sessionGeneration
      ? 'token-invalid'
      : { id: claims.accountId, roles: standing.roles, ownChangeAt: standing.ownChangeAt }
  }

/**
 * Declares who may call a route, members with a second role too if one is named. Every route has exactly one such rule;
 * the app does not start otherwise.
 */
export const access = (rule: Access, orElse?: Role): MiddlewareHandler<Session> => {
  const guard: MiddlewareHandler<Session> = async (c, next) => {
    if (rule === 'public') return next()
    const token = tokenOf(c)
    if (token === null) return refuse(c, { kind: 'token-missing' })
    const member = await c.get('whoIs')(token)
    if (typeof member === 'string') return refuse(c, { kind: member })
    const { roles } = member
    if (rule !== 'member' && !mayActAs(roles, rule) && !(orElse !== undefined && mayActAs(roles, orElse)))
      return refuse(c, { kind: 'not-allowed', needed: rule })
    c.set('member', member)
    return next()
  }
  return Object.assign(guard, { [ACCESS_RULE]: rule })
}

/** The rule that a handler declares, if it is one of `access`. */
export const accessRuleOf = (handler: unknown): Access | null =>
  typeof handler === 'function' && ACCESS_RULE in handler ? (handler[ACCESS_RULE] as Access) : null

/** The app sends `token`, other clients `Authorization: Bearer`. */
const tokenOf = (c: Context): string | null => {
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')
  const token = bearer?.[1] ?? c.req.header('token')?.trim()
  return token === undefined || token === '' ? null : token
}
