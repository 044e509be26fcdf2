import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Environment } from '../crash/server-process.ts'
import { type FromParent, type ToParent, toParent } from './messages.ts'

export type WorkerProcess = {
  readonly pid: number
  readonly isReady: () => boolean
  /** How its runs have ended so far. */
  readonly ended: () => readonly Extract<ToParent, { kind: 'ended' }>[]
  readonly tell: (message: FromParent) => void
  readonly signal: (signal: NodeJS.Signals) => void
  /** As the operating system or a loss of power would end it. */
  readonly kill: () => Promise<void>
}

const WORKER = resolve(import.meta.dirname, 'worker-process.ts')

/** Those that have not ended; what is left of them ends with this process, frozen ones too. */
const living = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

export const startWorkerProcess = (environment: Environment, onReady: () => void): WorkerProcess => {
  const child = spawn(process.execPath, [WORKER], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  living.add(child)
  child.once('close', () => living.delete(child))
  const ended: Extract<ToParent, { kind: 'ended' }>[] = []
  let ready = false
  child.on('message', (sent) => {
    const message = toParent.parse(sent)
    if (message.kind === 'ended') {
      ended.push(message)
      return
    }
    ready = true
    onReady()
  })
  return {
    pid: child.pid ?? 0,
    isReady: () => ready,
    ended: () => ended,
    tell: (message) => {
      // One that is being killed hears nothing any more.
      if (child.connected) child.send(message, () => undefined)
    },
    signal: (signal) => {
      child.kill(signal)
    },
    kill: async () => {
      ready = false
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    },
  }
}
