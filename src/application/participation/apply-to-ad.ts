import {
  type ApplyRefusal,
  apply,
  asksForSubscribers,
  historyLine,
  type NewParticipation,
  type Participation,
} from '../../domain/participation/participation.ts'
import type { Proposal } from '../../domain/participation/proposal.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { AdViews } from '../../ports/ad.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type {
  ChannelNotShown,
  CheckSubscribers,
  SubscribersNotChecked,
} from '../channel/check-subscribers.ts'
import type { CommandKey, KeyRefusal, Once, Recall } from '../idempotency/once.ts'
import { leaveRefusalNotice } from './tell-application-refused.ts'

export type ApplyToAdRefusal =
  | ApplyRefusal
  | KeyRefusal
  | SubscribersNotChecked
  | ChannelNotShown
  | { readonly kind: 'ad-not-found'; readonly ids: readonly number[] }
  | { readonly kind: 'no-channel' }

export type ApplyToAd = (command: {
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly proposal: Proposal
  readonly key: CommandKey | null
}) => Promise<Result<Participation, ApplyToAdRefusal>>

/**
 * Hands in a proposal for an open ad. Where it asks for subscribers, those of today count. The app shows every
 * application as sent, so a refused one leaves a notice with the reason, one for each ad, reason and Korean day.
 */
export const applyToAd =
  (use: {
    readonly once: Once
    readonly recall: Recall
    readonly transact: Transact
    readonly clock: Clock
    readonly adViews: AdViews
    readonly interests: InterestRecorder
    readonly checkSubscribers: CheckSubscribers
    readonly requireVerifiedChannel: boolean
  }): ApplyToAd =>
  async ({ creatorId, adId, proposal, key }) => {
    const { once, clock, requireVerifiedChannel } = use
    const now = clock.now()
    const application = { creatorId, adId, proposal, requireVerifiedChannel, now }
    const tell = (stores: Stores, { kind }: ApplyToAdRefusal) =>
      leaveRefusalNotice(stores, { creatorId, adId, refusal: kind }, now)
    const ad = (await use.adViews.detail(adId))?.ad
    if (ad !== undefined && asksForSubscribers(ad)) {
      const earlier = await use.recall<Participation, ApplyToAdRefusal>(key)
      if (earlier !== null) return earlier
      // Who is refused whatever YouTube tells costs no look there.
      if (await hangsOnSubscribers(use.transact, application)) {
        const checked = await use.checkSubscribers(creatorId)
        // It says nothing about the application: it is not kept under the key, so that the same request can be repeated.
        if (!checked.ok)
          return once<Participation, ApplyToAdRefusal>(null, async () => checked, { refused: tell })
      }
    }
    return once<Participation, ApplyToAdRefusal>(key, (stores) => handIn(stores, application), {
      refused: tell,
      kept: () =>
        use.interests.note([{ kind: 'applied', itemKind: 'ad', creator: creatorId, item: adId, at: now }]),
    })
  }

type Application = Omit<Parameters<ApplyToAd>[0], 'key'> & {
  readonly requireVerifiedChannel: boolean
  readonly now: Instant
}

const hangsOnSubscribers = async (transact: Transact, application: Application): Promise<boolean> => {
  const judged = await transact((stores) => judge(stores, application))
  return (
    judged.ok || judged.error.kind === 'too-few-subscribers' || judged.error.kind === 'subscribers-hidden'
  )
}

const judge = async (
  { ads, channels, participations }: Stores,
  { creatorId, adId, proposal, requireVerifiedChannel, now }: Application,
): Promise<Result<NewParticipation, ApplyToAdRefusal>> => {
  const ad = await ads.find(adId)
  if (ad === null) return err({ kind: 'ad-not-found', ids: [adId] })
  const channel = await channels.find(creatorId)
  if (channel === null) return err({ kind: 'no-channel' })
  const appliedBefore = (await participations.findOf(creatorId, adId)) !== null
  const by = { creatorId, channel, appliedBefore, mustBeVerified: requireVerifiedChannel }
  return apply(ad, by, proposal, await participations.placesTaken(adId), now)
}

const handIn = async (
  stores: Stores,
  application: Application,
): Promise<Result<Participation, ApplyToAdRefusal>> => {
  const applied = await judge(stores, application)
  if (!applied.ok) return applied
  const { participations } = stores
  const added = await participations.add(applied.value)
  if (!added.ok) return added
  await participations.record(historyLine(added.value, null, application.creatorId, '', application.now))
  return ok(added.value)
}
