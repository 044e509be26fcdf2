import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { stepsOf } from '../../../src/adapters/kysely/migrate.ts'
import { openSqlite, type SqlPersistence } from '../../../src/adapters/kysely/open.ts'
import { sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import { toId } from '../../../src/domain/primitives.ts'
import type { Views } from '../../../src/ports/views.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewExpert, aNewProgramme, aNewQuestion } from '../../fixtures/news.ts'
import { kept, storedApplication, storedCompletion, storedCreator } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'

const creator = toId<'Account'>(1)
const part = toId<'Participation'>(1)
const after = part
const programme = toId<'SupportProgramme'>(1)
const open = { now: NOON, limit: 10 } as const
const due = { until: NOON, after: { id: aVideoId(1), at: NOON }, limit: 10 } as const
const span = { from: NOON, before: inDays(7) } as const
const behind = { after: toId<'Question'>(1), limit: 10 } as const

/** Each list, and each question that is asked on every request. */
const READS: readonly (readonly [string, (views: Views) => Promise<unknown>])[] = [
  ['open ads, popular', ({ ads }) => ads.open({ ...open, order: 'popular' })],
  ['open ads, latest', ({ ads }) => ads.open({ ...open, order: 'latest' })],
  ['open ads, closing', ({ ads }) => ads.open({ ...open, order: 'closing' })],
  ['open ads of a category', ({ ads }) => ads.open({ ...open, order: 'latest', category: 'beauty' })],
  ['open ads of the banner', ({ ads }) => ads.open({ ...open, order: 'latest', pickedOnly: true })],
  ['an ad', ({ ads }) => ads.detail(toId<'Ad'>(1))],
  ['standing', ({ accounts }) => accounts.standing(creator)],
  ['credentials', ({ accounts }) => accounts.credentials('a@example.com')],
  ['waiting channels', ({ channels }) => channels.waiting({ after: creator, limit: 10 })],
  ['channels that are read', ({ channels }) => channels.read({ after: creator, limit: 10 })],
  ['channels due for reading', ({ channels }) => channels.dueForReading({ now: NOON, limit: 10 })],
  ['owed proofs', ({ channels }) => channels.owedProofs({ after: creator, limit: 10 })],
  ['counts of participations', ({ participations }) => participations.counts(creator)],
  ['own participations', ({ participations }) => participations.listOf(creator, 'applied', 10)],
  ['one own participation', ({ participations }) => participations.detailOf(creator, part)],
  [
    'applications to review',
    ({ participations }) => participations.forReview({ status: 'applied', adId: null, after, limit: 10 }),
  ],
  [
    'applications to review of an ad',
    ({ participations }) =>
      participations.forReview({ status: 'applied', adId: toId<'Ad'>(2), after, limit: 10 }),
  ],
  [
    'applicants of an ad, with what they took on',
    ({ recommendations }) =>
      recommendations.applicants({ ad: toId<'Ad'>(2), category: 'beauty', now: NOON, limit: 10 }),
  ],
  ['ads of a span', ({ recommendations }) => recommendations.marketAds({ ...span, limit: 10 })],
  ['what was shown in a span', ({ recommendations }) => recommendations.exposure(span)],
  ['what was done in a span', ({ recommendations }) => recommendations.actedBySize(span)],
  [
    'a page of applicants',
    ({ participations }) =>
      participations.forReview({
        status: 'applied',
        adId: toId<'Ad'>(2),
        among: [part, toId<'Participation'>(2)],
        after: null,
        limit: 10,
      }),
  ],
  ['how many videos are promised', ({ videos }) => videos.promisedUntil(NOON)],
  [
    'awaited uploads',
    ({ participations }) =>
      participations.awaitedUploads({
        endingOn: [koreanDayOf(inDays(1)), koreanDayOf(inDays(-1))],
        after,
        limit: 10,
      }),
  ],
  ['open ads of late', ({ ads }) => ads.open({ ...open, order: 'latest', openedAfter: inDays(-1) })],
  [
    'creators with a channel',
    ({ recommendations }) => recommendations.creators({ verifiedOnly: false, after: creator, limit: 10 }),
  ],
  [
    'creators with a verified channel',
    ({ recommendations }) => recommendations.creators({ verifiedOnly: true, after: creator, limit: 10 }),
  ],
  [
    'who applied to what',
    ({ recommendations }) =>
      recommendations.applied([creator, toId<'Account'>(2)], [toId<'Ad'>(1), toId<'Ad'>(2)]),
  ],
  ['weights in use', ({ recommendations }) => recommendations.weights('ad')],
  ['fits of the weights', ({ recommendations }) => recommendations.fits('ad', 10)],
  [
    'what was last told',
    ({ notifications }) => notifications.told([creator, toId<'Account'>(2)], ['a:1', 'a:2']),
  ],
  ['statement', ({ cash }) => cash.statement(creator, 10)],
  ['own withdrawals', ({ cash }) => cash.withdrawalsOf(creator, 10)],
  ['requested withdrawals', ({ cash }) => cash.requested({ after: toId<'Withdrawal'>(1), limit: 10 })],
  [
    'notifications',
    ({ notifications }) => notifications.listOf(creator, { before: toId<'Notification'>(9), limit: 10 }),
  ],
  ['one own notification', ({ notifications }) => notifications.has(creator, toId<'Notification'>(9))],
  ['unread notifications', ({ notifications }) => notifications.unread(creator)],
  ['own report', ({ reports }) => reports.completedOf(creator, 10)],
  ['openings held', ({ cash }) => cash.heldOpenings({ after: creator, limit: 10 })],
  ['a programme', ({ news }) => news.supportProgramme(programme)],
  ['open programmes, popular', ({ news }) => news.openProgrammes({ ...open, order: 'popular' })],
  ['open programmes, latest', ({ news }) => news.openProgrammes({ ...open, order: 'latest' })],
  ['a daily card', ({ news }) => news.dailyCard(toId<'DailyCard'>(1))],
  [
    'which of these are scrapped',
    ({ scraps }) => scraps.among(creator, [programme, toId<'SupportProgramme'>(2)]),
  ],
  ['the expert of an account', ({ experts }) => experts.expertOf(creator)],
  ['a question', ({ experts }) => experts.question(toId<'Question'>(1))],
  ['a notice', ({ board }) => board.notice(toId<'Notice'>(1))],
  ['an entry of the FAQ', ({ board }) => board.faqEntry(toId<'FaqEntry'>(1))],
  ['how jobs stand', ({ jobs }) => jobs.standings()],
  ['series', ({ reports }) => reports.series([aVideoId(1), aVideoId(2)], 10)],
  ['last known figures', ({ reports }) => reports.lastKnown([aVideoId(1), aVideoId(2)], NOON)],
  ['reads of a video', ({ reports }) => reports.reads(aVideoId(1), 10)],
]

/** Lists of all there is: an index gives their order, so that only as many are read as are shown. */
const FIRST_OF_ALL: typeof READS = [
  ['the FAQ', ({ board }) => board.faq({ after: null, limit: 10 })],
  [
    'the FAQ, a later page',
    ({ board }) => board.faq({ after: { createdAt: NOON, id: toId<'FaqEntry'>(9) }, limit: 10 }),
  ],
  ['notices', ({ board }) => board.notices({ after: null, limit: 10 })],
  [
    'notices, a later page',
    ({ board }) => board.notices({ after: { createdAt: NOON, id: toId<'Notice'>(9) }, limit: 10 }),
  ],
  ['programmes', ({ news }) => news.supportProgrammes({ after: null, limit: 10 })],
  ['programmes behind one', ({ news }) => news.supportProgrammes({ after: programme, limit: 10 })],
  ['daily cards', ({ news }) => news.dailyCards({ after: null, limit: 10 })],
  ['daily cards behind one', ({ news }) => news.dailyCards({ after: toId<'DailyCard'>(1), limit: 10 })],
  ['scraps', ({ scraps }) => scraps.listOf(creator, { after: null, limit: 10 })],
  ['scraps behind one', ({ scraps }) => scraps.listOf(creator, { after: programme, limit: 10 })],
  ['experts', ({ experts }) => experts.experts({ limit: 10 })],
  ['questions', ({ experts }) => experts.questions({ ...behind, category: 'law' })],
  ['own questions', ({ experts }) => experts.questionsOf(creator, behind)],
  [
    'own answered questions',
    ({ experts }) => experts.questionsOf(creator, { ...behind, answeredOnly: true }),
  ],
  ['own consultations', ({ experts }) => experts.consultationRequestsOf(creator, behind)],
  [
    'consultations of an expert',
    ({ experts }) => experts.consultationRequests({ ...behind, answeredBy: toId<'Expert'>(1) }),
  ],
  ['tracked videos', ({ videos }) => videos.tracked({ after: aVideoId(1), limit: 10 })],
  ['videos to check', ({ videos }) => videos.due({ ...due, by: 'checkBy' })],
  ['promised videos', ({ videos }) => videos.due({ ...due, by: 'promisedBy' })],
  ['wanted videos', ({ videos }) => videos.due({ ...due, by: 'wantedAt' })],
  ['promised videos, the first page', ({ videos }) => videos.due({ ...due, by: 'promisedBy', after: null })],
  ['consultations', ({ experts }) => experts.consultationRequests({ ...behind, answeredBy: null })],
  ['the log of interest', ({ recommendations }) => recommendations.events({ after: 7, limit: 10 })],
  [
    'ads as they are ranked',
    ({ recommendations }) => recommendations.ads({ after: 0, closedAfter: NOON, limit: 10 }),
  ],
  [
    'programmes as they are ranked',
    ({ recommendations }) => recommendations.programmes({ closedAfter: NOON, limit: 10 }),
  ],
  ['runs of a job', ({ jobs }) => jobs.history('release-rewards', 10)],
]

/** What SQLite prepared while `act` ran, and how it means to carry it out. */
const plansOf = async (database: DatabaseSync, act: () => Promise<unknown>): Promise<readonly string[]> => {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
  await act()
  const statements = prepare.mock.calls
    .map(([text]) => text)
    .filter((text) => !/^(begin|commit|rollback)/.test(text))
  prepare.mockRestore()
  expect(statements).not.toEqual([])
  return statements.flatMap((text) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all()
      .map(({ detail }) => String(detail)),
  )
}

describe('no list reads a whole table', () => {
  let persistence: SqlPersistence
  let database: DatabaseSync
  beforeAll(async () => {
    persistence = await openSqlite({ path: ':memory:', migrate: true })
    // One of each, so that no read ends before its last statement.
    await kept(persistence, async (stores) => {
      const owner = await storedCreator(stores)
      await storedCompletion(stores, { creator: owner })
      await storedApplication(stores, { creator: owner })
      const { id } = await stores.supportProgrammes.add(aNewProgramme())
      await stores.scraps.keep({ member: owner.id, programme: id, at: NOON })
      await stores.dailyCards.add(aNewDailyCard())
      const expert = await stores.experts.add(aNewExpert())
      const question = await stores.questions.add(aNewQuestion(owner.id))
      const answer = { by: expert.id, content: '허락을 받으세요.', at: NOON }
      const request = { applicantName: '김하늘', date: NOON, topic: '계약서', requestedAt: NOON }
      await stores.questions.save({ ...question, answer, consultation: { ...request, status: 'requested' } })
    })
    // The plans do not depend on rows, so an empty twin of the schema explains them.
    database = new DatabaseSync(':memory:')
    for (const { statement } of stepsOf(sqlite.ddl)) database.exec(statement)
    return async () => {
      database.close()
      await persistence.close()
    }
  })

  test.each(READS)('%s', async (_list, read) => {
    const plan = await plansOf(database, () => read(persistence.views))
    expect(plan.filter((line) => line.startsWith('SCAN'))).toEqual([])
  })

  test.each(FIRST_OF_ALL)('%s', async (_list, read) => {
    const plan = await plansOf(database, () => read(persistence.views))
    expect(plan.filter((line) => line.startsWith('SCAN') && !/USING (?:COVERING )?INDEX/.test(line))).toEqual(
      [],
    )
    expect(plan.filter((line) => line.startsWith('USE TEMP'))).toEqual([])
  })

  test.each([
    ['all', null],
    ['those that can be released', NOON],
  ])('held rewards begin with the list of those that wait: %s', async (_which, dueBy) => {
    const plan = await plansOf(database, () =>
      persistence.views.participations.held({ after, dueBy, limit: 10 }),
    )
    expect(plan[0]).toMatch(/^SEARCH held_reward USING .*INDEX/)
    expect(plan.filter((line) => /^SCAN|^USE TEMP/.test(line))).toEqual([])
  })

  test('ads with late applicants, applicants, places taken, claims on a channel, and what goes with a programme', async () => {
    const plan = await plansOf(database, () =>
      kept(persistence, async ({ ads, participations, channels, withdrawals, supportProgrammes }) => {
        await ads.withLateApplicants(NOON, 10)
        await participations.applicants(toId<'Ad'>(1), 10)
        await participations.placesTaken(toId<'Ad'>(1))
        await channels.claimsOn(aChannelId())
        await withdrawals.of(creator, 10)
        await supportProgrammes.remove(toId<'SupportProgramme'>(9))
      }),
    )
    expect(plan.filter((line) => line.startsWith('SCAN'))).toEqual([])
  })

  test('videos of a batch, and first misses', async () => {
    const batch = Array.from({ length: 50 }, (_, index) => aVideoId(index))
    const plan = await plansOf(database, () =>
      kept(persistence, async ({ videos }) => {
        await videos.findPaced(batch)
        await videos.restartFirstMisses(NOON)
        await videos.saveGood([aVideoId(1), aVideoId(2)], NOON)
        await videos.untrack([aVideoId(1), aVideoId(2)])
        await videos.putOff(batch, NOON)
      }),
    )
    expect(plan.filter((line) => line.startsWith('SCAN') && line !== 'SCAN CONSTANT ROW')).toEqual([])
    // By way of the videos that were asked for, and not of all that were ever submitted.
    expect(plan.filter((line) => line.includes('participation_in_status'))).toEqual([])
  })

  test('participations whose video is down come by way of those videos, in the order of the pages', async () => {
    const review = { status: 'completed', adId: null, downOnly: true, after, limit: 10 } as const
    const plan = await plansOf(database, () => persistence.views.participations.forReview(review))
    expect(plan.find((line) => line.startsWith('SEARCH'))).toMatch(/^SEARCH video USING INDEX video_down /)
    expect(plan.filter((line) => /^SCAN|participation_in_status/.test(line))).toEqual([])
  })

  test('what is purged', async () => {
    const today = koreanDayOf(NOON)
    const plan = await plansOf(database, async () => {
      await persistence.throttle.forgetEnded(NOON, 10)
      await kept(persistence, async (stores) => {
        await stores.videos.newestObservation(aVideoId())
        await stores.videos.purgeObservations(NOON, 10)
        await stores.videos.purgeCorrections(NOON, 10)
        await stores.videos.forgetPaces(NOON, 10)
        await stores.channels.forgetUnreread(NOON, 10)
        await stores.sessions.deleteExpired(NOON, 10)
        await stores.commandKeys.deleteBefore(NOON, 10)
        await stores.ads.forgetLooks(today, 10)
        await stores.supportProgrammes.forgetLooks(today, 10)
        await stores.questions.forgetLooks(today, 10)
        await stores.questions.forgetAsked(today, 10)
        await stores.jobs.forgetRuns(NOON, 10)
        await stores.interestLog.forget({ seen: NOON, acted: NOON }, 10)
      })
    })
    expect(plan.filter((line) => /^(SCAN|USE TEMP)/.test(line))).toEqual([])
  })

  test('questions of a day, and the expert of an account', async () => {
    const plan = await plansOf(database, () =>
      kept(persistence, async ({ questions, experts }) => {
        await questions.countAsked(creator, koreanDayOf(NOON), 20)
        await experts.findOf(creator)
        await experts.accountOf(toId<'Expert'>(1))
      }),
    )
    expect(plan.filter((line) => line.startsWith('SCAN'))).toEqual([])
  })
})
