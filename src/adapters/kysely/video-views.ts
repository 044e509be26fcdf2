import type { Kysely } from 'kysely'
import { toId } from '../../domain/primitives.ts'
import type { VideoViews } from '../../ports/video.ts'
import { hashtagsFrom } from './ad-store.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database } from './database.ts'

export const videoViews = (db: Kysely<Database>): VideoViews => ({
  toRefresh: async ({ after, limit }) => {
    const rows = await db
      .selectFrom('video')
      .innerJoin('participation', 'participation.id', 'video.participation_id')
      .innerJoin('ad', 'ad.id', 'participation.ad_id')
      .select(['video.id', 'video.participation_id', 'ad.required_hashtags'])
      // A participation may have had another video before it was sent back.
      .whereRef('participation.video_id', '=', 'video.id')
      .where('participation.status', 'in', ['submitted', 'completed'])
      .where('video.id', '>', after ?? '')
      .orderBy('video.id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      id: videoIdFrom(row.id, 'video.id'),
      participationId: toId<'Participation'>(row.participation_id),
      requiredHashtags: hashtagsFrom(row.required_hashtags),
    }))
  },
})
