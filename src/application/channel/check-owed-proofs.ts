import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ChannelViews, OwedProof } from '../../ports/channel.ts'
import type { PlatformFailure } from '../../ports/video-platform.ts'
import type { TryProof } from './try-proof.ts'

type Checked = { readonly checked: number; readonly stillOwed: number }

export type CheckOwedProofs = () => Promise<Result<Checked, PlatformFailure & Checked>>

const PAGE = 50

/**
 * Asks YouTube about the proofs that it gave no answer for. The first failure ends the run: what was checked before is
 * kept, and the refusal tells how many are still owed.
 */
export const checkOwedProofs =
  ({
    channelViews,
    tryProof,
  }: {
    readonly channelViews: ChannelViews
    readonly tryProof: TryProof
  }): CheckOwedProofs =>
  async () => {
    let checked = 0
    for await (const owed of owedProofs(channelViews)) {
      const tried = await tryProof(owed)
      if (!tried.ok) return err({ ...tried.error, checked, stillOwed: await countOwed(channelViews) })
      checked += 1
    }
    return ok({ checked, stillOwed: await countOwed(channelViews) })
  }

/** All of them, by owner; what was owed anew behind the reader waits for the next run. */
async function* owedProofs(channelViews: ChannelViews): AsyncGenerator<OwedProof, void, undefined> {
  let after: Id<'Account'> | null = null
  for (;;) {
    const page: readonly OwedProof[] = await channelViews.owedProofs({ after, limit: PAGE })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)?.owner ?? null
  }
}

const countOwed = async (channelViews: ChannelViews): Promise<number> => {
  let count = 0
  for await (const _ of owedProofs(channelViews)) count += 1
  return count
}
