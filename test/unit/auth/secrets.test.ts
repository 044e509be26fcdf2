import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secrets } from '../../../src/adapters/auth/secrets.ts'

const keyOf = (byte: number, bytes = 32) => createSecretKey(Buffer.alloc(bytes, byte))
const { token, successor, proofCode, hash } = secrets({ key: keyOf(1) })

describe('a token', () => {
  it('is 256 random bits, fit for an address', () => {
    const tokens = Array.from({ length: 200 }, token)
    expect(new Set(tokens).size).toBe(200)
    for (const text of tokens) expect(text).toMatch(/^[\w-]{43}$/)
  })
})

describe('the successor of a token', () => {
  it('is the same on every server and every time', () => {
    expect(successor('T')).toBe(successor('T'))
    expect(secrets({ key: keyOf(1) }).successor('T')).toBe(successor('T'))
    expect(successor('T')).toMatch(/^[\w-]{43}$/)
  })

  it('is another one for another token and another key', () => {
    expect(successor('T')).not.toBe(successor('U'))
    expect(secrets({ key: keyOf(2) }).successor('T')).not.toBe(successor('T'))
  })

  it('is an HMAC, as others compute it', () => {
    // printf 'refresh:T' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01
    expect(Buffer.from(successor('T'), 'base64url').toString('hex')).toBe(
      '3b9e175e2481cd25579dce524cd8d26d2007662b58257cd66021ff677eeaff0b',
    )
  })

  it('needs a key of 256 bits', () => {
    expect(() => secrets({ key: keyOf(1, 31) })).toThrow('32 bytes')
  })
})

describe('a proof code', () => {
  it('is sixteen characters of base32', () => {
    const codes = Array.from({ length: 500 }, proofCode)
    expect(new Set(codes).size).toBe(500)
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{16}$/)
    expect([...new Set(codes.join(''))].sort().join('')).toBe('234567ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  })

  it('keeps all 80 bits', () => {
    const codeOf = (bytes: Uint8Array) => secrets({ key: keyOf(1), random: () => bytes }).proofCode()
    expect(codeOf(new Uint8Array(10))).toBe('AAAAAAAAAAAAAAAA')
    expect(codeOf(new Uint8Array(10).fill(255))).toBe('7777777777777777')
    // The first ten bytes of "foobarfoobar", of which RFC 4648 writes "foobar" as MZXW6YTBOI.
    expect(codeOf(Buffer.from('foobarfoob'))).toBe('MZXW6YTBOJTG633C')
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
    fc.assert(fc.property(bytes, bytes, (a, b) => (codeOf(a) === codeOf(b)) === (Buffer.compare(a, b) === 0)))
  })
})

describe('a hash', () => {
  it('is SHA-256', () => {
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(Buffer.from(hash('abc'), 'base64url').toString('hex')).toBe(expected)
    expect(hash('한글')).not.toBe(hash('한긁'))
  })
})
