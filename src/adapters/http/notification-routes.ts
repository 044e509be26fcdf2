import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { MarkRead } from '../../application/notification/mark-read.ts'
import { formatIso } from '../../domain/calendar.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { toId } from '../../domain/primitives.ts'
import type { NotificationViews } from '../../ports/notification.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { notificationWording } from './notification-wording.ts'
import { access, type Session } from './session.ts'
import { idNumber, param, query } from './validate.ts'
import { imageUrl, PAGE_SIZE, page } from './wire.ts'

export type NotificationDeps = { readonly markRead: MarkRead; readonly notificationViews: NotificationViews }

/** The member's own notifications, newest first. */
export const notificationRoutes = (use: NotificationDeps) =>
  new Hono<Session>()
    .get('/', access('member'), query(z.object(page)), async (c) => {
      const { cursor } = c.req.valid('query')
      const { id } = c.var.member
      const before = cursor === null ? null : toId<'Notification'>(cursor)
      if (before !== null && !(await use.notificationViews.has(id, before)))
        return refuse(c, { kind: 'cursor-unknown' })
      const own = await use.notificationViews.listOf(id, { before, limit: PAGE_SIZE })
      return answer(
        c,
        '알림 조회 성공',
        own.map((notification) => shown(c, notification)),
      )
    })
    .get('/length', access('member'), async (c) =>
      answer(c, '알림 조회 성공', { length: await use.notificationViews.unread(c.var.member.id) }),
    )
    .put('/read', access('member'), async (c) => {
      await use.markRead(c.var.member.id, 'all')
      return answer(c, '모든 알림을 읽음으로 표시했습니다.')
    })
    .put('/:notiIdx/read', access('member'), param(z.object({ notiIdx: idNumber })), async (c) => {
      const marked = await use.markRead(c.var.member.id, toId(c.req.valid('param').notiIdx))
      return marked.ok ? answer(c, '알림을 읽음으로 표시했습니다.') : refuse(c, marked.error)
    })

const shown = (c: Context<Session>, { id, fact, at, readAt }: Notification) => ({
  notiIdx: id,
  kind: fact.kind,
  notiContent: notificationWording(fact, wantsEnglish(c)),
  adIdx: 'ad' in fact ? fact.ad.id : null,
  thumbnail: 'ad' in fact ? imageUrl(c, fact.ad.thumbnail) : '',
  isRead: readAt === null ? 0 : 1,
  createAt: formatIso(at),
})
