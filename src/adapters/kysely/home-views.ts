import type { Kysely } from 'kysely'
import { HOME_BANNERS_MAX } from '../../domain/home/banner.ts'
import type { HomeViews } from '../../ports/home.ts'
import type { Database } from './database.ts'
import { bannerFromRow } from './home-store.ts'

export const homeViews = (db: Kysely<Database>): HomeViews => ({
  banners: async () => {
    const inOrder = db.selectFrom('home_banner').selectAll().orderBy('id').limit(HOME_BANNERS_MAX)
    return (await inOrder.execute()).map(bannerFromRow)
  },
})
