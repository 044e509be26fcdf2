import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { z } from 'zod'

/** Where a MySQL or MariaDB server is, and how this process uses it. */
export type MysqlSettings = {
  readonly host: string
  readonly port: number
  /** Path of a Unix socket; used instead of host and port when it is given. */
  readonly socket: string | null
  readonly user: string
  readonly password: string
  readonly database: string
  /** Connections that this process opens at the most. */
  readonly connections: number
  /** How long a statement may take. */
  readonly deadlineMs: number
  /** How long a connection may be waited for before, be it a free one or a new one. */
  readonly waitMs: number
  readonly tls: { readonly verify: boolean; readonly ca: string | null } | null
  /** Server settings under which a commit that was answered can be lost are refused, unless this is true. */
  readonly allowUnsafe: boolean
}

const LONGEST_WAIT_MS = 10_000
const DEFAULT_PORT = 3306
const FORM = 'mysql://<user>:<password>@<host>:<port>/<database>'

const whole = (name: string, least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/, { error: `${name} must be a whole number from ${least} to ${most}` })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(least, { error: `${name} must be at least ${least}` })
        .max(most, { error: `${name} must be at most ${most}` }),
    )

const options = z.strictObject(
  {
    connections: whole('connections', 2, 500).default(10),
    'deadline-ms': whole('deadline-ms', 100, 60_000).default(2_000),
    tls: z.enum(['off', 'on', 'unverified'], { error: 'tls must be off, on or unverified' }).default('off'),
    ca: z.string().min(1).optional(),
    socket: z.string().startsWith('/', { error: 'socket must be the full path of a socket' }).optional(),
    unsafe: z.enum(['refuse', 'allow'], { error: 'unsafe must be refuse or allow' }).default('refuse'),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `it has no option ${issue.keys?.join(', ')}` : undefined,
  },
)

/**
 * Reads a `mysql://` address; README's section "MySQL and MariaDB" lists its options. Throws an error with a sentence
 * for people, which never holds the password.
 */
export const mysqlSettings = (address: string): MysqlSettings => {
  const url = URL.parse(address)
  const database = decoded(url?.pathname.slice(1) ?? '')
  if (url?.protocol !== 'mysql:' || url.username === '' || !/^[^/]+$/.test(database))
    throw new Error(`DATABASE_URL must have the form ${FORM}`)
  const given = options.safeParse(Object.fromEntries(url.searchParams))
  if (!given.success)
    throw new Error(`DATABASE_URL: ${given.error.issues.map(({ message }) => message).join('; ')}`)
  const { connections, tls, ca, socket, unsafe } = given.data
  if (ca !== undefined && tls !== 'on') throw new Error('DATABASE_URL: ca is of use only with tls=on')
  // Of an IPv6 address, the brackets belong to the URL and not to the address.
  const host = url.hostname.replace(/^\[|\]$/g, '') || 'localhost'
  // mysql2 would compare the certificate with "localhost".
  if (tls === 'on' && isIP(host) !== 0)
    throw new Error(
      `DATABASE_URL: tls=on needs the name of the host that the certificate is for, not the address ${host}; ` +
        'tls=unverified encrypts only',
    )
  return {
    host,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    socket: socket ?? null,
    user: decoded(url.username),
    password: decoded(url.password),
    database,
    connections,
    deadlineMs: given.data['deadline-ms'],
    waitMs: Math.min(given.data['deadline-ms'], LONGEST_WAIT_MS),
    tls: tls === 'off' ? null : { verify: tls === 'on', ca: ca === undefined ? null : readCa(ca) },
    allowUnsafe: unsafe === 'allow',
  }
}

/** How messages name the place: without user and password. */
export const placeOf = ({ host, port, socket, database }: MysqlSettings): string =>
  `${database} at ${socket ?? `${host}:${port}`}`

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error(`DATABASE_URL has a % that begins no escape; a % itself is written %25. Form: ${FORM}`)
  }
}

const readCa = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`DATABASE_URL: the certificate ${path} cannot be read`, { cause: error })
  }
}
