import { TAKES_A_PLACE } from '../../domain/participation/participation.ts'
import { toId } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { ParticipationStore } from '../../ports/participation.ts'
import { pairKey, type Tables } from './database.ts'
import { replace } from './table.ts'

export const participationStore = ({
  participations,
  applications,
  history,
}: Tables): ParticipationStore => ({
  add: async (part) => {
    const application = pairKey(part.creatorId, part.adId)
    if (applications.get(application) !== undefined) return err({ kind: 'already-applied' })
    const added = { ...part, id: toId<'Participation'>(participations.nextNumber()) }
    participations.put(added.id, added)
    applications.put(application, added.id)
    return ok(added)
  },
  find: async (id) => participations.get(id) ?? null,
  findOf: async (creator, ad) => {
    const id = applications.get(pairKey(creator, ad))
    return id === undefined ? null : (participations.get(id) ?? null)
  },
  save: async (part) => replace(participations, part.id, part),
  placesTaken: async (ad) =>
    participations.rows().filter(({ adId, status }) => adId === ad && TAKES_A_PLACE.includes(status)).length,
  applicants: async (ad, limit) =>
    participations
      .rows()
      .filter(({ adId, status }) => adId === ad && status === 'applied')
      .slice(0, limit),
  record: async (line) => history.put(history.nextNumber(), line),
})
