import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type VaultKey, vault } from '../../../src/adapters/auth/vault.ts'

const newKey = (id: string, bytes = 32): VaultKey => ({ id, key: createSecretKey(randomBytes(bytes)) })
const KEY = newKey('k1')
const { seal, open } = vault({ keys: [KEY] })

describe('a sealed text', () => {
  it('opens to what it was', () => {
    expect(open(seal('국민은행 123-45-6789'))).toBe('국민은행 123-45-6789')
    expect(open(seal(''))).toBe('')
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (plain) => open(seal(plain)) === plain))
  })

  it('hides what it was, and looks different each time', () => {
    const sealed = seal('123-45-6789')
    expect(sealed).toMatch(/^k1\.[\w-]+$/)
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('123-45')
    expect(seal('123-45-6789')).not.toBe(sealed)
  })

  it('opens no more when any character of it was changed', () => {
    const sealed = seal('123-45-6789')
    for (let at = 0; at < sealed.length; at += 1) {
      for (const other of ['A', 'b', '7', '_', '.']) {
        if (sealed[at] === other) continue
        const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`
        expect(() => open(changed), changed).toThrow()
      }
    }
  })

  it('opens no more when it was cut or lengthened', () => {
    const sealed = seal('123-45-6789')
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => open(sealed.slice(0, length))).toThrow()
    for (const more of ['A', '=', '.', '.x', ' ', '\n']) expect(() => open(sealed + more)).toThrow()
  })
})

describe('the keys of a vault', () => {
  const newer = newKey('k2')

  it('roll: the first seals, all open', () => {
    const rolled = vault({ keys: [newer, KEY] })
    expect(rolled.open(seal('old'))).toBe('old')
    expect(rolled.seal('new')).toMatch(/^k2\./)
    expect(rolled.open(rolled.seal('new'))).toBe('new')
    expect(() => open(rolled.seal('new'))).toThrow('not in the vault')
  })

  it('are bound to their names', () => {
    const renamed = vault({ keys: [{ id: 'k9', key: KEY.key }] })
    expect(() => renamed.open(seal('text').replace(/^k1/, 'k9'))).toThrow('changed')
    const impostor = vault({ keys: [newKey('k1')] })
    expect(() => impostor.open(seal('text'))).toThrow('changed')
  })

  it('must be there and have 256 bits', () => {
    expect(() => vault({ keys: [] })).toThrow('needs a key')
    expect(() => vault({ keys: [newer, newKey('k3', 16)] })).toThrow('32 bytes')
  })

  it('are in no error', () => {
    const sealed = seal('123-45-6789')
    expect(() => open(`x${sealed}`)).toThrow(/^sealed with a key that is not in the vault$/)
    expect(() => open(`${sealed}A`)).toThrow(/^the sealed text was changed$/)
  })
})
