import type { Branded } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'

/** A video's 11 characters, case-sensitive. */
export type VideoId = Branded<string, 'VideoId'>

/** A channel's `UC` and 22 characters, case-sensitive. */
export type ChannelId = Branded<string, 'ChannelId'>

/** How a channel address names its channel. Only YouTube's answer turns it into a `ChannelId`. */
export type ChannelReference =
  | { readonly by: 'id'; readonly id: ChannelId }
  | { readonly by: 'handle'; readonly handle: string }
  | { readonly by: 'legacy-user'; readonly user: string }
  | { readonly by: 'custom-name'; readonly name: string }

/** The form only: whether such a video exists, YouTube alone knows. */
export const isVideoId = (text: unknown): text is VideoId =>
  typeof text === 'string' && /^[A-Za-z0-9_-]{11}$/.test(text)

/** The form only: whether such a channel exists, YouTube alone knows. */
export const isChannelId = (text: unknown): text is ChannelId =>
  typeof text === 'string' && /^UC[A-Za-z0-9_-]{22}$/.test(text)

export const watchUrl = (id: VideoId): string => `https://www.youtube.com/watch?v=${id}`

export const channelUrl = (id: ChannelId): string => `https://www.youtube.com/channel/${id}`

/**
 * The video that a pasted address names: watch, short link, shorts, live, embed and `/v/` forms, with or without scheme.
 * Refuses everything else, above all other hosts, redirect wrappers, and an id alone. Only the id is kept:
 * the address itself is never fetched.
 */
export const parseVideoUrl = (text: unknown): Result<VideoId, { readonly kind: 'video-url-malformed' }> => {
  const address = readAddress(text)
  const id = address === null ? undefined : videoIdIn(address)
  return isVideoId(id) ? ok(id) : err({ kind: 'video-url-malformed' })
}

/**
 * The channel that a pasted address names. Also understands a bare `UC…` id and a bare `@handle`.
 * Handles keep their `@` and are composed (NFC); they are labels that can move to another channel.
 */
export const parseChannelUrl = (
  text: unknown,
): Result<ChannelReference, { readonly kind: 'channel-url-malformed' }> => {
  const reference = channelNamedBy(text)
  return reference === null ? err({ kind: 'channel-url-malformed' }) : ok(reference)
}

type Address = { readonly host: string; readonly segments: readonly string[]; readonly url: URL }

const MAX_ADDRESS_LENGTH = 2_048
const SITE_HOSTS: ReadonlySet<string> = new Set([
  'youtube.com',
  'www.youtube.com',
  'm.youtube.com',
  'music.youtube.com',
])
const SHORT_LINK_HOSTS: ReadonlySet<string> = new Set(['youtu.be', 'www.youtu.be'])
const EMBED_HOSTS: ReadonlySet<string> = new Set(['youtube-nocookie.com', 'www.youtube-nocookie.com'])
const VIDEO_FOLDERS: ReadonlySet<string> = new Set(['shorts', 'live', 'embed', 'v'])

/** Player pages under `/embed/` whose names happen to have 11 characters. They name no video. */
const PLAYERS_WITHOUT_VIDEO: ReadonlySet<string> = new Set(['videoseries', 'live_stream'])

/** First path segments that are YouTube's own pages, so never somebody's name. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(
  (
    'about account ads api attribution_link c channel channels clip creators embed favicon.ico feed feeds gaming ' +
    'hashtag history howyoutubeworks iframe_api img intl jobs kids live login logout movies music oembed ' +
    'paid_memberships playlist playlists post premium press redirect reporthistory results robots.txt s shorts signin ' +
    'signup source static subscriptions t trending tv upload user v vi watch watch_videos youtubei yt'
  ).split(' '),
)

/**
 * The authority is compared as it was written, before the URL parser sees it. The parser repairs what should be refused:
 * user names before `@`, ports, full-width letters, percent signs in the host, backslashes, tabs and line breaks.
 */
const readAddress = (text: unknown): Address | null => {
  if (typeof text !== 'string' || text.length > MAX_ADDRESS_LENGTH) return null
  const trimmed = text.trim()
  if (/[\s\\\p{Cc}]/u.test(trimmed)) return null
  const [, host, rest] = /^(?:https?:\/\/)?([a-z0-9.-]+)((?:[/?#].*)?)$/i.exec(trimmed) ?? []
  if (host === undefined || rest === undefined) return null
  const url = URL.parse(`https://${host}${rest}`)
  if (url === null) return null
  // An empty segment is a doubled or trailing slash, which YouTube overlooks as well.
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  return { host: host.toLowerCase(), segments, url }
}

const videoIdIn = ({ host, segments, url }: Address): string | undefined => {
  const [first, second] = segments
  if (SHORT_LINK_HOSTS.has(host)) return segments.length === 1 ? first : undefined
  if (SITE_HOSTS.has(host) && first === 'watch' && segments.length === 1) {
    const ids = url.searchParams.getAll('v')
    return ids.length === 1 ? ids[0] : undefined
  }
  if (first === undefined || second === undefined || segments.length !== 2) return undefined
  if (PLAYERS_WITHOUT_VIDEO.has(second)) return undefined
  if (EMBED_HOSTS.has(host)) return first === 'embed' ? second : undefined
  return SITE_HOSTS.has(host) && VIDEO_FOLDERS.has(first) ? second : undefined
}

const channelNamedBy = (text: unknown): ChannelReference | null => {
  if (typeof text !== 'string' || text.length > MAX_ADDRESS_LENGTH) return null
  const bare = text.trim()
  if (isChannelId(bare)) return { by: 'id', id: bare }
  if (bare.startsWith('@')) return handleReference(bare.normalize('NFC'))
  const address = readAddress(text)
  if (address === null || !SITE_HOSTS.has(address.host)) return null
  const first = address.segments[0]
  if (first === undefined) return null
  if (first.startsWith('@')) return handleReference(decodeSegment(first))
  const second = address.segments[1]
  if (first === 'channel') return isChannelId(second) ? { by: 'id', id: second } : null
  if (first === 'user') return legacyUserReference(decodeSegment(second))
  if (first === 'c') return customNameReference(decodeSegment(second))
  return RESERVED_NAMES.has(first.toLowerCase()) ? null : customNameReference(decodeSegment(first))
}

/** Undoes one percent-encoding and composes letters: a Mac sends Korean in parts (NFD), YouTube compares it composed. */
const decodeSegment = (segment: string | undefined): string => {
  try {
    return decodeURIComponent(segment ?? '').normalize('NFC')
  } catch {
    // A broken percent sign. No name is empty, so this is refused below.
    return ''
  }
}

// YouTube's minimum length differs by script, so one letter is allowed here and YouTube decides.
const handleReference = (handle: string): ChannelReference | null =>
  /^@[\p{L}\p{M}\p{N}_.\-·]{1,30}$/u.test(handle) ? { by: 'handle', handle } : null

const legacyUserReference = (user: string): ChannelReference | null =>
  /^[A-Za-z0-9_.-]{1,60}$/.test(user) ? { by: 'legacy-user', user } : null

const customNameReference = (name: string): ChannelReference | null =>
  /^[\p{L}\p{M}\p{N}_.\-·]{1,100}$/u.test(name) ? { by: 'custom-name', name } : null
