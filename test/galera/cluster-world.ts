import { setTimeout as pause } from 'node:timers/promises'
import type { SqlPersistence } from '../../src/adapters/kysely/open.ts'
import { Outage } from '../../src/ports/outage.ts'
import type { Mariadb } from '../mariadb/mariadbd.ts'

/** One database, opened through each node of the cluster, as servers beside each node would. */
export type ClusterWorld = {
  readonly nodes: readonly Mariadb[]
  readonly houses: readonly SqlPersistence[]
  readonly database: string
  /** How much is done: 1 for all of it, less for a short run. */
  readonly share: number
}

/** What one check has shown. */
export type Finding = { readonly told: string; readonly isRight: boolean }

export type Check = (world: ClusterWorld) => Promise<Finding>

const REPEAT_MS = 20
const GIVE_UP_AFTER_MS = 60_000

/** As a client does: repeats what was not answered. What is repeated must be safe to repeat. */
export const repeated = async <T>(
  work: () => Promise<T>,
  onOutage: () => void = () => undefined,
): Promise<T> => {
  const givesUpAt = performance.now() + GIVE_UP_AFTER_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Outage) || performance.now() > givesUpAt) throw error
      onOutage()
      await pause(REPEAT_MS)
    }
  }
}

/** Of several, in turn. */
export const inTurn = <T>(all: readonly T[], index: number): T => {
  const chosen = all[index % all.length]
  if (chosen === undefined) throw new Error('there is none to choose from')
  return chosen
}

/** All at once. */
export const atOnce = <T>(howMany: number, work: (index: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: howMany }, (_, index) => work(index)))

/** What one number comes to on each node: the same everywhere, or something is wrong. */
export const onEachNode = (
  { nodes, database }: ClusterWorld,
  numberOf: (table: (name: string) => string) => string,
): Promise<readonly number[]> =>
  Promise.all(
    nodes.map(async ({ admin }) => {
      const [row] = await admin(numberOf((name) => `${database}.${name}`))
      return Number(row?.number)
    }),
  )

export const isEach = (numbers: readonly number[], expected: number): boolean =>
  numbers.every((number) => number === expected)
