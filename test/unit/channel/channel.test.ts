import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  absentNow,
  type Channel,
  type ChannelDecision,
  type ChannelEvidence,
  type ChannelRefusal,
  type ChannelState,
  decide,
  hasOpenCode,
  issueCode,
  outprove,
  PROOF_CODE_LIFETIME_MS,
  proofCodesIn,
  prove,
  readAnew,
  unprovenChannel,
} from '../../../src/domain/channel/channel.ts'
import { HOUR_MS, type Instant, later, MINUTE_MS, toId } from '../../../src/domain/primitives.ts'
import type { Result } from '../../../src/domain/result.ts'
import { aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aVideoId } from '../../fixtures/video.ts'

const OWNER = toId<'Account'>(7)
const URL_TYPED = 'https://www.youtube.com/@haneul'
const TYPED = { url: URL_TYPED, name: '하늘의 하루', proofUrl: '' }
const CODE_ISSUED = inHours(-1)
const CODE = { hash: 'hash', issuedAt: CODE_ISSUED, expiresAt: later(CODE_ISSUED, PROOF_CODE_LIFETIME_MS) }
const EXPIRED_CODE = { hash: 'hash', issuedAt: inDays(-2), expiresAt: inDays(-1) }
const EARLIER = inDays(-3)

const aChannel = (changed: Partial<Channel> = {}): Channel => ({
  ...unprovenChannel(OWNER, TYPED, EARLIER),
  ...changed,
})

const STATES: readonly ChannelState[] = [
  { status: 'unproven' },
  { status: 'pending' },
  { status: 'verified', by: 'code' },
  { status: 'rejected', reason: 'operator', note: '다른 사람의 채널' },
]
const STATES_TO_PROVE = STATES.filter(({ status }) => status !== 'verified')

type VideoSource = ChannelEvidence['source'] & { readonly from: 'video' }
const inVideo = (
  carriesCode: boolean,
  changed: Partial<Pick<VideoSource, 'privacy' | 'publishedAt' | 'watchable'>> = {},
): ChannelEvidence => ({
  identity: aChannelIdentity(),
  source: {
    from: 'video',
    video: aVideoId('proof'),
    privacy: 'unlisted',
    watchable: true,
    publishedAt: NOON,
    ...changed,
  },
  carriesCode,
})
const inDescription = (carriesCode: boolean): ChannelEvidence => ({
  identity: aChannelIdentity(),
  source: { from: 'channel-description' },
  carriesCode,
})

const refusalOf = (result: Result<Channel, ChannelRefusal>): ChannelRefusal | null =>
  result.ok ? null : result.error

describe('a claimed channel', () => {
  it('is unproven at first, and its address is a label only', () => {
    expect(unprovenChannel(OWNER, TYPED, NOON)).toEqual({
      owner: OWNER,
      claimedUrl: URL_TYPED,
      claimedName: '하늘의 하루',
      identity: null,
      reading: null,
      state: { status: 'unproven' },
      since: NOON,
      proofVideo: null,
      code: null,
      owedProofUrl: null,
      disputed: false,
    })
  })

  it('is owed a check of the proof that was given with it', () => {
    const proofUrl = 'https://youtu.be/proof000001'
    expect(unprovenChannel(OWNER, { ...TYPED, proofUrl }, NOON)).toEqual({
      ...unprovenChannel(OWNER, TYPED, NOON),
      owedProofUrl: proofUrl,
    })
  })
})

describe('a proof code', () => {
  test.each(STATES_TO_PROVE)('is given for a channel that is $status, and is good for 24 hours', (state) => {
    const channel = aChannel({ state })
    expect(issueCode(channel, 'new', NOON)).toEqual({
      ok: true,
      value: { ...channel, code: { hash: 'new', issuedAt: NOON, expiresAt: inHours(24) } },
    })
  })

  it('replaces the one before', () => {
    expect(issueCode(aChannel({ code: CODE }), 'new', NOON)).toMatchObject({
      value: { code: { hash: 'new', issuedAt: NOON } },
    })
  })

  it('is not given for a channel that is verified', () => {
    const verified = aChannel({ state: { status: 'verified', by: 'operator' } })
    expect(refusalOf(issueCode(verified, 'new', NOON))).toEqual({ kind: 'channel-already-verified' })
  })

  test.each<[when: string, code: Channel['code'], now: Instant, open: boolean]>([
    ['that was never issued', null, NOON, false],
    ['from the moment of issue', CODE, CODE.issuedAt, true],
    ['until the last millisecond', CODE, later(CODE.expiresAt, -1), true],
    ['after 24 hours', CODE, CODE.expiresAt, false],
  ])('%s: open %#', (_, code, now, open) => {
    expect(hasOpenCode(aChannel({ code }), now)).toBe(open)
  })
})

describe('a proof with the code', () => {
  const sources = [
    ['an unlisted video', inVideo(true), aVideoId('proof')],
    ["the channel's description", inDescription(true), null],
  ] as const

  test.each(sources)('in %s verifies at once and uses the code up', (_, evidence, proofVideo) => {
    for (const state of STATES_TO_PROVE) {
      const channel = aChannel({ state, code: CODE, owedProofUrl: 'https://youtu.be/x', disputed: true })
      expect(prove(channel, evidence, false, NOON)).toEqual({
        ok: true,
        value: {
          owner: OWNER,
          claimedUrl: URL_TYPED,
          claimedName: '하늘의 하루',
          identity: evidence.identity,
          reading: { at: NOON, dueAt: inHours(20) },
          state: { status: 'verified', by: 'code' },
          since: NOON,
          proofVideo,
          code: null,
          owedProofUrl: null,
          disputed: false,
        },
      })
    }
  })

  test.each(sources)('in %s of a channel that somebody else has verified waits, disputed', (_, evidence) => {
    expect(prove(aChannel({ code: CODE }), evidence, true, NOON)).toMatchObject({
      ok: true,
      value: { state: { status: 'pending' }, disputed: true, code: null, identity: evidence.identity },
    })
  })

  it('may stand in a video that is up to five minutes older than the code, since clocks differ', () => {
    const tolerated = later(CODE.issuedAt, -5 * MINUTE_MS)
    const channel = aChannel({ code: CODE })
    expect(prove(channel, inVideo(true, { publishedAt: tolerated }), false, NOON).ok).toBe(true)
    const older = inVideo(true, { publishedAt: later(tolerated, -1) })
    expect(refusalOf(prove(channel, older, false, NOON))).toEqual({ kind: 'proof-video-older-than-code' })
  })
})

describe('a proof without the code', () => {
  it('in an unlisted video waits for an operator, and leaves the code open', () => {
    expect(prove(aChannel({ code: CODE }), inVideo(false), false, NOON)).toMatchObject({
      ok: true,
      value: { state: { status: 'pending' }, proofVideo: aVideoId('proof'), code: CODE, disputed: false },
    })
  })

  it('also waits when the code has expired, or was never asked for, and however old the video is', () => {
    for (const code of [null, EXPIRED_CODE, CODE]) {
      const old = inVideo(false, { publishedAt: inDays(-1_000) })
      expect(prove(aChannel({ code }), old, false, NOON)).toMatchObject({
        value: { state: { status: 'pending' } },
      })
    }
  })

  it('of a channel that somebody else has verified waits, disputed', () => {
    expect(prove(aChannel(), inVideo(false), true, NOON)).toMatchObject({
      value: { state: { status: 'pending' }, disputed: true },
    })
  })

  test.each<[what: string, code: Channel['code'], kind: ChannelRefusal['kind']]>([
    ['no code was issued', null, 'proof-code-not-found'],
    ['the code is open but not there', CODE, 'proof-code-not-found'],
    ['the code has expired', EXPIRED_CODE, 'proof-code-expired'],
    ['the code expires at this moment', { ...CODE, expiresAt: NOON }, 'proof-code-expired'],
  ])("in the channel's description proves nothing: %s", (_, code, kind) => {
    expect(refusalOf(prove(aChannel({ code }), inDescription(false), false, NOON))).toEqual({ kind })
  })
})

describe('no proof is', () => {
  test.each(['public', 'private'] as const)('a %s video, with or without the code', (privacy) => {
    for (const carriesCode of [true, false])
      expect(
        refusalOf(prove(aChannel({ code: CODE }), inVideo(carriesCode, { privacy }), false, NOON)),
      ).toEqual({ kind: 'proof-video-not-unlisted' })
  })

  it('a video that YouTube has not accepted, with or without the code', () => {
    for (const carriesCode of [true, false])
      expect(
        refusalOf(prove(aChannel({ code: CODE }), inVideo(carriesCode, { watchable: false }), false, NOON)),
      ).toEqual({ kind: 'proof-video-not-watchable' })
  })

  it('needed for a channel that is verified, whatever is shown', () => {
    const verified = aChannel({ state: { status: 'verified', by: 'code' } })
    for (const evidence of [inVideo(true), inVideo(false, { privacy: 'public' }), inDescription(false)])
      expect(refusalOf(prove(verified, evidence, true, NOON))).toEqual({ kind: 'channel-already-verified' })
  })
})

describe('an operator decides', () => {
  const VERIFY: ChannelDecision = { decision: 'verify' }
  const REJECT: ChannelDecision = { decision: 'reject', note: '영상이 없습니다' }
  const REJECTED: ChannelState = { status: 'rejected', reason: 'operator', note: '영상이 없습니다' }
  type After = ChannelState | ChannelRefusal['kind']

  test.each<[before: ChannelState['status'], decision: ChannelDecision, another: boolean, after: After]>([
    ['unproven', VERIFY, false, 'channel-not-pending'],
    ['unproven', REJECT, false, 'channel-not-pending'],
    ['pending', VERIFY, false, { status: 'verified', by: 'operator' }],
    ['pending', REJECT, false, REJECTED],
    ['verified', VERIFY, false, 'channel-already-verified'],
    ['verified', REJECT, false, REJECTED],
    // Rejected and still disputed: its loser was beaten by a code.
    ['rejected', VERIFY, false, { status: 'verified', by: 'operator' }],
    ['rejected', REJECT, false, REJECTED],
    ['unproven', VERIFY, true, 'channel-not-pending'],
    ['unproven', REJECT, true, 'channel-not-pending'],
    ['pending', VERIFY, true, 'channel-owned-by-another'],
    ['pending', REJECT, true, REJECTED],
    ['verified', VERIFY, true, 'channel-already-verified'],
    ['verified', REJECT, true, REJECTED],
    ['rejected', VERIFY, true, 'channel-owned-by-another'],
    ['rejected', REJECT, true, REJECTED],
  ])('%s, %o, verified by another: %s', (before, decision, another, after) => {
    const state = STATES.find(({ status }) => status === before) ?? { status: 'unproven' }
    const channel = aChannel({ state, identity: aChannelIdentity(), code: CODE, disputed: true })
    const decided = decide(channel, decision, another, NOON)
    if (typeof after === 'string') expect(refusalOf(decided)).toEqual({ kind: after })
    else
      expect(decided).toEqual({ ok: true, value: { ...channel, state: after, since: NOON, disputed: false } })
  })

  it.each([VERIFY, REJECT])('no more about a rejected claim that nobody disputes: %o', (decision) => {
    const rejected = aChannel({ state: REJECTED, identity: aChannelIdentity() })
    expect(refusalOf(decide(rejected, decision, false, NOON))).toEqual({ kind: 'channel-not-pending' })
  })

  it('and a rejected creator may try again', () => {
    const rejected = aChannel({ state: REJECTED, code: CODE })
    expect(prove(rejected, inVideo(true), false, NOON)).toMatchObject({
      value: { state: { status: 'verified' } },
    })
  })
})

describe('a pending claim that somebody else outproves', () => {
  it('is rejected without a word of an operator, and shown to one as disputed', () => {
    const pending = aChannel({ state: { status: 'pending' }, identity: aChannelIdentity(), code: CODE })
    expect(outprove(pending, NOON)).toEqual({
      ...pending,
      state: { status: 'rejected', reason: 'proved-by-another', note: '' },
      since: NOON,
      disputed: true,
    })
  })
})

describe('the reading of a channel', () => {
  const identity = aChannelIdentity()
  const read = { at: inHours(-3), dueAt: inHours(17) }
  const pending = aChannel({ state: { status: 'pending' }, identity, reading: read })

  it('takes over what YouTube tells, hidden subscribers as unknown, and is due again in 20 hours', () => {
    const told = { id: identity.id, title: '새 이름', subscribers: null }
    expect(readAnew(pending, told, NOON)).toEqual({
      ...pending,
      identity: told,
      reading: { at: NOON, dueAt: inHours(20) },
    })
  })

  it('of a channel that YouTube does not show keeps what was known and when, and is due again a day later', () => {
    expect(absentNow(pending, NOON)).toEqual({ ...pending, reading: { at: read.at, dueAt: inHours(24) } })
    expect(absentNow(aChannel(), NOON)).toEqual(aChannel())
  })

  it('is due for nobody once the claim is rejected, and due at once when that is taken back', () => {
    const rejected = decide(pending, { decision: 'reject', note: '' }, false, NOON)
    expect(rejected).toMatchObject({ value: { reading: { at: read.at, dueAt: null } } })
    const beaten = outprove(pending, NOON)
    expect(beaten.reading).toEqual({ at: read.at, dueAt: null })
    expect(readAnew(beaten, identity, NOON).reading).toEqual({ at: NOON, dueAt: null })
    expect(decide(beaten, { decision: 'verify' }, false, inHours(1))).toMatchObject({
      value: { reading: { at: read.at, dueAt: inHours(1) } },
    })
  })

  it('stays due as it was when an operator verifies the claim', () => {
    expect(decide(pending, { decision: 'verify' }, false, NOON)).toMatchObject({ value: { reading: read } })
  })
})

describe('the codes that a text may hold', () => {
  const A = 'ABCDEFGHIJKLMNOP'
  const B = 'QRSTUVWXYZ234567'
  test.each<[what: string, text: string, codes: readonly string[]]>([
    ['nothing', '', []],
    ['a code alone', A, [A]],
    ['in lower case', A.toLowerCase(), [A]],
    ['in mixed case', 'aBcDeFgHiJkLmNoP', [A]],
    ['within words', `인증 코드: ${A}입니다`, [A]],
    ['in brackets', `(${A})`, [A]],
    ['after an underscore', `_${A}_`, [A]],
    ['two of them', `${A} ${B}\n`, [A, B]],
    ['the same twice', `${A} ${A}`, [A, A]],
    ['15 characters', A.slice(1), []],
    ['17 characters', `${A}Q`, []],
    ['17 characters with a digit that codes do not have', `${A}9`, []],
    ['a digit before', `1${A}`, []],
    ['digits that codes do not have', 'ABCDEFGH01189XYZ', []],
    ['two codes run together', `${A}${B}`, []],
    ['full-width letters', 'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰ', []],
    ['a broken line', `${A.slice(0, 8)}\n${A.slice(8)}`, []],
  ])('%s', (_, text, codes) => {
    expect(proofCodesIn(text)).toEqual(codes)
  })

  it('are found in whatever surroundings, each with 16 characters of the alphabet', () => {
    const code = fc.stringMatching(/^[A-Z2-7]{16}$/)
    const around = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[A-Za-z0-9]/g, ''))
    fc.assert(
      fc.property(around, code, around, (before, hidden, after) => {
        // Some letters grow into Latin ones in upper case, such as ß, and would glue themselves to the code.
        fc.pre(!/[A-Z0-9]/.test(`${before}${after}`.toUpperCase()))
        expect(proofCodesIn(`${before}${hidden.toLowerCase()}${after}`)).toEqual([hidden])
      }),
    )
  })

  it('are at most 50, so that a long text cannot keep us hashing', () => {
    expect(proofCodesIn(`${A} `.repeat(49) + B)).toHaveLength(50)
    expect(proofCodesIn(`${A} `.repeat(49) + B)).toContain(B)
    expect(proofCodesIn(`${A} `.repeat(50) + B)).not.toContain(B)
    expect(proofCodesIn(`${A} `.repeat(1_000))).toHaveLength(50)
  })
})

describe('however a channel is proved, decided on and outproved', () => {
  type Event =
    | { readonly type: 'issue' }
    | { readonly type: 'outprove' }
    | { readonly type: 'prove'; readonly evidence: ChannelEvidence; readonly another: boolean }
    | { readonly type: 'decide'; readonly decision: ChannelDecision; readonly another: boolean }
  const events: fc.Arbitrary<readonly Event[]> = fc.array(
    fc.oneof(
      fc.constantFrom<Event>({ type: 'issue' }, { type: 'outprove' }),
      fc.record({
        type: fc.constant('prove' as const),
        evidence: fc.constantFrom(inVideo(true), inVideo(false), inDescription(true), inDescription(false)),
        another: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('decide' as const),
        decision: fc.constantFrom<ChannelDecision>({ decision: 'verify' }, { decision: 'reject', note: '' }),
        another: fc.boolean(),
      }),
    ),
    { maxLength: 20 },
  )
  const happen = (channel: Channel, event: Event, now: Instant): Channel => {
    if (event.type === 'outprove')
      return channel.state.status === 'pending' ? outprove(channel, now) : channel
    const result =
      event.type === 'issue'
        ? issueCode(channel, 'hash', now)
        : event.type === 'prove'
          ? prove(channel, event.evidence, event.another, now)
          : decide(channel, event.decision, event.another, now)
    return result.ok ? result.value : channel
  }

  it('it has an identity from YouTube when pending or verified, and is never given away while another owns it', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        let channel = aChannel()
        let now = NOON
        for (const event of sequence) {
          now = later(now, HOUR_MS)
          const before = channel
          channel = happen(before, event, now)
          const { status } = channel.state
          if (status === 'pending' || status === 'verified') expect(channel.identity).not.toBeNull()
          const verifiedNow = status === 'verified' && before.state.status !== 'verified'
          if (verifiedNow) expect('another' in event && event.another).toBe(false)
          if (status === 'verified') expect(channel.disputed).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })
})
