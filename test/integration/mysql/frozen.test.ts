import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { complaints, isSound } from '../../crash/figures.ts'
import { freezeDatabase, freezesInOneLine } from '../../crash/freeze-database.ts'
import { diskFolder } from '../../mariadb/data-folder.ts'
import { startMariadb } from '../../mariadb/mariadbd.ts'
import { describeOnOwnMariadb } from '../../mariadb/own-server.ts'

const FREEZES = 4
const ANSWER_IN_MS = 3_000
const RECOVERED_IN_MS = 5_000
const TIMEOUT_MS = 150_000

/** The app's screens crash on a 503 of some of their requests: those are told in the envelope. */
const ANSWERS: Readonly<Record<string, { readonly status: number; readonly data?: unknown }>> = {
  health: { status: 200 },
  ready: { status: 503 },
  login: { status: 503 },
  cash: { status: 503 },
  withdrawal: { status: 503 },
  report: { status: 503 },
  'cash in the app': { status: 200, data: '' },
  'ads in the app': { status: 503 },
  'profile in the app': { status: 200, data: {} },
  'parts in the app': { status: 200, data: '' },
}

describeOnOwnMariadb('while MariaDB is frozen', () => {
  test(
    'every request is answered in time, nothing is lost, and the server recovers by itself',
    async () => {
      const dataDir = await mkdtemp(join(diskFolder(), 'crecker-frozen-'))
      const mariadb = await startMariadb()
      onTestFinished(async () => {
        await mariadb.stop()
        await rm(dataDir, { recursive: true, force: true })
      })
      await mariadb.admin('CREATE DATABASE crecker_test_frozen CHARACTER SET utf8mb4')
      const seed = Math.floor(Math.random() * 2 ** 31)
      const frozen = await freezeDatabase(
        mariadb,
        { kind: 'mysql', url: mariadb.url('crecker_test_frozen') },
        { dataDir, freezes: FREEZES, seed },
      )
      console.log(`${freezesInOneLine(frozen)}, seed ${seed}`)
      const { asked, figures, recoveredMs } = frozen
      for (const { question, status, data, ms } of asked) {
        expect({ question, status, ...(status === 200 && question !== 'health' ? { data } : {}) }).toEqual({
          question,
          ...ANSWERS[question],
        })
        expect(ms, question).toBeLessThan(ANSWER_IN_MS)
      }
      expect(recoveredMs).toHaveLength(FREEZES + 1)
      for (const ms of recoveredMs) expect(ms).toBeLessThan(RECOVERED_IN_MS)
      expect(figures.slowestAnswerMs).toBeLessThan(ANSWER_IN_MS)
      expect({ complaints: complaints(figures), isSound: isSound(figures) }).toEqual({
        complaints: [],
        isSound: true,
      })
    },
    TIMEOUT_MS,
  )
})
