/**
 * `node test/galera/galera.ts [short]`: starts a cluster of three MariaDB nodes on 127.0.0.1, writes through all of
 * them at once, kills, freezes and cuts off nodes under load, and prints a line of figures for each check. The exit code is 1
 * when one of them is wrong. `short` does less of everything, and kills one node only.
 */
import { openMysql } from '../../src/adapters/kysely/open.ts'
import { diskFolder } from '../mariadb/data-folder.ts'
import { type Cluster, missingForCluster, startCluster } from '../mariadb/galera.ts'
import type { Check, Finding } from './cluster-world.ts'
import { migratedByMany } from './migrations.ts'
import { allNodesKilled, type Lose, nodeCutOff, nodeFrozen, nodeKilled } from './nodes-lost.ts'
import { assignments, banner } from './places.ts'
import { guardedPostings } from './postings.ts'
import { ownWrites } from './reads.ts'
import { channels, commandKeys, questions, quota, refreshTokens, throttle } from './unique.ts'

const CHECKS: readonly Check[] = [
  guardedPostings,
  assignments,
  banner,
  channels,
  refreshTokens,
  throttle,
  quota,
  questions,
  commandKeys,
  ownWrites,
]
const LOSSES: readonly Lose[] = [nodeKilled, nodeFrozen, nodeCutOff, allNodesKilled]
const LOSSES_SHORT: readonly Lose[] = [nodeKilled]
const SHORT = 0.1

const show = ({ told, isRight }: Finding): void => {
  console.log(`${isRight ? '' : 'WRONG: '}${told}`)
  if (!isRight) process.exitCode = 1
}

const newDatabase = async ({ nodes: [node] }: Cluster, name: string): Promise<string> => {
  await node?.admin(`CREATE DATABASE crecker_test_${name} CHARACTER SET utf8mb4`)
  return `crecker_test_${name}`
}

const inOneDatabase = async (cluster: Cluster, share: number): Promise<void> => {
  const { nodes } = cluster
  const database = await newDatabase(cluster, 'together')
  show(await migratedByMany(nodes, database))
  const houses = await Promise.all(nodes.map((node) => openMysql({ url: node.url(database) })))
  try {
    for (const check of CHECKS) show(await check({ nodes, houses, database, share }))
  } finally {
    await Promise.all(houses.map(({ close }) => close()))
  }
}

// Whoever ends this early ends the nodes with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const missing = missingForCluster()
if (missing !== null) throw new Error(missing)
const startedAt = performance.now()
const seconds = () => Math.round((performance.now() - startedAt) / 1_000)
const isShort = process.argv[2] === 'short'
const share = isShort ? SHORT : 1
// On the disk, as in production: a folder in memory would hide a commit that was not written.
const cluster = await startCluster(3, { parent: diskFolder() })
try {
  console.log(`Galera: 3 nodes up after ${seconds()} s`)
  await inOneDatabase(cluster, share)
  for (const [number, lose] of (isShort ? LOSSES_SHORT : LOSSES).entries())
    show(await lose(cluster, await newDatabase(cluster, `loss_${number}`), share))
  console.log(`Galera: done after ${seconds()} s`)
} finally {
  await cluster.stop()
}
