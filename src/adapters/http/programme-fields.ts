import type { Context } from 'hono'
import { formatDotted } from '../../domain/calendar.ts'
import type { SupportProgrammeCard } from '../../ports/news.ts'
import type { Session } from './session.ts'
import { imageUrl, within32Bits } from './wire.ts'

/** What every list of support programmes shows of one, and its detail. */
export const programmeFields = (c: Context<Session>, programme: SupportProgrammeCard) => ({
  newsIdx: programme.id,
  poster: imageUrl(c, programme.poster),
  host: programme.host,
  title: programme.title,
  subtitle: programme.subtitle,
  contents: programme.excerpt,
  calendarStart: formatDotted(programme.recruitment.from),
  calendarEnd: formatDotted(programme.recruitment.to),
  url: programme.url,
  createAt: formatDotted(programme.createdAt),
  updateAt: formatDotted(programme.updatedAt),
  views: within32Bits(programme.views),
  applyCount: String(programme.applyCount),
})
