import { afterEach, beforeEach, expect } from 'vitest'
import type { Persistence } from '../../../src/ports/persistence.ts'
import type { Backend } from './backends.ts'

/** How many try the same thing at once in a race. */
export const RACERS = 64

/**
 * An empty database for each test. After each its books must agree, unless the test is about books that do not.
 */
export const freshDatabase = (backend: Backend, books: 'must-agree' | 'may-drift' = 'must-agree') => {
  let opened: Persistence | undefined
  const database = (): Persistence => {
    if (opened === undefined) throw new Error('a database is open only while a test runs')
    return opened
  }
  beforeEach(async () => {
    opened = await backend.open()
  })
  afterEach(async () => {
    try {
      if (books === 'must-agree') expect((await database().views.cash.books()).drift).toEqual([])
    } finally {
      await opened?.close()
      opened = undefined
    }
  })
  return database
}

/** All at once; answers how many were granted. */
export const race = async (
  howMany: number,
  attempt: (index: number) => Promise<{ readonly ok: boolean }>,
): Promise<number> => {
  const answers = await Promise.all(Array.from({ length: howMany }, (_, index) => attempt(index)))
  return answers.filter(({ ok }) => ok).length
}

/** Texts that careless databases change: Hangul composed and in parts, emoji, blanks at the ends, quotes, controls. */
export const AWKWARD_TEXTS: readonly string[] = [
  '한글과 漢字, Größe, ¡Olé!',
  '한글'.normalize('NFD'),
  '👩‍👩‍👧‍👦 🇰🇷 𠮷野家 🧑🏽‍🚀',
  '  blanks at both ends  ',
  '',
  `O'Brien "said" \\n %_ \` ; DROP TABLE account; --`,
  'two\nlines\r\nand\ta tab',
  '가'.repeat(20_000),
]
