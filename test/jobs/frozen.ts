import { setTimeout as passing } from 'node:timers/promises'
import { z } from 'zod'
import type { CrashDatabase } from '../crash/crash-world.ts'
import { withQuery } from '../crash/query.ts'
import { LEASE_MS, openWorld, type World } from './world.ts'

const WAIT_MS = 30_000

export type FrozenFigures = {
  readonly videos: number
  readonly observed: number
  readonly twice: number
  /** How long the first worker was stopped. */
  readonly frozenMs: number
  /** Whose token is whose. */
  readonly tokens: { readonly frozen: number; readonly other: number }
  /** Everything that was written under the frozen worker's token, before it was continued and after. */
  readonly writtenBefore: string
  readonly writtenAfter: string
  /** How the frozen worker's run ended in its own eyes. */
  readonly ended: string
}

/**
 * A worker is stopped with SIGSTOP while it waits for YouTube, for twice its lease, and continued when another one has
 * taken its run over and is in the middle of it.
 */
export const freezeWorker = async (
  dataDir: string,
  database: CrashDatabase,
  { videos }: { readonly videos: number },
): Promise<FrozenFigures> => {
  const world = await openWorld(dataDir, database, { videos, unitsForJobs: videos })
  try {
    const first = world.startWorker()
    world.begin()
    await until('the first worker reads', async () => (await world.look()).observed > 0)
    const frozen = await freezeWhileItAsks(world, first.signal)
    const frozenAt = performance.now()
    const token = (await world.look()).job?.token ?? 0
    const written = () => writtenUnder(database, token)
    const second = world.startWorker()
    await until('the second worker is there', async () => second.isReady())
    const taken = await until('the run is taken over', async () => {
      const { job, observed } = await world.look()
      return (job?.token ?? 0) > token && observed > frozen.observed ? (job?.token ?? 0) : null
    })
    await passing(Math.max(0, frozenAt + 2 * LEASE_MS - performance.now()))
    const writtenBefore = await written()
    const frozenMs = performance.now() - frozenAt
    first.signal('SIGCONT')
    const run = await until('the frozen run ends', async () =>
      first.ended().find((ended) => ended.token === token),
    )
    await until('everything is read', async () => {
      const { observed, job } = await world.look()
      return observed >= videos && job?.state === 'over'
    })
    const { observed, twice } = await world.look()
    return {
      videos,
      observed,
      twice,
      frozenMs,
      tokens: { frozen: token, other: taken },
      writtenBefore,
      writtenAfter: await written(),
      ended: run.how,
    }
  } finally {
    await world.close()
  }
}

/** At the next call of it that reaches YouTube, whose answer comes while nobody is there to take it. */
const freezeWhileItAsks = async (
  { youTube, look }: World,
  signal: (signal: NodeJS.Signals) => void,
): Promise<{ readonly observed: number }> => {
  const asked = () => youTube.calls().reduce((all, { calls }) => all + calls, 0)
  const before = asked()
  await until('YouTube is asked', async () => asked() > before, 1)
  signal('SIGSTOP')
  return { observed: (await look()).observed }
}

const rows = z.array(z.record(z.string(), z.unknown()))

/** Readings name the token of the run that made them, and so does the history. */
const writtenUnder = (database: CrashDatabase, token: number): Promise<string> =>
  withQuery(database, async (query) => {
    const readings = rows.parse(
      await query(`SELECT * FROM observation WHERE run LIKE 'refresh:%:${token}' ORDER BY id`),
    )
    const history = rows.parse(await query(`SELECT * FROM job_run WHERE token = ${token} ORDER BY id`))
    return JSON.stringify({ readings, history })
  })

/** Asks again and again; throws when it takes too long. */
const until = async <T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  everyMs = 50,
): Promise<T> => {
  const tooLateAt = performance.now() + WAIT_MS
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (performance.now() > tooLateAt) throw new Error(`waited in vain: ${what}`)
    await passing(everyMs)
  }
}

export const frozenInOneLine = (figures: FrozenFigures): string => {
  const { videos, observed, twice, frozenMs, tokens, ended } = figures
  const same = isSame(figures) ? 'nothing written under it afterwards' : 'WRITTEN UNDER IT AFTERWARDS'
  return `stopped for ${(frozenMs / 1_000).toFixed(1)} s with a lease of ${LEASE_MS / 1_000} s, token ${tokens.frozen} against ${tokens.other}: ${same}, its run ended as ${ended}; ${observed} of ${videos} videos read once, ${twice} twice`
}

const isSame = ({ writtenBefore, writtenAfter }: FrozenFigures): boolean => writtenBefore === writtenAfter

/** What is wrong, a sentence each. */
export const frozenComplaints = (figures: FrozenFigures): readonly string[] => {
  const { videos, observed, twice, frozenMs, tokens, writtenBefore, ended } = figures
  const complaints: readonly (readonly [boolean, string])[] = [
    [!isSame(figures), 'the frozen worker has written after another had its run'],
    [ended !== 'taken-over', `the frozen run ended as ${ended}`],
    [tokens.other <= tokens.frozen, 'nobody had a newer token'],
    [frozenMs < 2 * LEASE_MS, 'it was not frozen for twice its lease'],
    [!writtenBefore.includes('"run"'), 'it had written nothing before, so that nothing was tried'],
    [observed !== videos, `${videos - observed} videos were not read`],
    [twice !== 0, `${twice} readings were applied twice`],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, what]) => what)
}
