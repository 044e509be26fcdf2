import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Row2020, Source2020, StoredHashOf2020 } from '../../ports/import-2020.ts'
import type { Transact } from '../../ports/transact.ts'
import { accountFrom2020 } from './account-from-2020.ts'
import { adFrom2020 } from './ad-from-2020.ts'
import { boardEntryFrom2020 } from './board-from-2020.ts'
import { dailyCardFrom2020, programmeFrom2020, scrapFrom2020, scrapNumber } from './news-from-2020.ts'
import { type Application2020, participationFrom2020 } from './participation-from-2020.ts'
import { expertFrom2020, questionFrom2020 } from './question-from-2020.ts'
import { numberOf } from './read-row.ts'
import {
  storeAccount,
  storeAd,
  storeDailyCard,
  storeExpert,
  storeFaqEntry,
  storeNotice,
  storeParticipation,
  storeProgramme,
  storeQuestion,
  storeScrap,
} from './store-rows.ts'
import { type Notice2020, type TableSummary, type TakingPorts, takeRows } from './take-rows.ts'

export type Import2020 = (
  source: Source2020,
  /** Hears of each row that was not taken over, or not as it was, once that is certain. */
  tell: (notice: Notice2020) => void,
) => Promise<readonly TableSummary[]>

/**
 * Takes over what the 2020 server held. What was taken over before is left as it is, so it can be run again at any
 * time: after it was cut off, or for rows that have come since. What a row became is never changed by a later run.
 */
export const import2020 =
  ({
    transact,
    clock,
    storedHash,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly storedHash: StoredHashOf2020
  }): Import2020 =>
  async (source, tell) => {
    const ports: TakingPorts = { transact, now: clock.now(), tell }
    await audit(transact, clock, 'import-2020-begun', null)
    const summaries = [
      ...(await takeMembers(ports, source, storedHash)),
      ...(await takeAds(ports, source)),
      ...(await takeNews(ports, source)),
      ...(await takeQuestions(ports, source)),
      ...(await takeBoard(ports, source)),
    ]
    await audit(transact, clock, 'import-2020-done', summaries)
    return summaries
  }

const takeMembers = async (ports: TakingPorts, source: Source2020, storedHash: StoredHashOf2020) => [
  await takeRows(ports, {
    table: 'User',
    kind: 'account',
    rows: source.rows('User'),
    idOf: numbered('userIdx'),
    map: (row, now) => accountFrom2020(row, storedHash, now),
    store: storeAccount(ports.now),
  }),
]

const takeAds = async (ports: TakingPorts, source: Source2020) => {
  const applications = await applicationsByAd(source)
  const applicationsTo = (row: Row2020): number => applications.get(numberOf(row, 'adIdx') ?? 0) ?? 0
  return [
    await takeRows(ports, {
      table: 'Ad',
      kind: 'ad',
      rows: source.rows('Ad'),
      idOf: numbered('adIdx'),
      map: (row, now) => adFrom2020(row, { applications: applicationsTo(row), now }),
      store: storeAd,
    }),
    await takeRows(ports, {
      table: 'UserAd',
      kind: 'participation',
      rows: applicationsIn(source),
      idOf: ({ row }) => numberOf(row, 'userAdIdx'),
      map: participationFrom2020,
      store: storeParticipation,
    }),
  ]
}

const takeNews = async (ports: TakingPorts, source: Source2020) => [
  await takeRows(ports, {
    table: 'SupportNews',
    kind: 'support-programme',
    rows: source.rows('SupportNews'),
    idOf: numbered('newsIdx'),
    map: programmeFrom2020,
    store: storeProgramme,
  }),
  await takeRows(ports, {
    table: 'DailyNews',
    kind: 'daily-card',
    rows: source.rows('DailyNews'),
    idOf: numbered('dailyIdx'),
    map: dailyCardFrom2020,
    store: storeDailyCard,
  }),
  await takeRows(ports, {
    table: 'UserNews',
    kind: 'scrap',
    rows: source.rows('UserNews'),
    idOf: scrapNumber,
    map: scrapFrom2020,
    store: storeScrap,
  }),
]

const takeQuestions = async (ports: TakingPorts, source: Source2020) => [
  await takeRows(ports, {
    table: 'Expert',
    kind: 'expert',
    rows: source.rows('Expert'),
    idOf: numbered('expertIdx'),
    map: expertFrom2020,
    store: storeExpert,
  }),
  await takeRows(ports, {
    table: 'ExpertConsult',
    kind: 'question',
    rows: source.rows('ExpertConsult'),
    idOf: numbered('expertConsultIdx'),
    map: questionFrom2020,
    store: storeQuestion,
  }),
]

const takeBoard = async (ports: TakingPorts, source: Source2020) => [
  await takeRows(ports, {
    table: 'faq',
    kind: 'faq-entry',
    rows: source.rows('faq'),
    idOf: numbered('faqIdx'),
    map: boardEntryFrom2020,
    store: storeFaqEntry,
  }),
  await takeRows(ports, {
    table: 'Notice',
    kind: 'notice',
    rows: source.rows('Notice'),
    idOf: numbered('noticeIdx'),
    map: boardEntryFrom2020,
    store: storeNotice,
  }),
]

const numbered =
  (column: string) =>
  (row: Row2020): number | null =>
    numberOf(row, column)

const applicationsByAd = async (source: Source2020): Promise<ReadonlyMap<number, number>> => {
  const counts = new Map<number, number>()
  for await (const page of source.rows('UserAd'))
    for (const row of page) {
      const ad = numberOf(row, 'adIdx')
      if (ad !== null) counts.set(ad, (counts.get(ad) ?? 0) + 1)
    }
  return counts
}

/** How many applications are in memory at once, with their plans, which may be long. */
const JOINED = 5_000

async function* applicationsIn(source: Source2020): AsyncGenerator<readonly Application2020[]> {
  let waiting: Row2020[] = []
  for await (const page of source.rows('UserAd')) {
    waiting.push(...page)
    if (waiting.length < JOINED) continue
    yield await joined(source, waiting)
    waiting = []
  }
  if (waiting.length > 0) yield await joined(source, waiting)
}

const joined = async (source: Source2020, rows: readonly Row2020[]): Promise<readonly Application2020[]> => {
  const plans = await rowsOf(source, 'Plan', 'planIdx', rows)
  const videos = await rowsOf(source, 'VideoInfo', 'videoInfoIdx', rows)
  return rows.map((row) => ({
    row,
    plan: plans.get(numberOf(row, 'planIdx') ?? 0) ?? null,
    video: videos.get(numberOf(row, 'videoInfoIdx') ?? 0) ?? null,
  }))
}

/** Those that these applications point at: the table is read through, the others are let go. */
const rowsOf = async (
  source: Source2020,
  table: 'Plan' | 'VideoInfo',
  column: string,
  rows: readonly Row2020[],
): Promise<ReadonlyMap<number, Row2020>> => {
  const wanted = new Set(rows.map((row) => numberOf(row, column)))
  const found = new Map<number, Row2020>()
  for await (const page of source.rows(table))
    for (const row of page) {
      const id = numberOf(row, column)
      if (id !== null && wanted.has(id)) found.set(id, row)
    }
  return found
}

const audit = async (transact: Transact, clock: Clock, operation: string, after: unknown): Promise<void> => {
  await transact(async (stores) => {
    await stores.audit.append({
      at: clock.now(),
      by: null,
      operation,
      subject: 'import-2020',
      before: null,
      after,
    })
    return ok(undefined)
  })
}
