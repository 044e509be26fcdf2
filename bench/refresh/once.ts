import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Mariadb } from '../../test/mariadb/mariadbd.ts'
import type { Population } from './population.ts'
import type { Place } from './scenario.ts'
import { type Units, unitsBetween, unitsOf } from './units.ts'
import { type RunningYouTube, startYouTube } from './you-tube-process.ts'

/** A command of the product, from its start to its end. */
export type Carried = {
  readonly tookMs: number
  /** Of it, the time in which YouTube had a question to answer, as YouTube measures it. */
  readonly waitedMs: number
  readonly processorMs: number
  /** The most that it ever had in RAM of its own, without the pages of the Node program, which all its processes share. */
  readonly ownMb: number
  /** The most that it ever had in RAM, those included. */
  readonly peakMb: number
  readonly units: Units
  /** Null where the database does not count them. */
  readonly statements: number | null
  readonly transactions: number | null
  /** What it printed. */
  readonly said: string
}

export type OnceFigures = {
  /** Everything that is due. */
  readonly figures: Carried
  /** Everything, due or not, which also tells how each video stands. */
  readonly checks: Carried
  /** When nothing is left that is due: what the process takes in any case. */
  readonly nothing: Carried
}

const CLI = resolve(import.meta.dirname, '../../dist/entry/cli.js')
const REFRESH = ['job', 'run', 'refresh-statistics']
const LOOK_MS = 20

type Asked = {
  readonly place: Exclude<Place, { kind: 'memory' }>
  readonly population: Population
  readonly folder: string
  readonly mariadb: Mariadb | null
}

/** Runs the product as it is shipped, built and in real time, as an operator runs it by hand. */
export const refreshOnce = async ({ place, population, folder, mariadb }: Asked): Promise<OnceFigures> => {
  const youTube = await startYouTube(population, { servesFigures: true, clock: 'real' })
  try {
    const environment = {
      DATABASE_URL: place.kind === 'sqlite' ? `sqlite:${place.path}` : place.url,
      DATA_DIR: folder,
      KEYS_FILE: `${folder}/keys.json`,
      YOUTUBE_API_KEY: 'simulated',
      YOUTUBE_API_BASE_URL: youTube.baseUrl,
    }
    const counting = place.kind === 'mysql' ? mariadb : null
    const carry = (args: readonly string[]) => carryOut([...REFRESH, ...args], environment, youTube, counting)
    return { figures: await carry(['--due']), checks: await carry([]), nothing: await carry(['--due']) }
  } finally {
    await youTube.stop()
  }
}

const carryOut = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  youTube: RunningYouTube,
  mariadb: Mariadb | null,
): Promise<Carried> => {
  const before = { calls: await youTube.calls(), counted: await countedBy(mariadb), at: performance.now() }
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'close')
  const said = text(child.stdout)
  let use: Use = { ownMb: 0, peakMb: 0, processorMs: 0 }
  while (child.exitCode === null && child.signalCode === null) {
    const now = await useOf(child.pid)
    if (now !== null) use = { ...now, ownMb: Math.max(use.ownMb, now.ownMb) }
    await Promise.race([ended, pause(LOOK_MS)])
  }
  await ended
  process.removeListener('exit', kill)
  if (child.exitCode !== 0) throw new Error(`crecker ${args.join(' ')} ended with code ${child.exitCode}`)
  const tookMs = performance.now() - before.at
  const [calls, counted] = [await youTube.calls(), await countedBy(mariadb)]
  const since = (name: string) =>
    counted && before.counted && (counted.get(name) ?? 0) - (before.counted.get(name) ?? 0)
  return {
    tookMs,
    ...use,
    waitedMs: calls.answeringMs - before.calls.answeringMs,
    units: unitsBetween(unitsOf(before.calls.counts), unitsOf(calls.counts)),
    statements: since('QUESTIONS'),
    transactions: since('COM_BEGIN'),
    said: (await said).trim(),
  }
}

type Use = Pick<Carried, 'ownMb' | 'peakMb' | 'processorMs'>

/** Null when the process is gone; Linux only. */
const useOf = async (pid: number | undefined): Promise<Use | null> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const megabytes = (of: 'RssAnon' | 'VmHWM') =>
      Number(new RegExp(`^${of}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1_024
    const [ownMb, peakMb] = [megabytes('RssAnon'), megabytes('VmHWM')]
    // Behind the program's name, which ends with the only bracket: user and system time are the 12th and 13th.
    const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
    const processorMs = (Number(stat[11]) + Number(stat[12])) * (1_000 / TICKS_PER_SECOND)
    return Number.isFinite(ownMb + peakMb) ? { ownMb, peakMb, processorMs } : null
  } catch {
    return null
  }
}

/** Of Linux, whatever the machine. */
const TICKS_PER_SECOND = 100

/** What the server has counted so far; nobody else uses it. */
const countedBy = async (mariadb: Mariadb | null): Promise<ReadonlyMap<string, number> | null> => {
  if (mariadb === null) return null
  const rows = await mariadb.admin(
    "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ('QUESTIONS', 'COM_BEGIN')",
  )
  return new Map(rows.map(({ name, value }) => [String(name), Number(value)]))
}
