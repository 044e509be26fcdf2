import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { freePort } from '../test/mariadb/free-port.ts'

/** A server that answers on 127.0.0.1. */
export type Running = {
  readonly url: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

export type Environment = Readonly<Record<string, string>>

const CLI = resolve(import.meta.dirname, '../dist/entry/cli.js')
const BARE = resolve(import.meta.dirname, 'bare-server.ts')
const READY_MS = 60_000
const STOP_MS = 15_000

/** The product as it is shipped: built, and logging nothing but errors. */
export const startProduct = async (environment: Environment): Promise<Running> => {
  const port = await freePort()
  return running(
    spawnNode([CLI, 'serve'], { JOBS: 'off', ...environment, HOST: '127.0.0.1', PORT: `${port}` }),
    port,
  )
}

/** The server that it is compared with; what it sends is read from a file. */
export const startBare = async (recordingPath: string): Promise<Running> => {
  const port = await freePort()
  return running(spawnNode([BARE, recordingPath, `${port}`], {}), port)
}

/** Runs a command of the product to its end and answers what it printed. Throws when it fails. */
export const runProduct = async (args: readonly string[], environment: Environment): Promise<string> => {
  const child = spawnNode([CLI, ...args], environment)
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`crecker ${args.join(' ')} ended with code ${code}: ${out}`)
  return out
}

/** Memory of a process that is in RAM, in MB; Linux only. */
export const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
  if (!Number.isFinite(kilobytes)) throw new Error(`the memory of process ${pid} cannot be read`)
  return kilobytes / 1_024
}

type Child = ChildProcessByStdio<null, Readable, null>

/** With `NODE_OPTIONS` of whoever measures, such as `--cpu-prof`. */
const spawnNode = (args: readonly string[], environment: Environment): Child =>
  spawn(process.execPath, [...args], {
    env: {
      PATH: process.env.PATH ?? '',
      NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const running = async (child: Child, port: number): Promise<Running> => {
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  await saysThatItServes(child)
  const { pid } = child
  if (pid === undefined) throw new Error('a server that serves has a process')
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill)
    if (child.exitCode !== null || child.signalCode !== null) return
    const tooLate = setTimeout(kill, STOP_MS)
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    await ended
    clearTimeout(tooLate)
  }
  return { url: `http://127.0.0.1:${port}`, pid, stop }
}

const saysThatItServes = async (child: Child): Promise<void> => {
  const tooLate = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  try {
    for await (const line of createInterface({ input: child.stdout }))
      if (line.includes('serves on')) {
        // What it prints later must not fill the pipe.
        child.stdout.resume()
        return
      }
    throw new Error('a server ended, or did not come up in time')
  } finally {
    clearTimeout(tooLate)
  }
}
