import { err, ok } from '../../domain/result.ts'
import type { VideoStore } from '../../ports/video.ts'
import { pairKey, type Tables } from './database.ts'

export const videoStore = ({ videos, observations }: Tables): VideoStore => ({
  claim: async (video, now) => {
    const earlier = videos.get(video.id)
    if (earlier !== undefined && earlier.video.participationId !== video.participationId)
      return err({ kind: 'video-already-used' })
    const anew = { liveness: { state: 'live', lastGoodAt: now }, pauses: [] } as const
    videos.put(video.id, { ...(earlier ?? anew), video })
    return ok(undefined)
  },
  find: async (id) => videos.get(id) ?? null,
  saveLiveness: async (id, liveness, ended) => {
    const watched = videos.get(id)
    if (watched === undefined) throw new Error(`video ${id} was never claimed`)
    const pauses = ended === null ? watched.pauses : [...watched.pauses, ended]
    videos.put(id, { ...watched, liveness, pauses: pauses.toSorted((a, b) => a.from - b.from) })
  },
  observe: async (observation) => {
    const key = pairKey(observation.videoId, observation.run)
    if (observations.get(key) === undefined) observations.put(key, observation)
  },
})
