import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import type { Vault } from '../../ports/secrets.ts'

/** A secret AES-256 key and the name under which sealed texts refer to it: letters, digits, "-" and "_". */
export type VaultKey = { readonly id: string; readonly key: KeyObject }

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
/** 96 random bits are safe for 2^32 texts a key (NIST SP 800-38D), far more than there are payees. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM. A sealed text is `<key id>.<base64url of nonce, cipher text and tag>`. The first key seals and all open,
 * so a new key is put first, and the old one stays as long as something is sealed with it.
 */
export const vault = ({ keys }: { readonly keys: readonly VaultKey[] }): Vault => {
  const [sealer] = keys
  if (sealer === undefined) throw new Error('the vault needs a key')
  for (const { key } of keys)
    if (key.symmetricKeySize !== KEY_BYTES) throw new Error(`a vault key must have ${KEY_BYTES} bytes`)
  const keyById = new Map(keys.map(({ id, key }) => [id, key]))
  return {
    seal: (plain) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, sealer.key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(sealer.id))
      const hidden = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${sealer.id}.${Buffer.concat([nonce, hidden, cipher.getAuthTag()]).toString('base64url')}`
    },
    open: (sealed) => {
      const [id = '', body = '', ...rest] = sealed.split('.')
      const key = keyById.get(id)
      // Neither the text nor the key's name is told: both come from where nobody knows what they are.
      if (key === undefined) throw new Error('sealed with a key that is not in the vault')
      const bytes = Buffer.from(body, 'base64url')
      // base64 has several spellings for the same bytes; only ours is unchanged.
      const isOurs = rest.length === 0 && bytes.toString('base64url') === body
      if (!isOurs || bytes.byteLength < NONCE_BYTES + TAG_BYTES) throw new Error(CHANGED)
      return decrypt(id, key, bytes)
    },
  }
}

const CHANGED = 'the sealed text was changed'

const decrypt = (id: string, key: KeyObject, bytes: Buffer): string => {
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const hidden = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(id))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(hidden), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Error(CHANGED, { cause })
  }
}
