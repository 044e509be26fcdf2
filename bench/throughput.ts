import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mariadb } from '../test/mariadb/mariadbd.ts'
import { type Figures, load } from './load.ts'
import type { DatabaseName, Options, Scale } from './options.ts'
import { type Running, startBare } from './processes.ts'
import { record } from './record.ts'
import type { Recording } from './recording.ts'
import type { Route } from './routes.ts'
import { makeWorld, type World } from './worlds.ts'

/** A server under test; `bare` is the one that the others are compared with. */
export type Contender = {
  readonly server: 'bare' | DatabaseName
  readonly scale: Scale
  /** Whether lists may be answered from memory, as shipped. */
  readonly cached: boolean
}

/** The figures of all rounds of one contender at one route: the nth of each contender belong together. */
export type Measured = { readonly contender: Contender; readonly figures: readonly Figures[] }
export type RouteMeasured = { readonly route: Route; readonly measured: readonly Measured[] }

/** Connections to the database that a server has by default, so also the bare one. */
const POOL_SIZE = 10
const WARM_UP_SECONDS = 1

type Started = { readonly contender: Contender; readonly running: Running; readonly world: World }

/** Fills the databases, starts all servers side by side, and puts one after the other under load, round by round. */
export const measureThroughput = async (
  options: Options,
  place: { readonly folder: string; readonly mariadb: Mariadb },
  say: (line: string) => void,
): Promise<readonly RouteMeasured[]> => {
  const worlds: World[] = []
  for (const scale of options.scales) {
    say(`filling the databases, ${scale} × 10,000 creators …`)
    worlds.push(await makeWorld(place, scale, options))
  }
  const [smallest] = worlds
  if (smallest === undefined) throw new RangeError('there is nothing to measure without a population')
  say('recording what the product does …')
  const started = [await startRecorded(smallest, options.routes, place)]
  try {
    for (const world of worlds)
      for (const contender of contendersAt(world.scale, options)) {
        const running = await world.start(contender.server, contender.cached ? null : 0)
        started.push({ contender, running, world })
      }
    const results: RouteMeasured[] = []
    for (const route of options.routes) {
      say(`${route.name} …`)
      results.push({ route, measured: await takeTurns(route, started, options) })
    }
    return results
  } finally {
    for (const { running } of started) await running.stop()
  }
}

/** The product on each database; with the smallest population also as shipped, to see what its memory of lists does. */
const contendersAt = (scale: Scale, { databases, scales }: Options) =>
  databases.flatMap((server) =>
    (scale === scales[0] ? [true, false] : [false]).map((cached) => ({ server, scale, cached })),
  )

/** The bare server, with what the product does without its cache. */
const startRecorded = async (
  world: World,
  routes: readonly Route[],
  { folder, mariadb }: { readonly folder: string; readonly mariadb: Mariadb },
): Promise<Started> => {
  const product = await world.start('mariadb', 0)
  const path = join(folder, 'recording.json')
  try {
    const answers = await record(mariadb, product.url, routes, world.members)
    const recording: Recording = { databaseUrl: world.mariadbUrl, poolSize: POOL_SIZE, answers }
    await writeFile(path, JSON.stringify(recording))
  } finally {
    await product.stop()
  }
  const contender: Contender = { server: 'bare', scale: world.scale, cached: false }
  return { contender, running: await startBare(path), world }
}

/** A B C … A B C …, so that whatever else the machine does meets all of them. */
const takeTurns = async (
  route: Route,
  started: readonly Started[],
  { seconds, rounds, connections }: Options,
): Promise<readonly Measured[]> => {
  const taking = started
    .filter(({ contender: { server, scale, cached } }) =>
      // What is not read-hot is not cached, so one server of a database and scale is as good as the other.
      route.readHot || server === 'bare' ? true : cached || !hasCached(started, server, scale),
    )
    .map((each) => ({ ...each, figures: [] as Figures[] }))
  const turn = ({ running, world }: Started, lasting: number): Promise<Figures> =>
    load({ url: running.url, requestsFile: world.requestsFile(route), connections, seconds: lasting })
  for (const each of taking) await turn(each, WARM_UP_SECONDS)
  for (let round = 0; round < rounds; round += 1)
    for (const each of taking) each.figures.push(await turn(each, seconds))
  return taking.map(({ contender, figures }) => ({ contender, figures }))
}

const hasCached = (started: readonly Started[], server: Contender['server'], scale: Scale): boolean =>
  started.some(({ contender: each }) => each.server === server && each.scale === scale && each.cached)
