import { wronglyPacedAt } from '../../domain/video/pace.ts'
import type { VideoViews } from '../../ports/video.ts'
import type { Tables } from './database.ts'

export const videoViews = ({ participations, paces }: Tables): VideoViews => ({
  due: async ({ by, until, after, limit }) =>
    paces
      .entries()
      .flatMap(([id, pace]) => {
        const wrongly = by === 'checkBy' ? wronglyPacedAt(pace, until) : null
        const at = pace[by] <= until ? pace[by] : wrongly
        return at === null ? [] : [{ id, at }]
      })
      .filter(({ id, at }) => after === null || at > after.at || (at === after.at && id > after.id))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      .slice(0, limit),
  promisedUntil: async (until) => paces.rows().filter(({ promisedBy }) => promisedBy <= until).length,
  tracked: async ({ after, limit }) =>
    participations
      .rows()
      .flatMap((part) => ('upload' in part ? [part.upload.videoId] : []))
      .filter((id) => after === null || id > after)
      .toSorted()
      .slice(0, limit),
})
