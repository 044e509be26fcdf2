import {
  type Channel,
  type ChannelEvidence,
  type ChannelRefusal,
  hasOpenCode,
  outprove,
  proofCodesIn,
  prove,
} from '../../domain/channel/channel.ts'
import { dailyNotice, notice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { parseChannelUrl, parseVideoUrl } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import {
  type ChannelFacts,
  type PlatformFailure,
  UNREADABLE,
  type VideoFacts,
  type VideoPlatform,
} from '../../ports/video-platform.ts'
import type { CommandKey, KeyRefusal, Once, Recall } from '../idempotency/once.ts'
import { isPlatformFailure } from '../video/platform-failure.ts'

export type ProveChannelRefusal =
  | ChannelRefusal
  | PlatformFailure
  | KeyRefusal
  | { readonly kind: 'no-channel' }
  | { readonly kind: 'proof-url-malformed' }
  | { readonly kind: 'proof-not-found' }

export type ProveChannel = (command: {
  readonly owner: Id<'Account'>
  /** Address of an unlisted video on the channel, or of the channel itself. */
  readonly url: string
  readonly key: CommandKey | null
  /** Not to be owed once more: the creator may have given another proof in the meantime. */
  readonly isOwed?: true
}) => Promise<Result<ProvedChannel, ProveChannelRefusal>>

/** `replacesPending`: another claim of the same creator that waited for an operator waits no more. */
export type ProvedChannel = Channel & { readonly replacesPending?: true }

/** What YouTube answered, with the text in which the code may stand. */
type Proof = { readonly evidence: Omit<ChannelEvidence, 'carriesCode'>; readonly text: string }

/** Checks a proof of ownership with YouTube and judges it. When YouTube does not answer, the check is owed and a job asks again. */
export const proveChannel =
  ({
    transact,
    once,
    recall,
    clock,
    secrets,
    platform,
  }: {
    readonly transact: Transact
    readonly once: Once
    readonly recall: Recall
    readonly clock: Clock
    readonly secrets: Secrets
    readonly platform: VideoPlatform
  }): ProveChannel =>
  async ({ owner, url, key, isOwed }) => {
    const earlier = await recall<ProvedChannel, ProveChannelRefusal>(key)
    if (earlier !== null) return earlier
    const proof = await readProof(platform, url)
    // No answer says nothing about the proof: it is not kept under the key, so that the same request can be repeated.
    if (!proof.ok && isPlatformFailure(proof.error)) {
      if (isOwed === undefined) await owe(transact, owner, url)
      return proof
    }
    const now = clock.now()
    return once<ProvedChannel, ProveChannelRefusal>(key, async (stores) => {
      if (!proof.ok) return proof
      const { channels } = stores
      const channel = await channels.find(owner)
      if (channel === null) return err({ kind: 'no-channel' })
      // The creator has given another proof while this one was being read: that one counts.
      if (isOwed === true && channel.owedProofUrl !== url) return ok(channel)
      const carriesCode =
        hasOpenCode(channel, now) &&
        proofCodesIn(proof.value.text).some((code) => secrets.hash(code) === channel.code?.hash)
      const others = (await channels.claimsOn(proof.value.evidence.identity.id)).filter(
        (claim) => claim.owner !== owner,
      )
      const takenBy = others.find(({ state }) => state.status === 'verified') ?? null
      const proved = prove(channel, { ...proof.value.evidence, carriesCode }, takenBy !== null, now)
      if (!proved.ok) return proved
      const beaten = proved.value.state.status === 'verified' ? others.filter(isPending) : []
      await beatPending(stores, beaten, now)
      const saved = await channels.save(proved.value)
      if (!saved.ok) return saved
      await tell(stores, proved.value, { takenBy, beaten: beaten.length }, now)
      return ok(replaces(channel, proved.value) ? { ...proved.value, replacesPending: true } : proved.value)
    })
  }

const owe = async (transact: Transact, owner: Id<'Account'>, url: string): Promise<void> => {
  await transact(async ({ channels }) => {
    const channel = await channels.find(owner)
    if (channel !== null && channel.state.status !== 'verified')
      await channels.save({ ...channel, owedProofUrl: url })
    return ok(undefined)
  })
}

const readProof = async (
  platform: VideoPlatform,
  url: string,
): Promise<
  Result<Proof, PlatformFailure | { kind: 'proof-url-malformed' } | { kind: 'proof-not-found' }>
> => {
  const video = parseVideoUrl(url)
  if (!video.ok) {
    const reference = parseChannelUrl(url)
    if (!reference.ok) return err({ kind: 'proof-url-malformed' })
    const found = await platform.channel(reference.value)
    if (!found.ok) return found
    return found.value === null ? err({ kind: 'proof-not-found' }) : ok(fromDescription(found.value))
  }
  const videos = await platform.videos([video.value])
  if (!videos.ok) return videos
  const facts = videos.value.get(video.value)
  if (facts === UNREADABLE) return err({ kind: 'youtube-unavailable' })
  if (facts === undefined) return err({ kind: 'proof-not-found' })
  const channel = await platform.channels([facts.channelId])
  if (!channel.ok) return channel
  const ofChannel = channel.value.get(facts.channelId)
  return ofChannel === UNREADABLE ? err({ kind: 'youtube-unavailable' }) : ok(fromVideo(facts, ofChannel))
}

const fromDescription = ({ id, title, subscribers, description }: ChannelFacts): Proof => ({
  evidence: { identity: { id, title, subscribers }, source: { from: 'channel-description' } },
  text: description,
})

const fromVideo = (video: VideoFacts, channel: ChannelFacts | undefined): Proof => ({
  evidence: {
    identity: {
      id: video.channelId,
      title: channel?.title ?? video.channelTitle,
      subscribers: channel?.subscribers ?? null,
    },
    source: {
      from: 'video',
      video: video.id,
      privacy: video.privacy,
      watchable: video.watchable,
      publishedAt: video.publishedAt,
    },
  },
  text: `${video.title}\n${video.description}`,
})

/** Sent once more, the same proof is no other claim. */
const replaces = (before: Channel, after: Channel): boolean =>
  isPending(before) && (before.identity?.id !== after.identity?.id || before.proofVideo !== after.proofVideo)

const isPending = ({ state }: Channel): boolean => state.status === 'pending'

const beatPending = async (
  { channels, notifications }: Stores,
  claims: readonly Channel[],
  now: Instant,
): Promise<void> => {
  for (const claim of claims) {
    const beaten = outprove(claim, now)
    await channels.save(beaten)
    const fact = { kind: 'channel-rejected', reason: 'proved-by-another', note: '' } as const
    await notifications.add(notice(claim.owner, fact, `${claim.identity?.id}:${now}`, now))
  }
}

/** In a dispute both sides are told; those who were beaten have been told that, so the winner alone is left. */
const tell = async (
  { notifications }: Stores,
  channel: Channel,
  { takenBy, beaten }: { readonly takenBy: Channel | null; readonly beaten: number },
  now: Instant,
): Promise<void> => {
  if (channel.identity === null) return
  const { id, title } = channel.identity
  if (channel.state.status === 'verified')
    await notifications.add(
      notice(channel.owner, { kind: 'channel-verified', channelTitle: title }, `${id}:${now}`, now),
    )
  // Who sends the same proof twice, or more often, is told once a day.
  if (channel.state.status === 'pending' && takenBy === null)
    await notifications.add(
      dailyNotice(channel.owner, { kind: 'channel-pending', channelTitle: title }, id, now),
    )
  if (takenBy !== null || beaten > 0)
    for (const owner of takenBy === null ? [channel.owner] : [channel.owner, takenBy.owner])
      await notifications.add(
        notice(owner, { kind: 'channel-disputed', channelTitle: title }, `${id}:${channel.owner}`, now),
      )
}
