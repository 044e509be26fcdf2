import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { ChangeDailyCard } from '../../application/news/change-daily-card.ts'
import type { PublishDailyCard } from '../../application/news/publish-daily-card.ts'
import type { RemoveDailyCard } from '../../application/news/remove-daily-card.ts'
import { formatDotted } from '../../domain/calendar.ts'
import type { DailyCard } from '../../domain/news/daily-card.ts'
import { toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NewsViews } from '../../ports/news.ts'
import { ageWording } from './age-wording.ts'
import { waitsOutside } from './answer-in-time.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { access, type Session } from './session.ts'
import { takesPictures } from './uploads.ts'
import { body, filled, idNumber, param, picture, pictureOrNone, query, text } from './validate.ts'
import { commandKey, digestOfPicture, imageUrl, LIST_MAX, page } from './wire.ts'

export type DailyCardDeps = {
  readonly publishDailyCard: PublishDailyCard
  readonly changeDailyCard: ChangeDailyCard
  readonly removeDailyCard: RemoveDailyCard
  readonly newsViews: NewsViews
  readonly clock: Clock
}

/** How many cards the banner at the top of the app's news turns through. */
const BANNER_MAX = 5

const cardForm = z.object({
  thumbnail: picture,
  title: filled(200),
  subtitle: text(200).default(''),
  content: filled(20_000),
})

const cardChange = cardForm.extend({ thumbnail: pictureOrNone })

const cardParam = param(z.object({ dailyIdx: idNumber }))

/** Daily cards: what members read of them, and how operators write them. */
export const dailyCardRoutes = (use: DailyCardDeps) =>
  new Hono<Session>().route('/', readingRoutes(use)).route('/', operatorRoutes(use))

const readingRoutes = (use: DailyCardDeps) =>
  new Hono<Session>()
    .get('/card', access('member'), async (c) => {
      const newest = (await use.newsViews.dailyCards({ after: null, limit: BANNER_MAX })) ?? []
      if (newest.length === 0) return answer(c, '데일리 뉴스 조회 성공')
      return answer(
        c,
        '데일리 뉴스 조회 성공',
        newest.map(({ id, thumbnail, createdAt }) => ({
          dailyIdx: id,
          thumbnail: imageUrl(c, thumbnail),
          createAt: ageWording(createdAt, use.clock.now(), wantsEnglish(c)),
        })),
      )
    })
    .get('/daily', access('member'), query(z.object(page)), async (c) => {
      const { cursor } = c.req.valid('query')
      const cards = await use.newsViews.dailyCards({
        after: cursor === null ? null : toId(cursor),
        limit: LIST_MAX,
      })
      if (cards === null) return refuse(c, { kind: 'cursor-unknown' })
      const now = use.clock.now()
      return answer(
        c,
        '데일리 뉴스 조회 성공',
        cards.map((card) => ({
          ...cardFields(c, card),
          content: card.excerpt,
          createAt: ageWording(card.createdAt, now, wantsEnglish(c)),
        })),
      )
    })
    .get('/daily/:dailyIdx', access('member'), cardParam, async (c) => {
      const card = await use.newsViews.dailyCard(toId(c.req.valid('param').dailyIdx))
      return card === null
        ? refuse(c, { kind: 'daily-card-not-found' })
        : answer(c, '데일리 뉴스 조회 성공', [{ ...cardFields(c, card), content: card.content }])
    })

const operatorRoutes = (use: DailyCardDeps) =>
  new Hono<Session>()
    .post('/daily', access('operator'), takesPictures(1), body(cardForm), async (c) => {
      const { thumbnail, ...draft } = c.req.valid('json')
      const published = await use.publishDailyCard({
        operator: c.var.member.id,
        draft,
        thumbnail,
        key: await commandKey(c, 'publish-daily-card', { draft, picture: await digestOfPicture(thumbnail) }),
      })
      return published.ok
        ? answer(c, '데일리 뉴스 등록 성공', { dailyIdx: published.value.id })
        : refuse(c, published.error)
    })
    .put('/daily/:dailyIdx', access('operator'), takesPictures(1), cardParam, body(cardChange), async (c) => {
      const { thumbnail, ...draft } = c.req.valid('json')
      const card = toId<'DailyCard'>(c.req.valid('param').dailyIdx)
      const changed = await use.changeDailyCard({
        operator: c.var.member.id,
        card,
        draft,
        thumbnail,
        key: await commandKey(c, 'change-daily-card', {
          card,
          draft,
          picture: await digestOfPicture(thumbnail),
        }),
      })
      return changed.ok ? answer(c, '데일리 뉴스 수정 성공') : refuse(c, changed.error)
    })
    .delete('/daily/:dailyIdx', access('operator'), waitsOutside, cardParam, async (c) => {
      const card = toId<'DailyCard'>(c.req.valid('param').dailyIdx)
      const removed = await use.removeDailyCard({
        operator: c.var.member.id,
        card,
        key: await commandKey(c, 'remove-daily-card', card),
      })
      return removed.ok ? answer(c, '데일리 뉴스 삭제 성공') : refuse(c, removed.error)
    })

const cardFields = (c: Context<Session>, card: Omit<DailyCard, 'content'>) => ({
  dailyIdx: card.id,
  thumbnail: imageUrl(c, card.thumbnail),
  title: card.title,
  subtitle: card.subtitle,
  createAt: formatDotted(card.createdAt),
  updateAt: formatDotted(card.updatedAt),
})
