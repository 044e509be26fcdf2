import { HOUR_MS, type Id, type Instant } from '../primitives.ts'

/** A picture in the middle of the home screen (홈 배너). */
export type HomeBanner = {
  readonly id: Id<'HomeBanner'>
  /** Name under which the image store keeps the picture. */
  readonly image: string
  readonly createdAt: Instant
}
export type NewHomeBanner = Omit<HomeBanner, 'id'>

/** Banners at one time. */
export const HOME_BANNERS_MAX = 20

/** The home screen shows one banner: each hour the next one, and after the last the first again. Null when there are none. */
export const bannerOfTheHour = (banners: readonly HomeBanner[], now: Instant): HomeBanner | null => {
  // Before 1970 the remainder would be negative.
  const hour = Math.abs(Math.floor(now / HOUR_MS))
  return banners[hour % banners.length] ?? null
}
