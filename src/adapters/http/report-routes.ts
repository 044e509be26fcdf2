import { Hono } from 'hono'
import { z } from 'zod'
import type { ReadTotalReport } from '../../application/report/total-report.ts'
import { formatDotted, formatIso } from '../../domain/calendar.ts'
import { type Instant, toId } from '../../domain/primitives.ts'
import { CHART_POINTS, lastPoints, type MarkedRead, withCorrections } from '../../domain/report/series.ts'
import type { ReportedVideo, ReportViews } from '../../ports/report.ts'
import { adNameEn, adNameKo } from './codes.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { withThousands } from './thousands.ts'
import { idNumber, param } from './validate.ts'
import { within32Bits } from './wire.ts'

export type ReportDeps = { readonly readTotalReport: ReadTotalReport; readonly reportViews: ReportViews }

/** The app has no paging: its list ends here. */
const REPORTS_MAX = 200
const SERIES_MAX = 5_000

/** The creator's own figures: in sums, as a list, and one by one. */
export const reportRoutes = (use: ReportDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const own = await use.reportViews.completedOf(c.var.member.id, REPORTS_MAX)
      return answer(c, '개별 리포트 조회 성공', own.map(row))
    })
    .get('/info', access('member'), async (c) => {
      const total = await use.readTotalReport(c.var.member.id)
      const points = chart(total.points)
      return answer(c, '토탈 리포트 조회 성공', {
        er: Math.round(total.engagementRate ?? 0),
        asOf: iso(total.asOf),
        erPrecise: total.engagementRate === null ? null : Math.round(total.engagementRate * 10) / 10,
        top: total.top.map(({ category, views }) => ({
          name: adNameEn(category),
          views: within32Bits(views),
        })),
        totalCosts: within32Bits(total.cost),
        totalLikes: within32Bits(total.likes),
        totalViews: points[0],
        totalViews1: points[0],
        totalViews2: points[1],
        totalViews3: points[2],
        totalViews4: points[3],
        totalViews5: points[4],
      })
    })
    .get('/:userAdIdx', access('member'), param(z.object({ userAdIdx: idNumber })), async (c) => {
      const id = toId<'Participation'>(c.req.valid('param').userAdIdx)
      const found = await use.reportViews.oneOf(c.var.member.id, id)
      if (found === null) return refuse(c, { kind: 'report-not-found' })
      const { videoId } = found
      // One more than is shown tells whether there are more.
      const newest = await use.reportViews.reads(videoId, SERIES_MAX + 1)
      const reads = newest.slice(-SERIES_MAX)
      const points = chart(lastPoints(reads.map(({ at, views }) => ({ videoId, at, views }))))
      return answer(c, '개별 리포트 조회 성공', [
        {
          ...row(found),
          cash: withThousands(found.reward),
          views1: points[0],
          views2: points[1],
          views3: points[2],
          views4: points[3],
          views5: points[4],
          comments: found.comments,
          uploadTo: formatDotted(found.uploadTo),
          updateAt: found.observedAt === null ? '' : formatDotted(found.observedAt),
          series: withCorrections(reads).map(readShown),
          /** There are older reads than the series shows. */
          seriesCut: newest.length > SERIES_MAX,
        },
      ])
    })

/** As YouTube told it: what it did not tell is null, and where nothing was read is nothing. */
const readShown = ({ at, views, likes, comments, source, correction }: MarkedRead) => ({
  at: formatIso(at),
  views,
  likes,
  comments,
  source,
  correction:
    correction === null ? null : { from: correction.from, to: correction.to, kind: correction.kind },
})

const iso = (at: Instant | null): string | null => (at === null ? null : formatIso(at))

/** Five points, newest first; what was never read is 0 in the app's fields. */
const chart = (points: readonly number[]): readonly number[] =>
  Array.from({ length: CHART_POINTS }, (_, at) => within32Bits(points[at] ?? 0))

const row = (video: ReportedVideo) => ({
  userAdIdx: video.participationId,
  companyName: video.companyName,
  title: video.title,
  categoryName: adNameKo(video.category),
  likes: within32Bits(video.likes ?? 0),
  views1: within32Bits(video.views ?? 0),
  /** When these figures were read. */
  asOf: iso(video.observedAt),
  /** What YouTube told: unlike in the app's fields above, what is unknown is null. */
  figures: {
    views: video.views,
    likes: video.likes,
    comments: video.comments,
    asOf: iso(video.observedAt),
  },
})
