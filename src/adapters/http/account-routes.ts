import { Hono } from 'hono'
import { z } from 'zod'
import type { RegisterPayee } from '../../application/account/register-payee.ts'
import type { AccountViews, SealedPayee } from '../../ports/account.ts'
import type { CashViews } from '../../ports/cash.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { body, filled } from './validate.ts'
import { imageUrl, within32Bits } from './wire.ts'

export type AccountDeps = {
  readonly registerPayee: RegisterPayee
  readonly accountViews: AccountViews
  readonly channelViews: ChannelViews
  readonly cashViews: CashViews
}

const payeeForm = z.object({
  bank: filled(40),
  /** At least six digits, apart by hyphens or not. */
  number: filled(40).pipe(z.string().regex(/^-*(\d-*){6,}$/)),
  holder: filled(60),
})

/** The member's own profile and payee account. */
export const accountRoutes = (use: AccountDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const profile = await use.accountViews.profile(c.var.member.id)
      if (profile === null) return refuse(c, { kind: 'account-not-found' })
      const { phone, location } = profile
      return answer(c, '유저 개별 조회 성공', [
        { profileImage: imageUrl(c, profile.profileImage), phone, location },
      ])
    })
    .get('/profile', access('member'), async (c) => {
      const { id } = c.var.member
      const [profile, channel, balance] = await Promise.all([
        use.accountViews.profile(id),
        use.channelViews.of(id),
        use.cashViews.balance(id),
      ])
      if (profile === null) return refuse(c, { kind: 'account-not-found' })
      return answer(c, '유저 개별 조회 성공', [
        {
          userIdx: id,
          profileImage: imageUrl(c, profile.profileImage),
          name: profile.name,
          channelName: channel?.identity?.title ?? channel?.claimedName ?? '',
          cash: within32Bits(balance.pending + balance.withdrawable),
        },
      ])
    })
    .get('/payee', access('creator'), async (c) => {
      const payee = await use.accountViews.payee(c.var.member.id)
      return answer(c, '입금 계좌 조회 성공', payee === null ? null : shown(payee))
    })
    .put('/payee', access('creator'), body(payeeForm), async (c) => {
      const payee = await use.registerPayee({ accountId: c.var.member.id, payee: c.req.valid('json') })
      return answer(c, '입금 계좌가 등록되었습니다.', shown(payee))
    })

/** The sealed part never leaves. */
const shown = ({ bank, maskedNumber }: SealedPayee) => ({ bank, number: maskedNumber })
