import type { Table2020 } from '../../ports/import-2020.ts'

/** The tables that an import reads, with the number of their rows. Their names were written in several cases. */
export const NUMBERED_BY: Readonly<Record<Table2020, string>> = {
  User: 'userIdx',
  Ad: 'adIdx',
  Plan: 'planIdx',
  UserAd: 'userAdIdx',
  VideoInfo: 'videoInfoIdx',
  SupportNews: 'newsIdx',
  DailyNews: 'dailyIdx',
  UserNews: 'userNewsIdx',
  Expert: 'expertIdx',
  ExpertConsult: 'expertConsultIdx',
  faq: 'faqIdx',
  Notice: 'noticeIdx',
}

const KNOWN: ReadonlySet<string> = new Set(Object.keys(NUMBERED_BY).map((name) => name.toLowerCase()))

export const isKnown = (table: string): boolean => KNOWN.has(table.toLowerCase())

export const isSame = (table: string, other: string): boolean => table.toLowerCase() === other.toLowerCase()

/** For a source that is reached but holds nothing of 2020. */
export const nothingKnown = (where: string): Error =>
  new Error(`${where} holds none of the tables of the 2020 server (User, Ad, UserAd and others).`)
