import { describeError } from '../adapters/http/describe-error.ts'
import { breeAlarm } from '../adapters/scheduler/bree.ts'
import { type RunningSchedule, startSchedule } from '../adapters/scheduler/schedule.ts'
import { JOB_NAMES } from '../domain/job/schedule.ts'
import type { Config } from './config.ts'
import type { House } from './container.ts'
import { logger } from './logger.ts'
import { openHouse } from './open.ts'

/** Runs the jobs of a house on their schedule, in this process and on its connections to the database (ADR 15). */
export const startJobs = async (
  { runJob }: Pick<House, 'runJob'>,
  { logLevel }: Pick<Config, 'logLevel'>,
): Promise<{ readonly stop: () => Promise<void> }> => {
  const log = logger(logLevel)
  const schedule: RunningSchedule = await startSchedule({
    jobNames: JOB_NAMES,
    runJob,
    setAlarm: breeAlarm,
    log: ({ error, ...entry }) =>
      log(
        error === undefined
          ? entry
          : { ...entry, error: error instanceof Error ? describeError(error) : String(error) },
      ),
  })
  return {
    stop: async () => {
      for (const job of await schedule.stop())
        log({
          level: 'warn',
          message: 'job did not stop in time, and goes on elsewhere when its lease is over',
          job,
        })
    },
  }
}

/** Runs the jobs alone: beside servers, and beside as many others of its kind as you like. */
export const startWorker = async (config: Config): Promise<{ readonly stop: () => Promise<void> }> => {
  const house = await openHouse(config)
  try {
    const jobs = await startJobs(house, config)
    return {
      stop: async () => {
        await jobs.stop()
        await house.close()
      },
    }
  } catch (error) {
    await house.close()
    throw error
  }
}
