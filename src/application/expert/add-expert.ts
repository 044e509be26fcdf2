import type { Clock } from '../../ports/clock.ts'
import type { PasswordHasher } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'
import { type AddByHand, addByHand } from '../account/add-by-hand.ts'

export type AddExpert = AddByHand

/** Makes a person who answers questions, once an operator has given them a profile to answer under. */
export const addExpert = (ports: {
  readonly transact: Transact
  readonly clock: Clock
  readonly passwords: PasswordHasher
}): AddExpert => addByHand('expert', ports)
