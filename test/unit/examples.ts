import { type Instant, toInstant } from '../../src/domain/primitives.ts'
import { type ChannelId, isChannelId, isVideoId, type VideoId } from '../../src/domain/video/youtube-url.ts'

/** The instant of an ISO 8601 text with offset, read by the runtime and not by the calendar under test. */
export const at = (text: string): Instant => toInstant(Date.parse(text))

/** A video's id that is easy to tell apart: `first______`. */
export const videoId = (name: string): VideoId => {
  const id = name.padEnd(11, '_')
  if (!isVideoId(id)) throw new Error(`not a video's id: ${id}`)
  return id
}

/** A channel's id that is easy to tell apart: `UCown___________________`. */
export const channelId = (name: string): ChannelId => {
  const id = `UC${name}`.padEnd(24, '_')
  if (!isChannelId(id)) throw new Error(`not a channel's id: ${id}`)
  return id
}
