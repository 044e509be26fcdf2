import type { ScrapStore } from '../../ports/scrap.ts'
import { pairKey, type Tables } from './database.ts'

export const scrapStore = ({ scraps }: Tables): ScrapStore => ({
  keep: async (scrap) => {
    const key = pairKey(scrap.member, scrap.programme)
    if (scraps.get(key)?.isKept !== true) scraps.put(key, { scrap, isKept: true })
  },
  drop: async (member, programme) => {
    const key = pairKey(member, programme)
    const row = scraps.get(key)
    if (row !== undefined) scraps.put(key, { ...row, isKept: false })
  },
})
