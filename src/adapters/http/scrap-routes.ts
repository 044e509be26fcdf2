import { Hono } from 'hono'
import { z } from 'zod'
import type { ScrapProgramme } from '../../application/scrap/scrap-programme.ts'
import type { UnscrapProgramme } from '../../application/scrap/unscrap-programme.ts'
import { toId } from '../../domain/primitives.ts'
import type { ScrapViews } from '../../ports/scrap.ts'
import { answer, refuse } from './dialect.ts'
import { programmeFields } from './programme-fields.ts'
import { access, type Session } from './session.ts'
import { body, idNumber, query } from './validate.ts'
import { commandKey, LIST_MAX, page } from './wire.ts'

export type ScrapDeps = {
  readonly scrapProgramme: ScrapProgramme
  readonly unscrapProgramme: UnscrapProgramme
  readonly scrapViews: ScrapViews
}

const scrapForm = z.object({ newsIdx: idNumber })

/** A member keeps a programme, or lets it go. */
export const scrapRoutes = (use: ScrapDeps) =>
  new Hono<Session>()
    .post('/', access('member'), body(scrapForm), async (c) => {
      const programme = toId<'SupportProgramme'>(c.req.valid('json').newsIdx)
      const scrapped = await use.scrapProgramme({
        member: c.var.member.id,
        isCreator: c.var.member.roles.includes('creator'),
        programme,
        key: await commandKey(c, 'scrap-programme', programme),
      })
      return scrapped.ok ? answer(c, '스크랩 뉴스 등록 성공') : refuse(c, scrapped.error)
    })
    .delete('/', access('member'), body(scrapForm), async (c) => {
      const programme = toId<'SupportProgramme'>(c.req.valid('json').newsIdx)
      const dropped = await use.unscrapProgramme({
        member: c.var.member.id,
        programme,
        key: await commandKey(c, 'unscrap-programme', programme),
      })
      return dropped.ok ? answer(c, '스크랩 뉴스 삭제 성공') : refuse(c, dropped.error)
    })

/** The member's own scraps, the last one first. */
export const scrapListRoutes = (use: Pick<ScrapDeps, 'scrapViews'>) =>
  new Hono<Session>().get('/', access('member'), query(z.object(page)), async (c) => {
    const { cursor } = c.req.valid('query')
    const own = await use.scrapViews.listOf(c.var.member.id, {
      after: cursor === null ? null : toId(cursor),
      limit: LIST_MAX,
    })
    if (own === null) return refuse(c, { kind: 'cursor-unknown' })
    return answer(
      c,
      '스크랩 뉴스 조회 성공',
      // A number here, where the lists of news have a boolean: the app declares it both ways.
      own.map(({ programme }) => ({ ...programmeFields(c, programme), isScrapped: 1 })),
    )
  })
