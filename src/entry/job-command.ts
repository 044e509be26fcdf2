import { parseArgs } from 'node:util'
import { systemClock } from '../adapters/system/clock.ts'
import { isJobName, JOB_NAMES, type JobName } from '../domain/job/schedule.ts'
import { readConfig } from './config.ts'
import { inJson, inText, type JobsSeen, lookAtJobs } from './job-list.ts'
import { tellReport } from './job-report.ts'
import { openHouse, openToRead } from './open.ts'

/** `job run <name> [--due]` and `job list [<name>] [--json]`. Answers the exit code; null when it is called in another way. */
export const jobCommand = async ([what, ...args]: readonly string[]): Promise<number | null> => {
  if (what !== 'run' && what !== 'list') return null
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { due: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [name, ...more] = positionals
  const isMisfit = what === 'run' ? name === undefined || values.json : values.due
  if (more.length > 0 || isMisfit) return null
  if (name !== undefined && !isJobName(name)) {
    console.error(`There is no job "${name}". Jobs: ${JOB_NAMES.join(', ')}.`)
    return 2
  }
  if (what === 'list') return list(name, values.json ? inJson : inText)
  return name === undefined ? null : run(name, values.due ? 'due' : 'all')
}

/** Ends with 1 when a job is late, so that whoever watches needs to read nothing. */
const list = async (name: JobName | undefined, written: (seen: JobsSeen) => string): Promise<number> => {
  const database = await openToRead(readConfig(process.env))
  try {
    await database.check()
    const seen = await lookAtJobs(database.views.jobs, systemClock.now(), name ?? null)
    console.log(written(seen))
    return seen.jobs.some(({ isLate }) => isLate) ? 1 : 0
  } finally {
    await database.close()
  }
}

/** An interrupted run stops between two batches, and whoever runs the job next goes on there; a second signal ends it. */
const run = async (name: JobName, scope: 'due' | 'all'): Promise<number> => {
  const house = await openHouse(readConfig(process.env))
  let interrupted = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      interrupted = true
    })
  try {
    const report = await house.runJob(name, { scope, isStopping: () => interrupted })
    if (typeof report !== 'string') return tellReport(name, report, null)
    const standings = await house.persistence.views.jobs.standings()
    return tellReport(name, report, standings.find(({ job }) => job === name) ?? null)
  } finally {
    await house.close()
  }
}
