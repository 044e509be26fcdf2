import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { ChangeInterests } from '../../application/account/change-interests.ts'
import type { ChangeProfile } from '../../application/account/change-profile.ts'
import type { RegisterPayee } from '../../application/account/register-payee.ts'
import { DEFAULT_PROFILE_IMAGE } from '../../domain/account/account.ts'
import type { Interests } from '../../domain/categories.ts'
import type { AccountViews, Profile, SealedPayee } from '../../ports/account.ts'
import type { CashViews } from '../../ports/cash.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import { adInterestCodeOf, expertCodeOf, INTEREST_CODES, interestsOf, newsCodeOf } from './codes.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { takesPictures } from './uploads.ts'
import { body, filled, pictureOrNone, text } from './validate.ts'
import { commandKey, digestOfPicture, imageUrl, within32Bits } from './wire.ts'

export type AccountDeps = {
  readonly registerPayee: RegisterPayee
  readonly changeProfile: ChangeProfile
  readonly changeInterests: ChangeInterests
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

/** Whatever is left out stays as it is. The app always sends all three, a picture of no bytes when none was chosen. */
const profileForm = z.object({
  profileImage: pictureOrNone,
  phone: text(40).optional(),
  location: text(500).optional(),
})

const interestForm = z
  .object({
    typeAd: z.enum(INTEREST_CODES.ad),
    typeExpert: z.enum(INTEREST_CODES.expert),
    typeNews: z.enum(INTEREST_CODES.news),
  })
  .transform(({ typeAd, typeExpert, typeNews }) => interestsOf(typeAd, typeExpert, typeNews))
  .pipe(z.custom<NonNullable<ReturnType<typeof interestsOf>>>((found) => found !== undefined))

/** The member's own profile, interests and payee account. */
export const accountRoutes = (use: AccountDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const profile = await use.accountViews.profile(c.var.member.id)
      if (profile === null) return refuse(c, { kind: 'account-not-found' })
      const { phone, location } = profile
      return answer(c, '유저 개별 조회 성공', [{ profileImage: pictureUrl(c, profile), phone, location }])
    })
    .put('/', access('member'), takesPictures(1), body(profileForm), async (c) => {
      const { profileImage: picture, phone = null, location = null } = c.req.valid('json')
      const changed = await use.changeProfile({
        accountId: c.var.member.id,
        phone,
        location,
        picture,
        key: await commandKey(c, 'change-profile', {
          phone,
          location,
          picture: await digestOfPicture(picture),
        }),
      })
      return changed.ok ? answer(c, '회원 정보가 변경되었습니다.') : refuse(c, changed.error)
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
          profileImage: pictureUrl(c, profile),
          name: profile.name,
          channelName: channel?.identity?.title ?? channel?.claimedName ?? '',
          cash: within32Bits(balance.pending + balance.withdrawable),
        },
      ])
    })
    .get('/interest', access('member'), async (c) => {
      const interests = await use.accountViews.interests(c.var.member.id)
      return interests === null
        ? refuse(c, { kind: 'account-not-found' })
        : answer(c, '관심사 조회 성공', [codesOf(interests)])
    })
    .put('/interest', access('member'), body(interestForm), async (c) => {
      const interests = c.req.valid('json')
      const changed = await use.changeInterests({
        accountId: c.var.member.id,
        interests,
        key: await commandKey(c, 'change-interests', interests),
      })
      return changed.ok ? answer(c, '관심사가 변경되었습니다.') : refuse(c, changed.error)
    })
    .get('/payee', access('creator'), async (c) => {
      const payee = await use.accountViews.payee(c.var.member.id)
      return answer(c, '입금 계좌 조회 성공', payee === null ? null : shown(payee))
    })
    .put('/payee', access('creator'), body(payeeForm), async (c) => {
      const payee = await use.registerPayee({ accountId: c.var.member.id, payee: c.req.valid('json') })
      return answer(c, '입금 계좌가 등록되었습니다.', shown(payee))
    })

const pictureUrl = (c: Context<Session>, { profileImage }: Profile): string =>
  imageUrl(c, profileImage || DEFAULT_PROFILE_IMAGE)

const codesOf = ({ ad, expert, news }: Interests) => ({
  typeAd: adInterestCodeOf(ad),
  typeExpert: expertCodeOf(expert),
  typeNews: newsCodeOf(news),
})

/** The sealed part never leaves. */
const shown = ({ bank, maskedNumber }: SealedPayee) => ({ bank, number: maskedNumber })
