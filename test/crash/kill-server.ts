/**
 * `node test/crash/kill-server.ts [kills] [seed]`: streams withdrawals and approvals to the real server over HTTP and
 * kills it with SIGKILL again and again; every time it is started anew, and clients repeat what was not answered. In
 * the end nothing that was answered may be missing, nothing may be there twice, and the books must agree. Prints one
 * line of figures; the exit code is 1 when one of them is wrong. Talks to 127.0.0.1 only.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ledger, sendAll } from './clients.ts'
import { prepareCrashWorld } from './crash-world.ts'
import { inspect } from './inspect.ts'
import { runCrecker, serverProcess } from './server-process.ts'

const CLIENTS = 8
/** Answers between one start and the next kill. */
const ANSWERS = { least: 10, most: 120 }
/** So the kill comes at any point of a command and not at its answer. */
const DELAY_MOST_MS = 12
const LIMIT_MS = 150_000

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const killServer = async (dataDir: string, kills: number, seed: number): Promise<boolean> => {
  const random = randomFrom(seed)
  const endsAt = performance.now() + LIMIT_MS
  const isOver = () => performance.now() > endsAt
  const { databasePath, commands } = await prepareCrashWorld(
    dataDir,
    Math.ceil((kills * ANSWERS.most) / 2) + 50,
  )
  const environment = { DATA_DIR: dataDir }
  const server = await serverProcess(environment)
  const seen: Ledger = { acknowledged: [], changedAnswers: [], longestOutageMs: 0 }
  const reconcile = async (): Promise<number> => {
    const { code, out } = await runCrecker(['reconcile'], environment)
    const drift = Number(/drift (\d+)/.exec(out)?.[1] ?? Number.NaN)
    return code === 0 ? drift : Math.max(1, drift)
  }
  try {
    await server.start()
    const sending = sendAll(commands, { port: server.port, clients: CLIENTS, isOver }, seen)
    const drifts: Promise<number>[] = []
    let killed = 0
    for (; killed < kills && !isOver(); killed += 1) {
      const { least, most } = ANSWERS
      const answers = seen.acknowledged.length + least + Math.floor(random() * (most - least))
      const enough = Math.min(answers, commands.length)
      while (seen.acknowledged.length < enough && !isOver()) await pause(1)
      await pause(random() * DELAY_MOST_MS)
      await server.kill()
      await server.start()
      // Beside the server, which goes on to serve.
      drifts.push(reconcile())
    }
    await sending
    await server.stop()
    const drift = (await Promise.all([...drifts, reconcile()])).reduce((sum, found) => sum + found)
    const refused = seen.acknowledged.filter(({ status }) => status !== 200)
    const { missing, doubled, unanswered } = inspect(databasePath, commands, seen.acknowledged)
    const repeated = seen.acknowledged.filter(({ attempts }) => attempts > 1).length
    console.log(
      `kill -9: ${killed} kills, ${seen.acknowledged.length} of ${commands.length} commands acknowledged (${repeated} after repetitions, ${unanswered} of them done before), ${refused.length} refused, ${missing.length} missing, ${doubled.length} doubled, ${seen.changedAnswers.length} answers changed, drift ${drift}, longest outage ${(seen.longestOutageMs / 1_000).toFixed(1)} s, seed ${seed}`,
    )
    for (const { command, status, body } of refused.slice(0, 5)) console.error(command.key, status, body)
    for (const wrong of [...missing, ...doubled].slice(0, 20)) console.error(wrong)
    return (
      killed === kills &&
      seen.acknowledged.length === commands.length &&
      drift === 0 &&
      [refused, missing, doubled, seen.changedAnswers].every(({ length }) => length === 0)
    )
  } finally {
    await server.kill()
  }
}

// Whoever ends this early ends the server with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const [, , kills = '20', seed = `${Math.floor(Math.random() * 2 ** 31)}`] = process.argv
const dataDir = await mkdtemp(join(tmpdir(), 'crecker-kill-'))
try {
  process.exitCode = (await killServer(dataDir, Number(kills), Number(seed))) ? 0 : 1
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
