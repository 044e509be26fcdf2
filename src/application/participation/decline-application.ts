import type { Participation } from '../../domain/participation/participation.ts'
import type { Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Once } from '../idempotency/once.ts'
import { decideOnParticipation, type OperatorCommand, type OperatorRefusal } from './move-participation.ts'

export type DeclineApplication = (
  command: OperatorCommand & { readonly note: string },
) => Promise<Result<Participation, OperatorRefusal>>

/** Turns an applicant down; the creator is told, with the operator's words if there are any. */
export const declineApplication =
  (ports: { readonly once: Once; readonly clock: Clock }): DeclineApplication =>
  ({ note, ...command }) =>
    decideOnParticipation(ports, command, {
      move: { type: 'decline', reason: 'not-selected', note },
      reason: note,
      fact: (ad) => ({ kind: 'declined', ad, reason: 'not-selected', note }),
    })
