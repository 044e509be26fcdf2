import { Hono } from 'hono'
import { z } from 'zod'
import type { ChangeFaqEntry } from '../../application/board/change-faq-entry.ts'
import type { ChangeNotice } from '../../application/board/change-notice.ts'
import type { PublishNotice } from '../../application/board/publish-notice.ts'
import type { RemoveFaqEntry } from '../../application/board/remove-faq-entry.ts'
import type { RemoveNotice } from '../../application/board/remove-notice.ts'
import type { WriteFaqEntry } from '../../application/board/write-faq-entry.ts'
import type { FaqEntry } from '../../domain/board/faq-entry.ts'
import type { Notice } from '../../domain/board/notice.ts'
import { formatDayTime } from '../../domain/calendar.ts'
import { toId } from '../../domain/primitives.ts'
import type { BoardViews } from '../../ports/board.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { body, filled, idNumber, param, query } from './validate.ts'
import { commandKey, LIST_MAX, page } from './wire.ts'

export type BoardDeps = {
  readonly writeFaqEntry: WriteFaqEntry
  readonly changeFaqEntry: ChangeFaqEntry
  readonly removeFaqEntry: RemoveFaqEntry
  readonly publishNotice: PublishNotice
  readonly changeNotice: ChangeNotice
  readonly removeNotice: RemoveNotice
  readonly boardViews: BoardViews
}

const noticeForm = z.object({ title: filled(200), content: filled(20_000) })
/** Short, since the list shows them whole. */
const faqForm = z.object({ title: filled(200), content: filled(3_000) })
const listed = query(z.object(page))
const faqIdx = param(z.object({ faqIdx: idNumber }))
const noticeIdx = param(z.object({ noticeIdx: idNumber }))

/** Frequent questions, in the order in which they were written, and what operators do with them. */
export const faqRoutes = (use: BoardDeps) =>
  new Hono<Session>()
    .get('/', access('member'), listed, async (c) => {
      const { cursor } = c.req.valid('query')
      const after = cursor === null ? null : await use.boardViews.faqEntry(toId(cursor))
      if (cursor !== null && after === null) return refuse(c, { kind: 'cursor-unknown' })
      const entries = await use.boardViews.faq({ after, limit: LIST_MAX })
      return answer(c, 'FAQ 조회 성공', entries.map(shownEntry))
    })
    .get('/:faqIdx', access('member'), faqIdx, async (c) => {
      const found = await use.boardViews.faqEntry(toId(c.req.valid('param').faqIdx))
      return found === null
        ? refuse(c, { kind: 'faq-entry-not-found' })
        : answer(c, 'FAQ 조회 성공', [shownEntry(found)])
    })
    .post('/', access('operator'), body(faqForm), async (c) => {
      const texts = c.req.valid('json')
      const key = await commandKey(c, 'write-faq-entry', texts)
      const written = await use.writeFaqEntry({ ...texts, operator: c.var.member.id, key })
      return written.ok ? answer(c, 'FAQ 등록 성공', { faqIdx: written.value.id }) : refuse(c, written.error)
    })
    .put('/:faqIdx', access('operator'), faqIdx, body(faqForm), async (c) => {
      const [id, texts] = [toId<'FaqEntry'>(c.req.valid('param').faqIdx), c.req.valid('json')]
      const key = await commandKey(c, 'change-faq-entry', { id, ...texts })
      const changed = await use.changeFaqEntry({ ...texts, id, operator: c.var.member.id, key })
      return changed.ok ? answer(c, 'FAQ가 수정되었습니다.') : refuse(c, changed.error)
    })
    .delete('/:faqIdx', access('operator'), faqIdx, async (c) => {
      const id = toId<'FaqEntry'>(c.req.valid('param').faqIdx)
      const key = await commandKey(c, 'remove-faq-entry', { id })
      const removed = await use.removeFaqEntry({ id, operator: c.var.member.id, key })
      return removed.ok ? answer(c, 'FAQ가 삭제되었습니다.') : refuse(c, removed.error)
    })

/** Notices, newest first, and what operators do with them. */
export const noticeRoutes = (use: BoardDeps) =>
  new Hono<Session>()
    .get('/', access('member'), listed, async (c) => {
      const { cursor } = c.req.valid('query')
      const after = cursor === null ? null : await use.boardViews.notice(toId(cursor))
      if (cursor !== null && after === null) return refuse(c, { kind: 'cursor-unknown' })
      const notices = await use.boardViews.notices({ after, limit: LIST_MAX })
      // The app reads the first notice of a list without looking whether there is one.
      return answer(
        c,
        '공지사항 조회 성공',
        notices.length === 0
          ? undefined
          : notices.map((listed) => shownNotice({ ...listed, content: listed.excerpt })),
      )
    })
    .get('/:noticeIdx', access('member'), noticeIdx, async (c) => {
      const found = await use.boardViews.notice(toId(c.req.valid('param').noticeIdx))
      if (found === null) return refuse(c, { kind: 'notice-not-found' })
      const notice = shownNotice(found)
      // In the list null is fine; here the app wants a text.
      return answer(c, '공지사항 조회 성공', [{ ...notice, updateAt: notice.updateAt ?? '' }])
    })
    .post('/', access('operator'), body(noticeForm), async (c) => {
      const texts = c.req.valid('json')
      const key = await commandKey(c, 'publish-notice', texts)
      const published = await use.publishNotice({ ...texts, operator: c.var.member.id, key })
      return published.ok
        ? answer(c, '공지사항 등록 성공', { noticeIdx: published.value.id })
        : refuse(c, published.error)
    })
    .put('/:noticeIdx', access('operator'), noticeIdx, body(noticeForm), async (c) => {
      const [id, texts] = [toId<'Notice'>(c.req.valid('param').noticeIdx), c.req.valid('json')]
      const key = await commandKey(c, 'change-notice', { id, ...texts })
      const changed = await use.changeNotice({ ...texts, id, operator: c.var.member.id, key })
      return changed.ok ? answer(c, '공지사항이 수정되었습니다.') : refuse(c, changed.error)
    })
    .delete('/:noticeIdx', access('operator'), noticeIdx, async (c) => {
      const id = toId<'Notice'>(c.req.valid('param').noticeIdx)
      const key = await commandKey(c, 'remove-notice', { id })
      const removed = await use.removeNotice({ id, operator: c.var.member.id, key })
      return removed.ok ? answer(c, '공지사항이 삭제되었습니다.') : refuse(c, removed.error)
    })

const shownEntry = ({ id, title, content, createdAt }: FaqEntry) => ({
  faqIdx: id,
  title,
  content,
  createAt: formatDayTime(createdAt),
})

const shownNotice = ({ id, title, content, createdAt, updatedAt }: Notice) => ({
  noticeIdx: id,
  title,
  content,
  createAt: formatDayTime(createdAt),
  updateAt: updatedAt === null ? null : formatDayTime(updatedAt),
})
