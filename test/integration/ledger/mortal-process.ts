import { DatabaseSync, StatementSync } from 'node:sqlite'

/**
 * The death of the process, without ending it: after a statement of the caller's choice nothing reaches SQLite any more
 * and nobody hears of what was done last. What SQLite then finds in the file is what a killed process leaves behind.
 * Production code is not touched: the two ways that statements take into SQLite are wrapped.
 */
export type MortalProcess = {
  /** Lets so many statements through and dies after the last: before it is answered, also when it is a COMMIT. */
  readonly dieAfter: (statements: number) => void
  readonly isDead: () => boolean
  /** A new process, which lives on until it is told otherwise. */
  readonly liveOn: () => void
  readonly unwrap: () => void
}

export const mortalProcess = (): MortalProcess => {
  let left = Number.POSITIVE_INFINITY
  const died = (): Error => new Error('the process died')
  const survive = <T>(statement: () => T): T => {
    if (left <= 0) throw died()
    const tell = carriedOut(statement)
    left -= 1
    if (left <= 0) throw died()
    return tell()
  }
  const restore = [
    ...(['all', 'get', 'iterate', 'run'] as const).map((name) =>
      wrap(StatementSync.prototype, name, survive),
    ),
    wrap(DatabaseSync.prototype, 'exec', survive),
  ]
  return {
    dieAfter: (statements) => {
      left = statements
    },
    isDead: () => left <= 0,
    liveOn: () => {
      left = Number.POSITIVE_INFINITY
    },
    unwrap: () => {
      for (const undo of restore) undo()
    },
  }
}

const wrap = (of: object, name: string, around: <T>(statement: () => T) => T): (() => void) => {
  const original: unknown = Reflect.get(of, name)
  if (typeof original !== 'function') throw new Error(`node:sqlite has no ${name}`)
  Reflect.set(of, name, function (this: unknown, ...parameters: unknown[]): unknown {
    return around(() => Reflect.apply(original, this, parameters))
  })
  return () => Reflect.set(of, name, original)
}

/** How a statement went, to be told later. */
const carriedOut = <T>(statement: () => T): (() => T) => {
  try {
    const value = statement()
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}
