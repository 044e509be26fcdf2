import type { ScrapStore } from '../../ports/scrap.ts'
import { pairKey, type Tables } from './database.ts'

export const scrapStore = ({ scraps }: Tables): ScrapStore => ({
  keep: async (scrap) => {
    const key = pairKey(scrap.member, scrap.programme)
    if (scraps.get(key) !== undefined) return false
    scraps.put(key, scrap)
    return true
  },
  drop: async (member, programme) => scraps.remove(pairKey(member, programme)),
})
