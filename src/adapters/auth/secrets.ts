import { createHash, createHmac, type KeyObject, randomBytes } from 'node:crypto'
import type { Secrets } from '../../ports/secrets.ts'

const TOKEN_BYTES = 32
const PROOF_CODE_BYTES = 10
const PROOF_CODE_CHARACTERS = 16
/** RFC 4648's base32: no 0, 1 and 8, which people take for O, I and B. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** `key`: the secret behind the successors of refresh tokens, at least 256 bits, the same on every server. */
export const secrets = ({
  key,
  random = randomBytes,
}: {
  readonly key: KeyObject
  readonly random?: (size: number) => Uint8Array
}): Secrets => {
  if ((key.symmetricKeySize ?? 0) < 32) throw new Error('the secrets key must have at least 32 bytes')
  return {
    token: () => Buffer.from(random(TOKEN_BYTES)).toString('base64url'),
    successor: (token) => createHmac('sha256', key).update(`refresh:${token}`).digest('base64url'),
    proofCode: () => toBase32(random(PROOF_CODE_BYTES)),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
  }
}

/** Sixteen characters of five bits each, from ten bytes. */
const toBase32 = (bytes: Uint8Array): string =>
  BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    .toString(32)
    .padStart(PROOF_CODE_CHARACTERS, '0')
    .replace(/./g, (digit) => BASE32.charAt(Number.parseInt(digit, 32)))
