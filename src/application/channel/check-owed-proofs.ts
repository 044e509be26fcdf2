import type { Id } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import type { Transact } from '../../ports/transact.ts'
import type { ProveChannel } from './prove-channel.ts'

export type CheckOwedProofs = () => Promise<{ readonly checked: number; readonly stillOwed: number }>

const PAGE = 50

/** Asks YouTube again about proofs that it gave no answer for. What it then refuses is no longer owed. */
export const checkOwedProofs =
  ({
    transact,
    channelViews,
    proveChannel,
  }: {
    readonly transact: Transact
    readonly channelViews: ChannelViews
    readonly proveChannel: ProveChannel
  }): CheckOwedProofs =>
  async () => {
    let after: Id<'Account'> | null = null
    let [checked, stillOwed] = [0, 0]
    for (;;) {
      const page: Awaited<ReturnType<ChannelViews['owedProofs']>> = await channelViews.owedProofs({
        after,
        limit: PAGE,
      })
      for (const { owner, proofUrl } of page) {
        const proved = await proveChannel({ owner, url: proofUrl, key: null })
        if (!proved.ok && proved.error.kind.startsWith('youtube-')) stillOwed += 1
        else {
          checked += 1
          if (!proved.ok) await forget(transact, owner)
        }
        after = owner
      }
      if (page.length < PAGE) return { checked, stillOwed }
    }
  }

const forget = async (transact: Transact, owner: Id<'Account'>): Promise<void> => {
  await transact(async ({ channels }) => {
    const channel = await channels.find(owner)
    if (channel !== null) await channels.save({ ...channel, owedProofUrl: null })
    return ok(undefined)
  })
}
