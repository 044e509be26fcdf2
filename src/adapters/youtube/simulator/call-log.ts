import type { Clock } from '../../../ports/clock.ts'
import { pacificDate } from '../pacific-day.ts'
import type { MethodName } from './methods.ts'

/** A question that was asked, without its key. */
export type AskedQuestion = { readonly path: string; readonly params: Readonly<Record<string, string>> }

/** What was asked of one method on one Pacific day, and how many units that took. */
export type CallCount = {
  readonly day: string
  /** Null for whatever the API does not have. */
  readonly method: MethodName | null
  readonly calls: number
  readonly units: number
}

export type CallLog = {
  readonly note: (question: AskedQuestion, method: MethodName | null) => void
  readonly charge: (method: MethodName) => void
  /** The newest thousand questions, oldest first. */
  readonly newest: readonly AskedQuestion[]
  /** Every call ever, by day and method, in the order in which they first came. */
  readonly counts: () => readonly CallCount[]
}

const MAX_REMEMBERED = 1_000

export const createCallLog = (clock: Clock): CallLog => {
  const newest: AskedQuestion[] = []
  const counts = new Map<string, CallCount>()
  const count = (method: MethodName | null, more: { readonly calls: number; readonly units: number }) => {
    const day = pacificDate(clock.now())
    const key = `${day} ${method}`
    const { calls, units } = counts.get(key) ?? { calls: 0, units: 0 }
    counts.set(key, { day, method, calls: calls + more.calls, units: units + more.units })
  }
  return {
    note: (question, method) => {
      newest.push(question)
      if (newest.length > MAX_REMEMBERED) newest.shift()
      count(method, { calls: 1, units: 0 })
    },
    charge: (method) => count(method, { calls: 0, units: 1 }),
    newest,
    counts: () => [...counts.values()],
  }
}
