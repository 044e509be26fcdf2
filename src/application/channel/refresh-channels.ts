import { absentNow, readAnew } from '../../domain/channel/channel.ts'
import { isOfWrongClock } from '../../domain/clocks.ts'
import { type Id, type Instant, later, toId } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import { IDS_PER_CALL } from '../../domain/video/youtube-call.ts'
import type { ChannelViews, ReadChannel } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import { Outage } from '../../ports/outage.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import {
  type ChannelFacts,
  type PlatformFailure,
  UNREADABLE,
  type VideoPlatform,
} from '../../ports/video-platform.ts'
import { type Counts, type Job, type JobOutcome, plus } from '../job/job.ts'
import {
  type Again,
  beginTrouble,
  FAILING_AGAIN_MS,
  inParts,
  PASSED_OVER_APART_MS,
  UNREADABLE_AGAIN_MS,
} from '../video/in-parts.ts'
import { leftUnanswered, pauseFor } from '../video/platform-failure.ts'

type Ports = {
  readonly transact: Transact
  readonly clock: Clock
  readonly platform: VideoPlatform
  readonly channelViews: ChannelViews
  /** What a part of a run breaks over, which the others do not wait for. */
  readonly onBroken: (error: unknown) => void
}

/**
 * Reads title and subscribers of verified and pending channels whose time has come, 50 a call: ads ask for subscribers
 * of today. A channel that YouTube does not show is left as it is, since a title and a count are no proof of anything.
 * A batch that YouTube fails or this program breaks over is asked for in parts, and what is at fault is put off. When
 * YouTube gives no answer the run pauses: what was read before is kept, and the rest stays due.
 */
export const refreshChannels =
  (ports: Ports): Job =>
  async (run, { isStopping, scope }) => {
    const round = beginRound()
    const startedAt = ports.clock.now()
    const isOfAll = scope === 'all' || (run.cursor?.startsWith(EVERYTHING) ?? false)
    let after = isOfAll ? ownerIn(run.cursor) : null
    // Whose claim changes while YouTube is asked may stay due: a run asks about nobody twice.
    const asked = new Set<Id<'Account'>>()
    for (;;) {
      const page = await nextBatch(ports.channelViews, isOfAll, after, startedAt)
      const batch = page.filter(({ owner }) => !asked.has(owner))
      const last = batch.at(-1)
      if (last === undefined) break
      for (const { owner } of batch) asked.add(owner)
      const [from, cursor] = isOfAll
        ? [`${EVERYTHING}${after ?? ''}`, `${EVERYTHING}${last.owner}`]
        : [null, `${last.owner}`]
      round.beginBatch()
      const end = await inParts<ReadChannel, JobOutcome>(batch, async (claims) =>
        isStopping()
          ? { kind: 'stopped', counts: round.counts() }
          : dealWithSafely(ports, run, round, { claims, whole: batch, from, cursor }),
      )
      if (end !== null) return end
      after = last.owner
    }
    const counts = round.counts()
    if (round.unavailableInARow() === 0) return { kind: 'done', counts, ...leftUnanswered(counts, 'channel') }
    return { kind: 'paused', counts, ...pauseFor({ kind: 'youtube-unavailable' }, ports.clock.now()) }
  }

const EVERYTHING = 'all:'

const ownerIn = (cursor: string | null): Id<'Account'> | null => {
  const owner = Number(cursor?.slice(EVERYTHING.length) ?? '')
  return Number.isSafeInteger(owner) && owner > 0 ? toId<'Account'>(owner) : null
}

/** What this run has seen so far. */
const beginRound = () => {
  let counts: Counts = { refreshed: 0, absent: 0 }
  return {
    ...beginTrouble(),
    counts: (): Counts => counts,
    count: (more: Counts): void => {
      counts = plus(counts, Object.fromEntries(Object.entries(more).filter(([, howMany]) => howMany > 0)))
    },
  }
}
type Round = ReturnType<typeof beginRound>

/** A batch, or what is asked for again of a whole one. */
type Part = {
  readonly claims: readonly ReadChannel[]
  readonly whole: readonly ReadChannel[]
  /** Where the run stands before the batch, and once it is dealt with. */
  readonly from: string | null
  readonly cursor: string
}

/** Null when the run goes on with what comes next. */
type Next = JobOutcome | Again<ReadChannel> | null

const dealWith = async (ports: Ports, run: JobRun, round: Round, part: Part): Promise<Next> => {
  const { transact, clock, platform } = ports
  const askedAt = clock.now()
  // Two may wait for an operator with a claim on one channel.
  const answer = await platform.channels([...new Set(part.claims.map(({ channelId }) => channelId))])
  const now = clock.now()
  if (!answer.ok) return afterFailure(ports, run, round, part, answer.error)
  round.noteAnswer(part.claims.length)
  const told = part.claims.map((claim) => ({ claim, facts: answer.value.get(claim.channelId) }))
  const unreadable = told.flatMap(({ claim, facts }) => (facts === UNREADABLE ? [claim.owner] : []))
  const done = await transact<void, JobTakenOver>(async (stores) => {
    const advanced = await stores.jobs.advance(run, part.cursor, now)
    if (!advanced.ok) return advanced
    await stores.channels.putOff(unreadable, later(now, UNREADABLE_AGAIN_MS))
    for (const { claim, facts } of told)
      if (facts !== UNREADABLE) await take(stores, claim, facts, askedAt, now)
    return ok(undefined)
  })
  if (!done.ok) return { kind: 'taken-over' }
  round.noteDone()
  const absent = told.filter(({ facts }) => facts === undefined).length
  const refreshed = told.length - absent - unreadable.length
  round.count({ refreshed, absent, unanswered: unreadable.length })
  return null
}

/** Spent units and a refused key end the run at once; a failed call that is no outage leaves the others to be asked. */
const afterFailure = async (
  ports: Ports,
  run: JobRun,
  round: Round,
  part: Part,
  failure: PlatformFailure,
): Promise<Next> => {
  const { claims, whole, from, cursor } = part
  const now = ports.clock.now()
  const pause = pauseFor(failure, now)
  const end = (): JobOutcome => ({ kind: 'paused', counts: round.counts(), ...pause })
  if (failure.kind !== 'youtube-unavailable')
    return (await putOff(ports, run, [], { cursor: from, now, until: now })) ?? end()
  const verdict = round.noteUnavailable(claims.length)
  if (verdict === 'asked-in-halves') {
    // Alive, though nothing is known yet: calls that hang take as long together as the lease.
    const taken = await putOff(ports, run, [], { cursor: from, now, until: now })
    return taken ?? { kind: 'again', items: claims }
  }
  round.count({ unanswered: verdict === 'outage' ? whole.length - round.answered() : claims.length })
  const until =
    verdict === 'its-own-fault'
      ? later(now, FAILING_AGAIN_MS)
      : later(pause.until, Math.max(0, round.passedOver() - 1) * PASSED_OVER_APART_MS)
  const putOffNow = verdict === 'outage' ? whole : claims
  const taken = await putOff(ports, run, putOffNow, { cursor, now, until })
  return taken ?? (verdict === 'outage' ? end() : null)
}

/** Null unless another process has taken the run over. */
const putOff = async (
  { transact }: Ports,
  run: JobRun,
  claims: readonly ReadChannel[],
  { cursor, now, until }: { readonly cursor: string | null; readonly now: Instant; readonly until: Instant },
): Promise<JobOutcome | null> => {
  const kept = await transact<void, JobTakenOver>(async ({ jobs, channels }) => {
    const advanced = await jobs.advance(run, cursor, now)
    if (advanced.ok)
      await channels.putOff(
        claims.map(({ owner }) => owner),
        until,
      )
    return advanced
  })
  return kept.ok ? null : { kind: 'taken-over' }
}

/** What this program breaks over stops neither the run nor the channels beside it. */
const dealWithSafely = async (ports: Ports, run: JobRun, round: Round, part: Part): Promise<Next> => {
  try {
    return await dealWith(ports, run, round, part)
  } catch (error) {
    if (error instanceof Outage) throw error
    if (round.noteBroken(part.claims.length)) return { kind: 'again', items: part.claims }
    ports.onBroken(error)
  }
  round.count({ broken: part.claims.length })
  const now = ports.clock.now()
  try {
    const { claims, cursor } = part
    return await putOff(ports, run, claims, { cursor, now, until: later(now, FAILING_AGAIN_MS) })
  } catch (error) {
    if (error instanceof Outage) throw error
    ports.onBroken(error)
    return null
  }
}

/** Those that were due have been put off when they were read, so that the first ones are always others. */
const nextBatch = (
  channelViews: ChannelViews,
  isOfAll: boolean,
  after: Id<'Account'> | null,
  startedAt: Instant,
): Promise<readonly ReadChannel[]> =>
  isOfAll
    ? channelViews.read({ after, limit: IDS_PER_CALL })
    : channelViews.dueForReading({ now: startedAt, limit: IDS_PER_CALL })

/** While YouTube was asked, the claim may have ended, gone over to another channel, or been read by somebody else. */
const take = async (
  { channels }: Stores,
  { owner, channelId }: ReadChannel,
  facts: ChannelFacts | undefined,
  askedAt: Instant,
  now: Instant,
): Promise<void> => {
  const channel = await channels.find(owner)
  if (channel === null || channel.identity?.id !== channelId || channel.reading === null) return
  if (channel.reading.dueAt === null) return
  // Read by somebody else meanwhile, unless it was a clock far ahead that says so.
  if (channel.reading.at > askedAt && !isOfWrongClock(channel.reading.at, now)) return
  await channels.save(facts === undefined ? absentNow(channel, now) : readAnew(channel, facts, now))
}
