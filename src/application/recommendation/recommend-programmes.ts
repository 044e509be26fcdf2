import { koreanDayOf } from '../../domain/calendar.ts'
import type { Id } from '../../domain/primitives.ts'
import { inPersonalOrder, type ProgrammeOrder } from '../../domain/recommendation/personal-order.ts'
import { rank } from '../../domain/recommendation/rank.ts'
import type { Reason } from '../../domain/recommendation/reasons.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NewsViews, SupportProgrammeCard } from '../../ports/news.ts'
import type { FollowedLog } from './follow-log.ts'

export type RecommendedProgramme = {
  readonly programme: SupportProgrammeCard
  readonly reasons: readonly Reason[]
}

export type RecommendProgrammes = (asked: {
  readonly order: ProgrammeOrder
  /** Null for members who are no creators: they get the list as it is. */
  readonly creatorId: Id<'Account'> | null
  readonly limit: number
}) => Promise<readonly RecommendedProgramme[]>

/** Support programmes that still recruit: the most popular or the latest first, and among equals what suits the creator. */
export const recommendProgrammes =
  ({
    newsViews,
    channelViews,
    knowledgeOf,
    clock,
  }: {
    readonly newsViews: NewsViews
    readonly channelViews: ChannelViews
    readonly knowledgeOf: FollowedLog['knowledgeOf']
    readonly clock: Clock
  }): RecommendProgrammes =>
  async ({ order, creatorId, limit }) => {
    const now = clock.now()
    const programmes = await newsViews.openProgrammes({ now, order, limit })
    if (creatorId === null) return programmes.map((programme) => ({ programme, reasons: [] }))
    const [channel, { state, weights }] = await Promise.all([
      channelViews.of(creatorId),
      knowledgeOf('programme'),
    ])
    const { subscribers = null, title: channelTitle = null } = channel?.identity ?? {}
    const creator = { id: creatorId, interest: null, subscribers, channelTitle }
    const ranked = rank(state, creator, now, koreanDayOf(now), weights, {
      limit,
      among: new Set(programmes.map(({ id }) => id)),
      explores: false,
    })
    const reasons = new Map<number, readonly Reason[]>(ranked.map((one) => [one.id, one.reasons]))
    return inPersonalOrder(programmes, order, ranked).map((programme) => ({
      programme,
      reasons: reasons.get(programme.id) ?? [],
    }))
  }
