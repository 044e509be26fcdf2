import { z } from 'zod'

/** What the product did and sent for one member and one route. */
export const recordedAnswer = z.object({
  path: z.string(),
  token: z.string(),
  /** Its statements, with their parameters, as they reached the database; the first asks who the member is. */
  statements: z.array(z.string()).readonly(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
})
export type RecordedAnswer = z.infer<typeof recordedAnswer>

/** All that the bare server needs to know. */
export const recording = z.object({
  databaseUrl: z.string(),
  poolSize: z.number(),
  answers: z.array(recordedAnswer).readonly(),
})
export type Recording = z.infer<typeof recording>
