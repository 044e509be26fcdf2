import type { Kysely, Selectable } from 'kysely'
import { HOME_BANNERS_MAX, type HomeBanner, type NewHomeBanner } from '../../domain/home/banner.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { HomeBannerStore } from '../../ports/home.ts'
import type { Database, HomeBannerTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { newId } from './row.ts'

export const homeBannerStore = (db: Kysely<Database>, dialect: SqlDialect): HomeBannerStore => ({
  add: async (banner) => {
    const taken = await db.selectFrom('home_banner').select('place').execute()
    for (const place of placesBesides(taken)) {
      const insert = db.insertInto('home_banner').values(toRow(banner, place))
      // Null: somebody else took the place since it was looked at, so the next one is tried.
      const added = await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
      if (added !== null) return ok({ ...banner, id: newId<'HomeBanner'>(added) })
    }
    return err({ kind: 'home-banners-full', maximum: HOME_BANNERS_MAX })
  },
  find: async (id) => {
    const query = db.selectFrom('home_banner').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : bannerFromRow(row)
  },
  remove: async (id) => {
    await db.deleteFrom('home_banner').where('id', '=', id).execute()
  },
})

const placesBesides = (taken: readonly { readonly place: number }[]): readonly number[] => {
  const places = new Set(taken.map(({ place }) => place))
  return Array.from({ length: HOME_BANNERS_MAX }, (_, index) => index + 1).filter(
    (place) => !places.has(place),
  )
}

export const bannerFromRow = (row: Selectable<HomeBannerTable>): HomeBanner => ({
  id: toId<'HomeBanner'>(row.id),
  image: row.image,
  createdAt: toInstant(row.created_at),
})

const toRow = ({ image, createdAt }: NewHomeBanner, place: number) => ({
  place,
  image,
  created_at: createdAt,
})
