import type { CancelReason, Participation } from '../../domain/participation/participation.ts'
import type { Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Once } from '../idempotency/once.ts'
import { decideOnParticipation, type OperatorCommand, type OperatorRefusal } from './move-participation.ts'

export type CancelParticipation = (
  command: OperatorCommand & { readonly reason: CancelReason; readonly note: string },
) => Promise<Result<Participation, OperatorRefusal>>

/** Ends an assignment that will not be fulfilled; the place is free again. */
export const cancelParticipation =
  (ports: { readonly once: Once; readonly clock: Clock }): CancelParticipation =>
  ({ reason, note, ...command }) =>
    decideOnParticipation(ports, command, {
      move: { type: 'cancel', reason, note },
      reason: note === '' ? reason : `${reason}: ${note}`,
      fact: (ad) => ({ kind: 'cancelled', ad, reason, note }),
    })
