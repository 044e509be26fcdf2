import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ChannelViews, OwedProof } from '../../ports/channel.ts'
import type { PlatformFailure } from '../../ports/video-platform.ts'
import type { TryProof } from './try-proof.ts'

type Checked = { readonly checked: number; readonly stillOwed: number }

export type CheckOwedProofs = () => Promise<Result<Checked, PlatformFailure & Checked>>

const PAGE = 50

/** One address may be such that YouTube fails over it; this many in a row are an outage. */
const UNAVAILABLE_IN_A_ROW_MAX = 3

/**
 * Asks YouTube about the proofs that it gave no answer for. One that it fails over is stepped over, so that it does not
 * keep the others waiting; an outage, a spent quota or a refused key ends the run. What was checked is kept, and the
 * refusal tells how many are still owed.
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
    let [checked, inARow] = [0, 0]
    let failure: PlatformFailure | null = null
    for await (const owed of owedProofs(channelViews)) {
      const tried = await tryProof(owed)
      if (tried.ok) {
        checked += 1
        inARow = 0
        continue
      }
      failure = tried.error
      inARow += 1
      if (failure.kind !== 'youtube-unavailable' || inARow === UNAVAILABLE_IN_A_ROW_MAX) break
    }
    const done = { checked, stillOwed: await countOwed(channelViews) }
    return failure === null ? ok(done) : err({ ...failure, ...done })
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
