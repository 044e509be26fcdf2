/**
 * A worker whose clock the script puts forward, and whose alarm rings ten times a second: everything else is as in
 * `crecker worker`. It begins when it is told its
 * time, and tells its parent when it is ready for that, and how each run ended.
 */
import { startSchedule } from '../../src/adapters/scheduler/schedule.ts'
import { toInstant } from '../../src/domain/primitives.ts'
import { readConfig } from '../../src/entry/config.ts'
import { openHouse } from '../../src/entry/open.ts'
import { fromParent, type ToParent } from './messages.ts'

const RING_MS = 100

const tell = (message: ToParent): void => {
  process.send?.(message)
}

let aheadMs = 0
const told = Promise.withResolvers<void>()
process.on('message', (message) => {
  aheadMs = fromParent.parse(message).clockAheadMs
  told.resolve()
})
// Whoever started it has gone.
process.once('disconnect', () => process.exit(1))

const house = await openHouse(readConfig(process.env), {
  clock: { now: () => toInstant(Date.now() + aheadMs) },
  jobLeaseMs: Number(process.env.LEASE_MS),
})
tell({ kind: 'ready' })
await told.promise
await startSchedule({
  jobNames: ['refresh-statistics'],
  runJob: async (job, how) => {
    const report = await house.runJob(job, how)
    if (typeof report !== 'string') tell({ kind: 'ended', token: report.run.token, how: report.outcome.kind })
    return report
  },
  setAlarm: async ({ ring }) => {
    const timer = setInterval(ring, RING_MS)
    return { stop: async () => clearInterval(timer) }
  },
  log: ({ level, message, error }) => {
    if (level === 'error') console.error(message, error)
  },
})
