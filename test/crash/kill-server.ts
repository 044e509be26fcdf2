import { setTimeout as pause } from 'node:timers/promises'
import type { CrashDatabase } from './crash-world.ts'
import type { Figures } from './figures.ts'
import { randomFrom } from './random.ts'
import { underLoad } from './under-load.ts'

const CLIENTS = 8
/** Answers between one start and the next kill. */
const ANSWERS = { least: 10, most: 120 }
/** So the kill comes at any point of a command and not at its answer. */
const DELAY_MOST_MS = 12
const LIMIT_MS = 150_000

export type Killing = { readonly dataDir: string; readonly kills: number; readonly seed: number }

/** Kills the server under load and starts it anew, again and again. */
export const killServer = (database: CrashDatabase, { dataDir, kills, seed }: Killing): Promise<Figures> => {
  const random = randomFrom(seed)
  const creators = Math.ceil((kills * ANSWERS.most) / 2) + 50
  return underLoad(
    { dataDir, databases: [database], creators, clients: CLIENTS, limitMs: LIMIT_MS },
    async ({ servers: [server], answered, isOver, reconcile }) => {
      for (let killed = 0; killed < kills && !isOver(); killed += 1) {
        await answered(ANSWERS.least + Math.floor(random() * (ANSWERS.most - ANSWERS.least)))
        await pause(random() * DELAY_MOST_MS)
        await server?.kill()
        await server?.start()
        reconcile()
      }
    },
  )
}
