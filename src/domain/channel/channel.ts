import { match, P } from 'ts-pattern'
import { DAY_MS, HOUR_MS, type Id, type Instant, later, MINUTE_MS } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'
import type { ChannelId, VideoId } from '../video/youtube-url.ts'

/** Why an operator or the system took a claim back. */
export type RejectionReason = 'operator' | 'proved-by-another'

/** What a creator claims and what has been shown of it (채널 인증). */
export type Channel = {
  readonly owner: Id<'Account'>
  /** As typed; a label only. The channel is `identity.id`, which comes from YouTube. */
  readonly claimedUrl: string
  /** The channel's name as typed at sign-up, shown until YouTube has told the title; may be empty. */
  readonly claimedName: string
  readonly identity: ChannelIdentity | null
  /** Null while the identity is. */
  readonly reading: ChannelReading | null
  readonly state: ChannelState
  readonly since: Instant
  readonly proofVideo: VideoId | null
  readonly code: ProofCode | null
  /** Address of a proof that YouTube has not been asked about yet; a job asks. Null when no check is owed. */
  readonly owedProofUrl: string | null
  /** Somebody else claims or owns the same channel: an operator looks. */
  readonly disputed: boolean
}
export type ChannelIdentity = {
  readonly id: ChannelId
  readonly title: string
  /** Floored to three figures by YouTube; null when hidden or not yet read. */
  readonly subscribers: number | null
}
/** When YouTube last told the identity, and when it is to be asked again. */
export type ChannelReading = {
  /** 1970 for what was told before this was written down. */
  readonly at: Instant
  /** Null while nobody needs the figures of today, since the claim was rejected. */
  readonly dueAt: Instant | null
}
export type ChannelState =
  | { readonly status: 'unproven' }
  | { readonly status: 'pending' }
  | { readonly status: 'verified'; readonly by: 'code' | 'operator' }
  | { readonly status: 'rejected'; readonly reason: RejectionReason; readonly note: string }

/** Sixteen base32 characters that the creator puts into a video or the channel's description; stored hashed, single use. */
export type ProofCode = { readonly hash: string; readonly issuedAt: Instant; readonly expiresAt: Instant }

export const PROOF_CODE_LIFETIME_MS = DAY_MS
/** Subscribers are rounded figures that change slowly: once a day is enough, at whatever hour the job comes by. */
export const READ_AGAIN_AFTER_MS = 20 * HOUR_MS
const READ_ABSENT_AGAIN_AFTER_MS = DAY_MS
/** YouTube's clock and ours may differ by this much when the age of a proof video is judged. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS

/** What was found at YouTube under the address that the creator gave as proof. */
export type ChannelEvidence = {
  readonly identity: ChannelIdentity
  readonly source:
    | { readonly from: 'channel-description' }
    | {
        readonly from: 'video'
        readonly video: VideoId
        readonly privacy: 'public' | 'unlisted' | 'private'
        /** False unless YouTube has accepted the file. */
        readonly watchable: boolean
        readonly publishedAt: Instant
      }
  /** The description or title holds the code that is open for this creator. */
  readonly carriesCode: boolean
}

export type ChannelRefusal =
  | { readonly kind: 'channel-already-verified' }
  /** With the holder for operators alone: they can take the channel back. */
  | { readonly kind: 'channel-owned-by-another'; readonly holder?: Id<'Account'> }
  | { readonly kind: 'channel-not-pending' }
  | { readonly kind: 'proof-code-not-found' }
  | { readonly kind: 'proof-code-expired' }
  | { readonly kind: 'proof-video-not-unlisted' }
  | { readonly kind: 'proof-video-not-watchable' }
  | { readonly kind: 'proof-video-older-than-code' }

/** What a creator types at sign-up; each may be empty. A proof that is given is owed its check from then on. */
export type ChannelClaimed = { readonly url: string; readonly name: string; readonly proofUrl: string }

export const unprovenChannel = (
  owner: Id<'Account'>,
  { url, name, proofUrl }: ChannelClaimed,
  now: Instant,
): Channel => ({
  owner,
  claimedUrl: url,
  claimedName: name,
  identity: null,
  reading: null,
  state: { status: 'unproven' },
  since: now,
  proofVideo: null,
  code: null,
  owedProofUrl: proofUrl === '' ? null : proofUrl,
  disputed: false,
})

/** Replaces any earlier code. Refused once the channel is verified: there is nothing left to prove. */
export const issueCode = (channel: Channel, hash: string, now: Instant): Result<Channel, ChannelRefusal> =>
  channel.state.status === 'verified'
    ? err({ kind: 'channel-already-verified' })
    : ok({ ...channel, code: { hash, issuedAt: now, expiresAt: later(now, PROOF_CODE_LIFETIME_MS) } })

export const hasOpenCode = (channel: Channel, now: Instant): boolean =>
  channel.code !== null && now < channel.code.expiresAt

/**
 * Judges a proof. A code in an unlisted video or in the channel's description verifies at once; an unlisted video
 * without one waits for an operator (the app tells "up to 3 days"). A channel that somebody else has verified is
 * not given away by a code: the claim waits, disputed.
 */
export const prove = (
  channel: Channel,
  evidence: ChannelEvidence,
  verifiedByAnother: boolean,
  now: Instant,
): Result<Channel, ChannelRefusal> => {
  if (channel.state.status === 'verified') return err({ kind: 'channel-already-verified' })
  const carriesCode = evidence.carriesCode && hasOpenCode(channel, now)
  const refusal = unfit(channel, { ...evidence, carriesCode }, now)
  if (refusal !== null) return err(refusal)
  const claimed = {
    ...channel,
    identity: evidence.identity,
    reading: readingAt(now),
    proofVideo: evidence.source.from === 'video' ? evidence.source.video : null,
    since: now,
    disputed: verifiedByAnother,
    code: carriesCode ? null : channel.code,
    owedProofUrl: null,
  }
  return ok({
    ...claimed,
    state: carriesCode && !verifiedByAnother ? { status: 'verified', by: 'code' } : { status: 'pending' },
  })
}

const unfit = (
  channel: Channel,
  { source, carriesCode }: ChannelEvidence,
  now: Instant,
): ChannelRefusal | null =>
  match(source)
    .returnType<ChannelRefusal | null>()
    .with({ from: 'channel-description' }, () => {
      if (carriesCode) return null
      return channel.code !== null && !hasOpenCode(channel, now)
        ? { kind: 'proof-code-expired' }
        : { kind: 'proof-code-not-found' }
    })
    .with({ from: 'video', privacy: P.not('unlisted') }, () => ({ kind: 'proof-video-not-unlisted' }))
    .with({ from: 'video', watchable: false }, () => ({ kind: 'proof-video-not-watchable' }))
    .with({ from: 'video' }, ({ publishedAt }) =>
      carriesCode && channel.code !== null && publishedAt < channel.code.issuedAt - CLOCK_TOLERANCE_MS
        ? { kind: 'proof-video-older-than-code' }
        : null,
    )
    .exhaustive()

export type ChannelDecision =
  | { readonly decision: 'verify' }
  | { readonly decision: 'reject'; readonly note: string }

/**
 * An operator's word: a pending claim is verified or rejected, and so is one that lost a dispute, which that ends; a
 * verified one can be taken back.
 */
export const decide = (
  channel: Channel,
  decision: ChannelDecision,
  verifiedByAnother: boolean,
  now: Instant,
): Result<Channel, ChannelRefusal> =>
  match([lostDispute(channel) ? 'pending' : channel.state.status, decision] as const)
    .returnType<Result<Channel, ChannelRefusal>>()
    .with(['pending', { decision: 'verify' }], () =>
      verifiedByAnother
        ? err({ kind: 'channel-owned-by-another' })
        : ok({
            ...channel,
            state: { status: 'verified', by: 'operator' },
            reading: wanted(channel.reading, now),
            since: now,
            disputed: false,
          }),
    )
    .with([P.union('pending', 'verified'), { decision: 'reject' }], ([, { note }]) =>
      ok({
        ...channel,
        state: { status: 'rejected', reason: 'operator', note },
        reading: unwanted(channel.reading),
        since: now,
        disputed: false,
      }),
    )
    .with(['verified', { decision: 'verify' }], () => err({ kind: 'channel-already-verified' }))
    .with([P.union('unproven', 'rejected'), P._], () => err({ kind: 'channel-not-pending' }))
    .exhaustive()

const lostDispute = ({ state, disputed }: Channel): boolean => state.status === 'rejected' && disputed

/** A code proof by somebody else beats a pending claim; the loser is told and may try again, an operator sees the dispute. */
export const outprove = (channel: Channel, now: Instant): Channel => ({
  ...channel,
  state: { status: 'rejected', reason: 'proved-by-another', note: '' },
  reading: unwanted(channel.reading),
  since: now,
  disputed: true,
})

/** What YouTube tells of the channel now; subscribers that the owner hides are unknown from then on. */
export const readAnew = (
  channel: Channel,
  { id, title, subscribers }: ChannelIdentity,
  now: Instant,
): Channel => ({
  ...channel,
  identity: { id, title, subscribers },
  // What was rejected is asked for by its owner, if at all, and not once a day.
  reading: channel.state.status === 'rejected' ? unwanted(readingAt(now)) : readingAt(now),
})

/** YouTube did not show the channel. That proves nothing: what was known stays, and it is asked again a day later. */
export const absentNow = (channel: Channel, now: Instant): Channel => ({
  ...channel,
  reading:
    channel.reading === null ? null : { ...channel.reading, dueAt: later(now, READ_ABSENT_AGAIN_AFTER_MS) },
})

/**
 * When YouTube last did not show the channel, as the time at which it is asked again tells. For one that it has shown
 * since, a time before that.
 */
export const lastAbsentAt = ({ reading }: Channel): Instant | null =>
  reading === null || reading.dueAt === null ? null : later(reading.dueAt, -READ_ABSENT_AGAIN_AFTER_MS)

const readingAt = (now: Instant): ChannelReading => ({ at: now, dueAt: later(now, READ_AGAIN_AFTER_MS) })

const wanted = (reading: ChannelReading | null, now: Instant): ChannelReading | null =>
  reading === null ? null : { ...reading, dueAt: reading.dueAt ?? now }

const unwanted = (reading: ChannelReading | null): ChannelReading | null =>
  reading === null ? null : { ...reading, dueAt: null }

const PROOF_CODE = /(?<![A-Z0-9])[A-Z2-7]{16}(?![A-Z0-9])/g
const CODES_READ_MAX = 50

/** Every run of a text that could be a proof code, however it was cased; only its hash tells whether it is one. */
export const proofCodesIn = (text: string): readonly string[] =>
  Array.from(text.toUpperCase().matchAll(PROOF_CODE), ([code]) => code).slice(0, CODES_READ_MAX)
