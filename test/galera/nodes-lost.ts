import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Figures, inOneLine, isSound, seconds } from '../crash/figures.ts'
import { type Load, underLoad } from '../crash/under-load.ts'
import { diskFolder } from '../mariadb/data-folder.ts'
import { type Cluster, positionOf, waitUntilWhole } from '../mariadb/galera.ts'
import type { Mariadb } from '../mariadb/mariadbd.ts'
import { type Finding, inTurn } from './cluster-world.ts'

export type Lose = (cluster: Cluster, database: string, share: number) => Promise<Finding>

const CLIENTS = 12
const CREATORS = 1_000
const LIMIT_MS = 150_000
/** Answers before a node is lost, while it is away, and after it has come back. */
const BEFORE = 200
const DURING = 300
const ANSWER_IN_MS = 3_000
const QUESTIONS = 40
const POLL_MS = 20

/** A server beside each node, under load while something is done to the nodes; then a look at all that is stored. */
const withServerOnEach = async (
  { nodes }: Cluster,
  database: string,
  share: number,
  disturb: (load: Load) => Promise<void>,
): Promise<{ readonly figures: Figures; readonly different: readonly string[] }> => {
  const dataDir = await mkdtemp(join(diskFolder(), 'crecker-galera-'))
  try {
    const figures = await underLoad(
      {
        dataDir,
        databases: nodes.map((node) => ({ kind: 'mysql', url: node.url(database) })),
        creators: Math.ceil(CREATORS * Math.max(share, 0.4)),
        clients: CLIENTS,
        limitMs: LIMIT_MS,
      },
      disturb,
    )
    return { figures, different: await differentTables(nodes, database) }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Tables that do not hold the same on all nodes. */
const differentTables = async (nodes: readonly Mariadb[], database: string): Promise<readonly string[]> => {
  const tables = await inTurn(nodes, 0).admin(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${database}'`,
  )
  const names = tables.map(({ name }) => `${database}.${name}`)
  const sums = await Promise.all(nodes.map(({ admin }) => admin(`CHECKSUM TABLE ${names.join(', ')}`)))
  return names.filter(
    (_, index) => new Set(sums.map((of) => `${of[index]?.Table} ${of[index]?.Checksum}`)).size !== 1,
  )
}

const finding = (
  what: string,
  { figures, different }: { readonly figures: Figures; readonly different: readonly string[] },
  also: { readonly told: string; readonly isRight: boolean },
): Finding => ({
  told: `${what}: ${inOneLine(figures)}, ${different.length} tables differ between nodes${different.length === 0 ? '' : ` (${different.join(', ')})`}, ${also.told}`,
  isRight: isSound(figures) && different.length === 0 && also.isRight,
})

/** One node of three is killed under load and comes back; its server's clients go to the others meanwhile. */
export const nodeKilled: Lose = async (cluster, database, share) => {
  const node = inTurn(cluster.nodes, 2)
  let caughtUp = ''
  let backMs = 0
  const seen = await withServerOnEach(cluster, database, share, async ({ answered }) => {
    await answered(BEFORE)
    await node.kill()
    await answered(DURING)
    const logged = (await stat(logOf(node))).size
    const startedAt = performance.now()
    await node.start([`--wsrep-start-position=${await positionOf(node)}`])
    await waitUntilWhole(cluster.nodes)
    backMs = performance.now() - startedAt
    const log = (await readFile(logOf(node))).subarray(logged).toString()
    caughtUp = /IST received/.test(log) ? 'by the writes it had missed' : 'by a whole copy'
  })
  return finding('kill -9 of one node', seen, {
    told: `it came back ${caughtUp} in ${seconds(backMs)}`,
    isRight: caughtUp === 'by the writes it had missed',
  })
}

const logOf = ({ folder }: Mariadb): string => join(folder, 'server.log')

/** All nodes die in the same moment, and the cluster is started again from the one that knows most. */
export const allNodesKilled: Lose = async (cluster, database, share) => {
  let backMs = 0
  const seen = await withServerOnEach(cluster, database, share, async ({ answered }) => {
    await answered(BEFORE)
    await Promise.all(cluster.nodes.map((node) => node.kill()))
    const startedAt = performance.now()
    await cluster.startAgain(await mostAdvanced(cluster.nodes))
    await waitUntilWhole(cluster.nodes)
    backMs = performance.now() - startedAt
  })
  return finding('kill -9 of all nodes', seen, { told: `whole again in ${seconds(backMs)}`, isRight: true })
}

const mostAdvanced = async (nodes: readonly Mariadb[]): Promise<Mariadb> => {
  const positions = await Promise.all(
    nodes.map(async (node) => ({ node, writes: Number((await positionOf(node)).split(':')[1]) })),
  )
  const [first] = positions.toSorted((one, other) => other.writes - one.writes)
  return first?.node ?? inTurn(nodes, 0)
}

/**
 * One node is frozen: its server refuses in time, the others go on when the cluster has thrown it out, and once it
 * runs again it comes back by itself.
 */
export const nodeFrozen: Lose = async (cluster, database, share) => {
  const node = inTurn(cluster.nodes, 2)
  const times = { slowestMs: 0, goesOnMs: 0, servesMs: 0 }
  const statuses = new Map<number, number>()
  const seen = await withServerOnEach(cluster, database, share, async (load) => {
    const server = inTurn(load.servers, 2)
    await load.answered(BEFORE)
    const frozenAt = performance.now()
    node.freeze()
    const goesOn = load.answered(CLIENTS * 2).then(() => {
      times.goesOnMs = performance.now() - frozenAt
    })
    await Promise.all(
      Array.from({ length: QUESTIONS }, async (_, number) => {
        await pause(number * POLL_MS)
        const { status, ms } = await ask(`http://127.0.0.1:${server.port}/api/cash`, load.token)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        times.slowestMs = Math.max(times.slowestMs, ms)
      }),
    )
    await goesOn
    await load.answered(DURING)
    const resumedAt = performance.now()
    node.resume()
    for (;;) {
      const { status } = await ask(`http://127.0.0.1:${server.port}/ready`, load.token)
      if (status === 200 || load.isOver()) break
      await pause(POLL_MS)
    }
    times.servesMs = performance.now() - resumedAt
    await waitUntilWhole(cluster.nodes)
  })
  const told = [...statuses].map(([status, often]) => `${often} x ${status}`).join(', ')
  return finding('a frozen node', seen, {
    told: `its server answered ${told} in at most ${seconds(times.slowestMs)}, the others went on after ${seconds(times.goesOnMs)}, it served again ${seconds(times.servesMs)} after it was let go`,
    isRight:
      statuses.get(503) === QUESTIONS &&
      times.slowestMs < ANSWER_IN_MS &&
      seen.figures.slowestAnswerMs < ANSWER_IN_MS,
  })
}

const ask = async (url: string, token: string): Promise<{ readonly status: number; readonly ms: number }> => {
  const askedAt = performance.now()
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } })
  await response.arrayBuffer()
  return { status: response.status, ms: performance.now() - askedAt }
}
