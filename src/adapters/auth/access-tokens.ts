import { createPublicKey, type KeyObject } from 'node:crypto'
import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify, SignJWT } from 'jose'
import { ROLES, type Role } from '../../domain/account/role.ts'
import { type Instant, MAX_ID, toId } from '../../domain/primitives.ts'
import type { AccessClaims, AccessTokens } from '../../ports/secrets.ts'

/** A private Ed25519 key and the name under which tokens refer to it. */
export type SigningKey = { readonly kid: string; readonly key: KeyObject }

const ALGORITHM = 'EdDSA'
const TYPE = 'at+jwt'
const NAME = 'crecker'
/** Ours have about 350 characters. */
const TOKEN_LENGTH_MAX = 2_048
/** Some 8 MB, and more members than are active on one server at a time. */
const REMEMBERED_MAX = 20_000

/**
 * Signed access tokens (RFC 9068's type, RFC 8037's Ed25519). The first key signs and all verify, so a new key is put
 * first, and the old one goes when its last token has expired.
 * A token is no name for itself: the last character of a signature can be changed without breaking it.
 * Verifying a signature costs more than most requests do, and the app sends the same token for two weeks: one that was
 * found good is remembered, letter by letter, until it expires.
 */
export const accessTokens = ({ keys }: { readonly keys: readonly SigningKey[] }): AccessTokens => {
  const [signer] = keys
  if (signer === undefined) throw new Error('access tokens need a signing key')
  const publicKeys = new Map(keys.map(({ kid, key }) => [kid, createPublicKey(key)]))

  const verify = (token: string, now: Instant): Promise<JWTVerifyResult> =>
    jwtVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : publicKeys.get(kid)
        if (key === undefined) throw new errors.JWKSNoMatchingKey()
        return key
      },
      {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: NAME,
        audience: NAME,
        requiredClaims: ['sub', 'roles', 'gen', 'iat', 'exp'],
        currentDate: new Date(now),
      },
    )

  const good = new Map<string, { readonly claims: AccessClaims; readonly expiresAtSeconds: number }>()
  const remember = (token: string, claims: AccessClaims, expiresAtSeconds: number): void => {
    good.delete(token)
    good.set(token, { claims, expiresAtSeconds })
    const [oldest] = good.keys()
    if (good.size > REMEMBERED_MAX && oldest !== undefined) good.delete(oldest)
  }

  return {
    issue: ({ accountId, roles, sessionGeneration }, issuedAt, expiresAt) =>
      new SignJWT({
        iss: NAME,
        aud: NAME,
        sub: String(accountId),
        roles: [...roles],
        gen: sessionGeneration,
        iat: toSeconds(issuedAt),
        exp: toSeconds(expiresAt),
      })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: signer.kid })
        .sign(signer.key),
    read: async (token, now) => {
      if (token.length > TOKEN_LENGTH_MAX) return 'token-invalid'
      const known = good.get(token)
      if (known !== undefined && known.expiresAtSeconds > toSeconds(now)) return known.claims
      try {
        const { payload } = await verify(token, now)
        const claims = readClaims(payload)
        if (claims === null || payload.exp === undefined) return 'token-invalid'
        remember(token, claims, payload.exp)
        return claims
      } catch (error) {
        // Nothing outside takes part, so any other failure is the token's own.
        return error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid'
      }
    },
  }
}

const toSeconds = (instant: Instant): number => Math.floor(instant / 1_000)

/** Null when a claim is not what `issue` writes, whoever signed it. */
const readClaims = ({ sub, roles, gen }: JWTPayload): AccessClaims | null => {
  if (sub === undefined || !/^[1-9]\d{0,9}$/.test(sub) || Number(sub) > MAX_ID) return null
  if (typeof gen !== 'number' || !Number.isSafeInteger(gen) || gen < 0) return null
  const known = readRoles(roles)
  return known === null
    ? null
    : { accountId: toId<'Account'>(Number(sub)), roles: known, sessionGeneration: gen }
}

const readRoles = (roles: unknown): readonly Role[] | null => {
  if (!Array.isArray(roles) || roles.length > ROLES.length) return null
  const known = ROLES.filter((role) => roles.includes(role))
  return known.length === roles.length ? known : null
}
