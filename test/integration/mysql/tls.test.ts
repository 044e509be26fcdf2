import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMysql } from '../../../src/adapters/kysely/open.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { findMariadbd, type Mariadb, startMariadb } from '../../mariadb/mariadbd.ts'
import { describeUnless } from '../../mariadb/own-server.ts'

const run = promisify(execFile)
const NAMES = ['localhost', 'other.example'] as const

let folder: string
let server: Mariadb

const openssl = (...args: readonly string[]) => run('openssl', args, { cwd: folder })

/** An authority, and a certificate of it for each name, in `<name>.pem` with its key in `<name>.key`. */
const makeCertificates = async (): Promise<void> => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const authority = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=an authority of our own']
  await openssl('req', '-x509', ...key, ...authority)
  for (const name of NAMES) {
    await openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    await writeFile(join(folder, `${name}.ext`), `subjectAltName = DNS:${name}`)
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`]
    await openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signed)
    await chmod(join(folder, `${name}.key`), 0o644)
  }
}

const showing = (name: (typeof NAMES)[number]): readonly string[] => [
  `--ssl-cert=${join(folder, `${name}.pem`)}`,
  `--ssl-key=${join(folder, `${name}.key`)}`,
]

/** What whoever starts a server with these options is told. */
const opened = async (options: string): Promise<string> => {
  const url = server.url('crecker_test_tls').replace('127.0.0.1', 'localhost')
  try {
    await (await openMysql({ url: `${url}?${options}` })).close()
    return 'it opened'
  } catch (error) {
    if (!(error instanceof Outage)) throw error
    return error.message
  }
}

const missing = (): string | null => {
  if (findMariadbd() === null) return 'neither mariadbd nor mysqld was found: apt-get install mariadb-server'
  return spawnSync('openssl', ['version']).status === 0
    ? null
    : 'openssl was not found: apt-get install openssl'
}

describeUnless(missing())('TLS to MariaDB', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crecker-tls-'))
    // The server may run as another user.
    await chmod(folder, 0o755)
    await makeCertificates()
    server = await startMariadb({ args: showing('localhost') })
    await server.admin('CREATE DATABASE crecker_test_tls')
    // Nobody comes in without it, so what opens is encrypted.
    await server.admin(`ALTER USER '${server.user}'@'127.0.0.1' REQUIRE SSL`)
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('opens for a certificate of the named authority, and for any when nobody asks', async () => {
    expect(await opened(`tls=on&ca=${join(folder, 'ca.pem')}`)).toBe('it opened')
    expect(await opened('tls=unverified')).toBe('it opened')
    expect(await opened('tls=off')).not.toBe('it opened')
  })

  test('is refused for a certificate of an authority that nobody named', async () => {
    const told = await opened('tls=on')
    expect(told).toMatch(/^The database .+: its certificate was refused: .+\.$/)
    expect(told).toContain('named with ca=')
  })

  test('is refused for a certificate of the named authority for another host', async () => {
    await server.kill()
    await server.start(showing('other.example'))
    const told = await opened(`tls=on&ca=${join(folder, 'ca.pem')}`)
    expect(told).toMatch(/its certificate was refused: .*localhost.*other\.example/)
    expect(await opened('tls=unverified')).toBe('it opened')
  })
})
