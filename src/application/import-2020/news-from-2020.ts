import type { NewDailyCard } from '../../domain/news/daily-card.ts'
import { draftSupportProgramme, type NewSupportProgramme } from '../../domain/news/support-programme.ts'
import type { Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Row2020 } from '../../ports/import-2020.ts'
import { countOf, flagOf, numberOf, pictureOf, type Reason, textOf, timeOf } from './read-row.ts'

/** A row of `SupportNews`. The views that 2020 counted, one for each read, are where the count goes on from. */
export const programmeFrom2020 = (
  row: Row2020,
  now: Instant,
): Result<{ readonly programme: NewSupportProgramme; readonly views: number }, Reason> => {
  const title = textOf(row, 'title')
  if (title.trim() === '') return err('it has no title')
  const recruitTo = timeOf(row, 'calendarEnd', 'to')
  if (recruitTo === null) return err('its recruitment has no end')
  const createdAt = timeOf(row, 'createAt') ?? now
  const drafted = draftSupportProgramme({
    poster: pictureOf(row, 'poster'),
    host: textOf(row, 'host'),
    title,
    subtitle: textOf(row, 'subtitle'),
    contents: textOf(row, 'contents'),
    url: textOf(row, 'url'),
    recruitment: {
      from: timeOf(row, 'calendarStart') ?? (createdAt < recruitTo ? createdAt : recruitTo),
      to: recruitTo,
    },
    applyCount: countOf(row, 'applyCount') ?? 0,
    createdAt,
    updatedAt: timeOf(row, 'updateAt') ?? createdAt,
  })
  return drafted.ok
    ? ok({ programme: drafted.value, views: countOf(row, 'views') ?? 0 })
    : err('its recruitment ends before it begins')
}

/** A row of `DailyNews`. */
export const dailyCardFrom2020 = (row: Row2020, now: Instant): Result<NewDailyCard, Reason> => {
  const title = textOf(row, 'title')
  if (title.trim() === '') return err('it has no title')
  const createdAt = timeOf(row, 'createAt') ?? now
  return ok({
    thumbnail: pictureOf(row, 'thumbnail'),
    title,
    subtitle: textOf(row, 'subtitle'),
    content: textOf(row, 'content'),
    createdAt,
    updatedAt: timeOf(row, 'updateAt') ?? createdAt,
  })
}

/** A row of `UserNews`. When it was scrapped, 2020 did not keep. */
export const scrapFrom2020 = (
  row: Row2020,
  now: Instant,
): Result<{ readonly oldMember: number; readonly oldProgramme: number; readonly at: Instant }, Reason> => {
  const oldMember = numberOf(row, 'userIdx')
  const oldProgramme = numberOf(row, 'newsIdx')
  if (oldMember === null) return err('it names no member (userIdx)')
  if (oldProgramme === null) return err('it names no support news (newsIdx)')
  // A table without the flag holds a row for each scrap.
  if (row.isscrapped !== undefined && !flagOf(row, 'isScrapped')) return err('the scrap was taken back')
  return ok({ oldMember, oldProgramme, at: timeOf(row, 'createAt') ?? now })
}

const PAIRED_MAX = 2 ** 26 - 1

/**
 * The server itself never read a number of a scrap, so there may be none: then who keeps what stands for it, below 0
 * where no number of 2020 lies. Where the row stands would be another row's place in the next dump.
 */
export const scrapNumber = (row: Row2020): number | null => {
  const number = numberOf(row, 'userNewsIdx')
  if (number !== null) return number
  const [member, programme] = [numberOf(row, 'userIdx'), numberOf(row, 'newsIdx')]
  if (member === null || programme === null) return null
  return member > PAIRED_MAX || programme > PAIRED_MAX ? null : -(member * (PAIRED_MAX + 1) + programme)
}
