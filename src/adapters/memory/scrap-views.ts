import type { Scrap } from '../../domain/scrap/scrap.ts'
import type { ScrapCard, ScrapViews } from '../../ports/scrap.ts'
import { pairKey, type Tables } from './database.ts'
import { programmeCard } from './news-views.ts'

export const scrapViews = (tables: Tables): ScrapViews => ({
  listOf: async (member, { after, limit }) => {
    const own = tables.scraps
      .rows()
      .filter((scrap) => scrap.member === member)
      .sort((a, b) => b.at - a.at || b.programme - a.programme)
    const last = own.findIndex(({ programme }) => programme === after)
    if (after !== null && last === -1) return null
    return own.slice(last + 1, last + 1 + limit).map((scrap) => toCard(tables, scrap))
  },
  has: async (member, programme) => tables.scraps.get(pairKey(member, programme)) !== undefined,
  among: async (member, programmes) =>
    new Set(programmes.filter((programme) => tables.scraps.get(pairKey(member, programme)) !== undefined)),
})

const toCard = (tables: Tables, scrap: Scrap): ScrapCard => {
  const programme = tables.supportProgrammes.get(scrap.programme)
  if (programme === undefined) throw new Error(`programme ${scrap.programme} is scrapped but not there`)
  return { programme: programmeCard(tables, programme), scrappedAt: scrap.at }
}
