import { z } from 'zod'

/** Puts a worker's clock so far ahead of the machine's. */
export const fromParent = z.object({ clockAheadMs: z.number() })
export type FromParent = z.infer<typeof fromParent>

export const toParent = z.union([
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('ended'),
    token: z.number(),
    how: z.enum(['done', 'paused', 'stopped', 'taken-over', 'failed']),
  }),
])
export type ToParent = z.infer<typeof toParent>
