import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../adapters/system/clock.ts'
import { startYouTubeSimulator, type YouTubeSimulator } from '../../adapters/youtube/simulator/server.ts'
import { koreanDayOf, startOfDay } from '../../domain/calendar.ts'
import { HOUR_MS, type Instant, later } from '../../domain/primitives.ts'
import { ConfigError, readConfig } from '../config.ts'
import { type RunningServer, startServer } from '../server.ts'
import { type Client, client } from './client.ts'
import { type Cast, cast } from './people.ts'
import { type VirtualClock, virtualClock } from './virtual-clock.ts'

/** Everything that the demo plays on: a server and a YouTube of its own, which share one clock, in a temporary folder. */
export type Stage = {
  /** When the story begins. */
  readonly start: Instant
  readonly clock: VirtualClock
  readonly folder: string
  readonly youTube: YouTubeSimulator
  readonly server: RunningServer
  readonly client: Client
  readonly cast: Cast
  /** Closes both servers and removes the folder. */
  readonly close: () => Promise<void>
}

const PREFERRED_PORT = '3000'
const HOST = '127.0.0.1'

/** `port` as the environment gives it: that one or none. Without it the usual port, or any free one when that is taken. */
export const openStage = async (port: string | undefined): Promise<Stage> => {
  const start = tenInTheMorning()
  const clock = virtualClock(start)
  const folder = await mkdtemp(join(tmpdir(), 'crecker-demo-'))
  const opened: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const undo of opened.splice(0).reverse()) await undo()
  }
  try {
    const apiKey = randomBytes(18).toString('base64url')
    const youTube = await startYouTubeSimulator({ clock, port: 0, apiKey })
    opened.push(youTube.close)
    const server = await serve({ folder, clock, port, apiKey, youTubeUrl: youTube.baseUrl })
    opened.push(server.close)
    return { start, clock, folder, youTube, server, client: client(server.url), cast: cast(), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Of today in Korea: whatever the time is where this runs, no step falls on two days. */
const tenInTheMorning = (): Instant => later(startOfDay(koreanDayOf(systemClock.now())), 10 * HOUR_MS)

const serve = async ({
  folder,
  clock,
  port,
  apiKey,
  youTubeUrl,
}: {
  readonly folder: string
  readonly clock: VirtualClock
  readonly port: string | undefined
  readonly apiKey: string
  readonly youTubeUrl: string
}): Promise<RunningServer> => {
  const on = (chosen: string) =>
    startServer(
      readConfig({
        HOST,
        PORT: chosen,
        DATA_DIR: folder,
        YOUTUBE_API_KEY: apiKey,
        YOUTUBE_API_BASE_URL: youTubeUrl,
        LOG_LEVEL: 'error',
      }),
      { clock },
    )
  if (port !== undefined && port !== '') return on(port)
  try {
    return await on(PREFERRED_PORT)
  } catch (error) {
    if (error instanceof ConfigError) return on('0')
    throw error
  }
}
