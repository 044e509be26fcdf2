import { beforeEach, describe, expect, test } from 'vitest'
import { recommendProgrammes } from '../../../src/application/recommendation/recommend-programmes.ts'
import type { Id } from '../../../src/domain/primitives.ts'
import { toId } from '../../../src/domain/primitives.ts'
import { aHouse, type TestHouse } from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { knowledgeFrom } from '../../fixtures/interest.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { actedOnAd, shownAd } from '../../fixtures/recommendation.ts'
import { kept, oneByOne } from '../../fixtures/stored.ts'

let house: TestHouse
beforeEach(() => {
  house = aHouse()
})

const titlesFor = async (creatorId: Id<'Account'> | null) => {
  const { views, clock } = house
  const recommended = await recommendProgrammes({
    newsViews: views.news,
    channelViews: views.channels,
    knowledgeOf: knowledgeFrom(house, clock),
    clock,
  })({ order: 'latest', creatorId, limit: 100 })
  return recommended.map(({ programme, reasons }) => ({
    title: programme.title,
    codes: reasons.map(({ code }) => code),
  }))
}

/** Published in one moment, and recruiting for so many days. */
const published = (title: string, days: number) =>
  kept(house, async ({ supportProgrammes }) => {
    const recruitment = { from: inDays(-1), to: inDays(days) }
    return supportProgrammes.add(aNewProgramme({ title, recruitment }))
  })

/** A hundred others were shown a programme, and half of them looked at it. */
const seenByMany = (item: number) => {
  const itemKind = 'programme'
  const others = Array.from({ length: 100 }, (_, index) => index + 1_001)
  return kept(house, ({ interestLog }) =>
    interestLog.append(
      others.flatMap((other) => [
        shownAd(other, item, { itemKind, list: 'programmes', at: inDays(-1) }),
        ...(other % 2 === 0
          ? [actedOnAd(other, item, { itemKind, kind: 'viewed' as const, at: inDays(-1) })]
          : []),
      ]),
    ),
  )
}

describe('programmes of one moment', () => {
  test('stand as they suit the creator, and no place is kept for what nobody has seen', async () => {
    const unseen = await published('a month', 30)
    const known = await oneByOne(5, () => published('a day', 1))
    for (const { id } of known) await seenByMany(id)
    for (const creator of [1, 2, 3, 4, 5]) {
      const shown = await titlesFor(toId(creator))
      expect(shown.map(({ title }) => title)).toEqual([...known.map(({ title }) => title), unseen.title])
      expect(shown.flatMap(({ codes }) => codes)).not.toContain('explore')
    }
  })

  test('stand as they came for members who are no creators, without reasons', async () => {
    const programmes = await oneByOne(3, (index) => published(`programme ${index}`, 3 - index))
    const asTheyCame = programmes.map(({ title }) => ({ title, codes: [] }))
    expect(await titlesFor(null)).toEqual(asTheyCame.toReversed())
  })
})
