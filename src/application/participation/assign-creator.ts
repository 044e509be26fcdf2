import type { Participation } from '../../domain/participation/participation.ts'
import type { Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import type { Once } from '../idempotency/once.ts'
import { decideOnParticipation, type OperatorCommand, type OperatorRefusal } from './move-participation.ts'

export type AssignCreator = (command: OperatorCommand) => Promise<Result<Participation, OperatorRefusal>>

/** Gives an applicant a place, within the ad's capacity; reward and hold days are frozen from here on. */
export const assignCreator =
  ({
    interests,
    ...ports
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly interests: InterestRecorder
  }): AssignCreator =>
  (command) =>
    decideOnParticipation(ports, command, {
      move: (placesTaken) => ({ type: 'assign', placesTaken }),
      reason: '',
      fact: (ad) => ({ kind: 'assigned', ad }),
      kept: () =>
        interests.note([
          {
            kind: 'assigned',
            itemKind: 'ad',
            creator: command.creatorId,
            item: command.adId,
            at: ports.clock.now(),
          },
        ]),
    })
