import { type Ad, isOpen } from '../../domain/ad/ad.ts'
import { TAKES_A_PLACE } from '../../domain/participation/participation.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import type { AdCard, AdViews, OpenAdsQuery } from '../../ports/ad.ts'
import type { Tables } from './database.ts'
import { countLook, looksAt } from './looks.ts'

export const adViews = (tables: Tables): AdViews => {
  const { ads, participations, ownChanges } = tables
  const viewsOf = (ad: Id<'Ad'>): number => looksAt(tables, 'ad', ad)

  return {
    open: async ({ now, order, limit, category, pickedOnly, openedAfter }) => {
      const taken = placesTaken(participations.rows())
      return ads
        .rows()
        .filter((ad) => isOpen(ad, taken.get(ad.id)?.length ?? 0, now))
        .filter((ad) => category === undefined || ad.category === category)
        .filter((ad) => pickedOnly !== true || ad.picked)
        .filter((ad) => openedAfter === undefined || openedAt(ad) > openedAfter)
        .map((ad) => toCard(ad, taken.get(ad.id)?.length ?? 0, viewsOf(ad.id)))
        .sort(ORDERS[order])
        .slice(0, limit)
    },
    detail: async (id) => {
      const ad = ads.get(id)
      return ad === undefined ? null : { ad, views: viewsOf(id) }
    },
    countView: async (ad, viewer, day, at) => {
      const isCounted = countLook(tables, ['ad', ad], viewer, day)
      if (isCounted) ownChanges.put(viewer, at)
      return isCounted
    },
  }
}

const placesTaken = (parts: ReturnType<Tables['participations']['rows']>) =>
  Map.groupBy(
    parts.filter(({ status }) => TAKES_A_PLACE.includes(status)),
    ({ adId }) => adId,
  )

const newestFirst = (a: AdCard, b: AdCard): number => b.createdAt - a.createdAt || b.id - a.id

const ORDERS: Readonly<Record<OpenAdsQuery['order'], (a: AdCard, b: AdCard) => number>> = {
  popular: (a, b) => b.views - a.views || newestFirst(a, b),
  latest: newestFirst,
  closing: (a, b) => a.applyTo - b.applyTo || a.id - b.id,
}

const openedAt = ({ schedule, createdAt }: Ad): Instant =>
  schedule.applyFrom > createdAt ? schedule.applyFrom : createdAt

const toCard = (ad: Ad, taken: number, views: number): AdCard => ({
  id: ad.id,
  title: ad.title,
  subtitle: ad.subtitle,
  thumbnail: ad.images.thumbnail,
  category: ad.category,
  reward: ad.reward,
  applyTo: ad.schedule.applyTo,
  minimumSubscribers: ad.minimumSubscribers,
  createdAt: ad.createdAt,
  openedAt: openedAt(ad),
  placesLeft: ad.capacity - taken,
  views,
})
