import { describe, expect, test } from 'vitest'
import type { NewDailyCard } from '../../../src/domain/news/daily-card.ts'
import type { NewSupportProgramme } from '../../../src/domain/news/support-programme.ts'
import { type Id, later } from '../../../src/domain/primitives.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewProgramme } from '../../fixtures/news.ts'
import { kept, oneByOne, storedCreator } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

const ROWS = 10_000
const PAGE = 100
const AT_ONCE = 500
/** Some tens of thousands of statements, on a machine that may have other things to do. */
const FILLED_WITHIN_MS = 180_000

/** Seven rows share each moment, so that pages end within one; and later ids are not the later ones. */
const momentOf = (row: number) => later(inDays(-1), -Math.floor(((row * 7_919) % ROWS) / 7) * 60_000)

/** All pages one after the other, each behind the last row of the one before. */
const walk = async <Of extends string>(
  read: (after: Id<Of> | null) => Promise<readonly Id<Of>[] | undefined>,
): Promise<{ readonly seen: readonly Id<Of>[]; readonly longest: number }> => {
  const seen: Id<Of>[] = []
  let longest = 0
  for (;;) {
    const page = await read(seen.at(-1) ?? null)
    if (page === undefined) throw new Error('the last row of a page is a row')
    // More rows than there are would be the same ones again, without end.
    if (page.length === 0 || seen.length > ROWS) return { seen, longest }
    seen.push(...page)
    longest = Math.max(longest, page.length)
  }
}

export const longNewsContract = (backend: Backend): void => {
  describe('news in lists of 10,000', () => {
    const db = freshDatabase(backend)
    /** Adds so many, some hundred in each transaction; answers their ids. */
    const fill = async <T>(add: (stores: Stores, row: number) => Promise<T>): Promise<readonly T[]> => {
      const added: T[] = []
      for (let row = 0; row < ROWS; row += AT_ONCE)
        added.push(...(await kept(db(), (stores) => oneByOne(AT_ONCE, (index) => add(stores, row + index)))))
      return added
    }
    const dated = (row: number): Pick<NewSupportProgramme & NewDailyCard, 'createdAt'> => ({
      createdAt: momentOf(row),
    })

    test('is answered in pages of at most 100, and walking them shows every row once', {
      timeout: FILLED_WITHIN_MS,
    }, async () => {
      const { news, scraps } = db().views
      const { id: member } = await kept(db(), (stores) => storedCreator(stores))
      const programmes = await fill(async (stores, row) => {
        const { id } = await stores.supportProgrammes.add(aNewProgramme(dated(row)))
        await stores.scraps.keep({ member, programme: id, at: momentOf(row * 3) })
        return id
      })
      const cards = await fill(
        async ({ dailyCards }, row) => (await dailyCards.add(aNewDailyCard(dated(row)))).id,
      )
      const walks = [
        await walk<'SupportProgramme'>(async (after) =>
          (await news.supportProgrammes({ after, limit: PAGE }))?.map(({ id }) => id),
        ),
        await walk<'SupportProgramme'>(async (after) =>
          (await scraps.listOf(member, { after, limit: PAGE }))?.map(({ programme }) => programme.id),
        ),
        await walk<'DailyCard'>(async (after) =>
          (await news.dailyCards({ after, limit: PAGE }))?.map(({ id }) => id),
        ),
      ]
      for (const [at, { seen, longest }] of walks.entries()) {
        expect(longest).toBe(PAGE)
        expect(seen).toHaveLength(ROWS)
        expect(new Set<number>(seen)).toEqual(new Set<number>(at === 2 ? cards : programmes))
      }
      for (const order of ['popular', 'latest'] as const)
        expect(await news.openProgrammes({ now: NOON, order, limit: PAGE })).toHaveLength(PAGE)
    })
  })
}
