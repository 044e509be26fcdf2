import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Figures, inOneLine, isSound, seconds } from '../crash/figures.ts'
import { type Load, underLoad } from '../crash/under-load.ts'
import { diskFolder } from '../mariadb/data-folder.ts'
import { type Cluster, waitUntilWhole } from '../mariadb/galera.ts'
import type { Mariadb } from '../mariadb/mariadbd.ts'
import { atOnce, type Finding, inTurn } from './cluster-world.ts'

export type Lose = (cluster: Cluster, database: string, share: number) => Promise<Finding>

const CLIENTS = 12
const CREATORS = 1_000
const LIMIT_MS = 150_000
/** Answers before a node is lost, while it is away, and after it has come back. */
const BEFORE = 200
const DURING = 300
const ANSWER_IN_MS = 3_000
const QUESTIONS = 40
const QUESTION_EVERY_MS = 20
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
  isRight:
    isSound(figures) && figures.slowestAnswerMs < ANSWER_IN_MS && different.length === 0 && also.isRight,
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
    await node.start()
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
    await cluster.startAgain()
    await waitUntilWhole(cluster.nodes)
    backMs = performance.now() - startedAt
  })
  return finding('kill -9 of all nodes', seen, { told: `whole again in ${seconds(backMs)}`, isRight: true })
}

type Away = {
  readonly what: string
  readonly leave: (node: Mariadb) => Promise<void>
  readonly comeBack: (node: Mariadb) => Promise<void>
}

/**
 * One node no longer speaks to the others: its server refuses in time, the others go on when the cluster has thrown it
 * out, and once it can speak again it comes back by itself.
 */
const nodeAway =
  ({ what, leave, comeBack }: Away): Lose =>
  async (cluster, database, share) => {
    const node = inTurn(cluster.nodes, 2)
    const times = { slowestMs: 0, goesOnMs: 0, servesMs: 0 }
    const statuses = new Map<number, number>()
    const seen = await withServerOnEach(cluster, database, share, async (load) => {
      const server = `http://127.0.0.1:${inTurn(load.servers, 2).port}`
      await load.answered(BEFORE)
      const leftAt = performance.now()
      await leave(node)
      const goesOn = load.answered(CLIENTS * 2).then(() => {
        times.goesOnMs = performance.now() - leftAt
      })
      // The switch takes effect a moment after it was set; until then the node is of the cluster and right to answer.
      while (!load.isOver() && (await ask(`${server}/api/cash`, load.token)).status === 200);
      await atOnce(QUESTIONS, async (number) => {
        await pause(number * QUESTION_EVERY_MS)
        const { status, ms } = await ask(`${server}/api/cash`, load.token)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        times.slowestMs = Math.max(times.slowestMs, ms)
      })
      await goesOn
      await load.answered(DURING)
      const backAt = performance.now()
      await comeBack(node)
      while (!load.isOver() && (await ask(`${server}/ready`, load.token)).status !== 200) await pause(POLL_MS)
      times.servesMs = performance.now() - backAt
      await waitUntilWhole(cluster.nodes)
    })
    const answers = [...statuses].map(([status, often]) => `${often} x ${status}`).join(', ')
    return finding(what, seen, {
      told: `its server answered ${answers} in at most ${seconds(times.slowestMs)}, the others went on after ${seconds(times.goesOnMs)}, it served again after ${seconds(times.servesMs)}`,
      isRight: statuses.get(503) === QUESTIONS && times.slowestMs < ANSWER_IN_MS,
    })
  }

export const nodeFrozen = nodeAway({
  what: 'a frozen node',
  leave: async (node) => node.freeze(),
  comeBack: async (node) => node.resume(),
})

/** As when the network between them breaks, while clients still reach it: it must not answer from what it has. */
export const nodeCutOff = nodeAway({
  what: 'a node cut off from the others',
  leave: (node) => setIsolated(node, 1),
  comeBack: (node) => setIsolated(node, 0),
})

const setIsolated = async ({ admin }: Mariadb, isolated: 0 | 1): Promise<void> => {
  await admin(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=${isolated}'`)
}

const ask = async (url: string, token: string): Promise<{ readonly status: number; readonly ms: number }> => {
  const askedAt = performance.now()
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } })
  await response.arrayBuffer()
  return { status: response.status, ms: performance.now() - askedAt }
}
