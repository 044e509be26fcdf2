import { type ChannelRefusal, issueCode, PROOF_CODE_LIFETIME_MS } from '../../domain/channel/channel.ts'
import { type Id, type Instant, later } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'

export type ProofCodeIssued = { readonly code: string; readonly expiresAt: Instant }
export type IssueProofCodeRefusal = ChannelRefusal | { readonly kind: 'no-channel' }

export type IssueProofCode = (owner: Id<'Account'>) => Promise<Result<ProofCodeIssued, IssueProofCodeRefusal>>

/** Gives a creator a new code to put into a video or the channel's description; an earlier code ends. */
export const issueProofCode =
  ({
    transact,
    clock,
    secrets,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly secrets: Secrets
  }): IssueProofCode =>
  (owner) => {
    const code = secrets.proofCode()
    const now = clock.now()
    return transact<ProofCodeIssued, IssueProofCodeRefusal>(async ({ channels }) => {
      const channel = await channels.find(owner)
      if (channel === null) return err({ kind: 'no-channel' })
      const issued = issueCode(channel, secrets.hash(code), now)
      if (!issued.ok) return issued
      await channels.save(issued.value)
      return ok({ code, expiresAt: later(now, PROOF_CODE_LIFETIME_MS) })
    })
  }
