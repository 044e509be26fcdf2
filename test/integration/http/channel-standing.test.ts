import { describe, expect, it } from 'vitest'
import type { Channel } from '../../../src/domain/channel/channel.ts'
import { aChannelIdentity } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { aYouTube } from '../../fixtures/you-tube.ts'
import { signUpForm } from './routes.ts'

const CODE_FIRST = /^(Ask for a code|먼저 인증 코드)/
const PROOF = /^(Put the code|인증 코드를)/
const CHECKED_LATER =
  /checked again by itself, by 26\.11\.23 18:30:00|늦어도 26\.11\.23 18:30:00까지 자동으로/

const unproven = { identity: null, state: { status: 'unproven' } } as const
const beaten = {
  identity: aChannelIdentity(),
  state: { status: 'rejected', reason: 'proved-by-another', note: '' },
} as const
const code = { hash: 'hash-of-code', issuedAt: NOON, expiresAt: inDays(1) }
const owedProofUrl = 'https://youtu.be/proof000001'

/** What Minji reads of her channel half a day after noon. */
const read = async (channel: Partial<Omit<Channel, 'owner'>>, language = 'ko') => {
  const house = await openTestHouse({ now: inDays(0.5) })
  const minji = await house.creator('minji', { channel })
  const headers = { 'accept-language': language }
  const { data } = await house.as(minji).get('/api/user/channel', { headers })
  const profile = await house.as(minji).get('/api/user/profile', { headers })
  return { data, profile: profile.data }
}

describe.each(['ko', 'en'])('what is missing, in %s,', (language) => {
  it.each<[string, Partial<Omit<Channel, 'owner'>>, readonly RegExp[]]>([
    ['without a code is the code and the proof', unproven, [CODE_FIRST, PROOF]],
    ['with an open code is the proof', { ...unproven, code }, [PROOF]],
    [
      'with a code that has run out is a code and the proof',
      { ...unproven, code: { ...code, expiresAt: inDays(0.5) } },
      [CODE_FIRST, PROOF],
    ],
    ['is nothing but patience while a check is owed', { ...unproven, owedProofUrl }, [CHECKED_LATER]],
    ['is patience for the rejected as well', { ...beaten, owedProofUrl }, [CHECKED_LATER]],
  ])('%s', async (_what, channel, sentences) => {
    const { data } = await read(channel, language)
    expect(data).toMatchObject({ missing: sentences.map((sentence) => expect.stringMatching(sentence)) })
  })
})

it('a creator who was beaten by a code reads why', async () => {
  expect((await read(beaten, 'ko')).data).toMatchObject({ reason: expect.stringMatching(/^다른 회원이/) })
  expect((await read(beaten, 'en')).data).toMatchObject({ reason: expect.stringMatching(/^Another member/) })
})

it('a creator whom an operator rejected reads the operator’s words', async () => {
  const state = { status: 'rejected', reason: 'operator', note: '채널이 다릅니다.' } as const
  expect((await read({ state })).data).toMatchObject({ reason: '채널이 다릅니다.' })
})

it('a sign-up is answered as done although the check of its proof breaks down, which the log tells', async () => {
  const broken = async () => {
    throw new Error('a fault of this program')
  }
  const house = await openTestHouse({ platform: { ...aYouTube().platform, videos: broken } })
  const json = { ...signUpForm, notRegisterUrl: owedProofUrl }
  expect(await house.as(null).post('/api/auth/signup', { json })).toMatchObject({ success: true })
  expect((await house.everything()).channels?.[0]?.row).toMatchObject({ owedProofUrl })
  expect(house.log).toContainEqual({
    level: 'warn',
    message: 'a proof given at sign-up could not be checked and stays owed',
    error: expect.stringContaining('a fault of this program'),
  })
})

describe('the name of a channel', () => {
  it('is the one that was typed until YouTube has told its title', async () => {
    const { data, profile } = await read({ ...unproven, claimedName: '하늘의 하루' })
    expect(data).toMatchObject({ channelName: '하늘의 하루' })
    expect(profile).toMatchObject([{ channelName: '하늘의 하루' }])
  })

  it('is the title from then on', async () => {
    const identity = aChannelIdentity({ title: '진짜 이름' })
    const { data, profile } = await read({ identity, claimedName: '하늘의 하루' })
    expect(data).toMatchObject({ channelName: '진짜 이름' })
    expect(profile).toMatchObject([{ channelName: '진짜 이름' }])
  })

  it('that was never typed is none', async () => {
    const { data, profile } = await read(unproven)
    expect(data).toMatchObject({ channelName: null })
    expect(profile).toMatchObject([{ channelName: '' }])
  })

  it('is kept from the sign-up on', async () => {
    const house = await openTestHouse()
    const signedUp = await house.as(null).post('/api/auth/signup', {
      json: { ...signUpForm, channelName: '하늘의 하루' },
    })
    expect(signedUp.success).toBe(true)
    expect((await house.everything()).channels?.[0]?.row).toMatchObject({ claimedName: '하늘의 하루' })
  })
})
