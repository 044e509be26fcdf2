import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accessTokens } from '../../../src/adapters/auth/access-tokens.ts'
import { makeKeys } from '../../../src/adapters/auth/keys-file.ts'
import { passwordHasher, storedHashOf2020 } from '../../../src/adapters/auth/passwords.ts'
import { secrets } from '../../../src/adapters/auth/secrets.ts'
import { login } from '../../../src/application/account/login.ts'
import { releaseOpenings } from '../../../src/application/cash/release-openings.ts'
import { import2020 } from '../../../src/application/import-2020/import-2020.ts'
import type { Notice2020 } from '../../../src/application/import-2020/take-rows.ts'
import { toId } from '../../../src/domain/primitives.ts'
import type { Source2020 } from '../../../src/ports/import-2020.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { Transact } from '../../../src/ports/transact.ts'
import { aClock } from '../../fixtures/house.ts'
import { kept } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import type { Generated2020, GeneratedRow } from '../../import-2020/dump-of-2020.ts'
import { cashOf, emailOf, hashedIn2020, houseOf2020, passwordOf } from '../../import-2020/house-of-2020.ts'
import { sourceOf } from '../../import-2020/source-of-2020.ts'
import { BOOKS, type OpenBook } from './databases.ts'

const MEMBERS = 250
const TAKEN = {
  User: MEMBERS,
  Ad: 3,
  UserAd: MEMBERS,
  SupportNews: 10,
  DailyNews: 20,
  UserNews: MEMBERS,
  Expert: 3,
  ExpertConsult: MEMBERS,
  faq: 5,
  Notice: 4,
}

let whole: Source2020
beforeAll(async () => {
  whole = await sourceOf(houseOf2020(MEMBERS))
})

const clock = aClock()

const importing = (transact: Transact) => {
  const told: Notice2020[] = []
  const take = import2020({ transact, clock, storedHash: storedHashOf2020 })
  return {
    told,
    run: async (source: Source2020) => {
      const summaries = await take(source, (notice) => told.push(notice))
      return {
        taken: Object.fromEntries(summaries.map(({ table, taken }) => [table, taken])),
        before: Object.fromEntries(summaries.map(({ table, before }) => [table, before])),
        refused: summaries.reduce((sum, { refused }) => sum + refused, 0),
      }
    },
  }
}

const none = Object.fromEntries(Object.keys(TAKEN).map((table) => [table, 0]))

for (const { name, isMissing, open } of BOOKS)
  describe.skipIf(isMissing)(`an import on ${name}`, () => {
    let book: OpenBook
    beforeEach(async () => {
      book = await open()
    })
    afterEach(async () => {
      const { persistence } = book
      expect((await persistence.views.cash.books()).drift).toEqual([])
      await persistence.close()
    })

    test('takes everything over, and a second time changes nothing', async () => {
      const { transact, views } = book.persistence
      const { run, told } = importing(transact)
      await expect(run(whole)).resolves.toEqual({ taken: TAKEN, before: none, refused: 0 })
      expect(told).toEqual([])
      const once = await book.everything()
      await expect(run(whole)).resolves.toEqual({ taken: none, before: TAKEN, refused: 0 })
      expect(await book.everything()).toEqual(once)

      const { creators, totals } = await views.cash.books()
      const cash = Array.from({ length: MEMBERS }, (_, index) => cashOf(index + 1))
      const allowed = cash.reduce((sum, { cashAllowed }) => sum + cashAllowed, 0)
      expect(creators).toBe(MEMBERS)
      expect(totals).toMatchObject({
        pending: cash.reduce((sum, { cash: held }) => sum + held, 0) - allowed,
        withdrawable: allowed,
      })
    })

    test('brings what a member had to where they look for it', async () => {
      const { transact, views } = book.persistence
      await importing(transact).run(whole)
      // The fourth completed an ad; none of those that came completed waits for a release.
      const { id } = (await views.accounts.credentials(emailOf(4).toLowerCase())) ?? { id: toId(1) }
      await expect(views.participations.counts(id)).resolves.toMatchObject({ completed: 1, applied: 0 })
      await expect(views.reports.completedOf(id, 10)).resolves.toMatchObject([
        { videoId: aVideoId(4), reward: 10_000, views: 3_400, likes: 12, comments: null },
      ])
      await expect(views.participations.held({ after: null, dueBy: null, limit: 10 })).resolves.toEqual([])
      const [part] = await views.participations.listOf(id, 'completed', 1)
      if (part === undefined) throw new Error('the fourth completed one')
      const detail = await views.participations.detailOf(id, part.id)
      expect(detail?.history.map(({ from, to, reason }) => [from, to, reason])).toEqual([
        [null, 'applied', 'import-2020'],
        ['applied', 'completed', 'import-2020'],
      ])
      await expect(views.cash.statement(id, 10)).resolves.toMatchObject([
        { cause: 'opening:pending', amount: 5_000 },
      ])
      await expect(views.scraps.listOf(id, { after: null, limit: 10 })).resolves.toMatchObject([
        { programme: { title: '1인 미디어 지원사업 5' } },
      ])
      const [asked] = (await views.experts.questionsOf(id, { after: null, limit: 10 })) ?? []
      expect(asked).toMatchObject({ views: 4, question: { title: '저작권 4', answer: null } })
      const { id: third } = (await views.accounts.credentials(emailOf(3).toLowerCase())) ?? { id: toId(1) }
      await expect(views.experts.questionsOf(third, { after: null, limit: 10 })).resolves.toMatchObject([
        { question: { answer: { content: '허락을 받으세요.' }, consultation: { status: 'requested' } } },
      ])
    })

    test('brings the FAQ in its order, and notices with the Korean time that they were written', async () => {
      const { transact, views } = book.persistence
      await importing(transact).run(whole)
      const faq = await views.board.faq({ after: null, limit: 10 })
      expect(faq.map(({ title }) => title)).toEqual(
        [1, 2, 3, 4, 5].map((entry) => `캐쉬는 언제 들어오나요? ${entry}`),
      )
      expect(faq[0]).toMatchObject({
        content: '영상을 28일 동안 유지하면\n들어옵니다.',
        createdAt: Date.parse('2020-01-01T09:00:00+09:00'),
        updatedAt: null,
      })
      const [newest, older] = await views.board.notices({ after: null, limit: 10 })
      expect(newest).toMatchObject({
        title: '설 연휴 안내 4',
        createdAt: Date.parse('2020-01-20T00:30:00+09:00'),
        updatedAt: Date.parse('2020-01-21T10:00:00+09:00'),
      })
      expect(older).toMatchObject({ title: '설 연휴 안내 3', updatedAt: null })
    })

    test('that is cut off anywhere is carried on by the next', async () => {
      const { transact, views } = book.persistence
      for (const [round, transactions] of [1, 2, 4, 7, 9].entries()) {
        const cutOff = importing(failingAfter(transact, transactions))
        await expect(cutOff.run(whole), `round ${round}`).rejects.toThrow(Outage)
        // A database that is gone says nothing about the rows.
        expect(cutOff.told).toEqual([])
        expect((await views.cash.books()).drift).toEqual([])
      }
      const { run } = importing(transact)
      const { taken, before } = await run(whole)
      for (const [table, rows] of Object.entries(TAKEN))
        expect((taken[table] ?? 0) + (before[table] ?? 0), table).toBe(rows)
      expect(before.User).toBe(MEMBERS)
      await expect(run(whole)).resolves.toEqual({ taken: none, before: TAKEN, refused: 0 })
      expect((await views.cash.books()).creators).toBe(MEMBERS)
    })

    test('lists with reasons what it refuses or changes, and lets it take nothing else with it', async () => {
      const { run, told } = importing(book.persistence.transact)
      const { taken } = await run(await sourceOf(await houseWithBadRows()))
      expect(taken).toEqual({
        User: 5,
        Ad: 1,
        UserAd: 3,
        SupportNews: 1,
        DailyNews: 1,
        UserNews: 2,
        Expert: 1,
        ExpertConsult: 2,
        faq: 1,
        Notice: 1,
      })
      const { views } = book.persistence
      const { id } = (await views.accounts.credentials('one@example.kr')) ?? { id: toId<'Account'>(99) }
      const asked = await views.experts.questionsOf(id, { after: null, limit: 10 })
      expect(asked?.map(({ question }) => question.answer?.content).toSorted()).toEqual(['답', undefined])
      const first = told.map(({ table, id, outcome, reason }) => `${table} ${id} ${outcome}: ${reason}`)
      expect(first.toSorted()).toEqual(BAD_ROWS.toSorted())

      // Refused rows are listed each time; what was changed on the way in is in.
      const again = importing(book.persistence.transact)
      await again.run(await sourceOf(await houseWithBadRows()))
      const lines = again.told.map(({ table, id, outcome, reason }) => `${table} ${id} ${outcome}: ${reason}`)
      expect(lines.toSorted()).toEqual(BAD_ROWS.filter((line) => line.includes(' refused: ')).toSorted())
    })

    test('releases held openings once, also when it is told later', async () => {
      const { transact, views } = book.persistence
      await importing(transact).run(whole)
      const before = (await views.cash.books()).totals
      const release = releaseOpenings({ transact, clock, cashViews: views.cash })
      const released = await release()
      expect(released).toMatchObject({ won: before.pending, waiting: 0 })
      await expect(release()).resolves.toEqual({ released: 0, won: 0, waiting: 0 })
      expect((await views.cash.books()).totals).toMatchObject({
        pending: 0,
        withdrawable: before.pending + before.withdrawable,
      })
    })

    test('of scraps without numbers knows each again, wherever it stands in the next dump', async () => {
      const { transact, views } = book.persistence
      const { run, told } = importing(transact)
      const people = [await member(1, 'one@example.kr'), await member(2, 'two@example.kr')]
      const news = [1, 2].map((newsIdx) => ({ newsIdx, title: `소식 ${newsIdx}`, calendarEnd: '20.02.03' }))
      const withScraps = (...scraps: readonly (readonly [number, number])[]) =>
        sourceOf(
          new Map([
            ['User', people],
            ['SupportNews', news],
            ['UserNews', scraps.map(([userIdx, newsIdx]) => ({ userIdx, newsIdx }))],
          ]),
        )
      const scrapsOf = async (email: string) => {
        const { id } = (await views.accounts.credentials(email)) ?? { id: toId<'Account'>(99) }
        return { id, kept: (await views.scraps.listOf(id, { after: null, limit: 10 })) ?? [] }
      }
      await run(await withScraps([1, 1], [1, 2], [9, 1]))
      const { id, kept: both } = await scrapsOf('one@example.kr')
      expect(both).toHaveLength(2)
      const [first] = both
      if (first === undefined) throw new Error('the first scraped two')
      await kept(book.persistence, ({ scraps }) => scraps.drop(id, first.programme.id))

      const again = await run(await withScraps([2, 1], [1, 1], [1, 2]))
      expect([again.taken.UserNews, again.before.UserNews]).toEqual([1, 2])
      expect((await scrapsOf('two@example.kr')).kept).toMatchObject([{ programme: { title: '소식 1' } }])
      // What was let go here stays so.
      expect((await scrapsOf('one@example.kr')).kept).toHaveLength(1)
      expect(told).toEqual([
        { table: 'UserNews', id: null, outcome: 'refused', reason: 'its member (User 9) was not taken over' },
      ])
    })

    test('of a member whose e-mail is registered here leaves that one alone', async () => {
      const { transact, views } = book.persistence
      const { run, told } = importing(transact)
      await run(await sourceOf(new Map([['User', [await member(1, 'one@example.kr')]]])))
      await run(await sourceOf(new Map([['User', [await member(9, 'ONE@example.kr')]]])))
      expect(told).toEqual([
        {
          table: 'User',
          id: 9,
          outcome: 'refused',
          reason: 'somebody is registered under its e-mail address already',
        },
      ])
      expect((await views.cash.books()).creators).toBe(1)
    })
  })

/** Throws as a database does that is gone, from the given transaction on. */
const failingAfter = (transact: Transact, transactions: number): Transact => {
  let left = transactions
  return (work) => {
    left -= 1
    if (left < 0) throw new Outage('the database does not answer')
    return transact(work)
  }
}

const member = async (userIdx: number, email: string, over: GeneratedRow = {}): Promise<GeneratedRow> => ({
  userIdx,
  email,
  ...(await hashedIn2020('password')),
  cash: 0,
  cashAllowed: 0,
  ...over,
})

/** Good rows among bad ones, and one bad row of each kind that only the other rows make bad. */
const houseWithBadRows = async (): Promise<Generated2020> => {
  const ad = { cash: '1,000', applyTo: '2020-01-10', uploadTo: '2020-01-31' }
  const plan = { planIdx: 1, userIdx: 1, planTitle: '기획' }
  const application = { adIdx: 1, planIdx: 1, createAt: '2020-01-05', updateAt: '2020-01-20' }
  const watch = (id: number) => `https://youtu.be/${aVideoId(id)}`
  return new Map<string, readonly GeneratedRow[]>([
    [
      'User',
      [
        await member(1, 'one@example.kr', { cash: 500, cashAllowed: 100 }),
        await member(2, 'ONE@example.kr'),
        await member(3, 'three@example.kr', { password: 'plain' }),
        await member(4, 'four@example.kr', { cash: 5, cashAllowed: 50 }),
        await member(5, 'five@example.kr'),
        await member(6, 'six@example.kr'),
        await member(7, 'seven@example.kr'),
        { ...(await member(0, 'zero@example.kr')), userIdx: null },
      ],
    ],
    [
      'Ad',
      [
        { adIdx: 1, title: '크림', ...ad },
        { adIdx: 2, title: '', ...ad },
      ],
    ],
    ['Plan', [plan, { ...plan, planIdx: 2, userIdx: 5 }, { ...plan, planIdx: 3, userIdx: 4 }]],
    [
      'UserAd',
      [
        { userAdIdx: 1, userIdx: 1, ...application, videoInfoIdx: 1, progress: 4 },
        { userAdIdx: 2, userIdx: 1, ...application, videoInfoIdx: 1, progress: 4 },
        { userAdIdx: 3, userIdx: 2, ...application, progress: 1 },
        { userAdIdx: 4, userIdx: 5, ...application, planIdx: 2, videoInfoIdx: 1, progress: 3 },
        { userAdIdx: 5, userIdx: 4, ...application, planIdx: 3, videoInfoIdx: null, progress: 3 },
        { userAdIdx: 6, userIdx: 6, ...application, videoInfoIdx: null, progress: 4 },
        { userAdIdx: 7, userIdx: 7, ...application, planIdx: null, progress: 2 },
        { userAdIdx: 8, userIdx: 7, ...application, adIdx: 2, progress: 1 },
      ],
    ],
    ['VideoInfo', [{ videoInfoIdx: 1, url: watch(1), views1: 10, likes: 1, uploadDate: '2020-01-15' }]],
    [
      'SupportNews',
      [
        { newsIdx: 1, title: '지원', calendarEnd: '20.02.03' },
        { newsIdx: 2, title: '지원', calendarEnd: null },
      ],
    ],
    [
      'DailyNews',
      [
        { dailyIdx: 1, title: '소식' },
        { dailyIdx: 2, title: '' },
      ],
    ],
    [
      'UserNews',
      [
        { userNewsIdx: 1, userIdx: 1, newsIdx: 1, isScrapped: 1 },
        { userNewsIdx: 2, userIdx: 1, newsIdx: 1, isScrapped: 1 },
        { userNewsIdx: 3, userIdx: 1, newsIdx: 2, isScrapped: 1 },
        { userNewsIdx: 4, userIdx: 99, newsIdx: 1, isScrapped: 1 },
      ],
    ],
    [
      'Expert',
      [
        { expertIdx: 1, name: '이변호', categoryCode: '0201' },
        { expertIdx: 2, name: '', categoryCode: '0201' },
      ],
    ],
    [
      'ExpertConsult',
      [
        { expertConsultIdx: 1, userIdx: 1, Qtitle: '질문', expertIdx: 1, Acontent: '답' },
        { expertConsultIdx: 2, userIdx: 1, Qtitle: '질문', expertIdx: 2, Acontent: '답' },
        { expertConsultIdx: 3, userIdx: 3, Qtitle: '질문' },
      ],
    ],
    [
      'faq',
      [
        { faqIdx: 1, title: '질문', content: null },
        { faqIdx: 2, title: ' ', content: '답' },
      ],
    ],
    [
      'Notice',
      [
        { noticeIdx: 1, title: '공지', content: '내용' },
        { noticeIdx: null, title: '공지', content: '내용' },
      ],
    ],
  ])
}

const BAD_ROWS: readonly string[] = [
  'User 2 refused: somebody is registered under its e-mail address already',
  'User 3 refused: its password is no hash of 32 bytes in base64',
  'User 4 changed: more of its cash could be withdrawn than it held: 50 of 5; its pockets stay empty',
  'User null refused: it has no number',
  'Ad 2 refused: it has no title',
  'UserAd 2 refused: its member has applied to this ad before',
  'UserAd 3 refused: its member (User 2) was not taken over',
  `UserAd 4 refused: its video ${aVideoId(1)} serves another participation`,
  'UserAd 5 changed: it was submitted, but its video is missing; it is assigned again',
  'UserAd 6 refused: it was completed, but its video is missing',
  'UserAd 7 changed: its plan is missing, so it comes without a proposal',
  'UserAd 8 refused: its ad (Ad 2) was not taken over',
  'SupportNews 2 refused: its recruitment has no end',
  'DailyNews 2 refused: it has no title',
  'UserNews 3 refused: what it keeps (SupportNews 2) was not taken over',
  'UserNews 4 refused: its member (User 99) was not taken over',
  'Expert 2 refused: it has no name',
  'ExpertConsult 2 changed: its answer is left out, for its expert (Expert 2) was not taken over; it waits for one',
  'ExpertConsult 3 refused: its member (User 3) was not taken over',
  'faq 2 refused: it has no title',
  'Notice null refused: it has no number',
]

const LOGINS = 40

test(`everybody's old password is known, and upgraded when they log in`, { timeout: 180_000 }, async () => {
  const [sqlite] = BOOKS.filter(({ name }) => name === 'SQLite')
  if (sqlite === undefined) throw new Error('SQLite is one of them')
  const { persistence } = await sqlite.open()
  const { transact, views, throttle } = persistence
  await importing(transact).run(whole)
  const passwords = passwordHasher()
  const use = login({
    transact,
    accountViews: views.accounts,
    clock,
    throttle,
    passwords,
    accessTokens: accessTokens({ keys: makeKeys().signing }),
    secrets: secrets({ key: makeKeys().secrets }),
  })
  for (let number = 1; number <= MEMBERS; number += 1) {
    const found = await views.accounts.credentials(emailOf(number).toLowerCase())
    expect(await passwords.verify(passwordOf(number), found?.passwordHash ?? null)).toBe('outdated')
  }
  for (let number = 1; number <= LOGINS; number += 1) {
    const command = { email: emailOf(number), password: passwordOf(number), address: `10.0.0.${number}` }
    expect(await use(command)).toMatchObject({ ok: true })
    const found = await views.accounts.credentials(command.email.toLowerCase())
    expect(found?.passwordHash).toMatch(/^\$argon2id\$/)
    const account = await kept(persistence, ({ accounts }) => accounts.find(found?.id ?? toId(1)))
    expect(account?.name).toBe(`김하늘${number} 😊`)
  }
  const wrong = { email: emailOf(LOGINS + 1), password: passwordOf(1), address: '10.0.0.99' }
  expect(await use(wrong)).toMatchObject({ ok: false })
})
