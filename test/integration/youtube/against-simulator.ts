import { onTestFinished } from 'vitest'
import {
  type SimulatorSettings,
  startYouTubeSimulator,
} from '../../../src/adapters/youtube/simulator/server.ts'
import { type YouTubeSettings, youTubeDataApi } from '../../../src/adapters/youtube/youtube-data-api.ts'
import { type Instant, toInstant } from '../../../src/domain/primitives.ts'
import type { VideoPlatform } from '../../../src/ports/video-platform.ts'

/** Letters only on purpose: it would pass as the reason of an error. */
export const API_KEY = 'SecretCanaryKey'

export const at = (written: string): Instant => toInstant(Date.parse(written))

/** A clock that stands still until it is moved. */
export const movableClock = (start: string) => {
  let now = at(start)
  return {
    now: () => now,
    moveTo: (written: string) => {
      now = at(written)
    },
  }
}

/** A simulator on a free port, ended with the test. */
export const startSimulator = async (
  clock: SimulatorSettings['clock'],
  settings: Partial<SimulatorSettings> = {},
) => {
  const simulator = await startYouTubeSimulator({ clock, port: 0, apiKey: API_KEY, ...settings })
  onTestFinished(simulator.close)
  return simulator
}

/** The real adapter and the simulated YouTube, on one clock. Pauses are noted and not spent. */
export const connect = async (
  options: {
    readonly now?: string
    readonly adapter?: Partial<YouTubeSettings>
    readonly simulator?: Partial<SimulatorSettings>
  } = {},
) => {
  const clock = movableClock(options.now ?? '2026-11-20T03:00:00Z')
  const simulator = await startSimulator(clock, options.simulator)
  const pauses: number[] = []
  const youTube: VideoPlatform = youTubeDataApi({
    apiKey: API_KEY,
    baseUrl: simulator.baseUrl,
    clock,
    random: () => 1,
    wait: async (durationMs) => {
      pauses.push(durationMs)
    },
    ...options.adapter,
  })
  return { clock, simulator, youTube, pauses, catalogue: simulator.catalogue }
}

/** Asks the simulator itself, past the adapter. */
export const get = async (baseUrl: string, path: string) => {
  const response = await fetch(`${baseUrl}${path}`)
  return { status: response.status, body: (await response.json()) as unknown }
}
