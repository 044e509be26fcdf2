import { HOME_BANNERS_MAX } from '../../domain/home/banner.ts'
import { toId } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { HomeBannerStore } from '../../ports/home.ts'
import type { Tables } from './database.ts'

export const homeBannerStore = ({ homeBanners }: Tables): HomeBannerStore => ({
  add: async (banner) => {
    if (homeBanners.rows().length >= HOME_BANNERS_MAX)
      return err({ kind: 'home-banners-full', maximum: HOME_BANNERS_MAX })
    const added = { ...banner, id: toId<'HomeBanner'>(homeBanners.nextNumber()) }
    homeBanners.put(added.id, added)
    return ok(added)
  },
  find: async (id) => homeBanners.get(id) ?? null,
  remove: async (id) => homeBanners.remove(id),
})
