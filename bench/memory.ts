import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Mariadb } from '../test/mariadb/mariadbd.ts'
import { load } from './load.ts'
import type { Options } from './options.ts'
import { residentMb } from './processes.ts'
import { makeWorld, type World } from './worlds.ts'

const QUIET_MS = 10_000
const SAMPLE_SECONDS = 30

/** Prints what the server takes at rest and, every half minute, under load on all chosen routes by turns. */
export const measureMemory = async (
  options: Options,
  place: { readonly folder: string; readonly mariadb: Mariadb },
  say: (line: string) => void,
): Promise<void> => {
  say('filling the databases …')
  const world = await makeWorld(place, 1, options)
  const requestsFile = join(place.folder, 'all.requests')
  await writeFile(requestsFile, await allRequests(world, options))
  for (const database of options.databases) {
    const server = await world.start(database, null)
    try {
      await fetch(`${server.url}/health`)
      await pause(QUIET_MS)
      say(`${database}: ${(await residentMb(server.pid)).toFixed(0)} MB at rest`)
      const samples: number[] = []
      while (samples.length * SAMPLE_SECONDS < options.minutes * 60) {
        const { connections } = options
        const { requestsPerSecond } = await load({
          url: server.url,
          requestsFile,
          connections,
          seconds: SAMPLE_SECONDS,
        })
        const resident = await residentMb(server.pid)
        samples.push(resident)
        const minutes = (samples.length * SAMPLE_SECONDS) / 60
        say(
          `${database}: ${resident.toFixed(0)} MB after ${minutes.toFixed(1)} minutes, ${requestsPerSecond.toFixed(0)} req/s`,
        )
      }
      const late = samples.slice(Math.floor(samples.length / 2))
      if (late.length > 1)
        say(`${database}: ${slopePerMinute(late).toFixed(2)} MB a minute over the second half`)
      say(`${database}: lowest of each fifth ${lowestOfFifths(samples).join(', ')} MB`)
      await pause(QUIET_MS)
      say(`${database}: ${(await residentMb(server.pid)).toFixed(0)} MB at rest again`)
    } finally {
      await server.stop()
    }
  }
}

/** The requests of all routes, one of each in turn. */
const allRequests = async (world: World, { routes }: Options): Promise<string> => {
  const files = await Promise.all(routes.map((route) => readFile(world.requestsFile(route), 'utf8')))
  const lines = files.map((file) => file.trimEnd().split('\n'))
  return `${world.members.flatMap((_, member) => lines.map((of) => of[member])).join('\n')}\n`
}

/** What is left when the collector has just run: the rest comes and goes. */
const lowestOfFifths = (samples: readonly number[]): readonly string[] =>
  [0, 1, 2, 3, 4].map((fifth) => {
    const at = (n: number) => Math.floor((n * samples.length) / 5)
    return Math.min(...samples.slice(at(fifth), at(fifth + 1))).toFixed(0)
  })

/** Of the straight line that lies closest to the samples. */
const slopePerMinute = (samples: readonly number[]): number => {
  const minutes = samples.map((_, at) => (at * SAMPLE_SECONDS) / 60)
  const [meanX, meanY] = [mean(minutes), mean(samples)]
  const covariance = samples.map((sample, at) => (sample - meanY) * ((minutes[at] ?? 0) - meanX))
  return mean(covariance) / mean(minutes.map((each) => (each - meanX) ** 2))
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length
