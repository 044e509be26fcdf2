import { Hono } from 'hono'
import { z } from 'zod'
import type { Login } from '../../application/account/login.ts'
import type { Logout } from '../../application/account/logout.ts'
import type { RefreshSession } from '../../application/account/refresh-session.ts'
import type { SignUp } from '../../application/account/sign-up.ts'
import type { IssueProofCode } from '../../application/channel/issue-proof-code.ts'
import { formatIso } from '../../domain/calendar.ts'
import { waitsOutside } from './answer-in-time.ts'
import { interestsOf } from './codes.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { atMost, SIGN_UPS, type ThrottleDeps } from './throttle.ts'
import { body, filled, flag, password, text } from './validate.ts'

export type AuthDeps = ThrottleDeps & {
  readonly signUp: SignUp
  readonly login: Login
  readonly refreshSession: RefreshSession
  readonly logout: Logout
  readonly issueProofCode: IssueProofCode
}

const signUpForm = z.object({
  email: filled(320),
  password,
  name: filled(100),
  phone: filled(40),
  location: filled(500),
  /** Kept as the label of the channel until YouTube has told its title. */
  channelName: text(200).default(''),
  youtubeUrl: text(2048).default(''),
  notRegisterUrl: text(2048).default(''),
  /** Marketing consent; the app always sends 0. */
  agreement: z.union([z.literal(0), z.literal(1), flag]).default(0),
  interest: z
    .tuple([z.string(), z.string(), z.string()])
    .transform(([ad, expert, news]) => interestsOf(ad, expert, news))
    .pipe(z.custom<NonNullable<ReturnType<typeof interestsOf>>>((found) => found !== undefined)),
})

const loginForm = z.object({ email: z.string().max(4096), password: z.string().max(4096) })

/** Sign-up, login, renewed tokens, logout, and the one-time code that proves a channel. */
export const authRoutes = (use: AuthDeps) =>
  new Hono<Session>()
    .post('/signup', access('public'), waitsOutside, body(signUpForm), atMost(use, SIGN_UPS), async (c) => {
      const { youtubeUrl, notRegisterUrl, agreement, interest, ...person } = c.req.valid('json')
      const signedUp = await use.signUp({
        ...person,
        channelUrl: youtubeUrl,
        proofUrl: notRegisterUrl,
        interests: interest,
        marketingConsent: agreement === 1 || agreement === true,
      })
      return signedUp.ok
        ? answer(c, '회원가입 성공', { userIdx: signedUp.value.accountId })
        : refuse(c, signedUp.error)
    })
    .post('/login', access('public'), waitsOutside, body(loginForm), async (c) => {
      const loggedIn = await use.login({ ...c.req.valid('json'), address: use.clientAddress(c) })
      return loggedIn.ok ? answer(c, '로그인 성공', { tokens: loggedIn.value }) : refuse(c, loggedIn.error)
    })
    .on(['GET', 'POST'], '/refresh', access('public'), async (c) => {
      const refreshed = await use.refreshSession(c.req.header('refreshtoken') ?? '')
      return refreshed.ok
        ? answer(c, '토큰 재발급 완료.', { ...refreshed.value, tokens: refreshed.value })
        : refuse(c, refreshed.error)
    })
    .post('/logout', access('member'), async (c) => {
      await use.logout(c.var.member.id)
      return answer(c, '로그아웃 되었습니다.')
    })
    .get('/hash', access('member'), async (c) => {
      const issued = await use.issueProofCode(c.var.member.id)
      if (!issued.ok) return refuse(c, issued.error)
      const { code, expiresAt } = issued.value
      return answer(c, '채널 인증 코드가 발급되었습니다.', { hash: code, expiresAt: formatIso(expiresAt) })
    })
