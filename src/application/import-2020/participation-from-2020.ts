import type { Upload } from '../../domain/participation/participation.ts'
import type { Proposal } from '../../domain/participation/proposal.ts'
import type { Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { isVideoId, parseVideoUrl, type VideoId } from '../../domain/video/youtube-url.ts'
import type { Row2020 } from '../../ports/import-2020.ts'
import { countOf, flagOf, numberOf, quoted, type Reason, textOf, timeOf } from './read-row.ts'

/** A row of `UserAd` with the rows that it points at, where they are there. */
export type Application2020 = {
  readonly row: Row2020
  readonly plan: Row2020 | null
  readonly video: Row2020 | null
}

export type ParticipationFrom2020 = {
  readonly oldMember: number
  readonly oldAd: number
  readonly proposal: Proposal
  readonly appliedAt: Instant
  readonly since: Instant
  readonly progress:
    | { readonly status: 'applied' | 'assigned' }
    | { readonly status: 'submitted' | 'completed'; readonly upload: Upload; readonly figures: Figures2020 }
  readonly remarks: readonly Reason[]
}

/** As they were read last, at the latest at `at`. 2020 counted no comments. */
export type Figures2020 = {
  readonly at: Instant
  readonly views: number | null
  readonly likes: number | null
}

/**
 * Progress 1 to 4 is applied, assigned, submitted, completed. What was submitted without a video that can be found
 * goes back to assigned, so that its creator can submit it again. What was completed that way is refused: it was
 * paid there, and as assigned it could be paid once more.
 */
export const participationFrom2020 = (
  { row, plan, video }: Application2020,
  now: Instant,
): Result<ParticipationFrom2020, Reason> => {
  const oldMember = numberOf(row, 'userIdx')
  const oldAd = numberOf(row, 'adIdx')
  if (oldMember === null) return err('it names no member (userIdx)')
  if (oldAd === null) return err('it names no ad (adIdx)')
  const status = STATUSES[textOf(row, 'progress').trim()]
  if (status === undefined) return err(`its progress is none of 1 to 4: ${quoted(textOf(row, 'progress'))}`)
  const changedAt = timeOf(row, 'updateAt')
  const appliedAt = timeOf(row, 'createAt') ?? changedAt ?? now
  // A plan of somebody else, which 2020 could link under parallel requests, is nobody else's to read.
  const ownPlan = plan !== null && numberOf(plan, 'userIdx') === oldMember ? plan : null
  const common = {
    oldMember,
    oldAd,
    proposal: proposalFrom(ownPlan ?? {}),
    appliedAt,
    since: changedAt ?? appliedAt,
  }
  const remarks = ownPlan === null ? ['its plan is missing, so it comes without a proposal'] : []
  if (status === 'applied' || status === 'assigned') return ok({ ...common, progress: { status }, remarks })

  const uploaded = uploadFrom(video, changedAt ?? appliedAt)
  if (uploaded.ok) return ok({ ...common, progress: { status, ...uploaded.value }, remarks })
  return status === 'completed'
    ? err(`it was completed, but ${uploaded.error}`)
    : ok({
        ...common,
        progress: { status: 'assigned' },
        remarks: [...remarks, `it was submitted, but ${uploaded.error}; it is assigned again`],
      })
}

const STATUSES: Readonly<Record<string, 'applied' | 'assigned' | 'submitted' | 'completed'>> = {
  '1': 'applied',
  '2': 'assigned',
  '3': 'submitted',
  '4': 'completed',
}

const proposalFrom = (plan: Row2020): Proposal => ({
  planTitle: textOf(plan, 'planTitle'),
  planContents: textOf(plan, 'planContents'),
  refUrl: textOf(plan, 'refUrl'),
  youtubeUrl: textOf(plan, 'youtubeUrl'),
  phone: textOf(plan, 'phone'),
  location: textOf(plan, 'location'),
  additionalSelection: flagOf(plan, 'isAgree'),
})

const uploadFrom = (
  video: Row2020 | null,
  changedAt: Instant,
): Result<{ readonly upload: Upload; readonly figures: Figures2020 }, Reason> => {
  if (video === null) return err('its video is missing')
  const videoId = videoIdFrom(textOf(video, 'url'))
  if (videoId === null) return err(`its address names no video: ${quoted(textOf(video, 'url'))}`)
  const publishedAt = timeOf(video, 'uploadDate') ?? changedAt
  return ok({
    upload: { videoId, publishedAt, review: textOf(video, 'review') },
    figures: {
      at: changedAt > publishedAt ? changedAt : publishedAt,
      views: countOf(video, 'views1'),
      likes: countOf(video, 'likes'),
    },
  })
}

const videoIdFrom = (written: string): VideoId | null => {
  const bare = written.trim()
  if (isVideoId(bare)) return bare
  const parsed = parseVideoUrl(bare)
  return parsed.ok ? parsed.value : null
}
