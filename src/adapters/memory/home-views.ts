import type { HomeViews } from '../../ports/home.ts'
import type { Tables } from './database.ts'

export const homeViews = ({ homeBanners }: Tables): HomeViews => ({
  banners: async () => homeBanners.rows(),
})
