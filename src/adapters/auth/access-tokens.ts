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

/**
 * Signed access tokens (RFC 9068's type, RFC 8037's Ed25519). The first key signs and all verify, so a new key is put
 * first, and the old one goes when its last token has expired.
 * A token is no name for itself: the last character of a signature can be changed without breaking it.
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
      try {
        const { payload } = await verify(token, now)
        return readClaims(payload) ?? 'token-invalid'
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
