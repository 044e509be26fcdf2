import type { Persistence } from '../../src/ports/persistence.ts'
import { breakable } from '../fixtures/breakable.ts'
import { openTestHouse } from '../fixtures/test-house.ts'
import { storageOf } from '../fixtures/test-storage.ts'
import { fillAds } from './filling/ads.ts'
import { fillBoard } from './filling/board.ts'
import { fillExperts } from './filling/experts.ts'
import { fillNews } from './filling/news.ts'
import { fillAnothers, fillCash, fillFigures, fillParticipations } from './filling/participations.ts'
import { fillPeople, fillYouTube } from './filling/people.ts'
import { picturesOf } from './filling/pictures.ts'
import { NOW } from './now.ts'
import { openSocket } from './socket.ts'

export type FilledHouse = Awaited<ReturnType<typeof openFilledHouse>>

/** A platform at work on this database, behind a socket: every screen of the app has something to show. */
export const openFilledHouse = async (database: Persistence) => {
  const { persistence, breakDown, mend } = breakable(database)
  const house = await openTestHouse({ now: NOW, storage: storageOf(persistence) })
  const socket = await openSocket(house.app)
  const newPicture = picturesOf(house)
  const people = await fillPeople(house, newPicture)
  const { minji, soyeon, operator } = people
  const ads = await fillAds(house, newPicture, people)
  const parts = await fillParticipations(house, newPicture, minji)
  await fillFigures(house, parts)
  await fillCash(house, minji, parts)
  await fillAnothers(house, newPicture, soyeon)
  const frame = await newPicture()
  return {
    ...house,
    ...people,
    ads,
    parts,
    frame,
    videos: fillYouTube(house, `${socket.url}/images/${frame.name}`),
    news: await fillNews(house, newPicture, people),
    experts: await fillExperts(house, newPicture, people),
    board: await fillBoard(house, operator),
    socket,
    breakDown,
    mend,
  }
}

/** A platform on its first day, with one member. */
export const openFreshHouse = async (database: Persistence) => {
  const house = await openTestHouse({ now: NOW, storage: storageOf(database) })
  const sujin = await house.creator('sujin', {
    phone: '010-2222-3333',
    location: '대전광역시 유성구 대학로 99',
    channel: { state: { status: 'unproven' }, identity: null, claimedUrl: 'https://www.youtube.com/@sujin' },
  })
  return { ...house, sujin, socket: await openSocket(house.app) }
}

export type FreshHouse = Awaited<ReturnType<typeof openFreshHouse>>
