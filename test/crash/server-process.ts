import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { freePort } from '../mariadb/free-port.ts'

const CLI = resolve(import.meta.dirname, '../../src/entry/cli.ts')
const READY_MS = 30_000

export type ServerProcess = {
  readonly port: number
  /** Starts it, and resolves when it says that it serves. */
  readonly start: () => Promise<void>
  /** As the operating system or a loss of power would end it: nothing is finished, nobody is told. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export type Environment = Readonly<Record<string, string>>

/** The real server on 127.0.0.1, always on the same port. */
export const serverProcess = async (environment: Environment): Promise<ServerProcess> => {
  const port = await freePort()
  let running: ChildProcess | null = null
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === null) return
    const ended = once(running, 'close')
    running.kill(signal)
    await ended
    running = null
  }
  return {
    port,
    start: async () => {
      const child = crecker(['serve'], { JOBS: 'off', ...environment, HOST: '127.0.0.1', PORT: `${port}` })
      running = child
      await saysThatItServes(child)
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** Runs a command of the command line to its end. */
export const runCrecker = async (args: readonly string[], environment: Environment) => {
  const child = crecker(args, environment)
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { code: Number(code), out }
}

/** Those that have not ended; what is left of them ends with this process. */
const living = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

const crecker = (args: readonly string[], environment: Environment) => {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  living.add(child)
  child.once('close', () => living.delete(child))
  return child
}

const saysThatItServes = async (child: ReturnType<typeof crecker>): Promise<void> => {
  const tooLate = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  try {
    for await (const line of createInterface({ input: child.stdout }))
      if (line.startsWith('Crecker serves on')) {
        // What it prints later must not fill the pipe.
        child.stdout.resume()
        return
      }
    throw new Error('the server ended, or did not come up in time')
  } finally {
    clearTimeout(tooLate)
  }
}
