import { toId } from '../../domain/primitives.ts'
import type { DailyCardStore, SupportProgrammeStore } from '../../ports/news.ts'
import { pairKey, type Tables } from './database.ts'
import { forgetLooks, removeLooks } from './looks.ts'
import { replace } from './table.ts'

export const supportProgrammeStore = ({
  supportProgrammes,
  looks,
  audiences,
  earlierViews,
  scraps,
}: Tables): SupportProgrammeStore => ({
  add: async (programme, views = 0) => {
    const added = { ...programme, id: toId<'SupportProgramme'>(supportProgrammes.nextNumber()) }
    supportProgrammes.put(added.id, added)
    earlierViews.put(pairKey('programme', added.id), views)
    return added
  },
  find: async (id) => supportProgrammes.get(id) ?? null,
  save: async (programme) => replace(supportProgrammes, programme.id, programme),
  remove: async (id) => {
    for (const [key, { programme }] of scraps.entries()) if (programme === id) scraps.remove(key)
    removeLooks({ looks, audiences }, 'programme', id)
    earlierViews.remove(pairKey('programme', id))
    supportProgrammes.remove(id)
  },
  forgetLooks: async (before, limit) => forgetLooks(looks, 'programme', before, limit),
})

export const dailyCardStore = ({ dailyCards }: Tables): DailyCardStore => ({
  add: async (card) => {
    const added = { ...card, id: toId<'DailyCard'>(dailyCards.nextNumber()) }
    dailyCards.put(added.id, added)
    return added
  },
  find: async (id) => dailyCards.get(id) ?? null,
  save: async (card) => replace(dailyCards, card.id, card),
  remove: async (id) => dailyCards.remove(id),
})
