import type { VideoViews } from '../../ports/video.ts'
import type { Tables } from './database.ts'
import { adOf } from './participation-views.ts'

export const videoViews = (tables: Tables): VideoViews => ({
  toRefresh: async ({ after, limit }) =>
    tables.participations
      .rows()
      .flatMap((part) =>
        'upload' in part && (after === null || part.upload.videoId > after)
          ? [
              {
                id: part.upload.videoId,
                participationId: part.id,
                requiredHashtags: adOf(tables, part).requiredHashtags,
              },
            ]
          : [],
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit),
})
