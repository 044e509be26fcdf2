import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import { REFRESH_GRACE_MS } from '../../../src/domain/account/session.ts'
import { DAY_MS, HOUR_MS, later, toInstant } from '../../../src/domain/primitives.ts'
import { aChannelId, aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { type Member, PASSWORD } from '../../fixtures/test-house.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo } from '../../fixtures/you-tube.ts'
import type { BusyHouse } from './busy-house.ts'
import { type Asked, applying, type CasesOf, TOLD, UNKNOWN_ID } from './refusal-case.ts'
import { profileParts, signUpForm } from './routes.ts'

export type RefusalOfMembers = Extract<
  Refusal['kind'],
  | `email-${string}`
  | `password-${string}`
  | `login-${string}`
  | `refresh-${string}`
  | `token-${string}`
  | `body-${string}`
  | `channel-${string}`
  | `proof-${string}`
  | `youtube-${string}`
  | 'input-invalid'
  | 'cursor-unknown'
  | 'not-allowed'
  | 'route-not-found'
  | 'notification-not-found'
  | 'account-not-found'
  | 'outage'
  | 'internal-error'
  | 'idempotency-key-reused'
  | 'too-many-requests'
  | 'no-channel'
>

const signUp = (over: object): Asked => ({
  who: null,
  method: 'POST',
  path: '/api/auth/signup/',
  sent: { json: { ...signUpForm, ...over } },
})
const logIn = (email: string, password: string): Asked => ({
  who: null,
  method: 'POST',
  path: '/api/auth/login',
  sent: { form: { email, password } },
})
const refresh = (refreshtoken: string): Asked => ({
  who: null,
  method: 'GET',
  path: '/api/auth/refresh',
  sent: { headers: { refreshtoken } },
})
const prove = (who: Member, url: string): Asked => ({
  who,
  method: 'POST',
  path: '/api/user/channel',
  sent: { json: { url } },
})
const decide = ({ operator }: BusyHouse, owner: Member | null): Asked => ({
  who: operator,
  method: 'PUT',
  path: `/api/user/channel/${owner?.account.id ?? UNKNOWN_ID}`,
  sent: { json: { decision: 'verify' } },
})
const look = (who: Asked['who'], path = '/api/cash'): Asked => ({ who, method: 'GET', path })

/** Signed up, and nothing proved yet. */
const aNewcomer = (house: BusyHouse) =>
  house.creator('newcomer', { channel: { identity: null, state: { status: 'unproven' } } })

const aNewcomerWithCode = async (house: BusyHouse) => {
  const newcomer = await aNewcomer(house)
  const { text } = await house.as(newcomer).get('/api/auth/hash')
  const [code] = /[A-Z2-7]{16}/.exec(text) ?? []
  if (code === undefined) throw new Error(`no code was issued: ${text}`)
  return { newcomer, code }
}

const failing = (failure: Parameters<BusyHouse['youTube']['fail']>[0]) => ({
  ask: async (house: BusyHouse) => {
    const newcomer = await aNewcomer(house)
    house.youTube.fail(failure)
    return prove(newcomer, house.proofUrl)
  },
  // The check is owed, so that a job asks again.
  mayChange: ['channels'] as const,
})
const lookingUp = (failure: Parameters<BusyHouse['youTube']['fail']>[0]) => ({
  ask: ({ minji, youTube, uploadUrl }: BusyHouse): Asked => {
    youTube.fail(failure)
    return {
      who: minji,
      method: 'POST',
      path: '/api/userad/auth/auth/auth',
      sent: { form: { url: uploadUrl } },
    }
  },
})

const OF_REQUESTS: CasesOf<
  Extract<
    RefusalOfMembers,
    `body-${string}` | `token-${string}` | 'input-invalid' | 'outage' | 'internal-error'
  >
> = {
  'input-invalid': [
    {
      when: 'an interest is none',
      ask: ({ minji }) => ({
        who: minji,
        method: 'PUT',
        path: '/api/user/interest',
        sent: { json: { typeAd: '0104', typeExpert: '0201', typeNews: '0301' } },
      }),
    },
    {
      when: 'an address is a whole story',
      ask: ({ minji }) => ({
        who: minji,
        method: 'PUT',
        path: '/api/user',
        sent: { parts: profileParts({ location: '가'.repeat(501) }) },
      }),
    },
    { when: 'a field is missing', ask: ({ minji }) => ({ ...prove(minji, ''), sent: { json: {} } }) },
    { when: 'an id is no number', ask: ({ minji }) => look(minji, '/api/report/abc') },
    { when: 'a category is unknown', ask: ({ minji }) => look(minji, '/api/advertise/ad/list/0199') },
    { when: 'a progress is unknown', ask: ({ minji }) => look(minji, '/api/userad/5') },
    { when: 'a page begins nowhere', ask: ({ minji }) => look(minji, '/api/notify?cursor=9999999999') },
    {
      when: 'a page begins at 0',
      ask: ({ operator }) => look(operator, '/api/cash/withdrawals/requested?cursor=0'),
    },
    {
      when: 'an idempotency key is too long',
      ask: ({ minji }) => ({ ...look(minji), sent: { key: 'k'.repeat(256) } }),
    },
    { when: 'an idempotency key is empty', ask: ({ minji }) => ({ ...look(minji), sent: { key: '' } }) },
    {
      when: 'an account number has no digits',
      ask: ({ minji }) => ({
        who: minji,
        method: 'PUT',
        path: '/api/user/payee',
        sent: { json: { bank: '국민은행', number: '--------', holder: '김민지' } },
      }),
    },
  ],
  'body-malformed': [
    {
      when: 'JSON is cut off',
      ask: ({ minji }) => ({
        ...prove(minji, ''),
        sent: { raw: { type: 'application/json', body: '{"url": "https://you' } },
      }),
    },
    { when: 'the body is null', ask: ({ minji }) => ({ ...prove(minji, ''), sent: { json: null } }) },
  ],
  'body-too-large': [
    {
      when: 'a picture is sent that no form of one picture can hold',
      ask: ({ minji }) => ({
        who: minji,
        method: 'PUT',
        path: '/api/user',
        sent: { parts: profileParts({}, new Uint8Array(6 * 1024 * 1024 + 1)) },
      }),
    },
    {
      when: 'a megabyte and more is sent',
      ask: ({ minji }) => prove(minji, 'x'.repeat(1_048_600)),
    },
  ],
  'token-missing': [{ when: 'nobody asks', ask: () => look(null) }],
  'token-invalid': [
    { when: 'a token was made up', ask: () => look('made-up') },
    {
      when: 'a token is of before the logout',
      ask: async (house) => {
        await house.as(house.junho).post('/api/auth/logout')
        return look(house.junho)
      },
    },
  ],
  'token-expired': [
    {
      when: '14 days have passed',
      ask: ({ clock, minji }) => {
        clock.pass(14 * DAY_MS)
        return look(minji)
      },
    },
  ],
  outage: { notHere: 'dialects.test.ts takes the database away from every route' },
  'internal-error': { notHere: 'dialects.test.ts breaks the database' },
}

const OF_ACCOUNTS: CasesOf<
  Exclude<
    RefusalOfMembers,
    keyof typeof OF_REQUESTS | `channel-${string}` | `proof-${string}` | `youtube-${string}`
  >
> = {
  'not-allowed': [
    {
      when: 'a creator asks for what operators see',
      ask: ({ minji }) => look(minji, '/api/userad/ing/ing/ing'),
    },
  ],
  'route-not-found': [
    { when: 'there is no such address', ask: ({ minji }) => look(minji, '/api/nowhere') },
    {
      when: 'there is no such method',
      ask: ({ minji }) => ({ who: minji, method: 'DELETE', path: '/api/cash' }),
    },
  ],
  'email-malformed': [
    { when: 'an address has no domain', ask: () => signUp({ email: 'minji' }) },
    { when: 'an address has two of them', ask: () => signUp({ email: 'a@b.kr, c@d.kr' }) },
  ],
  'password-unfit': [
    { when: 'a password has 7 characters', ask: () => signUp({ password: '1234567' }) },
    { when: 'a password has 1,025 characters', ask: () => signUp({ password: 'p'.repeat(1_025) }) },
  ],
  'email-taken': [
    { when: 'the e-mail is registered', ask: () => signUp({ email: 'minji@example.kr' }) },
    { when: 'it is, in other letters', ask: () => signUp({ email: ' MinJi@Example.KR ' }) },
  ],
  'login-refused': [
    { when: 'the password is wrong', ask: () => logIn('minji@example.kr', 'wrong-password') },
    { when: 'nobody has this e-mail', ask: () => logIn('nobody@example.kr', PASSWORD) },
    { when: 'it is no e-mail', ask: () => logIn('nobody', '') },
  ],
  'login-throttled': [
    {
      when: 'it is the eleventh attempt in a quarter of an hour',
      ask: async (house) => {
        for (let attempt = 0; attempt < 10; attempt += 1)
          await house
            .as(null)
            .post('/api/auth/login', { form: { email: 'minji@example.kr', password: 'wrong' } })
        return logIn('minji@example.kr', PASSWORD)
      },
    },
  ],
  'too-many-requests': [
    {
      when: 'a member asks YouTube for the sixty-first time in an hour',
      ask: async ({ as, minji }) => {
        const lookUp = { form: { url: '주소가 아님' } }
        for (let look = 0; look < 60; look += 1) await as(minji).post('/api/userad/auth/auth/auth', lookUp)
        return { who: minji, method: 'POST', path: '/api/userad/auth/auth/auth', sent: lookUp }
      },
    },
    {
      when: 'that is for an application, which may need a look at the subscribers',
      ask: async ({ as, minji, freshAd }) => {
        const lookUp = { form: { url: '주소가 아님' } }
        for (let look = 0; look < 60; look += 1) await as(minji).post('/api/userad/auth/auth/auth', lookUp)
        return applying(minji, freshAd.id)
      },
      mayChange: TOLD,
    },
    {
      when: 'it is the sixty-first sign-up from one address in ten minutes',
      ask: async ({ as }) => {
        for (let attempt = 0; attempt < 60; attempt += 1)
          await as(null).post('/api/auth/signup/', { json: { ...signUpForm, password: 'short' } })
        return signUp({})
      },
    },
  ],
  'refresh-token-unknown': [
    { when: 'there is none', ask: () => look(null, '/api/auth/refresh') },
    { when: 'it was made up', ask: () => refresh('made-up') },
    {
      when: 'its member has logged out',
      ask: async (house) => {
        await house.as(house.minji).post('/api/auth/logout')
        return refresh(house.refreshToken)
      },
    },
  ],
  'refresh-token-expired': [
    {
      when: '30 days have passed',
      ask: ({ clock, refreshToken }) => {
        clock.set(inDays(30))
        return refresh(refreshToken)
      },
    },
  ],
  'refresh-token-reused': [
    {
      when: 'it is used again after the grace',
      ask: async (house) => {
        await house.as(null).get('/api/auth/refresh', { headers: { refreshtoken: house.refreshToken } })
        house.clock.pass(REFRESH_GRACE_MS)
        return refresh(house.refreshToken)
      },
      // The whole family ends.
      mayChange: ['sessions', 'audit'],
    },
  ],
  'notification-not-found': [
    {
      when: 'it is somebody else’s',
      ask: ({ junho, notification }) => ({
        who: junho,
        method: 'PUT',
        path: `/api/notify/${notification.id}/read`,
      }),
    },
    {
      when: 'there is none',
      ask: ({ minji }) => ({ who: minji, method: 'PUT', path: `/api/notify/${UNKNOWN_ID}/read` }),
    },
  ],
  'cursor-unknown': [
    {
      when: 'a page of notifications goes on after somebody else’s',
      ask: ({ junho, notification }) => look(junho, `/api/notify?cursor=${notification.id}`),
    },
    {
      when: 'a page of notifications goes on after none',
      ask: ({ minji }) => look(minji, `/api/notify?cursor=${UNKNOWN_ID}`),
    },
    {
      when: 'a page of the FAQ goes on after no entry',
      ask: ({ minji }) => look(minji, `/api/faq?cursor=${UNKNOWN_ID}`),
    },
    {
      when: 'a page of notices goes on after none',
      ask: ({ minji }) => look(minji, `/api/notice?cursor=${UNKNOWN_ID}`),
    },
    {
      when: 'a page of applicants goes on after who is none',
      ask: ({ operator, parts }) =>
        look(operator, `/api/userad/applicants/${parts.applied.adId}?cursor=${parts.assigned.id}`),
    },
  ],
  'account-not-found': { notHere: 'a token of a member who is gone is invalid before' },
  'idempotency-key-reused': [
    {
      when: 'another body comes under the same key',
      ask: async (house) => {
        const asked = decide(house, house.soyeon)
        await house.as(house.operator).put(asked.path, { ...asked.sent, key: 'one' })
        return { ...asked, sent: { json: { decision: 'reject', reason: '다른 채널입니다.' }, key: 'one' } }
      },
    },
  ],
  'no-channel': [
    { when: 'an operator asks for a code', ask: ({ operator }) => look(operator, '/api/auth/hash') },
    {
      when: 'a member without a channel looks at it',
      ask: async (house) =>
        look(
          await house.anOperator({ email: 'both@example.kr', roles: ['creator', 'operator'] }),
          '/api/user/channel',
        ),
    },
  ],
}

const OF_CHANNELS: CasesOf<Extract<RefusalOfMembers, `channel-${string}`>> = {
  'channel-already-verified': [
    { when: 'a verified channel is proved again', ask: ({ minji, proofUrl }) => prove(minji, proofUrl) },
    { when: 'a code is asked for after that', ask: ({ minji }) => look(minji, '/api/auth/hash') },
    { when: 'an operator verifies it again', ask: (house) => decide(house, house.minji) },
  ],
  'channel-owned-by-another': [
    {
      when: 'another has verified the same channel',
      ask: async (house) =>
        decide(
          house,
          await house.creator('rival', {
            channel: { identity: aChannelIdentity(), state: { status: 'pending' } },
          }),
        ),
    },
  ],
  'channel-not-pending': [
    { when: 'nothing was claimed', ask: async (house) => decide(house, await aNewcomer(house)) },
  ],
  'channel-claim-not-found': [
    { when: 'there is no such member', ask: (house) => decide(house, null) },
    { when: 'the member is no creator', ask: (house) => decide(house, house.operator) },
  ],
  'channel-not-shown': [
    {
      when: 'YouTube does not show it, and its subscribers were read more than 48 hours ago',
      ask: async (house) => {
        const reading = { at: later(house.clock.now(), -48 * HOUR_MS - 1), dueAt: null }
        const identity = aChannelIdentity({ id: aChannelId('gone') })
        const gone = await house.creator('gone', { channel: { identity, reading } })
        return applying(gone, (await house.anAd({ category: 'premium', minimumSubscribers: 1 })).id)
      },
      // That it was not shown is written down.
      mayChange: [...TOLD, 'channels'],
    },
  ],
  'channel-not-verified': [
    {
      when: 'an operator has not decided yet',
      ask: ({ soyeon, freshAd }) => applying(soyeon, freshAd.id),
      mayChange: TOLD,
    },
    {
      when: 'nothing was proved yet',
      ask: async (house) => applying(await aNewcomer(house), house.freshAd.id),
      mayChange: TOLD,
    },
    {
      when: 'an operator has taken the channel back since, and a video is submitted',
      ask: async (house) => {
        const path = `/api/user/channel/${house.minji.account.id}`
        await house.as(house.operator).put(path, { json: { decision: 'reject', reason: '도용' } })
        const form = { adIdx: String(house.parts.assigned.adId), url: house.uploadUrl }
        return { who: house.minji, method: 'POST', path: '/api/userad/auth', sent: { form } }
      },
    },
    {
      when: 'an operator has taken the channel back',
      ask: async (house) => {
        const path = `/api/user/channel/${house.junho.account.id}`
        await house.as(house.operator).put(path, { json: { decision: 'reject', reason: '도용' } })
        return applying(house.junho, house.freshAd.id)
      },
      mayChange: TOLD,
    },
  ],
}

const OF_PROOFS: CasesOf<Extract<RefusalOfMembers, `proof-${string}`>> = {
  'proof-url-malformed': [
    { when: 'it is no address', ask: async (house) => prove(await aNewcomer(house), '내 채널') },
    {
      when: 'it is an address elsewhere',
      ask: async (house) => prove(await aNewcomer(house), 'https://youtu.be.example.kr/00000000001'),
    },
  ],
  'proof-not-found': [
    {
      when: 'YouTube knows no such video',
      ask: async (house) => prove(await aNewcomer(house), `https://youtu.be/${aVideoId('gone')}`),
    },
    {
      when: 'YouTube knows no such channel',
      ask: async (house) =>
        prove(await aNewcomer(house), `https://www.youtube.com/channel/${aChannelId('gone')}`),
    },
  ],
  'proof-code-not-found': [
    {
      when: 'the description of the channel carries no code',
      ask: async (house) => {
        const { newcomer } = await aNewcomerWithCode(house)
        return prove(newcomer, `https://www.youtube.com/channel/${aChannelId('unclaimed')}`)
      },
    },
  ],
  'proof-code-expired': [
    {
      when: 'a day has passed',
      ask: async (house) => {
        const { newcomer, code } = await aNewcomerWithCode(house)
        house.youTube.describe(aChannelAtYouTube({ id: aChannelId('unclaimed'), description: code }))
        house.clock.pass(24 * HOUR_MS)
        return prove(newcomer, `https://www.youtube.com/channel/${aChannelId('unclaimed')}`)
      },
    },
  ],
  'proof-video-not-unlisted': [
    {
      when: 'everybody can find the video',
      ask: async (house) => {
        const { newcomer, code } = await aNewcomerWithCode(house)
        const video = aProofVideo({ id: aVideoId('found'), privacy: 'public', title: code })
        house.youTube.publish(video)
        return prove(newcomer, `https://youtu.be/${video.id}`)
      },
    },
  ],
  'proof-video-not-watchable': [
    {
      when: 'YouTube has rejected the file',
      ask: async (house) => {
        const { newcomer, code } = await aNewcomerWithCode(house)
        const video = aProofVideo({ id: aVideoId('rejected'), description: code, watchable: false })
        house.youTube.publish(video)
        return prove(newcomer, `https://youtu.be/${video.id}`)
      },
    },
  ],
  'proof-video-older-than-code': [
    {
      when: 'the code was put into an old video',
      ask: async (house) => {
        const { newcomer, code } = await aNewcomerWithCode(house)
        const publishedAt = inHours(-1, toInstant(house.clock.now()))
        const video = aProofVideo({ id: aVideoId('old'), description: code, publishedAt })
        house.youTube.publish(video)
        return prove(newcomer, `https://youtu.be/${video.id}`)
      },
    },
  ],
}

const OF_YOUTUBE: CasesOf<Extract<RefusalOfMembers, `youtube-${string}`>> = {
  'youtube-not-configured': [
    { when: 'a channel is to be proved without a key', ...failing({ kind: 'youtube-not-configured' }) },
    { when: 'a video is looked up without a key', ...lookingUp({ kind: 'youtube-not-configured' }) },
  ],
  'youtube-key-refused': [
    { when: 'a channel is to be proved with a blocked key', ...failing({ kind: 'youtube-key-refused' }) },
    { when: 'a video is looked up with a blocked key', ...lookingUp({ kind: 'youtube-key-refused' }) },
  ],
  'youtube-quota-exhausted': [
    {
      when: 'a channel is to be proved and the quota is spent',
      ...failing({ kind: 'youtube-quota-exhausted', retryAt: inDays(4) }),
    },
    {
      when: 'a video is looked up and the quota is spent',
      ...lookingUp({ kind: 'youtube-quota-exhausted', retryAt: inDays(4) }),
    },
  ],
  'youtube-unavailable': [
    { when: 'a channel is to be proved and YouTube is down', ...failing({ kind: 'youtube-unavailable' }) },
    { when: 'a video is looked up and YouTube is down', ...lookingUp({ kind: 'youtube-unavailable' }) },
  ],
}

export const REFUSALS_OF_MEMBERS: CasesOf<RefusalOfMembers> = {
  ...OF_REQUESTS,
  ...OF_ACCOUNTS,
  ...OF_CHANNELS,
  ...OF_PROOFS,
  ...OF_YOUTUBE,
}
