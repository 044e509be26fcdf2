import { deepStrictEqual } from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { NOON } from '../../fixtures/instants.ts'
import { orderOf, type Step } from './commands.ts'
import type { RealAnswer, Subject } from './ledger-subject.ts'
import {
  emptyLedger,
  type Ledger,
  type Order,
  outcomeOf,
  type Sight,
  sightOf,
  type Verdict,
  withIdsFrom,
} from './model.ts'

export type Tally = {
  runs: number
  commands: number
  crashes: number
  /** Crashes after which the command turned out to be done, or to be done in part: it was only not answered. */
  done: number
  retries: number
  /** The first command that went wrong, before the search for a smaller case began. */
  failedAt: number | null
  /** How often each answer was given, by command and answer. */
  readonly answers: Map<string, number>
}

export const emptyTally = (): Tally => ({
  runs: 0,
  commands: 0,
  crashes: 0,
  done: 0,
  retries: 0,
  failedAt: null,
  answers: new Map(),
})

/** Carries the steps out on the real ledger and on the model, and compares the two after every command and every crash. */
export const runSteps = async (subject: Subject, steps: readonly Step[], tally: Tally): Promise<void> => {
  tally.runs += 1
  let ledger = emptyLedger(NOON)
  const sent: Order[] = []
  const told: string[] = []
  for (const step of steps) {
    const order = orderOf(step, ledger, sent)
    if (order === null) continue
    tally.commands += 1
    try {
      ledger = await carryOut(subject, ledger, order, step.crashes, tally)
    } catch (error) {
      tally.failedAt ??= tally.commands
      const history = [...told, tellOf(order, step)].join('\n')
      throw new Error(`command ${sent.length + 1} of this run: ${String(error)}\nThe run:\n${history}`, {
        cause: error,
      })
    }
    sent.push(order)
    told.push(tellOf(order, step))
  }
}

const tellOf = ({ command, key }: Order, { crashes }: Step): string =>
  `${JSON.stringify(command)}, key ${key}, crashes after [${crashes.join(', ')}] statements`

/** Where a client who got no answer stands: the order may be carried out or not, and only with a key may it be repeated. */
const carryOut = async (
  subject: Subject,
  before: Ledger,
  order: Order,
  crashes: readonly number[],
  tally: Tally,
): Promise<Ledger> => {
  const mayRepeat = order.key !== null || order.command.type === 'release'
  let ledger = before
  for (const [attempt, crashAfter] of [...crashes, null].entries()) {
    if (attempt > 0) tally.retries += 1
    const { verdict, states } = outcomeOf(ledger, order)
    const answer = await subject.attempt(ledger, order, order.command.type === 'tick' ? null : crashAfter)
    const sight = await subject.look()
    if (answer !== 'died') {
      count(tally, order, answer)
      return agreed(states.at(-1) ?? ledger, verdict, { answer, sight })
    }
    tally.crashes += 1
    const survived = surviving([ledger, ...states], sight)
    if (!isDeepStrictEqual(sight, sightOf(ledger))) tally.done += 1
    ledger = survived
    if (!mayRepeat) return ledger
  }
  throw new Error('the last attempt is never made to crash')
}

/** The answer and what can be seen must be what the model says. */
const agreed = (
  expected: Ledger,
  verdict: Verdict,
  { answer, sight }: { readonly answer: RealAnswer; readonly sight: Sight },
): Ledger => {
  deepStrictEqual(answer.said, verdict.said)
  const ledger = withIdsFrom(expected, sight)
  deepStrictEqual(sight, sightOf(ledger))
  if (answer.withdrawal !== null) {
    const request = ledger.requests[verdict.request ?? -1]
    const { id, amount, requestedAt } = answer.withdrawal
    deepStrictEqual(
      { id, amount, requestedAt },
      { id: request?.id, amount: request?.amount, requestedAt: request?.requestedAt },
    )
  }
  return ledger
}

/** After a crash, exactly what one of the transactions left behind may be seen: the latest that fits. */
const surviving = (candidates: readonly Ledger[], sight: Sight): Ledger => {
  const found = candidates
    .map((candidate) => withIdsFrom(candidate, sight))
    .findLast((candidate) => isDeepStrictEqual(sight, sightOf(candidate)))
  if (found !== undefined) return found
  const [before] = candidates
  const after = candidates.at(-1)
  if (before === undefined || after === undefined) throw new Error('there is always what was before')
  deepStrictEqual(
    sight,
    sightOf(withIdsFrom(before, sight)),
    'a crash left something that no transaction wrote',
  )
  return before
}

const count = ({ answers }: Tally, { command }: Order, { said }: RealAnswer): void => {
  const name = command.type === 'release' ? 'release' : `${command.type}: ${said}`
  answers.set(name, (answers.get(name) ?? 0) + 1)
}
