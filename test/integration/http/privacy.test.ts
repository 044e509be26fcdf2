import { describe, expect, it } from 'vitest'
import type { StoredRow } from '../../fixtures/test-storage.ts'
import { type BusyHouse, openBusyHouse } from './busy-house.ts'
import { methodOf, ROUTES } from './routes.ts'

/** What only Minji and the operators may read of her. */
const secretsOf = ({ minji, parts, earned, questions }: BusyHouse): readonly string[] => [
  minji.account.email,
  minji.account.phone,
  minji.account.location,
  minji.account.passwordHash,
  '"minji"',
  '456789',
  parts.applied.proposal.planContents.slice(0, 20),
  questions.secret.title,
  questions.secret.content,
  questions.secret.answer?.content ?? '',
  questions.secret.consultation?.applicantName ?? '',
  questions.secret.consultation?.topic ?? '',
  'upload' in earned ? earned.upload.videoId : '',
  'upload' in parts.submitted ? parts.submitted.upload.videoId : '',
]

/** Every row that is Minji's, or about her. */
const rowsOf = async (house: BusyHouse) => {
  const { id } = house.minji.account
  const all = await house.everything()
  const hers = (rows: readonly StoredRow[] = []) => {
    const found = rows.filter(({ owner }) => owner === id)
    expect(found).not.toEqual([])
    return found
  }
  return {
    account: hers(all.accounts),
    sessions: hers(all.sessions),
    payee: hers(all.payees),
    channel: hers(all.channels),
    participations: hers(all.participations),
    balance: hers(all.balances),
    postings: hers(all.postings),
    withdrawals: hers(all.withdrawals),
    notifications: hers(all.notifications),
    scraps: hers(all.scraps),
    questions: hers(all.questions),
    videos: all.videos,
  }
}

// With her own refresh token or password he is her.
const WALKED = Object.entries(ROUTES).filter(([route]) => !/auth\/(login|refresh)$/.test(route))

describe.each(WALKED)('Junho at %s, with ids of Minji', (route, { call }) => {
  it('reads nothing of hers and changes nothing of hers', async () => {
    const house = await openBusyHouse()
    const { path, sent } = call(house)
    const before = await rowsOf(house)
    const answers = [
      await house.asClient(house.junho).send(methodOf(route), path, sent),
      await house.as(house.junho).send(methodOf(route), path, sent),
      await house.as(null).send(methodOf(route), path, sent),
    ]
    for (const { text } of answers)
      for (const secret of secretsOf(house).filter((hers) => hers !== '')) expect(text).not.toContain(secret)
    expect(await rowsOf(house)).toEqual(before)
  })
})

describe('what Junho reads of his own', () => {
  it.each([
    [
      '/api/cash',
      { cash: 0, cashAllowed: 0, history: [], pending: 0, withdrawable: 0, requested: 0, paid: 0 },
    ],
    ['/api/cash/withdrawals', []],
    ['/api/userad/length', { 1: 0, 2: 0, 3: 0, 4: 0 }],
    ['/api/userad/1', []],
    ['/api/userad/2', []],
    ['/api/userad/3', []],
    ['/api/userad/4', []],
    ['/api/report', []],
    ['/api/notify', []],
    ['/api/notify/length', { length: 0 }],
    ['/api/user/payee', null],
    ['/api/usernews', []],
    ['/api/expert/qa/posted', []],
    ['/api/expert/qa/answered', []],
    ['/api/expert/qa/consulted', []],
  ])('is empty at %s, as he has done nothing', async (path, data) => {
    const house = await openBusyHouse()
    expect((await house.as(house.junho).get(path)).data).toEqual(data)
  })
})

describe('a payee account', () => {
  it('is shown masked to its owner and whole to the operator who pays', async () => {
    const house = await openBusyHouse()
    const own = await house.as(house.minji).get('/api/user/payee')
    expect(own.data).toEqual({ bank: '국민은행', number: '***-***-**6789' })
    const waiting = await house.as(house.operator).get('/api/cash/withdrawals/requested')
    expect(waiting.data).toEqual([
      expect.objectContaining({ payee: { bank: '국민은행', number: '110-123-456789', holder: '김민지' } }),
    ])
    expect(JSON.stringify((await house.everything()).payees)).not.toContain('110-123-456789')
  })
})
