import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { breeAlarm } from '../../../src/adapters/scheduler/bree.ts'
import { startSchedule } from '../../../src/adapters/scheduler/schedule.ts'
import type { JobName } from '../../../src/domain/job/schedule.ts'

const JOBS: readonly JobName[] = ['release-rewards', 'close-selections']
const SOURCE = new URL('../../../src/adapters/scheduler/bree.ts', import.meta.url).href
const BUILT = new URL('../../../dist/adapters/scheduler/bree.js', import.meta.url).href

/** Whose clock stands shortly before a full minute; less than a second before it, Bree would wait for the one after. */
const RINGS_ONCE = (alarm: string) => `
  const real = Date.now
  const RealDate = Date
  const aheadMs = 57_500 - (real() % 60_000)
  globalThis.Date = class extends RealDate {
    constructor(...given) { super(...(given.length === 0 ? [real() + aheadMs] : given)) }
    static now() { return real() + aheadMs }
  }
  const { breeAlarm } = await import(${JSON.stringify(alarm)})
  const troubles = []
  const alarm = await breeAlarm({
    ring: async () => {
      console.log('ring')
      await alarm.stop()
      console.log('stopped, troubles ' + troubles.length)
    },
    onTrouble: (error) => troubles.push(error),
  })
`

describe('Bree as the alarm clock', () => {
  it.each([
    ['as source', SOURCE],
    ['as it is built', BUILT],
  ])(
    'rings at the full minute from a thread, %s, and lets the process end when it is stopped',
    async (_how, alarm) => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', RINGS_ONCE(alarm)])
      onTestFinished(() => {
        child.kill('SIGKILL')
      })
      const errors = text(child.stderr)
      const lines: string[] = []
      for await (const line of createInterface({ input: child.stdout })) lines.push(line)
      if (child.exitCode === null) await once(child, 'close')
      expect({ lines, errors: await errors, code: child.exitCode }).toEqual({
        lines: ['ring', 'stopped, troubles 0'],
        errors: '',
        code: 0,
      })
    },
  )

  it('asks for the jobs at once when it starts, and stops at once when nothing runs', async () => {
    const asked: JobName[] = []
    const schedule = await startSchedule({
      jobNames: JOBS,
      runJob: async (job) => {
        asked.push(job)
        return 'nothing-due'
      },
      setAlarm: breeAlarm,
      log: () => undefined,
    })
    await expect.poll(() => asked).toEqual(JOBS)
    expect(await schedule.stop()).toEqual([])
  })

  it('stops within its limit while a job never ends', async () => {
    const schedule = await startSchedule({
      jobNames: JOBS,
      runJob: () => new Promise(() => undefined),
      setAlarm: breeAlarm,
      log: () => undefined,
      stopLimitMs: 200,
    })
    const startedAt = performance.now()
    expect(await schedule.stop()).toEqual(JOBS)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
