import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { openMysql, openSqlite } from '../../../src/adapters/kysely/open.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'
import { shuffled } from './shuffled.ts'
import { cashUseCases, type StoredPart } from './world.ts'

/**
 * One of two processes that do the same work on the same database: `node work-through.ts <file with the job> <number>`. It
 * says `ready`, waits for a line, and tells how many of its commands were granted.
 */
export type SharedJob = {
  /** The path of a SQLite file, or the URL of a MariaDB. */
  readonly database: string
  readonly operator: Id<'Account'>
  /** To be approved, by both in the same order: they meet at each of them. */
  readonly parts: readonly StoredPart[]
  /** Who want to withdraw, in another order for each: here both are first at some. */
  readonly earners: readonly Id<'Account'>[]
}

export type Done = { readonly approved: number; readonly withdrawn: number; readonly refused: number }

/** Commands under way at the same time in each process. */
const LANES = 2
/**
 * A client's way there and back. A process that always has the next command at hand writes for as long as it has, and
 * the other one, which has to wait for the file to be free, would come too late for all of them.
 */
const ROUND_TRIP_MS = 20

const workThrough = async (
  { database, operator, parts, earners }: SharedJob,
  worker: number,
): Promise<Done> => {
  const persistence = await (database.startsWith('mysql:')
    ? openMysql({ url: database })
    : openSqlite({ path: database }))
  const { completeParticipation, requestWithdrawal } = cashUseCases(persistence, { now: () => NOON })
  const done = { approved: 0, withdrawn: 0, refused: 0 }
  const commands = [
    ...parts.map((part) => async () => {
      const { ok } = await completeParticipation({ operator, ...part, key: null })
      done[ok ? 'approved' : 'refused'] += 1
    }),
    ...shuffled(earners, worker).map((creatorId) => async () => {
      const { ok } = await requestWithdrawal({ creatorId, key: null })
      done[ok ? 'withdrawn' : 'refused'] += 1
    }),
  ].values()
  console.log('ready')
  await once(createInterface({ input: process.stdin }), 'line')
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (const command of commands) {
        await command()
        await pause(ROUND_TRIP_MS)
      }
    }),
  )
  await persistence.close()
  return done
}

const [, , jobFile, worker] = process.argv
if (jobFile !== undefined) {
  // Written by the test that started this process, in the form that both import.
  const job = JSON.parse(readFileSync(jobFile, 'utf8')) as SharedJob
  console.log(JSON.stringify(await workThrough(job, Number(worker))))
  process.exit()
}
