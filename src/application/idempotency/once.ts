import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'

/** The key that a client gave its command, so that a repetition has no second effect. */
export type CommandKey = {
  /** Whose command and which: keys of others never meet. */
  readonly scope: string
  readonly key: string
  readonly inputHash: string
}

export type KeyRefusal = { readonly kind: 'idempotency-key-reused' }

type Work<T, E> = (stores: Stores) => Promise<Result<T, E>>

/** What is done besides once a command's work is decided; neither for a repetition, which gets the earlier answer. */
type Afterwards<T, E> = {
  /** What may be stored although the work was undone, such as a notice of the refusal; in a transaction of its own. */
  readonly refused?: (stores: Stores, refusal: E) => Promise<void>
  /** What is told to others in this process once the work is kept. */
  readonly kept?: (done: T) => void
}

/** Runs a command's work in one transaction, and with a key at most once. */
export type Once = <T, E>(
  key: CommandKey | null,
  work: Work<T, E>,
  afterwards?: Afterwards<T, E>,
) => Promise<Result<T, E | KeyRefusal>>

/**
 * The answer is stored under the key in the work's own transaction. A repetition with the same input gets that answer
 * again, also a refusal; with another input it is refused. Without a key the work simply runs.
 */
export const onceWith =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): Once =>
  async <T, E>(
    key: CommandKey | null,
    work: Work<T, E>,
    afterwards: Afterwards<T, E> = {},
  ): Promise<Result<T, E | KeyRefusal>> => {
    const done = await transact<Result<T, E>, Stopped<T, E>>(async (stores) => {
      const earlier = await earlierAnswer<T, E>(stores, key)
      if (earlier !== null) return err({ type: 'answered', answer: earlier })
      const answer = await work(stores)
      if (!answer.ok) return err({ type: 'refused', refusal: answer.error })
      return (await remember(stores, key, answer, clock)) ? ok(answer) : err({ type: 'overtaken' })
    })
    if (done.ok) {
      if (done.value.ok) afterwards.kept?.(done.value.value)
      return done.value
    }
    if (done.error.type === 'answered') return done.error.answer
    const again = () => onceWith({ transact, clock })(key, work, afterwards)
    // Somebody with the same key was faster: the second run finds that answer.
    if (done.error.type === 'overtaken') return again()
    const { refusal } = done.error
    if (key === null && afterwards.refused === undefined) return err(refusal)
    const told = await transact<undefined, 'overtaken'>(async (stores) => {
      // Then the work was refused only because the faster one had done it.
      if (!(await remember(stores, key, err(refusal), clock))) return err('overtaken')
      await afterwards.refused?.(stores, refusal)
      return ok(undefined)
    })
    return told.ok ? err(refusal) : again()
  }

/** The answer that a command gave under this key before, if it did. */
export type Recall = <T, E>(key: CommandKey | null) => Promise<Result<T, E | KeyRefusal> | null>

/**
 * For a command that has to ask somebody outside before its work begins: a repetition gets the stored answer without
 * asking again, also while whoever it would ask is out of reach.
 */
export const recallWith =
  ({ transact }: { readonly transact: Transact }): Recall =>
  async <T, E>(key: CommandKey | null) => {
    if (key === null) return null
    const recalled = await transact<Result<T, E | KeyRefusal> | null, never>(async (stores) =>
      ok(await earlierAnswer<T, E>(stores, key)),
    )
    return recalled.ok ? recalled.value : null
  }

/** Whether a command of this scope has been answered under this key. */
export type IsAnswered = (scope: string, key: string) => Promise<boolean>

export const isAnsweredWith =
  ({ transact }: { readonly transact: Transact }): IsAnswered =>
  async (scope, key) => {
    const found = await transact<boolean, never>(async ({ commandKeys }) =>
      ok((await commandKeys.find(scope, key)) !== null),
    )
    return found.ok && found.value
  }

type Stopped<T, E> =
  | { readonly type: 'answered'; readonly answer: Result<T, E | KeyRefusal> }
  | { readonly type: 'refused'; readonly refusal: E }
  | { readonly type: 'overtaken' }

const earlierAnswer = async <T, E>(
  { commandKeys }: Stores,
  key: CommandKey | null,
): Promise<Result<T, E | KeyRefusal> | null> => {
  if (key === null) return null
  const earlier = await commandKeys.find(key.scope, key.key)
  if (earlier === null) return null
  if (earlier.inputHash !== key.inputHash) return err({ kind: 'idempotency-key-reused' })
  // Written by `remember` for the same command (the scope names it), so the form is the one asked for.
  return JSON.parse(earlier.answer) as Result<T, E>
}

/** False when somebody else has stored an answer under this key in the meantime. */
const remember = async (
  { commandKeys }: Stores,
  key: CommandKey | null,
  answer: Result<unknown, unknown>,
  clock: Clock,
): Promise<boolean> => {
  if (key === null) return true
  const added = await commandKeys.add({ ...key, answer: JSON.stringify(answer), at: clock.now() })
  return added.ok
}
