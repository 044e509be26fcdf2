/**
 * A MariaDB server of one's own, to be thrown away: in a temporary folder, on a free port of 127.0.0.1, without any
 * configuration of the machine. Knows no test runner, so that scripts can use it too.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { fastFolder } from './data-folder.ts'
import { freePort } from './free-port.ts'

const READY_MS = 60_000
const STOP_MS = 20_000
const POLL_MS = 20
const LOG_LINES = 40
const LOG_CHARACTERS = 3_000
const USER = 'crecker'
/** Databases whose names begin so are open to the account in `url`. */
export const DATABASE_PREFIX = 'crecker_test'

export type Row = Readonly<Record<string, unknown>>

export type MariadbOptions = {
  /** Where its folder is made: the temporary folder, or one in memory where that is much faster. */
  readonly parent?: string
  /** More arguments of the server, at every start. They win over those given here. */
  readonly args?: readonly string[]
  /** Of the account in `url`; made up when it is not given. */
  readonly password?: string
  /** `false` leaves the folder empty: a node that joins a cluster is sent everything. */
  readonly install?: boolean
}

export type Mariadb = {
  readonly port: number
  readonly folder: string
  readonly socket: string
  /** The program, and the arguments of every start. */
  readonly command: readonly [string, ...string[]]
  readonly user: string
  readonly password: string
  /** The `DATABASE_URL` of a database on it. Its account may do anything with databases named `crecker_test…`. */
  readonly url: (database: string) => string
  /** Runs one statement as root. Answers the rows, none when the statement has no rows. */
  readonly admin: (sql: string) => Promise<readonly Row[]>
  /** Starts it on the same folder and port, and resolves when it answers. */
  readonly start: (args?: readonly string[]) => Promise<void>
  /** SIGKILL, as a loss of power ends it. Resolves when it is gone; the folder stays. */
  readonly kill: () => Promise<void>
  /** SIGSTOP: connections stay open and nothing answers, until `resume`. */
  readonly freeze: () => void
  readonly resume: () => void
  /** Shuts it down in order and removes the folder. It cannot be started again. */
  readonly stop: () => Promise<void>
}

/** The server's program on the PATH or in /usr/sbin; null when MariaDB is not installed. */
export const findMariadbd = (): string | null => findProgram(['mariadbd', 'mysqld'])

/** Installed, started, and with an account. It ends with this process, however this process ends. */
export const startMariadb = async (options: MariadbOptions = {}): Promise<Mariadb> => {
  const server = await prepareMariadb(options)
  try {
    await server.start()
    await setUpAccounts(server)
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

/** Installed, but not started. */
export const prepareMariadb = async ({
  parent,
  args = [],
  password = randomBytes(12).toString('hex'),
  install = true,
}: MariadbOptions = {}): Promise<Mariadb> => {
  const program = findMariadbd()
  if (program === null)
    throw new Error('neither mariadbd nor mysqld was found: run apt-get install mariadb-server')
  const folder = await mkdtemp(join(parent ?? (await fastFolder()), 'crecker-mariadb-'))
  try {
    const places = placesIn(folder)
    await mkdir(places.data)
    await mkdir(places.temporary)
    const runAs = await ownedByServer([folder, places.data, places.temporary])
    if (install) await installInto(folder, runAs)
    const port = await freePort()
    const all = [...settings(folder, port), ...runAs, ...args]
    return {
      ...processOf({ program, args: all, folder }),
      port,
      folder,
      socket: places.socket,
      command: [program, ...all],
      user: USER,
      password,
      url: (database) => `mysql://${USER}:${password}@127.0.0.1:${port}/${database}`,
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Adds the account in `url`, which reaches the databases of tests and nothing else, and leaves root the socket only. */
export const setUpAccounts = async ({ admin, user, password }: Mariadb): Promise<void> => {
  for (const { host } of await admin(
    "SELECT host AS host FROM mysql.user WHERE user = 'root' AND host <> 'localhost'",
  ))
    await admin(`DROP USER 'root'@'${host}'`)
  const account = `'${user}'@'127.0.0.1'`
  await admin(`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}'`)
  // An underscore stands for any character here, unless it is escaped.
  await admin(`GRANT ALL ON \`${DATABASE_PREFIX.replaceAll('_', '\\_')}%\`.* TO ${account}`)
}

const placesIn = (folder: string) => ({
  data: join(folder, 'data'),
  // Its own, because a server that starts deletes the temporary tables of all others that share one.
  temporary: join(folder, 'tmp'),
  // Short, because the path of a socket must be.
  socket: join(folder, 's'),
  log: join(folder, 'server.log'),
})

const settings = (folder: string, port: number): readonly string[] => {
  const { data, temporary, socket, log } = placesIn(folder)
  return [
    '--no-defaults',
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    `--socket=${socket}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--log-error=${log}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--max-connections=500',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=128M',
    '--innodb-log-file-size=64M',
  ]
}

const findProgram = (names: readonly string[]): string | null => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Looked for in the next one.
      }
    }
  return null
}

/** The server refuses to run as root, so there it runs as the user that its package has made. */
const ownedByServer = async (folders: readonly string[]): Promise<readonly string[]> => {
  if (process.getuid?.() !== 0) return []
  try {
    const id = async (of: '-u' | '-g') => Number((await run('id', [of, 'mysql'])).stdout)
    for (const folder of folders) await chown(folder, await id('-u'), await id('-g'))
    return ['--user=mysql']
  } catch {
    return ['--user=root']
  }
}

const installInto = async (folder: string, runAs: readonly string[]): Promise<void> => {
  const installer = findProgram(['mariadb-install-db', 'mysql_install_db'])
  if (installer === null)
    throw new Error('mariadb-install-db was not found: run apt-get install mariadb-server')
  const { data, temporary } = placesIn(folder)
  await run(installer, [
    '--no-defaults',
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    ...runAs,
    // Root has no password, but can come in through the socket, which lies in a folder that is closed to others.
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    '--innodb-log-file-size=64M',
  ])
}

const run = promisify(execFile)

type Process = { readonly program: string; readonly args: readonly string[]; readonly folder: string }

const processOf = ({ program, args, folder }: Process) => {
  const { socket, log } = placesIn(folder)
  let running: { readonly child: ChildProcess; readonly watcher: ChildProcess } | null = null
  let isEnding = false

  const admin = async (sql: string): Promise<readonly Row[]> => {
    const connection = await createConnection({ socketPath: socket, user: 'root' })
    try {
      const [answer] = await connection.query(sql)
      await connection.end()
      const rows: readonly unknown[] = Array.isArray(answer) ? answer : []
      return rows.filter(isRow)
    } catch (error) {
      connection.destroy()
      throw error
    }
  }
  const start = async (more: readonly string[] = []): Promise<void> => {
    if (running !== null) throw new Error('this server is running already')
    const child = spawn(program, [...args, ...more], { stdio: 'ignore', detached: true })
    if (child.pid === undefined) throw (await once(child, 'error'))[0]
    child.unref()
    running = { child, watcher: endWithUs(child.pid, folder) }
    await answers(child)
    child.once('exit', (code, signal) => tellOfCrash(`MariaDB ended by itself: ${signal ?? code}`))
  }
  /** Not to be taken for a failure of what it was used for. */
  const tellOfCrash = async (how: string): Promise<void> => {
    if (isEnding || running === null) return
    console.error(`${how}. The end of its log:\n${await lastLines(log)}`)
  }
  const answers = async (child: ChildProcess): Promise<void> => {
    const endsAt = performance.now() + READY_MS
    for (;;) {
      try {
        await admin('SELECT 1')
        return
      } catch (error) {
        const hasEnded = child.exitCode !== null || child.signalCode !== null
        if (hasEnded || performance.now() > endsAt) {
          await end('SIGKILL')
          const told = await lastLines(log)
          throw new Error(`MariaDB did not start. The end of its log:\n${told}`, { cause: error })
        }
        await pause(POLL_MS)
      }
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === null) return
    const { child, watcher } = running
    isEnding = true
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.ref()
      // What is frozen does not hear any other signal.
      child.kill('SIGCONT')
      child.kill(signal)
      const tooLate = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(tooLate)
    }
    watcher.kill('SIGKILL')
    running = null
    isEnding = false
  }
  return {
    admin,
    start,
    kill: () => end('SIGKILL'),
    freeze: () => {
      running?.child.kill('SIGSTOP')
    },
    resume: () => {
      running?.child.kill('SIGCONT')
    },
    stop: async () => {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row)

/**
 * Ends the server and removes its folder when this process is gone, be it by SIGKILL: a shell that waits for the end of
 * a pipe which only this process holds open.
 */
const endWithUs = (pid: number, folder: string): ChildProcess => {
  const script = 'cat >/dev/null; kill -9 "$1"; rm -rf "$2"'
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', `${pid}`, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of reach of Ctrl-C, which is sent to everything that a terminal runs.
    detached: true,
  })
  watcher.unref()
  return watcher
}

const lastLines = async (log: string): Promise<string> => {
  try {
    const text = await readFile(log, 'utf8')
    return text.slice(-LOG_CHARACTERS).split('\n').slice(-LOG_LINES).join('\n')
  } catch {
    return '(there is none)'
  }
}
