import { toId } from '../../domain/primitives.ts'
import type { AdStore } from '../../ports/ad.ts'
import type { Tables } from './database.ts'
import { forgetLooks } from './looks.ts'

export const adStore = ({ ads, participations, ownChanges, looks }: Tables): AdStore => ({
  add: async (ad) => {
    const added = { ...ad, id: toId<'Ad'>(ads.nextNumber()), picked: false }
    ads.put(added.id, added)
    return added
  },
  find: async (id) => ads.get(id) ?? null,
  pick: async (ids) => {
    const unknown = ids.filter((id) => ads.get(id) === undefined)
    if (unknown.length > 0) return unknown
    for (const ad of ads.rows())
      if (ad.picked !== ids.includes(ad.id)) ads.put(ad.id, { ...ad, picked: !ad.picked })
    return []
  },
  picked: async () =>
    ads
      .rows()
      .filter(({ picked }) => picked)
      .map(({ id }) => id)
      .sort((a, b) => a - b),
  noteChangeBy: async (member, at) => ownChanges.put(member, at),
  withLateApplicants: async (now, limit) => {
    const appliedFor = new Set(
      participations
        .rows()
        .filter(({ status }) => status === 'applied')
        .map(({ adId }) => adId),
    )
    return ads
      .rows()
      .filter(({ id, schedule }) => schedule.uploadTo < now && appliedFor.has(id))
      .slice(0, limit)
      .map(({ id }) => id)
  },
  forgetLooks: async (before, limit) => forgetLooks(looks, 'ad', before, limit),
})
