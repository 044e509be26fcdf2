import { type Context, Hono } from 'hono'
import { match, P } from 'ts-pattern'
import { z } from 'zod'
import type { DecideChannel } from '../../application/channel/decide-channel.ts'
import type { ProveChannel } from '../../application/channel/prove-channel.ts'
import { formatIso } from '../../domain/calendar.ts'
import type { Channel } from '../../domain/channel/channel.ts'
import { toId } from '../../domain/primitives.ts'
import { channelUrl, watchUrl } from '../../domain/video/youtube-url.ts'
import type { ChannelClaim, ChannelViews } from '../../ports/channel.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { access, type Session } from './session.ts'
import { body, filled, idNumber, param, query, text } from './validate.ts'
import { commandKey, PAGE_SIZE, page } from './wire.ts'

export type ChannelDeps = {
  readonly proveChannel: ProveChannel
  readonly decideChannel: DecideChannel
  readonly channelViews: ChannelViews
}

const proofForm = z.object({ url: filled(4096) })
const decisionForm = z.object({ decision: z.enum(['verify', 'reject']), reason: text(500).default('') })

/** The proof that a channel is the creator's own, and the operator's word on claims that no code has proved. */
export const channelRoutes = (use: ChannelDeps) =>
  new Hono<Session>()
    .get('/', access('creator'), async (c) => {
      const channel = await use.channelViews.of(c.var.member.id)
      if (channel === null) return refuse(c, { kind: 'no-channel' })
      return answer(c, '채널 조회 성공', shown(c, channel))
    })
    .post('/', access('creator'), body(proofForm), async (c) => {
      const { url } = c.req.valid('json')
      const key = await commandKey(c, 'prove-channel', url)
      const proved = await use.proveChannel({ owner: c.var.member.id, url, key })
      if (!proved.ok) return refuse(c, proved.error)
      const message =
        proved.value.state.status === 'verified'
          ? '채널 인증 성공'
          : '채널 인증을 신청했습니다. 운영자가 확인하며 최대 3일이 걸립니다.'
      return answer(c, message, shown(c, proved.value))
    })
    .get('/pending', access('operator'), query(z.object(page)), async (c) => {
      const { cursor } = c.req.valid('query')
      const claims = await use.channelViews.waiting({
        after: cursor === undefined || cursor === '' ? null : toId(Number(cursor)),
        limit: PAGE_SIZE,
      })
      return answer(
        c,
        '채널 인증 신청 조회 성공',
        claims.map((claim) => claimShown(c, claim)),
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
          ? answer(c, '채널 인증 처리 성공', shown(c, decided.value))
          : refuse(c, decided.error)
      },
    )

const shown = (c: Context<Session>, { identity, state, claimedUrl, code, disputed, since }: Channel) => ({
  state: state.status,
  channelId: identity?.id ?? null,
  channelName: identity?.title ?? null,
  channelUrl: identity === null ? claimedUrl : channelUrl(identity.id),
  subscribers: identity?.subscribers ?? null,
  since: formatIso(since),
  codeExpiresAt: code === null ? null : formatIso(code.expiresAt),
  disputed,
  reason: state.status === 'rejected' ? state.note : null,
  missing: whatIsMissing(state, code !== null, wantsEnglish(c)),
})

const claimShown = (c: Context<Session>, { channel, name, email }: ChannelClaim) => ({
  userIdx: channel.owner,
  name,
  email,
  ...shown(c, channel),
  proofUrl: channel.proofVideo === null ? null : watchUrl(channel.proofVideo),
})

/** What the creator has to do next, as sentences; none once the channel is verified. */
const whatIsMissing = (state: Channel['state'], hasCode: boolean, english: boolean): readonly string[] =>
  match(state)
    .returnType<readonly string[]>()
    .with({ status: 'verified' }, () => [])
    .with({ status: 'pending' }, () => [
      english ? 'An operator decides within 3 days.' : '운영자가 3일 이내에 확인합니다.',
    ])
    .with({ status: P.union('unproven', 'rejected') }, () => {
      const proof = english
        ? 'Put the code into an unlisted video or the channel description and send its address.'
        : '인증 코드를 "일부 공개" 동영상이나 채널 설명에 넣고 그 주소를 보내주세요.'
      const code = english ? 'Ask for a code first.' : '먼저 인증 코드를 발급받아주세요.'
      return hasCode ? [proof] : [code, proof]
    })
    .exhaustive()
