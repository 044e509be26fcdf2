import { err, ok } from '../../domain/result.ts'
import type { ImportedStore } from '../../ports/import-2020.ts'
import { pairKey, type Tables } from './database.ts'

export const importedStore = (tables: Tables): ImportedStore => ({
  among: async (kind, oldIds) =>
    new Map(
      oldIds.flatMap((oldId) => {
        const found = tables.imported.get(pairKey(kind, oldId))
        return found === undefined ? [] : [[oldId, found.newId] as const]
      }),
    ),
  record: async (kind, oldId, newId) => {
    const key = pairKey(kind, oldId)
    if (tables.imported.get(key) !== undefined) return err({ kind: 'already-imported' })
    tables.imported.put(key, { kind, newId })
    return ok(undefined)
  },
  cameRewarded: async (participation) => rewardedBefore(tables).has(participation),
})

/** Participations that came completed, whose rewards lie in the opening cash. */
export const rewardedBefore = ({ imported }: Tables): ReadonlySet<number> =>
  new Set(
    imported
      .rows()
      .filter(({ kind }) => kind === 'rewarded-participation')
      .map(({ newId }) => newId),
  )
