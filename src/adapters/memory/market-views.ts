import type { Participation } from '../../domain/participation/participation.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import { type Acted, type InterestEvent, isLook, type Shown } from '../../domain/recommendation/event.ts'
import { type CreatorSize, sizeOf } from '../../domain/recommendation/subscriber-tier.ts'
import type { MarketViews } from '../../ports/recommendation.ts'
import type { Tables } from './database.ts'
import { adOf } from './participation-views.ts'

export const marketViews = (tables: Tables): MarketViews => ({
  applicants: applicantsIn(tables),
  marketAds: async ({ from, before, limit }) =>
    tables.ads
      .rows()
      .filter(
        ({ schedule, createdAt }) =>
          schedule.applyTo >= from && schedule.applyFrom < before && createdAt < before,
      )
      .toSorted((a, b) => a.schedule.applyTo - b.schedule.applyTo || a.id - b.id)
      .slice(0, limit)
      .map(({ id, schedule: { applyFrom, applyTo }, createdAt }) => {
        const parts = tables.participations.rows().filter(({ adId }) => adId === id)
        const stayed = parts.filter(({ status, since }) => status !== 'withdrawn' || since > applyTo)
        return {
          id,
          opensAt: toInstant(Math.max(applyFrom, createdAt)),
          closesAt: applyTo,
          applicantsAtClose: stayed.filter(({ appliedAt }) => appliedAt <= applyTo).length,
          firstAppliedAt: parts.map(({ appliedAt }) => appliedAt).sort((a, b) => a - b)[0] ?? null,
        }
      }),
  exposure: async (span) =>
    addedUp(
      eventsIn(tables, span).filter((event): event is Shown => event.kind === 'shown' && isLook(event)),
      tables,
      ({ item, position }) => ({
        ad: toId<'Ad'>(item),
        position,
      }),
    ),
  actedBySize: async (span) =>
    addedUp(
      eventsIn(tables, span).flatMap((event) =>
        event.kind === 'applied' || event.kind === 'assigned' ? [{ ...event, kind: event.kind }] : [],
      ),
      tables,
      ({ kind }) => ({ kind }),
    ),
})

const eventsIn = (
  { interestEvents }: Tables,
  { from, before }: Parameters<MarketViews['exposure']>[0],
): readonly InterestEvent[] =>
  interestEvents.rows().filter(({ itemKind, at }) => itemKind === 'ad' && at >= from && at < before)

/** How often each came, told apart by `by` and by the size of who it was. */
const addedUp = <Event extends Shown | Acted, Told extends object>(
  events: readonly Event[],
  { channels }: Tables,
  by: (event: Event) => Told,
): readonly (Told & { readonly size: CreatorSize; readonly times: number })[] => {
  const told = events.map((event) => ({
    ...by(event),
    size: sizeOf(channels.get(event.creator)?.identity?.subscribers ?? null),
  }))
  return [...Map.groupBy(told, (each) => JSON.stringify(each)).values()].flatMap((same) =>
    same.slice(0, 1).map((each) => ({ ...each, times: same.length })),
  )
}

const applicantsIn =
  (tables: Tables): MarketViews['applicants'] =>
  async ({ ad, category, now, limit }) => {
    const parts = tables.participations.rows()
    const took = Map.groupBy(parts, ({ creatorId }) => creatorId)
    const isMissed = (part: Participation): boolean =>
      (part.status === 'cancelled' && part.reason !== 'ad-cancelled') ||
      (part.status === 'assigned' && adOf(tables, part).schedule.completeDate < now)
    return parts
      .filter((part) => part.status === 'applied' && part.adId === ad)
      .slice(0, limit)
      .map(({ id, creatorId }) => {
        const own = took.get(creatorId) ?? []
        const completed = own.filter(({ status }) => status === 'completed')
        return {
          id,
          subscribers: tables.channels.get(creatorId)?.identity?.subscribers ?? null,
          completed: completed.length,
          completedInCategory: completed.filter((part) => adOf(tables, part).category === category).length,
          missed: own.filter(isMissed).length,
        }
      })
  }
