import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { ChangeSupportProgramme } from '../../application/news/change-support-programme.ts'
import type { PublishSupportProgramme } from '../../application/news/publish-support-programme.ts'
import type { RemoveSupportProgramme } from '../../application/news/remove-support-programme.ts'
import type { RecommendProgrammes } from '../../application/recommendation/recommend-programmes.ts'
import { daysLeft, koreanDayOf, parseDotted } from '../../domain/calendar.ts'
import { type Instant, MAX_ID, toId } from '../../domain/primitives.ts'
import type { ListName } from '../../domain/recommendation/event.ts'
import type { NewsViews, SupportProgrammeCard } from '../../ports/news.ts'
import type { ScrapViews } from '../../ports/scrap.ts'
import { waitsOutside } from './answer-in-time.ts'
import { answer, refuse } from './dialect.ts'
import { type NotingDeps, noteShown } from './note-shown.ts'
import { programmeFields } from './programme-fields.ts'
import { inWords } from './reason-wording.ts'
import { access, type Session } from './session.ts'
import { takesPictures } from './uploads.ts'
import { body, filled, idNumber, param, picture, pictureOrNone, query, text, whole } from './validate.ts'
import { commandKey, digestOfPicture, LIST_MAX, page } from './wire.ts'

export type SupportProgrammeDeps = NotingDeps & {
  readonly publishSupportProgramme: PublishSupportProgramme
  readonly changeSupportProgramme: ChangeSupportProgramme
  readonly removeSupportProgramme: RemoveSupportProgramme
  readonly recommendProgrammes: RecommendProgrammes
  readonly newsViews: NewsViews
  readonly scrapViews: ScrapViews
}

const dotted = (edge: 'from' | 'to') =>
  z
    .string()
    .max(40)
    .transform((written) => parseDotted(written, edge))
    .pipe(z.custom<Instant>((found) => found !== undefined))

const programmeForm = z.object({
  poster: picture,
  host: filled(100),
  title: filled(200),
  subtitle: text(200).default(''),
  contents: filled(20_000),
  calendarStart: dotted('from'),
  calendarEnd: dotted('to'),
  url: text(2048).default(''),
})

const programmeChange = programmeForm.extend({
  poster: pictureOrNone,
  applyCount: whole(0, MAX_ID).optional(),
})
const programmeParam = param(z.object({ newsIdx: idNumber }))
const flagParam = param(
  z.object({ flag: z.enum(['1', '2']).transform((flag) => (flag === '1' ? 'popular' : 'latest')) }),
)

/** Support programmes: what members read of them, and how operators write them. */
export const supportProgrammeRoutes = (use: SupportProgrammeDeps) =>
  new Hono<Session>().route('/', readingRoutes(use)).route('/', operatorRoutes(use))

const readingRoutes = (use: SupportProgrammeDeps) =>
  new Hono<Session>()
    .get('/support', access('member'), query(z.object(page)), async (c) => {
      const { cursor } = c.req.valid('query')
      const programmes = await use.newsViews.supportProgrammes({
        after: cursor === null ? null : toId(cursor),
        limit: LIST_MAX,
      })
      if (programmes === null) return refuse(c, { kind: 'cursor-unknown' })
      // What stands on a further page is too far down to be logged.
      const list = cursor === null ? 'programmes' : null
      return answer(c, '서포트 뉴스 조회 성공', await listed(c, list, programmes, use))
    })
    // Spelt as the app spells it.
    .get('/recommand/:flag', access('member'), flagParam, async (c) => {
      const { id, roles } = c.var.member
      const order = c.req.valid('param').flag
      const creatorId = roles.includes('creator') ? id : null
      const recommended = await use.recommendProgrammes({ order, creatorId, limit: LIST_MAX })
      const programmes = recommended.map(({ programme }) => programme)
      const now = use.clock.now()
      const reasonsFor = new Map(recommended.map(({ programme, reasons }) => [programme.id, reasons]))
      const fields = await listed(c, `programmes-${order}`, programmes, use, (programme) => ({
        // The app writes "D" in front of it, so the days that are left are negative.
        dday: 0 - daysLeft(now, programme.recruitment.to),
        reasons: inWords(c, 'programme', reasonsFor.get(programme.id) ?? []),
      }))
      return answer(c, '서포트 뉴스 조회 성공', fields)
    })
    .get('/support/:newsIdx', access('member'), programmeParam, async (c) => {
      const id = toId<'SupportProgramme'>(c.req.valid('param').newsIdx)
      const { member } = c.var
      const [found, isScrapped] = await Promise.all([
        use.newsViews.supportProgramme(id),
        use.scrapViews.has(member.id, id),
      ])
      if (found === null) return refuse(c, { kind: 'programme-not-found' })
      // Operators look at programmes as part of their work; only creators' interest is counted.
      const at = use.clock.now()
      const isCounted =
        member.roles.includes('creator') && (await use.newsViews.countView(id, member.id, koreanDayOf(at)))
      if (isCounted)
        use.interests.note([{ kind: 'viewed', itemKind: 'programme', creator: member.id, item: id, at }])
      const { programme, views } = found
      return answer(c, '서포트 뉴스 조회 성공', [
        {
          ...programmeFields(c, { ...programme, excerpt: '', views }),
          contents: programme.contents,
          isScrapped,
        },
      ])
    })

/** A list of programmes as it is answered, of which note is taken unless its name is null. */
const listed = async <More extends object>(
  c: Context<Session>,
  list: ListName | null,
  programmes: readonly SupportProgrammeCard[],
  use: SupportProgrammeDeps,
  more: (programme: SupportProgrammeCard) => More | undefined = () => undefined,
) => {
  const scrapped = await use.scrapViews.among(
    c.var.member.id,
    programmes.map(({ id }) => id),
  )
  if (list !== null) noteShown(c, use, { list, itemKind: 'programme', items: programmes })
  return programmes.map((programme) => ({
    ...programmeFields(c, programme),
    isScrapped: scrapped.has(programme.id),
    ...more(programme),
  }))
}

const operatorRoutes = (use: SupportProgrammeDeps) =>
  new Hono<Session>()
    .post('/support', access('operator'), takesPictures(1), body(programmeForm), async (c) => {
      const { poster, ...form } = c.req.valid('json')
      const published = await use.publishSupportProgramme({
        operator: c.var.member.id,
        draft: draftOf(form),
        poster,
        key: await commandKey(c, 'publish-support-programme', {
          form,
          picture: await digestOfPicture(poster),
        }),
      })
      return published.ok
        ? answer(c, '서포트 뉴스 등록 성공', { newsIdx: published.value.id })
        : refuse(c, published.error)
    })
    .put(
      '/support/:newsIdx',
      access('operator'),
      takesPictures(1),
      programmeParam,
      body(programmeChange),
      async (c) => {
        const { poster, applyCount = null, ...form } = c.req.valid('json')
        const programme = toId<'SupportProgramme'>(c.req.valid('param').newsIdx)
        const changed = await use.changeSupportProgramme({
          operator: c.var.member.id,
          programme,
          draft: draftOf(form),
          poster,
          applyCount,
          key: await commandKey(c, 'change-support-programme', {
            programme,
            form,
            applyCount,
            picture: await digestOfPicture(poster),
          }),
        })
        return changed.ok ? answer(c, '서포트 뉴스 수정 성공') : refuse(c, changed.error)
      },
    )
    .delete('/support/:newsIdx', access('operator'), waitsOutside, programmeParam, async (c) => {
      const programme = toId<'SupportProgramme'>(c.req.valid('param').newsIdx)
      const removed = await use.removeSupportProgramme({
        operator: c.var.member.id,
        programme,
        key: await commandKey(c, 'remove-support-programme', programme),
      })
      return removed.ok ? answer(c, '지원활동이 삭제되었습니다.') : refuse(c, removed.error)
    })

const draftOf = ({
  calendarStart,
  calendarEnd,
  ...texts
}: Omit<z.output<typeof programmeForm>, 'poster'>) => ({
  ...texts,
  recruitment: { from: calendarStart, to: calendarEnd },
})
