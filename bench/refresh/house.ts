import { makeKeys } from '../../src/adapters/auth/keys-file.ts'
import { passwordHasher } from '../../src/adapters/auth/passwords.ts'
import { memoryImages } from '../../src/adapters/memory/image-store.ts'
import { elapsedMs } from '../../src/adapters/system/clock.ts'
import type { Purpose, YouTubeLimits } from '../../src/adapters/youtube/meter.ts'
import { youTubeDataApi } from '../../src/adapters/youtube/youtube-data-api.ts'
import { MINUTE_MS, toWon } from '../../src/domain/primitives.ts'
import { furnish, type House } from '../../src/entry/container.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Persistence } from '../../src/ports/persistence.ts'

/** The product on a database and a simulated YouTube, as `openHouse` puts it together, with a clock that is moved by hand. */
export const houseOn = ({
  persistence,
  clock,
  baseUrl,
  limits,
}: {
  readonly persistence: Persistence
  readonly clock: Clock
  /** Of the simulated YouTube. */
  readonly baseUrl: string
  readonly limits: YouTubeLimits
}): House => {
  const youTube = (purpose: Purpose) =>
    youTubeDataApi({ apiKey: 'simulated', baseUrl, ledger: persistence.quota, limits, purpose, clock })
  return furnish({
    persistence,
    platform: youTube('people'),
    scheduledPlatform: youTube('schedule'),
    isYouTubeConfigured: true,
    images: memoryImages(),
    clock,
    keys: makeKeys(),
    passwords: passwordHasher(),
    requireVerifiedChannel: true,
    withdrawalMinimum: toWon(1),
    statisticsRetentionDays: 30,
    adListCacheMs: 0,
    elapsedMs,
    jobLeaseMs: MINUTE_MS,
    processName: 'bench:1',
    publicUrl: null,
    clientAddress: () => '127.0.0.1',
    isAccepting: () => true,
    interests: { note: () => undefined },
    log: (entry) => console.error(JSON.stringify(entry)),
  })
}
