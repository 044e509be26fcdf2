import type { ScrapCard, ScrapViews } from '../../ports/scrap.ts'
import { pairKey, type Tables } from './database.ts'

export const scrapViews = ({ scraps, supportProgrammes }: Tables): ScrapViews => ({
  listOf: async (member, limit) =>
    scraps
      .rows()
      .filter(({ scrap, isKept }) => isKept && scrap.member === member)
      .map(({ scrap }): ScrapCard => {
        const programme = supportProgrammes.get(scrap.programme)
        if (programme === undefined) throw new Error(`programme ${scrap.programme} is scrapped but not there`)
        const { id, poster, title, createdAt } = programme
        return { programme: id, poster, title, createdAt, scrappedAt: scrap.at }
      })
      .sort((a, b) => b.scrappedAt - a.scrappedAt || b.programme - a.programme)
      .slice(0, limit),
  has: async (member, programme) => scraps.get(pairKey(member, programme))?.isKept === true,
})
