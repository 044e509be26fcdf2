import { argon2Sync, pbkdf2Sync, randomBytes } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { passwordHasher, storedHashOf2020 } from '../../../src/adapters/auth/passwords.ts'
import { Outage } from '../../../src/ports/outage.ts'

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** Cheap hashes, for cases in which the cost is not the point. */
const phc = ({ password = 'password', m = 64, t = 1, p = 1, saltBytes = 16, tagBytes = 32 }) => {
  const nonce = Buffer.alloc(saltBytes, 7)
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory: m,
    passes: t,
    parallelism: p,
    tagLength: tagBytes,
  })
  return `$argon2id$v=19$m=${m},t=${t},p=${p}$${unpadded(nonce)}$${unpadded(tag)}`
}

describe('a password hashed today', () => {
  it('is right, and another one is wrong', async () => {
    const { hash, verify } = passwordHasher()
    const stored = await hash('correct horse')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/)
    expect(await verify('correct horse', stored)).toBe('right')
    expect(await verify('correct horsf', stored)).toBe('wrong')
    expect(await verify('', stored)).toBe('wrong')
  })

  it('is what argon2 says of its salt', async () => {
    const stored = await passwordHasher({ random: (size) => Buffer.alloc(size, 7) }).hash('correct horse')
    expect(stored).toBe(phc({ password: 'correct horse', m: 19_456, t: 2 }))
  })

  it('has a salt of its own', async () => {
    const { hash } = passwordHasher()
    expect(await hash('correct horse')).not.toBe(await hash('correct horse'))
  })

  test.each(['비밀번호는한글로', 'a\0b\0c\0d\0', '🐴🔋📎✅ & spaces ', 'x'.repeat(1_024)])(
    'may have any characters: %j',
    async (password) => {
      const { hash, verify } = passwordHasher()
      const stored = await hash(password)
      expect(await verify(password, stored)).toBe('right')
      expect(await verify(password.slice(0, -1), stored)).toBe('wrong')
    },
  )
})

describe('a password hashed by others', () => {
  // From the tests of the Argon2 reference implementation, for the password "password".
  test.each([
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ])('is right but outdated: %s', async (stored) => {
    expect(await passwordHasher().verify('password', stored)).toBe('outdated')
    expect(await passwordHasher().verify('Password', stored)).toBe('wrong')
  })

  test.each([
    ['more memory than today', { m: 20_000, t: 2 }],
    ['fewer passes than today', { m: 19_456, t: 1 }],
    ['a shorter salt than today', { m: 19_456, t: 2, saltBytes: 8 }],
    ['a shorter tag than today', { m: 19_456, t: 2, tagBytes: 16 }],
  ])('is outdated with %s', async (_, parameters) => {
    expect(await passwordHasher().verify('password', phc(parameters))).toBe('outdated')
  })
})

describe('a password of the 2020 server', () => {
  const salt = randomBytes(64).toString('base64')
  const hashBase64 = pbkdf2Sync('creator2020!', salt, 1_000, 32, 'sha512').toString('base64')

  it('is right once, and to be hashed anew', async () => {
    const { verify } = passwordHasher()
    const stored = storedHashOf2020({ salt, hashBase64 })
    expect(stored).toMatch(/^\$pbkdf2-sha512\$i=1000,l=32\$[A-Za-z\d+/]{118}\$[A-Za-z\d+/]{43}$/)
    expect(await verify('creator2020!', stored)).toBe('outdated')
    expect(await verify('creator2020?', stored)).toBe('wrong')
  })

  it('takes the salt as text', async () => {
    const bytes = Buffer.from(salt, 'base64')
    const bySaltBytes = pbkdf2Sync('creator2020!', bytes, 1_000, 32, 'sha512').toString('base64')
    const stored = storedHashOf2020({ salt, hashBase64: bySaltBytes })
    expect(await passwordHasher().verify('creator2020!', stored)).toBe('wrong')
  })

  it('agrees with a published value of PBKDF2-HMAC-SHA512', async () => {
    const tag = Buffer.from('d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5', 'hex')
    const stored = `$pbkdf2-sha512$i=4096,l=32$${unpadded(Buffer.from('salt'))}$${unpadded(tag)}`
    expect(await passwordHasher().verify('password', stored)).toBe('outdated')
  })
})

describe('a stored hash that is none', () => {
  const [salt, tag] = [unpadded(Buffer.alloc(16, 7)), unpadded(Buffer.alloc(32, 7))]
  test.each([
    ['empty', ''],
    ['a plain password', 'password'],
    ['too much memory', `$argon2id$v=19$m=4194304,t=2,p=1$${salt}$${tag}`],
    ['less memory than lanes need', `$argon2id$v=19$m=16,t=2,p=4$${salt}$${tag}`],
    ['no memory', `$argon2id$v=19$m=0,t=2,p=1$${salt}$${tag}`],
    ['too many passes', `$argon2id$v=19$m=64,t=1000000,p=1$${salt}$${tag}`],
    ['no pass', `$argon2id$v=19$m=64,t=0,p=1$${salt}$${tag}`],
    ['too many lanes', `$argon2id$v=19$m=4096,t=2,p=64$${salt}$${tag}`],
    ['an old version', `$argon2id$v=16$m=64,t=2,p=1$${salt}$${tag}`],
    ['another argon2', `$argon2i$v=19$m=64,t=2,p=1$${salt}$${tag}`],
    ['no salt', `$argon2id$v=19$m=64,t=2,p=1$$${tag}`],
    ['a tag of one byte', `$argon2id$v=19$m=64,t=2,p=1$${salt}$AA`],
    ['a following line', `$argon2id$v=19$m=64,t=2,p=1$${salt}$${tag}\n`],
    ['endless', `$argon2id$v=19$m=64,t=2,p=1$${salt}$${'A'.repeat(100_000)}`],
    ['too many rounds', `$pbkdf2-sha512$i=100000000,l=32$${salt}$${tag}`],
    ['no round', `$pbkdf2-sha512$i=0,l=32$${salt}$${tag}`],
    ['a length that is not the hash’s', `$pbkdf2-sha512$i=1000,l=64$${salt}$${tag}`],
  ])('is wrong for every password: %s', async (_, stored) => {
    expect(await passwordHasher().verify('password', stored)).toBe('wrong')
  })
})

describe('how long "wrong" takes', () => {
  // A salt is drawn for every argon2 that is computed without a stored one.
  const counted = () => {
    const drawn: number[] = []
    const random = (size: number): Uint8Array => {
      drawn.push(size)
      return randomBytes(size)
    }
    return { drawn, ...passwordHasher({ random }) }
  }

  test.each([
    ['no account', null],
    ['a broken hash', 'broken'],
    [
      'a hash of 2020',
      storedHashOf2020({ salt: 'c2FsdA==', hashBase64: Buffer.alloc(32).toString('base64') }),
    ],
  ])('is one argon2 for %s', async (_, stored) => {
    const { drawn, verify } = counted()
    expect(await verify('password', stored)).toBe('wrong')
    expect(drawn).toHaveLength(1)
  })

  it('is no second argon2 where one was needed already', async () => {
    const { drawn, verify } = counted()
    expect(await verify('password', phc({ password: 'another' }))).toBe('wrong')
    expect(drawn).toHaveLength(0)
  })
})

describe('many passwords at once', () => {
  it('are hashed two at a time', async () => {
    let started = 0
    const { hash } = passwordHasher({
      random: (size) => {
        started += 1
        return randomBytes(size)
      },
    })
    const hashes = [1, 2, 3, 4, 5].map((n) => hash(`password ${n}`))
    expect(started).toBe(2)
    expect(new Set(await Promise.all(hashes)).size).toBe(5)
    expect(started).toBe(5)
  })

  it('wait in a queue that ends', async () => {
    const { hash, verify } = passwordHasher({ parallel: 1, waiting: 2 })
    const answers = await Promise.allSettled([
      hash('first'),
      verify('second', null),
      hash('third'),
      hash('fourth'),
      verify('fifth', null),
    ])
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(answers[3]).toHaveProperty('reason', expect.any(Outage))
    expect(await verify('later', await hash('later'))).toBe('right')
  })

  it('go on after one of them failed', async () => {
    let drawn = 0
    const { hash } = passwordHasher({
      parallel: 1,
      random: (size) => {
        drawn += 1
        if (drawn === 1) throw new Error('no entropy')
        return randomBytes(size)
      },
    })
    const answers = await Promise.allSettled([hash('first'), hash('second')])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })
})
