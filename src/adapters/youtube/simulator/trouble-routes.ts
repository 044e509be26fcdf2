import { Hono } from 'hono'
import { z } from 'zod'
import { DAY_MS } from '../../../domain/primitives.ts'
import { json } from './api-routes.ts'
import type { CallLog } from './call-log.ts'
import { carryOut, limitedBody } from './controls.ts'
import type { Faults } from './faults.ts'
import type { MethodName } from './methods.ts'
import type { Bucket, Quota } from './quota.ts'

const method = z.enum(['videos', 'channels', 'videos:batchGetStats'])
const status = z.int().min(200).max(599)
const units = z.int().min(0).max(1_000_000_000)

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('backend-error'), status: z.literal([500, 503]) }),
  z.strictObject({ kind: z.literal('wordless-error') }),
  z.strictObject({ kind: z.literal('too-fast'), retryAfterMs: z.int().min(0).max(DAY_MS).optional() }),
  z.strictObject({ kind: z.literal('too-fast-of-old') }),
  z.strictObject({ kind: z.literal('day-is-spent'), status: z.literal([403, 429]) }),
  z.strictObject({ kind: z.literal('daily-limit-of-old') }),
  z.strictObject({ kind: z.literal('api-not-enabled') }),
  z.strictObject({ kind: z.literal('key-blocked-here') }),
  z.strictObject({ kind: z.literal('key-invalid-of-old') }),
  z.strictObject({ kind: z.literal('not-served') }),
  z.strictObject({ kind: z.literal('slow'), delayMs: z.int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal('cut') }),
  z.strictObject({ kind: z.literal('no-json'), status }),
  z.strictObject({ kind: z.literal('redirect'), to: z.string().max(2_000) }),
  z.strictObject({ kind: z.literal('endless') }),
  z.strictObject({ kind: z.literal('answer'), status, body: z.unknown().optional() }),
])

const newFault = z.strictObject({
  fault,
  /** How many requests it meets. */
  times: z.union([z.int().min(1).max(1_000_000), z.literal('always')]).default(1),
  method: method.optional(),
})

const bucketChange = z.strictObject({
  /** Units a day. */
  limit: units.optional(),
  /** What is left of today is gone. */
  spent: z.literal(true).optional(),
  /** How it says so. */
  status: z.literal([403, 429]).optional(),
})
const quotaChange = z.strictObject({
  general: bucketChange.optional(),
  batchGetStats: bucketChange.optional(),
  perMinute: units.optional(),
  refillLateMs: z.int().min(0).max(DAY_MS).optional(),
})
const methodChange = z.strictObject({ served: z.boolean() })

export type Trouble = {
  readonly faults: Faults
  readonly quota: Quota
  readonly log: CallLog
  readonly serve: (method: MethodName, served: boolean) => void
}

/** For a person with curl: play an outage, a spent quota, a method that is not served; see what was asked. */
export const troubleRoutes = ({ faults, quota, log, serve }: Trouble) =>
  new Hono()
    .use('/simulator/*', limitedBody)
    .get('/simulator/faults', () => json(200, { faults: shownFaults(faults) }))
    .post('/simulator/faults', (c) =>
      carryOut(c, newFault, ({ fault: added, times, method: only = null }) => {
        faults.add(added, times === 'always' ? Number.POSITIVE_INFINITY : times, only)
        return json(201, { faults: shownFaults(faults) })
      }),
    )
    .delete('/simulator/faults', () => {
      faults.clear()
      return new Response(null, { status: 204 })
    })
    .get('/simulator/quota', () => json(200, shownQuota(quota)))
    .patch('/simulator/quota', (c) =>
      carryOut(c, quotaChange, (change) => {
        changeQuota(quota, change)
        return json(200, shownQuota(quota))
      }),
    )
    .patch('/simulator/methods/:method', (c) =>
      carryOut(c, methodChange, ({ served }) => {
        const name = method.safeParse(c.req.param('method'))
        if (!name.success) throw new RangeError(`a method is one of ${method.options.join(', ')}`)
        serve(name.data, served)
        return json(200, { method: name.data, served })
      }),
    )
    .get('/simulator/calls', () => json(200, { calls: log.counts(), newest: log.newest.slice(-100) }))

/** JSON has no Infinity. */
const shownFaults = (faults: Faults) =>
  faults
    .waiting()
    .map((each) => ({ ...each, times: each.times === Number.POSITIVE_INFINITY ? 'always' : each.times }))

const changeQuota = (quota: Quota, change: z.infer<typeof quotaChange>): void => {
  const { perMinute, refillLateMs } = change
  if (perMinute !== undefined) quota.limit({ perMinute })
  if (refillLateMs !== undefined) quota.refillLate(refillLateMs)
  for (const bucket of BUCKETS) {
    const { limit, spent, status: said } = change[bucket] ?? {}
    if (limit !== undefined) quota.limit({ [bucket]: limit })
    if (said !== undefined) quota.sayWith(bucket, said)
    if (spent) quota.exhaust(bucket)
  }
}

const BUCKETS: readonly Bucket[] = ['general', 'batchGetStats']

const shownQuota = (quota: Quota) => {
  const shown = (bucket: Bucket) => ({
    used: quota.used(bucket),
    limit: quota.limits()[bucket],
    status: quota.spentStatus(bucket),
  })
  return {
    general: shown('general'),
    batchGetStats: shown('batchGetStats'),
    perMinute: quota.limits().perMinute,
  }
}
