import type { LifeEvent, SimulatedVideo } from '../../../src/adapters/youtube/simulator/life.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { inDays } from '../../fixtures/instants.ts'
import { aVideoId } from '../../fixtures/video.ts'

/** How a video that must stay public with its hashtags can fail to. */
type Failing = 'missing' | 'not-public' | 'hashtags-missing'
export type Trouble = { readonly how: Failing; readonly from: Instant; readonly to: Instant }

/** A video with everything that happens to it in its life, written down before it begins. */
export type Scripted = {
  readonly id: VideoId
  readonly kind: Kind
  readonly publishedAt: Instant
  readonly holdDays: number
  readonly troubles: readonly Trouble[]
  readonly life: readonly LifeEvent[]
}

const DESCRIPTION = '크림 하나로 버틴 한 달 #협찬'
const WITHOUT_HASHTAG = '크림 하나로 버틴 한 달'

type Kind = keyof typeof KINDS

/** What happens so many days after publication, and for how long. */
const KINDS = {
  grows: () => [],
  freezes: () => [],
  'is purged': () => [],
  'hides its likes': () => [],
  'is private for three days': (published: Instant) => [
    trouble('not-public', inDays(5, published), 3 * DAY_MS),
  ],
  'is private twice': (published: Instant) => [
    trouble('not-public', inDays(2, published), DAY_MS),
    trouble('not-public', inDays(20, published), 2 * DAY_MS),
  ],
  'loses its hashtag for five days': (published: Instant) => [
    trouble('hashtags-missing', inDays(8, published), 5 * DAY_MS),
  ],
  'is away for two days': (published: Instant) => [trouble('missing', inDays(6, published), 2 * DAY_MS)],
  'is away for two hours': (published: Instant) => [trouble('missing', inDays(6, published), 2 * HOUR_MS)],
  'is gone for good': (published: Instant) => [trouble('missing', inDays(12, published), 1_000 * DAY_MS)],
} as const satisfies Readonly<Record<string, (published: Instant) => readonly Trouble[]>>

const KIND_NAMES = Object.keys(KINDS) as readonly Kind[]

const trouble = (how: Failing, from: Instant, lengthMs: number): Trouble => ({
  how,
  // No step of the clock falls on it.
  from: later(from, 17 * MINUTE_MS),
  to: later(from, 17 * MINUTE_MS + lengthMs),
})

const nextKind = (index: number): Kind => KIND_NAMES[index % KIND_NAMES.length] ?? 'grows'

/** One after the other, 38 hours and some minutes apart, of every kind in turn; each seventh with the short hold of a trial. */
export const scriptedVideos = (howMany: number): readonly Scripted[] =>
  Array.from({ length: howMany }, (_, index) => {
    const kind = nextKind(index)
    const publishedAt = later(inDays(0), index * (38 * HOUR_MS + 7 * MINUTE_MS) + 3 * MINUTE_MS)
    const troubles = KINDS[kind](publishedAt)
    return {
      id: aVideoId(`year-${String(index).padStart(4, '0')}`),
      kind,
      publishedAt,
      holdDays: index % 7 === 3 ? 5 : 28,
      troubles,
      life: [...growth(kind, publishedAt, index), ...troubles.flatMap(asLife)],
    }
  })

const growth = (kind: Kind, publishedAt: Instant, index: number): readonly LifeEvent[] => {
  const grows: LifeEvent = { at: publishedAt, what: 'grows', viewsPerHour: 20 + ((index * 37) % 400) }
  if (kind === 'freezes') return [grows, { at: inDays(3, publishedAt), what: 'freezes' }]
  if (kind === 'is purged')
    return [grows, { at: inDays(10, publishedAt), what: 'is-purged', views: 1_000_000_000 }]
  if (kind === 'hides its likes') return [grows, { at: inDays(1, publishedAt), what: 'hides-likes' }]
  return [grows]
}

const asLife = ({ how, from, to }: Trouble): readonly LifeEvent[] => {
  if (how === 'missing')
    return [
      { at: from, what: 'vanishes' },
      { at: to, what: 'returns' },
    ]
  if (how === 'not-public')
    return [
      // Unlisted rather than private: YouTube still shows it, and so its privacy.
      { at: from, what: 'changes-privacy', privacy: 'unlisted' },
      { at: to, what: 'changes-privacy', privacy: 'public' },
    ]
  return [
    { at: from, what: 'is-described', description: WITHOUT_HASHTAG },
    { at: to, what: 'is-described', description: DESCRIPTION },
  ]
}

export const asSimulated = ({ id, publishedAt, life }: Scripted) =>
  ({
    id,
    channelId: aChannelId(),
    title: '한 달 사용기',
    description: DESCRIPTION,
    publishedAt,
    life,
  }) satisfies Partial<SimulatedVideo>

/** How whoever looks at that moment finds it. */
const foundAt = ({ troubles }: Scripted, at: Instant): Failing | 'good' =>
  troubles.find(({ from, to }) => from <= at && at < to)?.how ?? 'good'

const CONFIRMED_AFTER_MS = 6 * HOUR_MS
const FRESH_MS = DAY_MS

/** For so long, each so many days, YouTube answers nothing. */
export const SILENT_MS = 8 * HOUR_MS
const SILENT_EVERY_MS = 3 * DAY_MS

export const isSilentAt = (at: Instant): boolean =>
  (at - inDays(5)) % SILENT_EVERY_MS < SILENT_MS && at >= inDays(5)

/** Somebody looked at a video, or, without an answer, tried to. */
export type Look = { readonly at: Instant; readonly isAnswered: boolean }

/** When a reward became withdrawable, and for how long its hold had paused by then. */
export type Release = { readonly at: Instant; readonly pausedMs: number }

/**
 * The rule worked out by hand, from the script and from when somebody looked: a pause runs from the first look that found
 * something wrong to the next that found all in order; a miss counts once another, six hours later or more, confirms it,
 * and begins anew with a look that was not answered.
 * The reward is released at the first opportunity at which the hold with its pauses is over and the newest look, not older
 * than a day, found all in order. Null when there was none.
 */
export const releaseByHand = (
  video: Scripted,
  looks: readonly Look[],
  opportunities: readonly Instant[],
): Release | null => {
  let [pausedMs, lastGood] = [0, video.publishedAt]
  let [missedSince, downSince]: (Instant | null)[] = [null, null]
  let next = 0
  for (const now of opportunities) {
    for (; (looks[next]?.at ?? Number.POSITIVE_INFINITY) <= now; next += 1) {
      const { at: look, isAnswered } = looks[next] ?? { at: now, isAnswered: false }
      const found = isAnswered ? foundAt(video, look) : 'unknown'
      if (found === 'unknown') missedSince = missedSince === null ? null : look
      else if (found === 'good') {
        if (downSince !== null && downSince !== undefined) pausedMs += look - downSince
        ;[missedSince, downSince, lastGood] = [null, null, look]
      } else if (downSince === null && found !== 'missing') [missedSince, downSince] = [null, look]
      else if (downSince === null && missedSince === null) missedSince = look
      else if (downSince === null && look - (missedSince ?? look) >= CONFIRMED_AFTER_MS)
        downSince = missedSince
    }
    const isOver = now >= video.publishedAt + video.holdDays * DAY_MS + pausedMs
    if (isOver && downSince === null && missedSince === null && now - lastGood <= FRESH_MS)
      return { at: now, pausedMs }
  }
  return null
}
