import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { accessTokens } from '../../../src/adapters/auth/access-tokens.ts'
import { type Keys, loadKeys, makeKeys } from '../../../src/adapters/auth/keys-file.ts'
import { secrets } from '../../../src/adapters/auth/secrets.ts'
import { vault } from '../../../src/adapters/auth/vault.ts'
import { DAY_MS, later, toId, toInstant } from '../../../src/domain/primitives.ts'

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crecker-keys-'))
  path = join(directory, 'keys.json')
})
afterEach(() => rm(directory, { recursive: true }))

const NOW = toInstant(1_800_000_000_000)
const CLAIMS = { accountId: toId<'Account'>(1), roles: ['creator'], sessionGeneration: 0 } as const

/** Whether what one server makes with its keys is understood by another with those. */
const areTheSame = async (one: Keys, other: Keys): Promise<boolean> => {
  const token = await accessTokens({ keys: one.signing }).issue(CLAIMS, NOW, later(NOW, DAY_MS))
  const claims = await accessTokens({ keys: other.signing }).read(token, NOW)
  return (
    typeof claims === 'object' &&
    vault({ keys: other.vault }).open(vault({ keys: one.vault }).seal('plain')) === 'plain' &&
    secrets({ key: one.secrets }).successor('T') === secrets({ key: other.secrets }).successor('T')
  )
}

type Written = {
  readonly signing: readonly [Record<string, string>]
  readonly vault: readonly [Record<string, string>]
  readonly secrets: string
}
const readWritten = async (): Promise<Written> => JSON.parse(await readFile(path, 'utf8'))
const write = async (content: unknown): Promise<void> => {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
}
const refusal = async (mayCreate = false): Promise<string> =>
  loadKeys({ path, mayCreate }).then(
    () => 'loaded',
    (error: Error) => error.message,
  )

describe('the first start', () => {
  it('makes the keys, for the owner only, and leaves nothing else behind', async () => {
    path = join(directory, 'data', 'deep', 'keys.json')
    await loadKeys({ path, mayCreate: true })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(directory, 'data', 'deep'))).toEqual(['keys.json'])
  })

  it('makes keys that the second start finds', async () => {
    const first = await loadKeys({ path, mayCreate: true })
    const before = await readFile(path, 'utf8')
    const second = await loadKeys({ path, mayCreate: true })
    const third = await loadKeys({ path, mayCreate: false })
    expect(await areTheSame(first, second)).toBe(true)
    expect(await areTheSame(first, third)).toBe(true)
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  it('of twenty servers at once ends with one file, which all of them use', async () => {
    for (let round = 0; round < 10; round += 1) {
      path = join(directory, `${round}`, 'keys.json')
      // Each starts a few steps after the one before, so that some find no file and are still overtaken.
      const all = await Promise.all(
        Array.from({ length: 20 }, async (_, place) => {
          for (let step = 0; step < place * (1 + (round % 3)); step += 1) await stat(directory)
          return loadKeys({ path, mayCreate: true })
        }),
      )
      expect(await readdir(join(directory, `${round}`))).toEqual(['keys.json'])
      const kept = await loadKeys({ path, mayCreate: false })
      for (const keys of all) expect(await areTheSame(keys, kept)).toBe(true)
    }
  })

  it('is refused where keys must come from somebody, and says how to make them', async () => {
    expect(await refusal()).toBe(
      `There is no keys file at ${path}: make one with "crecker keys make" and give the same file to every server (KEYS_FILE).`,
    )
    expect(await readdir(directory)).toEqual([])
  })

  it('says when there is no place for the file', async () => {
    await writeFile(join(directory, 'file'), '')
    path = join(directory, 'file', 'keys.json')
    expect(await refusal(true)).toMatch(/^The keys file .+ cannot be read \(ENOTDIR\)\.$/)
  })
})

describe('keys', () => {
  it('are new each time', async () => {
    const [one, other] = [makeKeys(), makeKeys()]
    expect(await areTheSame(one, one)).toBe(true)
    await expect(areTheSame(one, other).catch(() => false)).resolves.toBe(false)
  })

  it('do not print themselves', async () => {
    const keys = await loadKeys({ path, mayCreate: true })
    const { signing, vault: vaultKeys, secrets: secret } = await readWritten()
    const printed = JSON.stringify(keys) + String(keys.signing[0]?.key)
    for (const hidden of [signing[0].d, vaultKeys[0].key, secret]) expect(printed).not.toContain(hidden)
  })

  it('roll by adding new ones in front', async () => {
    const before = await loadKeys({ path, mayCreate: true })
    const old = await readWritten()
    await rm(path)
    await loadKeys({ path, mayCreate: true })
    const fresh = await readWritten()
    await write({
      ...old,
      signing: [...fresh.signing, ...old.signing],
      vault: [...fresh.vault, ...old.vault],
    })
    const rolled = await loadKeys({ path, mayCreate: false })
    expect(rolled.signing.map(({ kid }) => kid)).toEqual([fresh.signing[0].kid, old.signing[0].kid])
    expect(await areTheSame(before, rolled)).toBe(true)
  })
})

describe('a keys file that others can use', () => {
  test.each([0o640, 0o604, 0o620, 0o660, 0o644, 0o777])('is refused: %o', async (mode) => {
    await loadKeys({ path, mayCreate: true })
    await chmod(path, mode)
    expect(await refusal(true)).toContain(`is open to others (mode ${mode.toString(8)}): run "chmod 600"`)
  })

  it('may be read-only', async () => {
    await loadKeys({ path, mayCreate: true })
    await chmod(path, 0o400)
    expect(await refusal()).toBe('loaded')
  })
})

describe('a broken keys file', () => {
  const CANARY = 'Canary-Secret-0123456789'

  it('is never replaced', async () => {
    await write('')
    expect(await refusal(true)).toMatch(/broken: it is not JSON\.$/)
    expect(await readFile(path, 'utf8')).toBe('')
  })

  test.each([
    ['no JSON', `{"secrets": ${CANARY}`, 'it is not JSON'],
    ['a text', JSON.stringify(CANARY), 'the file: '],
    ['empty', '{}', 'version: '],
    ['too large', ' '.repeat(70_000), 'it is too large'],
  ])('is told in one sentence without its content: %s', async (_, content, expected) => {
    await write(content)
    const message = await refusal()
    expect(message).toContain(`The keys file ${path} is broken: ${expected}`)
    expect(message).not.toContain(CANARY)
    expect(message).not.toContain('\n')
  })

  const spoil = (written: Written): readonly (readonly [string, unknown])[] => {
    const [signing] = written.signing
    const [sealing] = written.vault
    return [
      ['signing', { ...written, signing: [] }],
      ['signing: two keys have the same kid', { ...written, signing: [signing, signing] }],
      ['signing.0.d', { ...written, signing: [{ ...signing, d: CANARY }] }],
      ['signing.0.crv', { ...written, signing: [{ ...signing, crv: 'X25519' }] }],
      ['signing.0.kid', { ...written, signing: [{ ...signing, kid: 'a b' }] }],
      ['signing.0: x and d are not one key', { ...written, signing: [{ ...signing, x: sealing.key }] }],
      ['vault', { ...written, vault: [] }],
      ['vault: two keys have the same id', { ...written, vault: [sealing, sealing] }],
      ['vault.0.id', { ...written, vault: [{ ...sealing, id: 'a.b' }] }],
      ['vault.0.key: must be 32 bytes', { ...written, vault: [{ ...sealing, key: CANARY }] }],
      ['secrets: must be 32 bytes', { ...written, secrets: CANARY }],
      ['version', { ...written, version: 2 }],
    ]
  }

  it('is told where it is broken', async () => {
    await loadKeys({ path, mayCreate: true })
    const whole = await readWritten()
    for (const [expected, content] of spoil(whole)) {
      await write(content)
      const message = await refusal()
      expect(message).toContain(`The keys file ${path} is broken: ${expected}`)
      expect(message).not.toContain(CANARY)
    }
  })

  it('may not be a folder', async () => {
    await mkdir(path)
    expect(await refusal(true)).toBe(`The keys file ${path} is not a file.`)
  })
})
