import { type Instant, toInstant } from '../../../domain/primitives.ts'
import { type ChannelId, isChannelId, isVideoId, type VideoId } from '../../../domain/video/youtube-url.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { LifeEvent, Privacy, SimulatedVideo } from './life.ts'

export type SimulatedChannel = {
  readonly id: ChannelId
  readonly title: string
  /** With its `@`. */
  readonly handle: string | null
  /** The name of old `/user/…` addresses. */
  readonly legacyUser: string | null
  readonly description: string
  /** Exact; answers round it down as YouTube does. */
  readonly subscribers: number
  readonly hiddenSubscribers: boolean
  readonly createdAt: Instant
}

/** Whatever is left out is invented. */
export type NewChannel = { readonly [Key in keyof SimulatedChannel]?: SimulatedChannel[Key] | undefined }
/** Whatever is left out is invented; without a `life` the video grows steadily from its upload on. */
export type NewVideo = Pick<SimulatedVideo, 'channelId'> & {
  readonly [Key in keyof SimulatedVideo]?: SimulatedVideo[Key] | undefined
}

export type ChannelChange = Omit<NewChannel, 'id' | 'createdAt'>

/** Each change becomes an event of the video's life at the clock's now; `life` adds events at other times. */
export type VideoChange = {
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly privacy?: Privacy | undefined
  readonly viewsPerHour?: number | undefined
  readonly life?: readonly LifeEvent[] | undefined
}

/** What the simulated YouTube knows. Ids are well-formed and invented; the same calls give the same ids. */
export type Catalogue = {
  /** Throws when the id is malformed or taken, or the handle is taken. */
  readonly addChannel: (channel: NewChannel) => ChannelId
  readonly changeChannel: (id: ChannelId, change: ChannelChange) => void
  /** Throws when the id is malformed or taken, or there is no such channel. */
  readonly addVideo: (video: NewVideo) => VideoId
  readonly changeVideo: (id: VideoId, change: VideoChange) => void
  /** The video is gone from the clock's now on. */
  readonly removeVideo: (id: VideoId) => void
  readonly channel: (id: string) => SimulatedChannel | null
  readonly video: (id: string) => SimulatedVideo | null
  /** With its `@`, in any case. */
  readonly channelWithHandle: (handle: string) => SimulatedChannel | null
  readonly channelsOfLegacyUser: (user: string) => readonly SimulatedChannel[]
  readonly channels: () => readonly SimulatedChannel[]
  readonly videos: () => readonly SimulatedVideo[]
  readonly videosOf: (channel: ChannelId) => readonly SimulatedVideo[]
}

const VIEWS_PER_HOUR = 120

export const createCatalogue = (clock: Clock): Catalogue => {
  const channels = new Map<string, SimulatedChannel>()
  const videos = new Map<string, SimulatedVideo>()
  const handles = new Map<string, string>()
  const videosByChannel = new Map<string, VideoId[]>()

  const existing = <Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry => {
    const entry = entries.get(id)
    if (entry === undefined) throw new RangeError(`the simulated YouTube has no ${id}`)
    return entry
  }
  const putChannel = (entry: SimulatedChannel) => {
    const { id, handle } = entry
    const holder = handle === null ? undefined : handles.get(foldName(handle))
    if (holder !== undefined && holder !== id) throw new RangeError(`the handle ${handle} is taken`)
    const former = channels.get(id)?.handle ?? null
    if (former !== null) handles.delete(foldName(former))
    if (handle !== null) handles.set(foldName(handle), id)
    channels.set(id, entry)
  }

  return {
    addChannel: (channel) => {
      const id = channel.id ?? nextId(channels, inventedChannelId)
      if (!isChannelId(id) || channels.has(id)) throw new RangeError(`malformed or taken channel id: ${id}`)
      putChannel({
        id,
        title: channel.title ?? `Channel ${channels.size + 1}`,
        handle: channel.handle ?? null,
        legacyUser: channel.legacyUser ?? null,
        description: channel.description ?? '',
        subscribers: channel.subscribers ?? 1_000,
        hiddenSubscribers: channel.hiddenSubscribers ?? false,
        createdAt: channel.createdAt ?? toInstant(Date.UTC(2020, 0, 1)),
      })
      return id
    },
    changeChannel: (id, change) => putChannel({ ...existing(channels, id), ...given(change) }),
    addVideo: (video) => {
      const id = video.id ?? nextId(videos, inventedVideoId)
      if (!isVideoId(id) || videos.has(id)) throw new RangeError(`malformed or taken video id: ${id}`)
      existing(channels, video.channelId)
      videos.set(id, describeVideo(id, video, clock.now()))
      const siblings = videosByChannel.get(video.channelId)
      if (siblings === undefined) videosByChannel.set(video.channelId, [id])
      else siblings.push(id)
      return id
    },
    changeVideo: (id, change) => {
      const video = existing(videos, id)
      videos.set(id, { ...video, life: [...video.life, ...eventsOf(change, clock.now())] })
    },
    removeVideo: (id) => {
      const video = existing(videos, id)
      videos.set(id, { ...video, life: [...video.life, { at: clock.now(), what: 'vanishes' }] })
    },
    channel: (id) => channels.get(id) ?? null,
    video: (id) => videos.get(id) ?? null,
    channelWithHandle: (handle) => channels.get(handles.get(foldName(handle)) ?? '') ?? null,
    channelsOfLegacyUser: (user) =>
      [...channels.values()].filter(
        ({ legacyUser }) => legacyUser !== null && foldName(legacyUser) === foldName(user),
      ),
    channels: () => [...channels.values()],
    videos: () => [...videos.values()],
    videosOf: (channel) => (videosByChannel.get(channel) ?? []).flatMap((id) => videos.get(id) ?? []),
  }
}

/** YouTube compares handles and legacy names without regard to case. */
const foldName = (name: string): string => name.normalize('NFC').toLowerCase()

const describeVideo = (id: VideoId, video: NewVideo, now: Instant): SimulatedVideo => {
  const publishedAt = video.publishedAt ?? now
  return {
    id,
    channelId: video.channelId,
    title: video.title ?? `Video ${id}`,
    description: video.description ?? '',
    publishedAt,
    privacy: video.privacy ?? 'public',
    uploadStatus: video.uploadStatus ?? 'processed',
    liveBroadcastContent: video.liveBroadcastContent ?? 'none',
    durationSeconds: video.durationSeconds ?? 312,
    views: video.views ?? 0,
    likesPerThousandViews: video.likesPerThousandViews ?? 40,
    commentsPerThousandViews: video.commentsPerThousandViews ?? 4,
    life: video.life ?? [{ at: publishedAt, what: 'grows', viewsPerHour: VIEWS_PER_HOUR }],
  }
}

const eventsOf = (change: VideoChange, at: Instant): readonly LifeEvent[] => {
  const { title, description, privacy, viewsPerHour, life = [] } = change
  const now: LifeEvent[] = []
  if (title !== undefined) now.push({ at, what: 'is-renamed', title })
  if (description !== undefined) now.push({ at, what: 'is-described', description })
  if (privacy !== undefined) now.push({ at, what: 'changes-privacy', privacy })
  if (viewsPerHour !== undefined) now.push({ at, what: 'grows', viewsPerHour })
  return [...now, ...life]
}

type Given<Change> = { [Key in keyof Change]: Exclude<Change[Key], undefined> }

/** The change without the keys that are undefined, which would wipe out what is there. */
const given = (change: ChannelChange): Given<Partial<ChannelChange>> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

// Ids end in letters that real ones can end in too.
const inventedChannelId = (number: number) => `UCsimulated-${String(number).padStart(11, '0')}A`
const inventedVideoId = (number: number) => `sim-${String(number).padStart(6, '0')}A`

/** The first free number from the number of entries on: an id given by hand may sit in between. */
const nextId = (taken: ReadonlyMap<string, unknown>, name: (number: number) => string): string => {
  let number = taken.size + 1
  while (taken.has(name(number))) number += 1
  return name(number)
}
