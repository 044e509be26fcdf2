import { z } from 'zod'
import { inDays } from '../../fixtures/instants.ts'
import { png } from '../../fixtures/pictures.ts'
import type { Member, TestHouse } from '../../fixtures/test-house.ts'
import { NOW } from '../now.ts'

/** Two notices, written in the first minutes of a Korean day, and the banner of the home screen. */
export const fillBoard = async (house: TestHouse, operator: Member) => {
  const notice = async (title: string, daysAgo: number, day: string) => {
    // 00:02 in Korea is still the day before in Greenwich.
    house.clock.set(inDays(-daysAgo - 0.5 + 2 / 1440, NOW))
    const told = await house
      .as(await house.renewed(operator))
      .post('/api/notice', { json: { title, content: `${title} 내용` } })
    const { noticeIdx: id } = z.object({ noticeIdx: z.number() }).parse(told.data)
    return { id, title, content: `${title} 내용`, createAt: `${day} 00:02:00` }
  }
  const notices = [await notice('첫 공지', 4, '2026-11-21'), await notice('새 공지', 0, '2026-11-25')]
  house.clock.set(NOW)
  const bytes = png(9, 9, [9, 9, 9])
  const parts = new FormData()
  parts.append('image', new File([Uint8Array.from(bytes)], 'banner.png'))
  const added = await house.as(operator).post('/api/home/banner', { parts })
  const { homeBannerIdx: id } = z.object({ homeBannerIdx: z.number() }).parse(added.data)
  return { notices: notices.toReversed(), banner: { id, picture: { bytes } } }
}
