import { describe, expect, it } from 'vitest'
import { allAtOnce } from '../../fixtures/house.ts'
import { png } from '../../fixtures/pictures.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { openBusyHouse } from './busy-house.ts'
import { DATABASES } from './databases.ts'
import { applying } from './refusal-case.ts'
import { adForm, adParts, callerOf, methodOf, rowOf } from './routes.ts'

/** Commands that take an `Idempotency-Key`, and what is changed in their body to make another one. */
const COMMANDS: readonly (readonly [string, object])[] = [
  ['POST /api/advertise/ad/write', { planTitle: '다른 제목' }],
  ['POST /api/advertise/ad/dismiss', { adIdx: 1_000 }],
  ['PUT /api/advertise/ad/pick', { adIdx: [] }],
  ['POST /api/userad/confirm', { adIdx: 1_000 }],
  ['POST /api/userad/notConfirm', { reason: '다른 사유' }],
  ['PUT /api/userad/ing', { adIdx: 1_000 }],
  ['PUT /api/userad/sendBack', { changes: '다른 수정' }],
  ['PUT /api/userad/cancel', { note: '다른 사유' }],
  ['PUT /api/userad/forfeit', { reason: '다른 사유' }],
  ['PUT /api/userad/:userAdIdx', { planTitle: '다른 제목' }],
  ['POST /api/userad/auth', { review: '다른 후기' }],
  ['PUT /api/cash/withdrawals/:withdrawalIdx', { bankReference: '이체-2026-0043' }],
  ['PUT /api/user/channel/:userIdx', { decision: 'reject' }],
  ['PUT /api/user/interest', { typeAd: '0102' }],
  ['POST /api/faq', { title: '다른 질문' }],
  ['PUT /api/faq/:faqIdx', { content: '다른 답' }],
  ['POST /api/notice', { title: '다른 공지' }],
  ['PUT /api/notice/:noticeIdx', { content: '다른 내용' }],
  ['POST /api/news/scrap', { newsIdx: 1_000 }],
  ['DELETE /api/news/scrap', { newsIdx: 1_000 }],
  ['POST /api/expert/qa/law', { Qtitle: '다른 질문' }],
  ['PUT /api/expert/qa/law', { Acontent: '다른 답변' }],
  ['PUT /api/expert/qa/apply', { Ccontent: '다른 상담' }],
  ['PUT /api/expert/qa/consultations/:expertConsultIdx', { decision: 'decline' }],
]
const WITHOUT_BODY = [
  'DELETE /api/userad/:userAdIdx',
  'POST /api/cash/withdraw',
  'DELETE /api/faq/:faqIdx',
  'DELETE /api/notice/:noticeIdx',
  'DELETE /api/home/banner/:homeBannerIdx',
  'DELETE /api/news/support/:newsIdx',
  'DELETE /api/news/daily/:dailyIdx',
] as const
const WITH_PICTURES = [
  'POST /api/advertise/ad/insert',
  'POST /api/home/banner',
  'PUT /api/user',
  'POST /api/news/support',
  'PUT /api/news/support/:newsIdx',
  'POST /api/news/daily',
  'PUT /api/news/daily/:dailyIdx',
  'POST /api/expert/profile',
  'PUT /api/expert/profile/:expertIdx',
] as const
const ALL = [...COMMANDS.map(([route]) => route), ...WITHOUT_BODY, ...WITH_PICTURES]

const prepared = async (route: string) => {
  const house = await openBusyHouse()
  const row = rowOf(route)
  const { path, sent = {} } = row.call(house)
  const who = callerOf(house, row)
  const send = (key: string, over: object = {}) => {
    const body = typeof sent.json === 'object' ? { json: { ...sent.json, ...over } } : sent
    return house.asClient(who).send(methodOf(route), path, { ...body, key })
  }
  return { house, send }
}

describe.each(ALL)('%s under a key', (route) => {
  it('is done once and answered twice', async () => {
    const { house, send } = await prepared(route)
    const first = await send('one')
    expect(first.status, first.text).toBe(200)
    const after = await house.everything()
    house.clock.pass(60_000)
    const again = await send('one')
    expect(again.body).toEqual(first.body)
    expect(await house.everything()).toEqual(after)
  })
})

describe.each(COMMANDS)('%s under a key', (route, other) => {
  it('is refused with another body', async () => {
    const { house, send } = await prepared(route)
    await send('one')
    const after = await house.everything()
    const answer = await send('one', other)
    expect(answer).toMatchObject({ status: 422, kind: 'idempotency-key-reused' })
    expect(await house.everything()).toEqual(after)
  })
})

describe('a key', () => {
  it('keeps a refusal too', async () => {
    const house = await openBusyHouse()
    const asked = () => house.asClient(house.junho).post('/api/cash/withdraw', { key: 'one' })
    const first = await asked()
    expect(first).toMatchObject({ status: 409, kind: 'nothing-to-withdraw' })
    await house.earnings(house.junho, { amount: 5_000 })
    expect((await asked()).body).toEqual(first.body)
    const withoutKey = await house.asClient(house.junho).post('/api/cash/withdraw', { key: 'two' })
    expect(withoutKey.data).toMatchObject({ amount: 5_000 })
  })

  it('is a member’s own: two who send the same under it have an application each', async () => {
    const house = await openBusyHouse()
    const { path, sent = {} } = applying(house.minji, house.freshAd.id)
    const answers = []
    for (const who of [house.minji, house.junho])
      answers.push(await house.asClient(who).post(path, { ...sent, key: 'one' }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.data).not.toEqual(answers[1]?.data)
    for (const [at, { account }] of [house.minji, house.junho].entries()) {
      const applied = await house.persistence.views.participations.listOf(account.id, 'applied', 10)
      const here = applied.filter(({ adId }) => adId === house.freshAd.id)
      expect(here.map(({ id }) => ({ userAdIdx: id }))).toEqual([answers[at]?.data])
    }
  })

  it('is a member’s own: two who withdraw under it each withdraw what is theirs', async () => {
    const house = await openBusyHouse()
    await house.earnings(house.junho, { amount: 5_000 })
    const { minji, junho, persistence } = house
    for (const [who, amount] of [
      [minji, 30_000],
      [junho, 5_000],
    ] as const) {
      const answer = await house.asClient(who).post('/api/cash/withdraw', { key: 'one' })
      expect(answer.data).toMatchObject({ amount })
      const [posting] = await persistence.views.cash.statement(who.account.id, 1)
      expect(posting).toMatchObject({ creatorId: who.account.id, amount, to: 'requested' })
    }
    expect((await persistence.views.cash.books()).totals).toMatchObject({
      requested: 20_000 + 30_000 + 5_000,
      withdrawable: 0,
    })
  })

  it('is a command’s own', async () => {
    const house = await openBusyHouse()
    const { path, sent = {} } = applying(house.minji, house.freshAd.id)
    expect((await house.asClient(house.minji).post(path, { ...sent, key: 'one' })).status).toBe(200)
    expect((await house.asClient(house.minji).post('/api/cash/withdraw', { key: 'one' })).status).toBe(200)
  })

  it('gets its answer again also when its member has asked too often since', async () => {
    const house = await openBusyHouse()
    const { path, sent = {} } = rowOf('POST /api/userad/auth').call(house)
    const submit = (key: string) => house.asClient(house.minji).post(path, { ...sent, key })
    const first = await submit('one')
    for (let look = 0; look < 60; look += 1)
      await house.as(house.minji).post('/api/userad/auth/auth/auth', { form: { url: '주소가 아님' } })
    expect((await submit('two')).kind).toBe('too-many-requests')
    expect((await submit('one')).body).toEqual(first.body)
  })

  it('keeps what YouTube said of a video', async () => {
    const house = await openBusyHouse()
    const { path, sent = {} } = rowOf('POST /api/userad/auth').call(house)
    const submit = (key: string) => house.asClient(house.minji).post(path, { ...sent, key })
    house.youTube.takeDown(aVideoId('upload'))
    expect((await submit('one')).kind).toBe('video-not-found')
    house.youTube.publish(aVideo({ id: aVideoId('upload') }))
    expect((await submit('one')).kind).toBe('video-not-found')
    expect((await submit('two')).status).toBe(200)
    house.youTube.takeDown(aVideoId('upload'))
    expect((await submit('two')).status).toBe(200)
  })

  it('keeps what YouTube said of a proof', async () => {
    const house = await openBusyHouse()
    const newcomer = await house.creator('newcomer', {
      channel: { identity: null, state: { status: 'unproven' } },
    })
    const prove = (key: string) =>
      house.asClient(newcomer).post('/api/user/channel', { json: { url: house.proofUrl }, key })
    const first = await prove('one')
    expect(first.data).toMatchObject({ state: 'pending' })
    house.youTube.takeDown(aVideoId('proof'))
    expect((await prove('one')).body).toEqual(first.body)
    expect((await prove('two')).kind).toBe('proof-not-found')
  })

  it('does not keep that YouTube gave no answer', async () => {
    const house = await openBusyHouse()
    const { path, sent = {} } = rowOf('POST /api/userad/auth').call(house)
    const submit = () => house.asClient(house.minji).post(path, { ...sent, key: 'one' })
    house.youTube.fail()
    expect((await submit()).kind).toBe('youtube-unavailable')
    house.youTube.recover()
    expect((await submit()).status).toBe(200)
  })

  it('keeps the refusal of an ad and of its pictures', async () => {
    const house = await openBusyHouse()
    const insert = (parts: FormData, key: string) =>
      house.asClient(house.operator).post('/api/advertise/ad/insert', { parts, key })
    const unfit = adParts({ ...adForm, capacity: '10001' })
    expect((await insert(unfit, 'one')).kind).toBe('ad-capacity-unfit')
    expect((await insert(unfit, 'one')).kind).toBe('ad-capacity-unfit')
    expect((await insert(adParts(), 'one')).kind).toBe('idempotency-key-reused')
    const unreadable = adParts(
      adForm,
      [1, 2, 3].map(() => new TextEncoder().encode('no picture')),
    )
    expect((await insert(unreadable, 'two')).kind).toBe('image-unreadable')
    expect((await insert(adParts(), 'two')).kind).toBe('idempotency-key-reused')
  })

  it('is not good for other pictures of the same ad', async () => {
    const house = await openBusyHouse()
    const insert = (parts: FormData) =>
      house.asClient(house.operator).post('/api/advertise/ad/insert', { parts, key: 'one' })
    expect((await insert(adParts())).status).toBe(200)
    const others = [4, 5, 6].map((side) => png(side, side, [0, 0, 0]))
    expect((await insert(adParts(adForm, others))).kind).toBe('idempotency-key-reused')
  })

  it('gives newer clients and the app the same answer, each in its dialect', async () => {
    const house = await openBusyHouse()
    const sent = { key: 'one' }
    expect(await house.asClient(house.junho).post('/api/cash/withdraw', sent)).toMatchObject({ status: 409 })
    expect(await house.as(house.junho).post('/api/cash/withdraw', sent)).toMatchObject({
      status: 200,
      success: false,
      message: '인출 가능한 캐쉬가 없습니다.',
    })
  })
})

describeOnEach(DATABASES, 'at once on %s', ({ open }) => {
  const granted = (answers: readonly { readonly status: number }[]) =>
    answers.filter(({ status }) => status === 200).length

  it('50 requests under one key have one effect and one answer', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const { path, sent = {} } = applying(house.minji, house.freshAd.id)
    const answers = await allAtOnce(50, () => house.asClient(house.minji).post(path, { ...sent, key: 'one' }))
    expect(granted(answers)).toBe(50)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    const counts = await house.persistence.views.participations.counts(house.minji.account.id)
    expect(counts.applied).toBe(2)
  })

  it('50 requests under one key with different bodies have one effect', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const answers = await allAtOnce(50, (index) => {
      const json = { decision: 'pay', bankReference: `이체-${index % 5}` }
      return house
        .asClient(house.operator)
        .put(`/api/cash/withdrawals/${house.withdrawal.id}`, { json, key: 'one' })
    })
    expect(granted(answers)).toBe(10)
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set([undefined, 'idempotency-key-reused']))
    expect((await house.persistence.views.cash.books()).totals.paid).toBe(20_000)
  })

  it('64 withdrawals pay once', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const answers = await allAtOnce(64, () => house.asClient(house.minji).post('/api/cash/withdraw'))
    expect(granted(answers)).toBe(1)
    const { totals, drift } = await house.persistence.views.cash.books()
    expect(totals).toMatchObject({ requested: 50_000, withdrawable: 0 })
    expect(drift).toEqual([])
  })

  it('64 approvals of one participation credit once', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const { path, sent } = rowOf('PUT /api/userad/ing').call(house)
    const answers = await allAtOnce(64, () => house.asClient(house.operator).put(path, sent))
    expect(granted(answers)).toBe(1)
    const { totals, drift } = await house.persistence.views.cash.books()
    expect(totals.pending).toBe(40_000 + 50_000)
    expect(drift).toEqual([])
  })

  it('20 sign-ups with one e-mail make one member', async () => {
    const house = await openBusyHouse({ storage: await open() })
    const { path, sent } = rowOf('POST /api/auth/signup').call(house)
    const answers = await allAtOnce(20, () => house.asClient(null).post(path, sent))
    expect(granted(answers)).toBe(1)
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set([undefined, 'email-taken']))
  })
})
