import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { Ad, NewAd } from '../../domain/ad/ad.ts'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import type { AdStore } from '../../ports/ad.ts'
import type { AdTable, Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { flag, mustHaveChanged, newId, oneOf, readJson } from './row.ts'

export const adStore = (db: Kysely<Database>, dialect: SqlDialect): AdStore => ({
  add: async (ad) => {
    const insert = db.insertInto('ad').values({ ...toRow(ad), picked: 0 })
    const id = newId<'Ad'>(await insert.executeTakeFirstOrThrow())
    await db.insertInto('ad_audience').values({ ad_id: id, views: 0 }).execute()
    await db.insertInto('ad_places').values({ ad_id: id, taken: 0 }).execute()
    return { ...ad, id, picked: false }
  },
  find: async (id) => {
    const query = db.selectFrom('ad').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : adFromRow(row)
  },
  pick: async (ids) => {
    // Two sets at once would otherwise lock different ads, and both would be picked.
    const changed = db.updateTable('banner').set((eb) => ({ changes: eb('changes', '+', 1) }))
    mustHaveChanged(await changed.executeTakeFirst(), 'the banner')
    const query = db.selectFrom('ad').select('id').where('id', 'in', ids).orderBy('id')
    const found = ids.length === 0 ? [] : await dialect.lockRows(query).execute()
    const known = new Set(found.map(({ id }) => id))
    const unknown = ids.filter((id) => !known.has(id))
    if (unknown.length > 0) return unknown
    await db.updateTable('ad').set({ picked: 0 }).where('picked', '=', 1).execute()
    if (ids.length > 0) await db.updateTable('ad').set({ picked: 1 }).where('id', 'in', ids).execute()
    return []
  },
  picked: async () => {
    const rows = await db.selectFrom('ad').select('id').where('picked', '=', 1).orderBy('id').execute()
    return rows.map(({ id }) => toId<'Ad'>(id))
  },
  noteChangeBy: (member, at) => noteOwnChange(db, dialect, member, at),
  withLateApplicants: async (now, limit) => {
    const rows = await db
      .selectFrom('participation')
      .innerJoin('ad', 'ad.id', 'participation.ad_id')
      .select('participation.ad_id')
      .distinct()
      .where('participation.status', '=', 'applied')
      .where('ad.upload_to', '<', now)
      .orderBy('participation.ad_id')
      .limit(limit)
      .execute()
    return rows.map((row) => toId<'Ad'>(row.ad_id))
  },
  forgetLooks: (before, limit) =>
    dialect.deleteOldest(db, { table: 'ad_view', column: 'korean_day', before, limit }),
})

/** Also for what is written outside a transaction of the stores. */
export const noteOwnChange = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  member: number,
  at: number,
): Promise<void> => {
  const again = db.updateTable('own_change').set({ at }).where('account_id', '=', member)
  if ((await again.executeTakeFirst()).numUpdatedRows > 0n) return
  const insert = db.insertInto('own_change').values({ account_id: member, at })
  await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
}

const HASHTAGS_FORM: z.ZodType<readonly string[]> = z.array(z.string())

export const hashtagsFrom = (json: string): readonly string[] => readJson(HASHTAGS_FORM, json)

export const adFromRow = (row: Selectable<AdTable>): Ad => ({
  id: toId<'Ad'>(row.id),
  companyName: row.company_name,
  title: row.title,
  subtitle: row.subtitle,
  category: oneOf(AD_CATEGORIES, row.category, 'ad.category'),
  reward: toWon(row.reward),
  rewardInKind: row.reward_in_kind,
  images: { thumbnail: row.thumbnail, summary: row.summary_image, full: row.full_image },
  schedule: {
    applyFrom: toInstant(row.apply_from),
    applyTo: toInstant(row.apply_to),
    choice: toInstant(row.choice),
    uploadFrom: toInstant(row.upload_from),
    uploadTo: toInstant(row.upload_to),
    completeDate: toInstant(row.complete_date),
  },
  minimumSubscribers: row.minimum_subscribers,
  subscribersText: row.subscribers_text,
  requiredHashtags: hashtagsFrom(row.required_hashtags),
  keyword: row.keyword,
  preference: row.preference,
  campaignInfo: row.campaign_info,
  campaignMission: row.campaign_mission,
  addInfo: row.add_info,
  url: row.url,
  capacity: row.capacity,
  holdDays: row.hold_days,
  picked: flag(row.picked, 'ad.picked'),
  createdAt: toInstant(row.created_at),
})

const toRow = ({ images, schedule, ...ad }: NewAd) => ({
  company_name: ad.companyName,
  title: ad.title,
  subtitle: ad.subtitle,
  category: ad.category,
  reward: ad.reward,
  reward_in_kind: ad.rewardInKind,
  thumbnail: images.thumbnail,
  summary_image: images.summary,
  full_image: images.full,
  apply_from: schedule.applyFrom,
  apply_to: schedule.applyTo,
  choice: schedule.choice,
  upload_from: schedule.uploadFrom,
  upload_to: schedule.uploadTo,
  complete_date: schedule.completeDate,
  minimum_subscribers: ad.minimumSubscribers,
  subscribers_text: ad.subscribersText,
  required_hashtags: JSON.stringify(ad.requiredHashtags),
  keyword: ad.keyword,
  preference: ad.preference,
  campaign_info: ad.campaignInfo,
  campaign_mission: ad.campaignMission,
  add_info: ad.addInfo,
  url: ad.url,
  capacity: ad.capacity,
  hold_days: ad.holdDays,
  created_at: ad.createdAt,
})
