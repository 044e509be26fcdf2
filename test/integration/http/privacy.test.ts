import { describe, expect, it } from 'vitest'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import { aChannelIdentity } from '../../fixtures/channel.ts'
import type { Answer, Member, TestHouse } from '../../fixtures/test-house.ts'
import type { Everything, StoredRow } from '../../fixtures/test-storage.ts'
import { type BusyHouse, openBusyHouse, openHouseWithNothingOfMinji } from './busy-house.ts'
import { type Call, methodOf, ROUTES, type RouteRow, rowOf } from './routes.ts'

/** What only Minji and the operators may read of her. */
const secretsOf = ({ minji, parts, earned, questions }: BusyHouse): readonly string[] => [
  minji.account.email,
  minji.account.phone,
  minji.account.location,
  minji.account.passwordHash,
  '"minji"',
  '456789',
  // How often the video of hers was seen that earned something.
  '713377',
  aChannelIdentity().id,
  aChannelIdentity().title,
  parts.applied.proposal.planContents.slice(0, 20),
  questions.secret.consultation?.applicantName ?? '',
  questions.secret.consultation?.topic ?? '',
  'upload' in earned ? earned.upload.videoId : '',
  'upload' in parts.submitted ? parts.submitted.upload.videoId : '',
]

/** And what experts may read to answer it. */
const secretQuestionOf = ({ questions: { secret } }: BusyHouse): readonly string[] => [
  secret.title,
  secret.content,
  secret.answer?.content ?? '',
]

/** In these tables there is something of hers. */
const HERS = [
  'accounts',
  'sessions',
  'payees',
  'channels',
  'ownChanges',
  'participations',
  'videos',
  'observations',
  'balances',
  'postings',
  'withdrawals',
  'notifications',
  'scraps',
  'questions',
]

/** Every row that is Minji's, or about her, in whichever table. */
const rowsOf = async ({ minji, everything }: BusyHouse): Promise<Everything> => {
  const all = await everything()
  const of = ({ row }: StoredRow): Readonly<Record<string, unknown>> => ({ ...Object(row) })
  const isHers = ({ owner }: StoredRow): boolean => owner === minji.account.id
  const parts = (all.participations ?? []).filter(isHers).map((part) => of(part).id)
  const hers = (stored: StoredRow): boolean => isHers(stored) || parts.includes(of(stored).participationId)
  return {
    ...Object.fromEntries(Object.entries(all).map(([table, rows]) => [table, rows.filter(hers)])),
    // These are of no other member.
    videos: all.videos ?? [],
    observations: all.observations ?? [],
  }
}

/** What anybody may find there; Minji's own things are in a busy one only. */
type House = Awaited<ReturnType<typeof openHouseWithNothingOfMinji>>

/** Where a look of today counts once, Minji's is counted already, or Soyeon's where Minji has nothing. */
const lookAround = async (
  { persistence: { views }, clock, freshAd, programme, questions }: House,
  { account: { id } }: Member,
): Promise<void> => {
  const today = koreanDayOf(clock.now())
  await views.ads.countView(freshAd.id, id, today, clock.now())
  await views.news.countView(programme.id, id, today)
  for (const { id: question } of Object.values(questions)) await views.experts.countView(question, id, today)
}

/** Two houses that differ in what is Minji's, with an expert who has answered nobody in each. */
const openHouses = async () => {
  const [busy, bare] = [await openBusyHouse(), await openHouseWithNothingOfMinji()]
  await lookAround(busy, busy.minji)
  await lookAround(bare, bare.soyeon)
  const otherExpert = (house: House) => house.anExpert('camera', { category: 'shooting' })
  return {
    busy: { ...busy, otherExpert: await otherExpert(busy) },
    bare: { ...bare, otherExpert: await otherExpert(bare) },
  }
}

/** For what changes nothing of anybody's: to open houses takes longer than to ask in them. */
const readIn = await openHouses()

type Walked = Pick<RouteRow, 'rule' | 'call'>

/** The app shows these as sent, so whoever sent one is told of the refusal. */
const UNREADABLE: readonly (readonly [string, object])[] = [
  ['POST /api/advertise/ad/write', { planTitle: '' }],
  ['POST /api/expert/qa/law', { Qtitle: '' }],
  ['PUT /api/expert/qa/apply', { Ccontent: '' }],
]

const unreadable = (route: string, over: object): Walked => {
  const { rule, call } = rowOf(route)
  return {
    rule,
    call: (house) => {
      const { path, sent } = call(house)
      return { path, sent: { json: { ...Object(sent?.json), ...over } } }
    },
  }
}

const WALKED: readonly (readonly [string, Walked])[] = [
  // With her own refresh token or password he is her, and pictures are for whoever has their name.
  ...Object.entries(ROUTES).filter(([route]) => !/auth\/(login|refresh)$|^GET \/images/.test(route)),
  ...UNREADABLE.map(
    ([route, over]) => [`${route} of something unreadable`, unreadable(route, over)] as const,
  ),
]

const changesSomething = (route: string, { rule }: Walked): boolean =>
  methodOf(route) !== 'GET' && rule !== 'operator'

/** Pictures get their names by chance, and an application gets the next number there is. */
const comparable = ({ status, text }: Answer) => ({
  status,
  text: text.replaceAll(/images\/[^"]+/g, 'images/…').replaceAll(/"userAdIdx":\d+/g, '"userAdIdx":…'),
})

/** In both dialects: the second answer shows what came of the first request. */
const askAs = async (
  { asClient, as }: Pick<TestHouse, 'asClient' | 'as'>,
  who: Member | null,
  method: string,
  { path, sent }: Call,
): Promise<readonly Answer[]> => [
  await asClient(who).send(method, path, sent),
  await as(who).send(method, path, sent),
]

const WALKERS = ['junho', 'otherExpert', null] as const

describe.each(WALKED)('others at %s, with ids of Minji', (route, row) => {
  it('are told the same as where Minji has nothing, and change nothing of hers', async () => {
    const { busy, bare } = changesSomething(route, row) ? await openHouses() : readIn
    const call = row.call(busy)
    const before = await rowsOf(busy)
    for (const walker of WALKERS) {
      const [told, toldWithoutHer] = [
        await askAs(busy, walker && busy[walker], methodOf(route), call),
        await askAs(bare, walker && bare[walker], methodOf(route), call),
      ]
      expect(told.map(comparable), `what ${walker} is told`).toEqual(toldWithoutHer.map(comparable))
      const secrets =
        walker === 'otherExpert' ? secretsOf(busy) : [...secretsOf(busy), ...secretQuestionOf(busy)]
      for (const { text } of told) for (const secret of secrets) expect(text).not.toContain(secret)
    }
    expect(await rowsOf(busy)).toEqual(before)
  })
})

describe('the house that Junho walks through', () => {
  it('has secrets of Minji, and something of hers in every table about members', async () => {
    expect(secretsOf(readIn.busy)).not.toContain('')
    expect(secretQuestionOf(readIn.busy)).not.toContain('')
    const hers = await rowsOf(readIn.busy)
    expect(HERS.filter((table) => (hers[table] ?? []).length === 0)).toEqual([])
  })
})

describe('an expert who has answered nobody', () => {
  it('learns of no consultation', async () => {
    const { busy } = readIn
    expect((await busy.as(busy.otherExpert).get('/api/expert/qa/consultations')).data).toEqual([])
    expect((await busy.as(busy.lawyer).get('/api/expert/qa/consultations')).data).toHaveLength(1)
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
