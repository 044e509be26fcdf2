import { DAY_MS, type Id, later } from '../../src/domain/primitives.ts'
import type { Stores, Transact } from '../../src/ports/transact.ts'
import { aVerifiedChannel } from '../../test/fixtures/channel.ts'
import { anUpload, completed, submitted } from '../../test/fixtures/participation.ts'
import { demand, kept, storedAd, storedApplication, storedCreator } from '../../test/fixtures/stored.ts'
import { OPEN_ADS } from '../population.ts'
import { channelDueAt, channelId, type Growing, type Population, videoAt, viewsAt } from './population.ts'
import { isUnderReview, placeOf } from './rows.ts'

/** Stores the population in an empty database through its ports: for one that has no rows to insert. */
export const storeAll = (
  persistence: { readonly transact: Transact },
  population: Population,
): Promise<void> =>
  kept(persistence, async (stores) => {
    const { channels, newcomers, videos, at } = population
    const creators = []
    for (let index = 0; index < channels + newcomers; index += 1) {
      const creator = await storedCreator(stores)
      const identity = { id: channelId(index), title: `하늘의 하루 ${index}`, subscribers: 1_000 }
      const reading = { at: later(at, -DAY_MS), dueAt: channelDueAt(index, population) }
      if (index < channels)
        demand(await stores.channels.save(aVerifiedChannel(creator.id, { identity, reading })))
      creators.push(creator)
    }
    const ads = []
    for (let index = 0; index < OPEN_ADS; index += 1) ads.push(await storedAd(stores))
    for (let index = 0; index < videos; index += 1) {
      const { creatorId, adId } = placeOf(index, population)
      const [creator, ad] = [creators[creatorId - 1], ads[adId - 1]]
      if (creator === undefined || ad === undefined) throw new RangeError(`video ${index} has no place`)
      const application = await storedApplication(stores, { creator, ad })
      const video = videoAt(index, population)
      const uploaded = isUnderReview(index) ? submitted : completed
      const upload = anUpload({ videoId: video.id, publishedAt: video.publishedAt })
      await stores.participations.save(uploaded(application, { upload }))
      await storeVideo(stores, application.id, video)
    }
  })

const storeVideo = async (
  { videos }: Stores,
  participationId: Id<'Participation'>,
  video: Growing,
): Promise<void> => {
  const { id, publishedAt, readAt, pace } = video
  demand(await videos.claim({ id, participationId, publishedAt }, readAt))
  await videos.savePaces(new Map([[id, pace]]))
  const views = viewsAt(video, readAt)
  await videos.observe({
    videoId: id,
    at: readAt,
    views,
    likes: null,
    comments: null,
    privacy: 'public',
    source: 'videos.list',
    run: 'before',
  })
}
