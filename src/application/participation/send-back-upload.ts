import type { Participation } from '../../domain/participation/participation.ts'
import type { Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Once } from '../idempotency/once.ts'
import { decideOnParticipation, type OperatorCommand, type OperatorRefusal } from './move-participation.ts'

export type SendBackUpload = (
  command: OperatorCommand & { readonly changes: string },
) => Promise<Result<Participation, OperatorRefusal>>

/** Asks for changes: the participation is assigned again until the creator submits anew. */
export const sendBackUpload =
  (ports: { readonly once: Once; readonly clock: Clock }): SendBackUpload =>
  ({ changes, ...command }) =>
    decideOnParticipation(ports, command, {
      move: { type: 'send-back', changes },
      reason: changes,
      fact: (ad) => ({ kind: 'sent-back', ad, changes }),
    })
