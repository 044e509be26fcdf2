import { onTestFinished } from 'vitest'
import { quotaLedger } from '../../../src/adapters/memory/quota.ts'
import { type Purpose, YOUTUBE_LIMITS, type YouTubeLimits } from '../../../src/adapters/youtube/meter.ts'
import type { Fault } from '../../../src/adapters/youtube/simulator/faults.ts'
import {
  type SimulatorSettings,
  startYouTubeSimulator,
} from '../../../src/adapters/youtube/simulator/server.ts'
import { type YouTubeSettings, youTubeDataApi } from '../../../src/adapters/youtube/youtube-data-api.ts'
import { type Instant, toInstant } from '../../../src/domain/primitives.ts'
import { isVideoId, type VideoId } from '../../../src/domain/video/youtube-url.ts'
import type { QuotaLedger } from '../../../src/ports/quota.ts'

export const videoId = (text: string): VideoId => {
  if (!isVideoId(text)) throw new RangeError(text)
  return text
}

/** An answer in the envelope of YouTube's errors. */
export const errorAnswer = (status: number, error: Readonly<Record<string, unknown>>): Fault => ({
  kind: 'answer',
  status,
  body: { error: { code: status, ...error } },
})

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
    set: (instant: Instant) => {
      now = instant
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
  const ledger = quotaLedger()
  const pauses: number[] = []
  const settings: YouTubeSettings = {
    apiKey: API_KEY,
    baseUrl: simulator.baseUrl,
    clock,
    ledger,
    random: () => 1,
    wait: async (durationMs) => {
      pauses.push(durationMs)
    },
    ...options.adapter,
  }
  return {
    clock,
    simulator,
    youTube: youTubeDataApi(settings),
    /** One more on the same ledger, such as another process has. */
    another: (purpose: Purpose, limits: YouTubeLimits = YOUTUBE_LIMITS, own: QuotaLedger = ledger) =>
      youTubeDataApi({ ...settings, purpose, limits, ledger: own }),
    ledger,
    pauses,
    catalogue: simulator.catalogue,
  }
}

/** Asks the simulator itself, past the adapter. */
export const get = async (baseUrl: string, path: string) => {
  const response = await fetch(`${baseUrl}${path}`)
  return { status: response.status, body: (await response.json()) as unknown }
}
