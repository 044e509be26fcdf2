import { type Id, toId } from '../../domain/primitives.ts'
import type { ChannelViews, OwedProof } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'
import type { PlatformFailure } from '../../ports/video-platform.ts'
import type { Job } from '../job/job.ts'
import { UNAVAILABLE_IN_A_ROW_MAX } from '../video/in-parts.ts'
import { pauseFor } from '../video/platform-failure.ts'
import type { TryProof } from './try-proof.ts'

const PAGE = 50

/**
 * Asks YouTube about the proofs that it gave no answer for. One that it fails over is stepped over, so that it does not
 * keep the others waiting; an outage, a spent quota or a refused key pauses the run, which goes on behind what it has
 * tried, so that several such do not either. The next run begins with those that are still owed. A proof is judged once, whoever asks, since a judged one is owed no more.
 */
export const checkOwedProofs =
  ({
    transact,
    clock,
    channelViews,
    tryProof,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly channelViews: ChannelViews
    readonly tryProof: TryProof
  }): Job =>
  async (run, { isStopping }) => {
    let [checked, inARow] = [0, 0]
    let failure: PlatformFailure | null = null
    const counts = async () => ({ checked, stillOwed: await countOwed(channelViews) })
    const reached = run.cursor === null ? null : toId<'Account'>(Number(run.cursor))
    for await (const owed of owedProofs(channelViews, reached)) {
      if (isStopping()) return { kind: 'stopped', counts: await counts() }
      const alive = await transact(({ jobs }) => jobs.advance(run, String(owed.owner), clock.now()))
      if (!alive.ok) return { kind: 'taken-over' }
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
    return failure === null
      ? { kind: 'done', counts: await counts() }
      : { kind: 'paused', counts: await counts(), ...pauseFor(failure, clock.now()) }
  }

/** All of them, by owner, after `from`; what was owed anew behind the reader waits for the next run. */
async function* owedProofs(
  channelViews: ChannelViews,
  from: Id<'Account'> | null = null,
): AsyncGenerator<OwedProof, void, undefined> {
  let after = from
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
