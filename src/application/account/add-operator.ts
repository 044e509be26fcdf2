import type { Clock } from '../../ports/clock.ts'
import type { PasswordHasher } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'
import { type AddByHand, addByHand } from './add-by-hand.ts'

export type AddOperator = AddByHand

/** Makes a person who runs the platform. Only the command line can; there is no default operator. */
export const addOperator = (ports: {
  readonly transact: Transact
  readonly clock: Clock
  readonly passwords: PasswordHasher
}): AddOperator => addByHand('operator', ports)
