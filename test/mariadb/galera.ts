/**
 * A MariaDB Galera cluster of one's own on loopback, to be thrown away. All nodes take reads and writes; what was
 * committed on one is on all. Needs Debian's packages mariadb-server, galera-4 and rsync, or the same of another system.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { findMariadbd, type Mariadb, prepareMariadb, setUpAccounts } from './mariadbd.ts'

const SYNCED_MS = 60_000
const POLL_MS = 50
/** Counts the changes of who belongs to the cluster. */
const VIEW = 'wsrep_cluster_conf_id'
/** Where a node keeps what it knows of its cluster. */
const STATE = 'grastate.dat'

const PROVIDERS = [
  '/usr/lib/galera/libgalera_smm.so',
  '/usr/lib/libgalera_smm.so',
  '/usr/lib64/galera-4/libgalera_smm.so',
  '/usr/lib64/galera/libgalera_smm.so',
]

export type ClusterOptions = {
  /** Where the nodes' folders are made: see `MariadbOptions`. */
  readonly parent?: string
  /** More arguments of every node, such as `--wsrep-sync-wait=1`. */
  readonly args?: readonly string[]
}

export type Cluster = {
  /** A node's `start` after `kill` is its way back into the cluster: it fetches what it has missed from another node. */
  readonly nodes: readonly Mariadb[]
  /** Starts the whole cluster again after all nodes were killed, beginning with one that has got furthest, or `first`. */
  readonly startAgain: (first?: Mariadb) => Promise<void>
  /** Shuts all nodes down and removes their folders. */
  readonly stop: () => Promise<void>
}

const run = promisify(execFile)

/** Galera's library, or null when it is not installed. */
export const findGalera = (): string | null => PROVIDERS.find((path) => existsSync(path)) ?? null

/** What is missing on this machine for a cluster, as one sentence; null when nothing is. */
export const missingForCluster = (): string | null => {
  if (findMariadbd() !== null && findGalera() !== null && existsSync('/usr/bin/rsync')) return null
  return 'a cluster needs MariaDB, Galera and rsync: run apt-get install mariadb-server galera-4 rsync'
}

/** Starts so many nodes, each in step with the others. */
export const startCluster = async (
  size = 3,
  { parent, args = [] }: ClusterOptions = {},
): Promise<Cluster> => {
  const provider = findGalera()
  const missing = missingForCluster()
  if (provider === null || missing !== null) throw new Error(missing ?? 'Galera was not found')
  const ports = await Promise.all(Array.from({ length: size }, portsOfNode))
  const address = `gcomm://${ports.map(({ group }) => `127.0.0.1:${group}`).join(',')}`
  // Accounts are part of what a joining node is sent, so there is one password.
  const password = randomBytes(12).toString('hex')
  const nodes: Mariadb[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  try {
    for (const [index, of] of ports.entries())
      nodes.push(
        asNode(
          await prepareMariadb({
            ...(parent === undefined ? {} : { parent }),
            password,
            install: index === 0,
            args: [...settings({ provider, address, name: `node${index + 1}`, ports: of }), ...args],
          }),
        ),
      )
    await startInOrder(nodes)
    const [first] = nodes
    if (first !== undefined) await setUpAccounts(first)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    nodes,
    startAgain: async (first) => {
      const founder = first ?? (await furthest(nodes))
      await allowBootstrap(founder)
      await startInOrder([founder, ...nodes.filter((node) => node !== founder)])
    },
    stop,
  }
}

/**
 * Resolves when a node takes part: in step with the others, in the majority, and with so many nodes beside it and itself
 * when that is asked for. Throws when that takes longer than a minute.
 */
export const waitUntilSynced = async (node: Mariadb, size?: number): Promise<void> => {
  const endsAt = performance.now() + SYNCED_MS
  for (;;) {
    const status = await wsrepStatus(node)
    const isIn =
      status.get('wsrep_local_state_comment') === 'Synced' &&
      status.get('wsrep_ready') === 'ON' &&
      status.get('wsrep_cluster_status') === 'Primary'
    if (isIn && (size === undefined || status.get('wsrep_cluster_size') === `${size}`)) return
    if (performance.now() > endsAt)
      throw new Error(`a node did not get into step: ${JSON.stringify(Object.fromEntries(status))}`)
    await pause(POLL_MS)
  }
}

/**
 * Resolves when these nodes are the whole cluster, in step and of one view. Each one's own word is not enough: one that
 * was frozen believes at first that nothing has happened.
 */
export const waitUntilWhole = async (nodes: readonly Mariadb[]): Promise<void> => {
  const endsAt = performance.now() + SYNCED_MS
  for (;;) {
    for (const node of nodes) await waitUntilSynced(node, nodes.length)
    const views = await Promise.all(nodes.map(async (node) => (await wsrepStatus(node)).get(VIEW)))
    if (new Set(views).size === 1 && views[0] !== undefined) return
    if (performance.now() > endsAt) throw new Error(`the nodes are of several views: ${views.join(', ')}`)
    await pause(POLL_MS)
  }
}

/** What Galera says about a node, such as `wsrep_cluster_size`. Empty while it does not answer. */
export const wsrepStatus = async (node: Mariadb): Promise<ReadonlyMap<string, string>> => {
  try {
    const rows = await node.admin("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'")
    return new Map(rows.map(({ Variable_name, Value }) => [`${Variable_name}`, `${Value}`]))
  } catch {
    return new Map()
  }
}

/** Starts as the system's own service does: it first finds out how far the node had got, so it is sent the rest only. */
const asNode = (server: Mariadb): Mariadb => ({
  ...server,
  start: async (args = []) => {
    const position = await positionOf(server)
    await server.start(position === null ? args : [...args, `--wsrep-start-position=${position}`])
  },
})

/** The last write that a node which is down has kept, as `<cluster>:<number>`; null when it never took part. */
const positionOf = async ({ command, folder }: Mariadb): Promise<string | null> => {
  if (!existsSync(join(folder, 'data', STATE))) return null
  const log = join(folder, 'recovery.log')
  await rm(log, { force: true })
  const [program, ...args] = command
  await run(program, [...args, '--wsrep-recover', `--log-error=${log}`])
  return /WSREP: Recovered position:\s*(\S+)/.exec(await readFile(log, 'utf8'))?.[1] ?? null
}

const furthest = async (nodes: readonly Mariadb[]): Promise<Mariadb> => {
  const found = await Promise.all(nodes.map(async (node) => ({ node, position: await positionOf(node) })))
  const writes = ({ position }: { readonly position: string | null }) => Number(position?.split(':')[1] ?? -1)
  const [first] = found.toSorted((a, b) => writes(b) - writes(a))
  if (first === undefined) throw new Error('a cluster has at least one node')
  return first.node
}

type Ports = {
  /** Where nodes speak to each other. */
  readonly group: number
  /** Where it receives what it has missed: some writes, or a copy of everything. */
  readonly writes: number
  readonly copy: number
}

const portsOfNode = async (): Promise<Ports> => ({
  group: await freePort(),
  writes: await freePort(),
  copy: await freePort(),
})

type Node = {
  readonly provider: string
  readonly address: string
  readonly name: string
  readonly ports: Ports
}

const settings = ({ provider, address, name, ports }: Node): readonly string[] => {
  const providerOptions = {
    base_host: '127.0.0.1',
    base_port: ports.group,
    'gmcast.listen_addr': `tcp://127.0.0.1:${ports.group}`,
    'ist.recv_addr': `127.0.0.1:${ports.writes}`,
    'gcache.size': '64M',
  }
  return [
    '--wsrep-on=ON',
    `--wsrep-provider=${provider}`,
    `--wsrep-cluster-address=${address}`,
    '--wsrep-cluster-name=crecker_test',
    `--wsrep-node-name=${name}`,
    '--wsrep-node-address=127.0.0.1',
    `--wsrep-provider-options=${Object.entries(providerOptions)
      .map(([option, value]) => `${option}=${value}`)
      .join(';')}`,
    '--wsrep-sst-method=rsync',
    `--wsrep-sst-receive-address=127.0.0.1:${ports.copy}`,
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    '--innodb-flush-log-at-trx-commit=1',
    // Galera counts as a binary log, and with one triggers are refused to accounts without SUPER.
    '--log-bin-trust-function-creators=1',
  ]
}

/** The first one founds the cluster; each other one is sent a copy. */
const startInOrder = async ([first, ...others]: readonly Mariadb[]): Promise<void> => {
  if (first === undefined) throw new Error('a cluster has at least one node')
  await first.start(['--wsrep-new-cluster'])
  await waitUntilSynced(first)
  for (const node of others) {
    await node.start()
    await waitUntilSynced(node)
  }
}

/** A killed node does not know whether it was the last, and refuses to found the cluster anew until a person decides. */
const allowBootstrap = async ({ folder }: Mariadb): Promise<void> => {
  const path = join(folder, 'data', STATE)
  const state = await readFile(path, 'utf8')
  await writeFile(path, state.replace(/^safe_to_bootstrap:.*$/m, 'safe_to_bootstrap: 1'))
}
