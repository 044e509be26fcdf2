import { type Context, Hono } from 'hono'
import { match, P } from 'ts-pattern'
import { z } from 'zod'
import type { DecideChannel } from '../../application/channel/decide-channel.ts'
import type { ProveChannel, ProvedChannel } from '../../application/channel/prove-channel.ts'
import { isPlatformFailure } from '../../application/video/platform-failure.ts'
import { formatDottedTime, formatIso } from '../../domain/calendar.ts'
import { type Channel, type ChannelState, hasOpenCode } from '../../domain/channel/channel.ts'
import { type Id, type Instant, toId, toInstant } from '../../domain/primitives.ts'
import { channelUrl, watchUrl } from '../../domain/video/youtube-url.ts'
import type { ChannelClaim, ChannelViews } from '../../ports/channel.ts'
import { waitsOutside } from './answer-in-time.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { access, type Session } from './session.ts'
import { atMost, type ThrottleDeps, YOUTUBE_LOOKS } from './throttle.ts'
import { body, filled, idNumber, param, query, text } from './validate.ts'
import { commandKey, PAGE_SIZE, page } from './wire.ts'

export type ChannelDeps = ThrottleDeps & {
  readonly proveChannel: ProveChannel
  readonly decideChannel: DecideChannel
  readonly channelViews: ChannelViews
  /** When a proof that is owed a check is asked about once more at the latest. */
  readonly owedProofCheckedBy: () => Instant
}

const proofForm = z.object({ url: filled(4096) })
const decisionForm = z.object({ decision: z.enum(['verify', 'reject']), reason: text(500).default('') })

/** The proof that a channel is the creator's own, and the operator's word on claims that no code has proved. */
export const channelRoutes = (use: ChannelDeps) =>
  new Hono<Session>()
    .get('/', access('creator'), async (c) => {
      const channel = await use.channelViews.of(c.var.member.id)
      if (channel === null) return refuse(c, { kind: 'no-channel' })
      return answer(c, '채널 조회 성공', shown(c, channel, timesOf(use)))
    })
    .post(
      '/',
      access('creator'),
      waitsOutside,
      body(proofForm),
      atMost(use, YOUTUBE_LOOKS, 'prove-channel'),
      async (c) => {
        const { url } = c.req.valid('json')
        const key = await commandKey(c, 'prove-channel', url)
        const proved = await use.proveChannel({ owner: c.var.member.id, url, key })
        if (!proved.ok) {
          const owes = isPlatformFailure(proved.error) && (await owesCheck(use, c.var.member.id))
          return refuse(c, proved.error, owes ? owedWording(use.owedProofCheckedBy()) : undefined)
        }
        return answer(c, provedMessage(proved.value), shown(c, proved.value, timesOf(use)))
      },
    )
    .get('/pending', access('operator'), query(z.object(page)), async (c) => {
      const { cursor } = c.req.valid('query')
      const claims = await use.channelViews.waiting({
        after: cursor === null ? null : toId(cursor),
        limit: PAGE_SIZE,
      })
      return answer(
        c,
        '채널 인증 신청 조회 성공',
        claims.map((claim) => claimShown(c, claim, timesOf(use))),
      )
    })
    .put(
      '/:userIdx',
      access('operator'),
      param(z.object({ userIdx: idNumber })),
      body(decisionForm),
      async (c) => {
        const { decision, reason } = c.req.valid('json')
        const { userIdx } = c.req.valid('param')
        const decided = await use.decideChannel({
          operator: c.var.member.id,
          owner: toId(userIdx),
          decision: decision === 'verify' ? { decision } : { decision, note: reason },
          key: await commandKey(c, 'decide-channel', { userIdx, decision, reason }),
        })
        return decided.ok
          ? answer(c, '채널 인증 처리 성공', shown(c, decided.value, timesOf(use)))
          : refuse(c, decided.error)
      },
    )

type Times = { readonly now: Instant; readonly checkedBy: Instant }

const timesOf = (use: ChannelDeps): Times => ({ now: use.clock.now(), checkedBy: use.owedProofCheckedBy() })

const owesCheck = async ({ channelViews }: ChannelDeps, owner: Id<'Account'>): Promise<boolean> =>
  ((await channelViews.of(owner))?.owedProofUrl ?? null) !== null

/** What whoever sent a proof is told, at once and whenever they look, while YouTube has not been asked about it. */
const owedWording = (checkedBy: Instant) => ({
  ko: `유튜브에서 인증을 아직 확인하지 못했습니다. 보내주신 주소는 접수되었으니 다시 보내지 않으셔도 됩니다. 늦어도 ${formatDottedTime(checkedBy)}까지 자동으로 다시 확인하겠습니다.`,
  en: `YouTube could not be asked about your proof yet. It is kept, so there is no need to send it again: it will be checked again by itself, by ${formatDottedTime(checkedBy)} (Korean time) at the latest.`,
})

const provedMessage = ({ state, replacesPending }: ProvedChannel) => {
  if (state.status === 'verified') return '채널 인증 성공'
  return replacesPending === true
    ? '이전 신청 대신 새로운 채널 인증을 신청했습니다. 운영자가 확인하며 최대 3일이 걸립니다.'
    : '채널 인증을 신청했습니다. 운영자가 확인하며 최대 3일이 걸립니다.'
}

const shown = (c: Context<Session>, channel: Channel, times: Times) => {
  const { identity, state, claimedUrl, claimedName, code, disputed, since } = channel
  const english = wantsEnglish(c)
  return {
    state: state.status,
    channelId: identity?.id ?? null,
    channelName: identity?.title ?? (claimedName === '' ? null : claimedName),
    channelUrl: identity === null ? claimedUrl : channelUrl(identity.id),
    subscribers: identity?.subscribers ?? null,
    subscribersAsOf: readAt(channel),
    since: formatIso(since),
    codeExpiresAt: code === null ? null : formatIso(code.expiresAt),
    disputed,
    reason: state.status === 'rejected' ? whyRejected(state, english) : null,
    missing: whatIsMissing(channel, times, english),
  }
}

/** Null for what was read before that was written down; an answer that was stored under a key before has none at all. */
const readAt = ({ reading }: Channel): string | null => {
  const at = reading?.at ?? 0
  return at === 0 ? null : formatIso(toInstant(at))
}

const claimShown = (c: Context<Session>, { channel, name, email, holder }: ChannelClaim, times: Times) => ({
  userIdx: channel.owner,
  name,
  email,
  ...shown(c, channel, times),
  proofUrl: channel.proofVideo === null ? null : watchUrl(channel.proofVideo),
  /** Who has the channel now: it must be taken back from them before this claim can be verified. */
  holder: holder === null ? null : { userIdx: holder.id, name: holder.name },
})

/** An operator's own words, or what the system has to say. */
const whyRejected = (
  { reason, note }: Extract<ChannelState, { readonly status: 'rejected' }>,
  english: boolean,
): string => {
  if (reason === 'operator') return note
  return english
    ? 'Another member proved the same channel with a code.'
    : '다른 회원이 인증 코드로 같은 채널을 인증했습니다.'
}

/** What the creator has to do next, as sentences; none once the channel is verified. */
const whatIsMissing = (channel: Channel, { now, checkedBy }: Times, english: boolean): readonly string[] =>
  match(channel.state)
    .returnType<readonly string[]>()
    .with({ status: 'verified' }, () => [])
    .with({ status: 'pending' }, () => [
      english ? 'An operator decides within 3 days.' : '운영자가 3일 이내에 확인합니다.',
    ])
    .with({ status: P.union('unproven', 'rejected') }, () => {
      // Nothing is left to the creator: the proof has been sent.
      if (channel.owedProofUrl !== null) {
        const owed = owedWording(checkedBy)
        return [english ? owed.en : owed.ko]
      }
      const proof = english
        ? 'Put the code into an unlisted video or the channel description and send its address.'
        : '인증 코드를 "일부 공개" 동영상이나 채널 설명에 넣고 그 주소를 보내주세요.'
      const code = english ? 'Ask for a code first.' : '먼저 인증 코드를 발급받아주세요.'
      return hasOpenCode(channel, now) ? [proof] : [code, proof]
    })
    .exhaustive()
