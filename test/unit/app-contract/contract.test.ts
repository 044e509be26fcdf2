import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CONTRACT_FILE, OPERATIONS, readContract } from '../../app-contract/contract.ts'

describe("the app's contract", () => {
  const { operations } = z
    .object({ operations: z.array(z.looseObject({ id: z.string() })) })
    .parse(JSON.parse(readFileSync(CONTRACT_FILE, 'utf8')))

  it('has an entry for each of the 42 methods of its client', () => {
    expect(OPERATIONS).toHaveLength(42)
  })

  it('is not taken when one is missing, or stands there twice', () => {
    const [first, ...others] = operations
    for (const wrong of [others, [...operations, first], [...others, others[0]]])
      expect(() => readContract(JSON.stringify({ operations: wrong }))).toThrow('the app has 42 methods')
  })

  it('is not taken with a word that nobody reads', () => {
    const [first, ...others] = operations
    const wrong = [{ ...first, shwon: true }, ...others]
    expect(() => readContract(JSON.stringify({ operations: wrong }))).toThrow('shwon')
  })
})
