import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AddHomeBanner } from '../../application/home/add-home-banner.ts'
import type { RemoveHomeBanner } from '../../application/home/remove-home-banner.ts'
import { formatIso } from '../../domain/calendar.ts'
import { bannerOfTheHour, type HomeBanner } from '../../domain/home/banner.ts'
import { toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HomeViews } from '../../ports/home.ts'
import { waitsOutside } from './answer-in-time.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { takesPictures } from './uploads.ts'
import { body, idNumber, param, picture } from './validate.ts'
import { commandKey, digestOf, imageUrl } from './wire.ts'

export type HomeDeps = {
  readonly addHomeBanner: AddHomeBanner
  readonly removeHomeBanner: RemoveHomeBanner
  readonly homeViews: HomeViews
  readonly clock: Clock
}

/** The picture of the home screen, and the operators' choice of pictures for it. */
export const homeRoutes = (use: HomeDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const banner = bannerOfTheHour(await use.homeViews.banners(), use.clock.now())
      return answer(c, '홈 배너 조회 성공', banner === null ? undefined : shown(c, banner))
    })
    .get('/banner', access('operator'), async (c) => {
      const banners = await use.homeViews.banners()
      return answer(
        c,
        '홈 배너 조회 성공',
        banners.map((banner) => ({ ...shown(c, banner), createAt: formatIso(banner.createdAt) })),
      )
    })
    .post('/banner', access('operator'), takesPictures(1), body(z.object({ image: picture })), async (c) => {
      const { image } = c.req.valid('json')
      const key = await commandKey(c, 'add-home-banner', { image: await digestOf(image) })
      const added = await use.addHomeBanner({ operator: c.var.member.id, picture: image, key })
      return added.ok
        ? answer(c, '홈 배너가 등록되었습니다.', { homeBannerIdx: added.value.id })
        : refuse(c, added.error)
    })
    .delete(
      '/banner/:homeBannerIdx',
      access('operator'),
      waitsOutside,
      param(z.object({ homeBannerIdx: idNumber })),
      async (c) => {
        const id = toId<'HomeBanner'>(c.req.valid('param').homeBannerIdx)
        const key = await commandKey(c, 'remove-home-banner', { id })
        const removed = await use.removeHomeBanner({ id, operator: c.var.member.id, key })
        return removed.ok ? answer(c, '홈 배너가 삭제되었습니다.') : refuse(c, removed.error)
      },
    )

const shown = (c: Context<Session>, { id, image }: HomeBanner) => ({
  homeBannerIdx: id,
  url: imageUrl(c, image),
})
