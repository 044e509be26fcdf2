import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { type FileHandle, link, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { SigningKey } from './access-tokens.ts'
import type { VaultKey } from './vault.ts'

/** All that must be kept secret, and be the same on every server. The first of each list is used for new things. */
export type Keys = {
  readonly signing: readonly SigningKey[]
  readonly vault: readonly VaultKey[]
  readonly secrets: KeyObject
}

/** New random keys. They are kept as key objects, which print nothing when somebody logs them. */
export const makeKeys = (): Keys => ({
  signing: [{ kid: newKeyName(), key: generateKeyPairSync('ed25519').privateKey }],
  vault: [{ id: newKeyName(), key: createSecretKey(randomBytes(KEY_BYTES)) }],
  secrets: createSecretKey(randomBytes(KEY_BYTES)),
})

/**
 * Reads the keys file; with `mayCreate` a missing one is made first, readable by its owner only, and of several
 * starters one makes it and all use that one. Throws an error of one sentence that an operator can act on.
 */
export const loadKeys = async ({
  path,
  mayCreate,
}: {
  readonly path: string
  readonly mayCreate: boolean
}): Promise<Keys> => {
  const existing = await readKeysFile(path)
  if (existing !== null) return existing
  if (!mayCreate) {
    throw new Error(
      `There is no keys file at ${path}: make one with "crecker keys make" and give the same file to every server (KEYS_FILE).`,
    )
  }
  await makeKeysFile(path)
  const made = await readKeysFile(path)
  if (made === null) throw new Error(`The keys file ${path} was made but cannot be found again.`)
  return made
}

const KEY_BYTES = 32
const FILE_BYTES_MAX = 65_536
const KEYS_MAX = 16

const newKeyName = (): string => randomBytes(8).toString('hex')

const keyName = z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, "-" or "_"')
const keyBytes = z.string().refine((text) => {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.byteLength === KEY_BYTES && bytes.toString('base64url') === text
}, `must be ${KEY_BYTES} bytes in base64url`)
const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length

const signingKey = z
  .strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: keyName, x: keyBytes, d: keyBytes })
  .transform(({ kid, ...jwk }, context): SigningKey => {
    const key = toPrivateKey(jwk)
    if (key !== null) return { kid, key }
    context.addIssue({ code: 'custom', message: 'x and d are not one key' })
    return z.NEVER
  })

const toPrivateKey = (jwk: { kty: 'OKP'; crv: 'Ed25519'; x: string; d: string }): KeyObject | null => {
  try {
    const key = createPrivateKey({ key: jwk, format: 'jwk' })
    return createPublicKey(key).export({ format: 'jwk' }).x === jwk.x ? key : null
  } catch {
    return null
  }
}

const vaultKey = z
  .strictObject({ id: keyName, key: keyBytes })
  .transform(({ id, key }): VaultKey => ({ id, key: toSecretKey(key) }))

/** JSON: signing keys as private JWKs (RFC 8037), the others as base64url. */
const keysFile = z.strictObject({
  version: z.literal(1),
  signing: z
    .array(signingKey)
    .min(1)
    .max(KEYS_MAX)
    .refine((keys) => distinct(keys.map(({ kid }) => kid)), 'two keys have the same kid'),
  vault: z
    .array(vaultKey)
    .min(1)
    .max(KEYS_MAX)
    .refine((keys) => distinct(keys.map(({ id }) => id)), 'two keys have the same id'),
  secrets: keyBytes.transform((text) => toSecretKey(text)),
})

const toSecretKey = (text: string): KeyObject => createSecretKey(Buffer.from(text, 'base64url'))

const toText = ({ signing, vault, secrets }: Keys): string => {
  const written = {
    version: 1,
    signing: signing.map(({ kid, key }) => ({ kid, ...key.export({ format: 'jwk' }) })),
    vault: vault.map(({ id, key }) => ({ id, key: key.export().toString('base64url') })),
    secrets: secrets.export().toString('base64url'),
  }
  return `${JSON.stringify(written, null, 2)}\n`
}

/** Null when there is no file. No message quotes the file, since it would quote a key. */
const readKeysFile = async (path: string): Promise<Keys | null> => {
  const text = await readPrivateFile(path)
  if (text === null) return null
  const json = parseJson(text)
  if (json === undefined) throw new Error(`The keys file ${path} is broken: it is not JSON.`)
  const keys = keysFile.safeParse(json)
  if (keys.success) return keys.data
  const [issue] = keys.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.')
  throw new Error(`The keys file ${path} is broken: ${where}: ${issue?.message ?? 'unknown'}.`)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const readPrivateFile = async (path: string): Promise<string | null> => {
  const file = await openUnlessMissing(path)
  if (file === null) return null
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new Error(`The keys file ${path} is not a file.`)
    if ((stats.mode & forbiddenBits(stats.uid)) !== 0) {
      const shown = (stats.mode & 0o777).toString(8)
      throw new Error(
        `The keys file ${path} is open to others (mode ${shown}): run "chmod 600" on it, and make new keys if somebody may have read it.`,
      )
    }
    if (stats.size > FILE_BYTES_MAX) throw new Error(`The keys file ${path} is broken: it is too large.`)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

const openUnlessMissing = async (path: string): Promise<FileHandle | null> => {
  try {
    return await open(path, 'r')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    throw new Error(`The keys file ${path} cannot be read (${codeOf(cause)}).`, { cause })
  }
}

/**
 * Nobody but the owner. A file of root may also be read by a group, since that is how container platforms hand a secret
 * to a server that does not run as root. Windows has no such bits.
 */
const forbiddenBits = (owner: number): number => {
  if (process.platform === 'win32') return 0
  return owner === 0 && process.getuid?.() !== 0 ? 0o037 : 0o077
}

/** Written aside and then linked to its name: `link` never replaces a file, so the first of several starters wins. */
const makeKeysFile = async (path: string): Promise<void> => {
  const aside = `${path}.${newKeyName()}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeThrough(aside, toText(makeKeys()))
    await link(aside, path)
    await syncDirectory(dirname(path))
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST')
      throw new Error(`The keys file ${path} cannot be made (${codeOf(cause)}).`, { cause })
  } finally {
    await rm(aside, { force: true })
  }
}

/** What is sealed with a key that a power cut took away can never be opened again, so it goes to the disk at once. */
const writeThrough = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

const syncDirectory = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
