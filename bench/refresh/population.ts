import type { Catalogue } from '../../src/adapters/youtube/simulator/catalogue.ts'
import { DAY_MS, HOUR_MS, type Instant, later, toInstant } from '../../src/domain/primitives.ts'
import { CHECKED_MS, type Pace, PROMISED_MS, paceAfter, unreadPace } from '../../src/domain/video/pace.ts'
import { type ChannelId, isChannelId, isVideoId, type VideoId } from '../../src/domain/video/youtube-url.ts'

/**
 * Creators whose videos are all of live ads, as a database and the simulated YouTube know them at one instant. Everything
 * follows from numbers alone, so two processes that never speak to each other make the same ones.
 */
export type Population = {
  readonly videos: number
  /** Each with its creator; videos are theirs in turn. */
  readonly channels: number
  /** Creators who have just signed up and are about to prove their channel with an unlisted video. */
  readonly newcomers: number
  /** The instant that it is made for. */
  readonly at: Instant
  /**
   * `spread`: read at some time of the last hours each, as a server that has run for long leaves them. `at-once`: every
   * figure is due, and no check is for ten hours.
   */
  readonly due: 'spread' | 'at-once'
}

const AGE_MOST_MS = 60 * DAY_MS
const AGE_LEAST_MS = HOUR_MS
/** From one view in ten hours to ten thousand an hour, as many of each power of ten. */
const SLOWEST_POWER = -1
const FASTEST_POWER = 4
const BETWEEN_READS_MS = 5 * HOUR_MS
const CHECKED_AT_ONCE_MS = 10 * HOUR_MS
export const LIKES_PER_THOUSAND_VIEWS = 40
export const COMMENTS_PER_THOUSAND_VIEWS = 4

const TITLE = '건조한 사무실에서 살아남기 #수분크림'
const DESCRIPTION = `${'아침 출근길부터 퇴근까지, 크림 하나로 버틴 하루입니다.\n'.repeat(8)}#협찬 #브이로그`

/** One video that grows evenly. */
export type Growing = {
  readonly id: VideoId
  readonly channelId: ChannelId
  readonly publishedAt: Instant
  readonly viewsPerHour: number
  /** When its figures were read last. */
  readonly readAt: Instant
  readonly pace: Pace
}

/** Like chance, and the same each time: at least 0 and less than 1. */
const chance = (index: number, of: number): number => {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(of + 1, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

export const videoAt = (index: number, { at, channels, due }: Population): Growing => {
  // More of them are young.
  const ageMs = AGE_LEAST_MS + chance(index, 0) ** 2 * AGE_MOST_MS
  const publishedAt = toInstant(Math.floor((at - ageMs) / 1_000) * 1_000)
  const viewsPerHour = 10 ** (SLOWEST_POWER + chance(index, 1) * (FASTEST_POWER - SLOWEST_POWER))
  const isSpread = due === 'spread'
  const sinceRead = Math.min(
    isSpread ? Math.floor(chance(index, 2) * PROMISED_MS) : PROMISED_MS,
    at - publishedAt,
  )
  const readAt = later(at, -sinceRead)
  const growing = {
    id: videoId(index),
    channelId: channelId(index % channels),
    publishedAt,
    viewsPerHour,
    readAt,
  }
  const checkBy = later(at, isSpread ? Math.floor(chance(index, 3) * CHECKED_MS) : CHECKED_AT_ONCE_MS)
  const read = paceBy(growing)
  // Who was published within the last hours would not be due yet.
  const promisedBy = isSpread || read.promisedBy < at ? read.promisedBy : at
  return { ...growing, pace: { ...read, promisedBy, checkBy } }
}

/** When YouTube is asked next for a channel: at some time of the day, as they are when they came one after the other. */
export const channelDueAt = (index: number, { at }: Population): Instant =>
  later(at, Math.floor(chance(index, 4) * DAY_MS))

export const viewsAt = ({ publishedAt, viewsPerHour }: Omit<Growing, 'pace'>, at: Instant): number =>
  Math.floor(((at - publishedAt) / HOUR_MS) * viewsPerHour)

/** As the product's own rule leaves it after two reads. */
const paceBy = (video: Omit<Growing, 'pace'>): Pace => {
  const { publishedAt, readAt } = video
  const before = later(readAt, -BETWEEN_READS_MS)
  const liveness = { state: 'live', lastGoodAt: readAt } as const
  return [before, readAt]
    .filter((at) => at >= publishedAt)
    .reduce(
      (pace, at) =>
        paceAfter(
          pace,
          { at, by: 'figures', views: viewsAt(video, at) },
          { publishedAt, liveness, isOfLiveAd: true },
        ).pace,
      unreadPace(readAt),
    )
}

export const videoId = (index: number): VideoId => {
  const id = `v${String(index).padStart(9, '0')}A`
  if (!isVideoId(id)) throw new RangeError(`no video has the number ${index}`)
  return id
}

export const channelId = (index: number): ChannelId => {
  const id = `UC${String(index).padStart(21, '0')}A`
  if (!isChannelId(id)) throw new RangeError(`no channel has the number ${index}`)
  return id
}

/** Where newcomers show their code, which they have forgotten: an operator is to look at it. */
export const proofVideo = (newcomer: number): VideoId => {
  const id = `p${String(newcomer).padStart(9, '0')}A`
  if (!isVideoId(id)) throw new RangeError(`no newcomer has the number ${newcomer}`)
  return id
}

/** Puts them into the simulated YouTube. */
export const publishAll = (catalogue: Catalogue, population: Population): void => {
  const { videos, channels, newcomers, at } = population
  for (let index = 0; index < channels + newcomers; index += 1)
    catalogue.addChannel({ id: channelId(index), title: `하늘의 하루 ${index}`, subscribers: 1_000 + index })
  for (let index = 0; index < videos; index += 1) {
    const { id, channelId, publishedAt, viewsPerHour } = videoAt(index, population)
    catalogue.addVideo({
      id,
      channelId,
      publishedAt,
      title: TITLE,
      description: DESCRIPTION,
      likesPerThousandViews: LIKES_PER_THOUSAND_VIEWS,
      commentsPerThousandViews: COMMENTS_PER_THOUSAND_VIEWS,
      life: [{ at: publishedAt, what: 'grows', viewsPerHour }],
    })
  }
  for (let newcomer = 0; newcomer < newcomers; newcomer += 1)
    catalogue.addVideo({
      id: proofVideo(newcomer),
      channelId: channelId(channels + newcomer),
      publishedAt: later(at, -HOUR_MS),
      title: '채널 인증',
      privacy: 'unlisted',
    })
}
