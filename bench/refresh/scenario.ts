import { z } from 'zod'
import { toInstant } from '../../src/domain/primitives.ts'

/** A day that is to pass in a process of its own, and what it answers: both go from one process to the other. */

const instant = z.int().transform(toInstant)

export const scenario = z.object({
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('memory') }),
    z.object({ kind: z.literal('sqlite'), path: z.string() }),
    z.object({ kind: z.literal('mysql'), url: z.string() }),
  ]),
  population: z.object({
    videos: z.int(),
    channels: z.int(),
    newcomers: z.int(),
    at: instant,
    due: z.enum(['spread', 'at-once']),
  }),
  until: instant,
  servesFigures: z.boolean(),
})
export type Scenario = z.output<typeof scenario>
export type Place = Scenario['place']

/** Of one bucket, as the simulated YouTube has counted them, and as the product's ledger has. */
const units = z.object({ byYouTube: z.int(), byLedger: z.int() })

export const outcome = z.object({
  ticks: z.int(),
  /** Runs of the refresh by how they ended. */
  runs: z.record(z.string(), z.int()),
  longestRunMs: z.number(),
  proofs: z.int(),
  reads: z.object({
    videos: z.int(),
    reads: z.int(),
    least: z.int(),
    most: z.int(),
    checks: z.int(),
    early: z.int(),
    oldestMs: z.number(),
  }),
  /** Reads that would be worth a unit, if there were one: the most at any full hour, and what is left at the end. */
  wishes: z.object({ most: z.int(), left: z.int() }),
  units: z.object({ statistics: units, general: units }),
  spent: z.object({
    atMs: z.number(),
    waitedMs: z.number(),
    requests: z.number(),
    statements: z.number(),
    transactions: z.number(),
    databaseMs: z.number(),
    processorMs: z.number(),
  }),
  peakMb: z.number(),
})
export type DayOutcome = z.output<typeof outcome>
