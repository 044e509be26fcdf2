import { argon2, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Outage } from '../../ports/outage.ts'
import type { PasswordHasher } from '../../ports/secrets.ts'

export type PasswordSettings = {
  /** Hashes computed at the same time, at least 1. They share libuv's few threads with files and DNS. */
  readonly parallel?: number
  /** Hashes that may wait for their turn; one more is an outage, so that a flood of logins cannot pile up. */
  readonly waiting?: number
  readonly random?: (size: number) => Uint8Array
}

/** Memory in KiB, passes, lanes: OWASP's Password Storage Cheat Sheet. 47 ms on the machine of the measurements. */
const TODAY = { memory: 19_456, passes: 2, parallelism: 1 } as const
const SALT_BYTES = 16
const TAG_BYTES = 32

/** What a stored hash may ask for. More would let one bad row occupy the machine; less is no hash. */
const BOUNDS = {
  memory: { minimum: 8, maximum: 131_072 },
  passes: { minimum: 1, maximum: 10 },
  parallelism: { minimum: 1, maximum: 4 },
  argon2Salt: { minimum: 8, maximum: 64 },
  pbkdf2Salt: { minimum: 1, maximum: 256 },
  iterations: { minimum: 1, maximum: 600_000 },
  tag: { minimum: 16, maximum: 64 },
} as const
const STORED_LENGTH_MAX = 1_024

/**
 * Argon2id in PHC strings. Also verifies the hashes of the 2020 server (`storedHashOf2020`), as `outdated`.
 * Throws an `Outage` when too many hashes wait already.
 */
export const passwordHasher = ({
  parallel = 2,
  waiting = 64,
  random = randomBytes,
}: PasswordSettings = {}): PasswordHasher => {
  const inTurn = turns(parallel, waiting)
  const freshHash = async (password: string): Promise<string> => {
    const salt = random(SALT_BYTES)
    return toPhc(salt, await argon2id(password, { ...TODAY, salt, tagLength: TAG_BYTES }))
  }
  return {
    hash: (password) => inTurn(() => freshHash(password)),
    verify: (password, hash) =>
      inTurn(async () => {
        const stored = hash === null ? null : parseStored(hash)
        const matches = stored !== null && (await isMatch(password, stored))
        // Where no argon2 has run, one runs now: how long "wrong" takes must not tell whether there is an account.
        if (!matches && stored?.kind !== 'argon2id') await freshHash(password)
        if (!matches) return 'wrong'
        return isToday(stored) ? 'right' : 'outdated'
      }),
  }
}

/**
 * The form in which a password of the 2020 server is stored here until its owner logs in. That server made
 * 1,000 rounds of PBKDF2-SHA512 for 32 bytes, and took the salt's base64 text, not its bytes, as salt.
 */
export const storedHashOf2020 = (row: { readonly salt: string; readonly hashBase64: string }): string =>
  `$pbkdf2-sha512$i=1000,l=32$${toBase64(Buffer.from(row.salt))}$${toBase64(Buffer.from(row.hashBase64, 'base64'))}`

type Argon2Hash = {
  readonly kind: 'argon2id'
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Uint8Array
  readonly tag: Uint8Array
}
type Pbkdf2Hash = {
  readonly kind: 'pbkdf2-sha512'
  readonly iterations: number
  readonly salt: Uint8Array
  readonly tag: Uint8Array
}
type StoredHash = Argon2Hash | Pbkdf2Hash

const isToday = (stored: StoredHash): boolean =>
  stored.kind === 'argon2id' &&
  stored.memory === TODAY.memory &&
  stored.passes === TODAY.passes &&
  stored.parallelism === TODAY.parallelism &&
  stored.salt.byteLength >= SALT_BYTES &&
  stored.tag.byteLength >= TAG_BYTES

const isMatch = async (password: string, stored: StoredHash): Promise<boolean> => {
  const tagLength = stored.tag.byteLength
  const tag =
    stored.kind === 'argon2id'
      ? await argon2id(password, { ...stored, tagLength })
      : await deriveByPbkdf2(password, stored.salt, stored.iterations, tagLength, 'sha512')
  return timingSafeEqual(tag, stored.tag)
}

const deriveByArgon2 = promisify(argon2)
const deriveByPbkdf2 = promisify(pbkdf2)

const argon2id = (
  password: string,
  { memory, passes, parallelism, salt, tagLength }: Omit<Argon2Hash, 'kind' | 'tag'> & { tagLength: number },
): Promise<Uint8Array> =>
  deriveByArgon2('argon2id', { message: password, nonce: salt, memory, passes, parallelism, tagLength })

const toPhc = (salt: Uint8Array, tag: Uint8Array): string => {
  const { memory, passes, parallelism } = TODAY
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`
}

const ARGON2ID = /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/
const PBKDF2 = /^\$pbkdf2-sha512\$i=(\d{1,9}),l=(\d{1,9})\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/

/** Null for whatever nobody could have stored here on purpose. */
const parseStored = (hash: string): StoredHash | null => {
  if (hash.length > STORED_LENGTH_MAX) return null
  return parseArgon2(hash) ?? parsePbkdf2(hash)
}

const parseArgon2 = (hash: string): Argon2Hash | null => {
  const [, m = '', t = '', p = '', saltText = '', tagText = ''] = ARGON2ID.exec(hash) ?? []
  const [memory, passes, parallelism] = [Number(m), Number(t), Number(p)]
  const [salt, tag] = [fromBase64(saltText), fromBase64(tagText)]
  const isSane =
    within(memory, BOUNDS.memory) &&
    within(passes, BOUNDS.passes) &&
    within(parallelism, BOUNDS.parallelism) &&
    memory >= 8 * parallelism &&
    within(salt.byteLength, BOUNDS.argon2Salt) &&
    within(tag.byteLength, BOUNDS.tag)
  return isSane ? { kind: 'argon2id', memory, passes, parallelism, salt, tag } : null
}

const parsePbkdf2 = (hash: string): Pbkdf2Hash | null => {
  const [, i = '', l = '', saltText = '', tagText = ''] = PBKDF2.exec(hash) ?? []
  const iterations = Number(i)
  const [salt, tag] = [fromBase64(saltText), fromBase64(tagText)]
  const isSane =
    within(iterations, BOUNDS.iterations) &&
    within(salt.byteLength, BOUNDS.pbkdf2Salt) &&
    within(tag.byteLength, BOUNDS.tag) &&
    tag.byteLength === Number(l)
  return isSane ? { kind: 'pbkdf2-sha512', iterations, salt, tag } : null
}

const within = (value: number, bounds: { readonly minimum: number; readonly maximum: number }): boolean =>
  value >= bounds.minimum && value <= bounds.maximum

/** PHC strings leave out the padding. */
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64')

/** Runs at most `parallel` works at a time, the others in the order they came. */
const turns = (parallel: number, waitingMax: number) => {
  if (!Number.isInteger(parallel) || parallel < 1) throw new RangeError(`not a number of turns: ${parallel}`)
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < parallel) running += 1
    else {
      if (waiting.length >= waitingMax) throw new Outage('too many passwords are being hashed')
      // Whoever finishes hands over the own turn, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
