import type { HomeBanner, NewHomeBanner } from '../domain/home/banner.ts'
import type { Id } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'

export type HomeBannersFull = { readonly kind: 'home-banners-full'; readonly maximum: number }

export type HomeBannerStore = {
  /** Refused when there are `HOME_BANNERS_MAX` already, also in a race on several servers. */
  readonly add: (banner: NewHomeBanner) => Promise<Result<HomeBanner, HomeBannersFull>>
  /** Locks the banner for the rest of the transaction. */
  readonly find: (id: Id<'HomeBanner'>) => Promise<HomeBanner | null>
  /** Does nothing when there is none. */
  readonly remove: (id: Id<'HomeBanner'>) => Promise<void>
}

export type HomeViews = {
  /** All of them, in the order in which they were added; at most `HOME_BANNERS_MAX`. */
  readonly banners: () => Promise<readonly HomeBanner[]>
}
