import { afterEach, expect, test, vi } from 'vitest'
import type { SignUpCommand } from '../../../src/application/account/sign-up.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import { watchUrl } from '../../../src/domain/video/youtube-url.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { aHouse, allAtOnce, attempt, channelOf, everythingIn, granted, toldTo } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { outcomeOf, ran } from '../../fixtures/jobs.ts'
import { demand } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aChannelAtYouTube, aProofVideo, aYouTube } from '../../fixtures/you-tube.ts'

const aSignUp = (over: Partial<SignUpCommand> = {}): SignUpCommand => ({
  email: 'Haneul@Example.KR ',
  password: '비밀번호-1234',
  name: '김하늘',
  phone: '010-1234-5678',
  location: '서울특별시 마포구',
  channelUrl: 'https://www.youtube.com/@haneul',
  channelName: '하늘의 하루',
  proofUrl: '',
  interests: { ad: 'beauty', expert: 'law', news: 'contest' },
  marketingConsent: false,
  ...over,
})

const withProof = aSignUp({ proofUrl: watchUrl(aVideoId('proof')) })

test('a creator who signs up has an account, an unproven channel and empty pockets', async () => {
  const house = aHouse()
  const { accountId } = demand(await house.signUp(aSignUp()))
  expect(house.tables.accounts.get(accountId)).toEqual({
    id: accountId,
    email: 'haneul@example.kr',
    passwordHash: 'plain:비밀번호-1234',
    roles: ['creator'],
    name: '김하늘',
    phone: '010-1234-5678',
    location: '서울특별시 마포구',
    profileImage: null,
    interests: { ad: 'beauty', expert: 'law', news: 'contest' },
    consents: [
      { to: 'terms', given: true, version: '2026-11', at: NOON },
      { to: 'marketing', given: false, version: '2026-11', at: NOON },
    ],
    sessionGeneration: 1,
    createdAt: NOON,
  })
  expect(channelOf(house, accountId)).toMatchObject({
    claimedUrl: 'https://www.youtube.com/@haneul',
    claimedName: '하늘의 하루',
    identity: null,
    state: { status: 'unproven' },
    owedProofUrl: null,
  })
  expect(await house.cashViews.balance(accountId)).toEqual({
    pending: 0,
    withdrawable: 0,
    requested: 0,
    paid: 0,
  })
  expect(house.youTube.videoCalls()).toEqual([])
})

test('the consent to marketing is kept as it was given', async () => {
  const house = aHouse()
  const { accountId } = demand(await house.signUp(aSignUp({ marketingConsent: true })))
  expect(house.tables.accounts.get(accountId)?.consents).toContainEqual({
    to: 'marketing',
    given: true,
    version: '2026-11',
    at: NOON,
  })
})

test.each([
  ['an address that is none', { email: 'haneul' }, { kind: 'email-malformed' }],
  [
    'a password of seven characters',
    { password: '1234567' },
    { kind: 'password-unfit', minimum: 8, maximum: 1024 },
  ],
])('a sign-up with %s is refused and changes nothing', async (_what, over, refusal) => {
  const house = aHouse()
  expect(await attempt(house, () => house.signUp(aSignUp(over)))).toEqual({ refusal, changed: [] })
})

test('an e-mail can sign up once, however it is typed', async () => {
  const house = aHouse()
  demand(await house.signUp(aSignUp({ email: 'haneul@example.kr' })))
  expect(await attempt(house, () => house.signUp(withProof))).toEqual({
    refusal: { kind: 'email-taken' },
    changed: [],
  })
  expect(house.youTube.videoCalls()).toEqual([])
})

test('of 64 sign-ups with one e-mail at once, one makes an account', async () => {
  const house = aHouse()
  expect(granted(await allAtOnce(64, () => house.signUp(aSignUp())))).toBe(1)
  const { accounts, channels, balances } = everythingIn(house)
  expect([accounts.length, channels.length, balances.length]).toEqual([1, 1, 1])
})

test('the proof video given at sign-up is looked at: without a code it waits for an operator', async () => {
  const house = aHouse({ youTube: aYouTube({ videos: [aProofVideo()], channels: [aChannelAtYouTube()] }) })
  const { accountId } = demand(await house.signUp(withProof))
  expect(channelOf(house, accountId)).toMatchObject({
    identity: { id: aChannelId(), subscribers: 12_300 },
    state: { status: 'pending' },
    owedProofUrl: null,
  })
})

test.each([
  ['is not there', 'https://youtu.be/notthere000', 'proof-not-found'],
  ['is no address of YouTube', 'https://example.kr/video', 'proof-url-malformed'],
])(
  'a sign-up stands although its proof video %s, and its creator is told',
  async (_what, proofUrl, refusal) => {
    const house = aHouse()
    const { accountId } = demand(await house.signUp(aSignUp({ proofUrl })))
    expect(channelOf(house, accountId)).toMatchObject({ state: { status: 'unproven' }, owedProofUrl: null })
    expect(await toldTo(house, { id: accountId })).toEqual([{ kind: 'channel-proof-refused', refusal }])
  },
)

test('a sign-up stands while YouTube is down; its proof is owed and checked later', async () => {
  const house = aHouse({ youTube: aYouTube({ videos: [aProofVideo()], channels: [aChannelAtYouTube()] }) })
  house.youTube.fail()
  const { accountId } = demand(await house.signUp(withProof))
  const owed = () => channelStanding(house, accountId)
  expect(owed()).toEqual({ status: 'unproven', owedProofUrl: withProof.proofUrl })

  expect(await outcomeOf(house, 'check-owed-proofs')).toMatchObject({
    kind: 'paused',
    why: 'YouTube does not answer',
    counts: { checked: 0, stillOwed: 1 },
  })
  expect(owed()).toEqual({ status: 'unproven', owedProofUrl: withProof.proofUrl })

  house.youTube.recover()
  expect(await ran(house, 'check-owed-proofs')).toEqual({ checked: 1, stillOwed: 0 })
  expect(owed()).toEqual({ status: 'pending', owedProofUrl: null })
})

/** A YouTube that a test answers for, call by call. */
const aSlowYouTube = () => {
  const known = aYouTube({ videos: [aProofVideo()], channels: [aChannelAtYouTube()] })
  const answering = Promise.withResolvers<void>()
  const { platform } = known
  return {
    ...known,
    answer: () => answering.resolve(),
    breakDown: () => answering.reject(new Error('a fault of this program')),
    platform: {
      ...platform,
      videos: (ids: Parameters<typeof platform.videos>[0]) =>
        answering.promise.then(() => platform.videos(ids)),
    },
  }
}

afterEach(() => {
  vi.useRealTimers()
})

/** Signs up while YouTube does not answer, and waits until the sign-up has given up on it. */
const signedUpTooEarly = async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const youTube = aSlowYouTube()
  const house = aHouse({ youTube })
  let answered = false
  const signingUp = house.signUp(withProof).finally(() => {
    answered = true
  })
  await vi.advanceTimersByTimeAsync(2_999)
  const early = answered
  await vi.advanceTimersByTimeAsync(1)
  const { accountId } = demand(await signingUp)
  return { house, youTube, accountId, early }
}

test('a sign-up waits 3 seconds for its proof and no longer; what comes later counts as well', async () => {
  const { house, youTube, accountId, early } = await signedUpTooEarly()
  expect(early).toBe(false)
  expect(channelStanding(house, accountId)).toEqual({ status: 'unproven', owedProofUrl: withProof.proofUrl })

  youTube.answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(channelStanding(house, accountId)).toEqual({ status: 'pending', owedProofUrl: null })
})

test('a proof that breaks down behind an answered sign-up stays owed and harms nobody', async () => {
  const { house, youTube, accountId } = await signedUpTooEarly()
  youTube.breakDown()
  await vi.advanceTimersByTimeAsync(0)
  expect(channelStanding(house, accountId)).toEqual({ status: 'unproven', owedProofUrl: withProof.proofUrl })
})

test('a sign-up stands although the check of its proof breaks down; the proof stays owed', async () => {
  const youTube = aSlowYouTube()
  youTube.breakDown()
  const house = aHouse({ youTube })
  const { accountId } = demand(await house.signUp(withProof))
  expect(channelStanding(house, accountId)).toEqual({ status: 'unproven', owedProofUrl: withProof.proofUrl })
})

const channelStanding = (house: ReturnType<typeof aHouse>, owner: Id<'Account'>) => {
  const { state, owedProofUrl } = channelOf(house, owner)
  return { status: state.status, owedProofUrl }
}
