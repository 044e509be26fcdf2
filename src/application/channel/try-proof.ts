import { notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'
import type { PlatformFailure } from '../../ports/video-platform.ts'
import { isPlatformFailure } from '../video/platform-failure.ts'
import type { ProveChannel, ProveChannelRefusal } from './prove-channel.ts'

export type TryProof = (proof: {
  readonly owner: Id<'Account'>
  /** The one that is owed a check. */
  readonly proofUrl: string
}) => Promise<Result<void, PlatformFailure>>

/**
 * Checks an owed proof while nobody waits for the answer. What YouTube refuses is no longer owed, and the creator is
 * told why. Refused with YouTube's own failure only: then the proof stays owed.
 */
export const tryProof =
  ({
    transact,
    clock,
    proveChannel,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly proveChannel: ProveChannel
  }): TryProof =>
  async ({ owner, proofUrl }) => {
    const proved = await proveChannel({ owner, url: proofUrl, key: null, isOwed: true })
    if (proved.ok) return ok(undefined)
    if (isPlatformFailure(proved.error)) return err(proved.error)
    const refusal: Exclude<ProveChannelRefusal, PlatformFailure> = proved.error
    await transact(async ({ channels, notifications }) => {
      const channel = await channels.find(owner)
      // Another proof may be owed by now: that one is not judged yet.
      if (channel === null || channel.owedProofUrl !== proofUrl) return ok(undefined)
      await channels.save({ ...channel, owedProofUrl: null })
      // Verified by other means in the meantime: there is nothing left to prove, nor to tell.
      if (refusal.kind === 'channel-already-verified') return ok(undefined)
      const fact = { kind: 'channel-proof-refused', refusal: refusal.kind } as const
      const now = clock.now()
      // Each proof is judged once, so each refusal is told once.
      await notifications.add(notice(owner, fact, `${refusal.kind}:${now}`, now))
      return ok(undefined)
    })
    return ok(undefined)
  }
