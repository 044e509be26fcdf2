import { err, ok, type Result } from '../../domain/result.ts'
import { parseVideoUrl } from '../../domain/video/youtube-url.ts'
import {
  type PlatformFailure,
  UNREADABLE,
  type VideoFacts,
  type VideoPlatform,
} from '../../ports/video-platform.ts'

export type LookUpVideoRefusal =
  | PlatformFailure
  | { readonly kind: 'video-url-malformed' }
  | { readonly kind: 'video-not-found' }

export type LookUpVideo = (url: string) => Promise<Result<VideoFacts, LookUpVideoRefusal>>

/** What YouTube tells of a video now. Private and deleted videos cannot be told apart: both are not found. */
export const lookUpVideo =
  ({ platform }: { readonly platform: VideoPlatform }): LookUpVideo =>
  async (url) => {
    const id = parseVideoUrl(url)
    if (!id.ok) return id
    const videos = await platform.videos([id.value])
    if (!videos.ok) return videos
    const facts = videos.value.get(id.value)
    if (facts === UNREADABLE) return err({ kind: 'youtube-unavailable' })
    return facts === undefined ? err({ kind: 'video-not-found' }) : ok(facts)
  }
