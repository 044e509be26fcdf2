import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { MarkRead } from '../../application/notification/mark-read.ts'
import { daysLeft, formatIso } from '../../domain/calendar.ts'
import type { AdRecommended, Notification } from '../../domain/notification/notification.ts'
import { type Instant, toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NotificationViews } from '../../ports/notification.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { notificationWording } from './notification-wording.ts'
import { access, type Session } from './session.ts'
import { idNumber, param, query } from './validate.ts'
import { imageUrl, PAGE_SIZE, page } from './wire.ts'

export type NotificationDeps = {
  readonly markRead: MarkRead
  readonly notificationViews: NotificationViews
  readonly clock: Clock
}

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
        own.map((notification) => shown(c, notification, use.clock.now())),
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

/** A notice of recommended ads names several: the best one is its ad and its picture, and all are in `ads`. */
const shown = (c: Context<Session>, { id, fact, at, readAt }: Notification, now: Instant) => {
  const ads = fact.kind === 'recommended' ? fact.ads : null
  const ad = 'ad' in fact ? fact.ad : ads?.[0]
  return {
    notiIdx: id,
    kind: fact.kind,
    notiContent: notificationWording(fact, at, wantsEnglish(c)),
    adIdx: ad?.id ?? null,
    thumbnail: ad === undefined ? '' : imageUrl(c, ad.thumbnail),
    ...(ads === null ? {} : { ads: ads.map((one) => named(c, one, now)) }),
    isRead: readAt === null ? 0 : 1,
    createAt: formatIso(at),
  }
}

/** `dday`: Korean days left to apply, negative when that is over; null in notices that are older than this figure. */
const named = (c: Context<Session>, { id, title, thumbnail, applyTo }: AdRecommended, now: Instant) => ({
  adIdx: id,
  title,
  thumbnail: imageUrl(c, thumbnail),
  dday: applyTo === null ? null : daysLeft(now, applyTo),
})
