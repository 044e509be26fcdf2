import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { steps } from './commands.ts'
import { memorySubject, type Subject, sqliteSubject, sqliteTemplate } from './ledger-subject.ts'
import { type MortalProcess, mortalProcess } from './mortal-process.ts'
import { emptyTally, runSteps, type Tally } from './run-steps.ts'

/**
 * The real ledger against the model. `LEDGER_SEED=<seed>` repeats a run, with `LEDGER_PATH=<path>` at its smallest
 * counterexample; `LEDGER_RUNS=<n>` makes it longer or shorter. All three are printed or named by a failure.
 */
const SEED = Number(process.env.LEDGER_SEED ?? Math.floor(Math.random() * 2 ** 31))
const PATH = process.env.LEDGER_PATH
const RUNS = Number(process.env.LEDGER_RUNS ?? 340)
const ENOUGH_COMMANDS = 20_000
/** Also ends the search for a smaller counterexample, so that the one found by then is told. */
const LIMIT_MS = 200_000
const TIMEOUT_MS = LIMIT_MS + 40_000

const checkAgainstModel = async (open: () => Promise<Subject>): Promise<Tally> => {
  const tally = emptyTally()
  const property = fc.asyncProperty(steps, async (plan) => {
    const subject = await open()
    try {
      await runSteps(subject, plan, tally)
    } finally {
      await subject.close()
    }
  })
  const outcome = await fc.check(property, {
    seed: SEED,
    numRuns: RUNS,
    interruptAfterTimeLimit: LIMIT_MS,
    ...(PATH === undefined ? {} : { path: PATH }),
  })
  if (outcome.failed)
    throw new Error(
      `The ledger is wrong. Found at command ${tally.failedAt}; the smallest case, by LEDGER_SEED=${SEED} LEDGER_PATH=${outcome.counterexamplePath}, is ${String(outcome.errorInstance)}`,
    )
  return tally
}

let folder: string
let mortal: MortalProcess
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crecker-ledger-'))
  mortal = mortalProcess()
})
afterAll(() => {
  mortal.unwrap()
  rmSync(folder, { recursive: true, force: true })
})

test(
  'on SQLite, wherever the process dies, nothing is lost, done by halves or done twice',
  async () => {
    const startedAt = performance.now()
    const template = await sqliteTemplate(join(folder, 'template.db'))
    let opened = 0
    const tally = await checkAgainstModel(() => {
      opened += 1
      return sqliteSubject(template, join(folder, `${opened}.db`), mortal)
    })
    print('SQLite', tally, startedAt)
    if (PATH === undefined && process.env.LEDGER_RUNS === undefined) {
      expect(tally.commands).toBeGreaterThanOrEqual(ENOUGH_COMMANDS)
      expect(tally.crashes).toBeGreaterThan(1_000)
      expect([...tally.answers.keys()].toSorted()).toEqual(expect.arrayContaining(EVERY_ANSWER))
    }
  },
  TIMEOUT_MS,
)

test(
  'on memory, the same commands end the same',
  async () => {
    const startedAt = performance.now()
    const tally = await checkAgainstModel(memorySubject)
    print('memory', tally, startedAt)
  },
  TIMEOUT_MS,
)

const print = (
  where: string,
  { runs, commands, crashes, done, retries, answers }: Tally,
  startedAt: number,
): void => {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(
    `ledger model on ${where}: ${commands} commands in ${runs} runs, ${crashes} crashes (${done} unanswered but done), ${retries} retries, seed ${SEED}, ${seconds} s`,
  )
  if (process.env.LEDGER_ANSWERS !== undefined) console.log(Object.fromEntries([...answers].toSorted()))
}

/** A run that never comes to one of these would prove less than it seems to. */
const EVERY_ANSWER = [
  'approve: done',
  'approve: idempotency-key-reused',
  'approve: move-not-possible',
  'approve: participation-not-found',
  'forfeit: done',
  'forfeit: reward-not-pending',
  'pay: done',
  'pay: payee-missing',
  'pay: withdrawal-already-settled',
  'pay: withdrawal-not-found',
  'release',
  'return: done',
  'return: withdrawal-already-settled',
  'withdraw: below-withdrawal-minimum',
  'withdraw: done',
  'withdraw: nothing-to-withdraw',
  'withdraw: withdrawal-too-soon',
]
