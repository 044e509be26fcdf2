import { setTimeout as pause } from 'node:timers/promises'
import type { Mariadb } from '../mariadb/mariadbd.ts'
import type { CrashDatabase } from './crash-world.ts'
import type { Figures } from './figures.ts'
import type { Killing } from './kill-server.ts'
import { randomFrom } from './random.ts'
import { underLoad } from './under-load.ts'

const CLIENTS = 16
/** Answers between one start and the next kill. */
const ANSWERS = { least: 30, most: 200 }
/** So the kill comes at any point of a command and not at its answer. */
const DELAY_MOST_MS = 12
const LIMIT_MS = 150_000

/** Kills MariaDB under the load of two servers on it and starts it anew, again and again. */
export const killDatabase = (
  mariadb: Mariadb,
  database: CrashDatabase,
  { dataDir, kills, seed }: Killing,
): Promise<Figures> => {
  const random = randomFrom(seed)
  const creators = Math.ceil((kills * ANSWERS.most) / 2) + 50
  return underLoad(
    { dataDir, databases: [database, database], creators, clients: CLIENTS, limitMs: LIMIT_MS },
    async ({ answered, isOver }) => {
      for (let killed = 0; killed < kills && !isOver(); killed += 1) {
        await answered(ANSWERS.least + Math.floor(random() * (ANSWERS.most - ANSWERS.least)))
        await pause(random() * DELAY_MOST_MS)
        await mariadb.kill()
        await mariadb.start()
      }
    },
  )
}
