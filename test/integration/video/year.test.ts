import { expect, onTestFinished, test } from 'vitest'
import { formatIso } from '../../../src/domain/calendar.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { kept } from '../../fixtures/stored.ts'
import { backends, describeOnEach } from '../contracts/backends.ts'
import {
  asSimulated,
  isSilentAt,
  type Look,
  type Release,
  releaseByHand,
  type Scripted,
  SILENT_MS,
  scriptedVideos,
  type Trouble,
} from './scripted-videos.ts'
import { openSimulatedWorld, storedCampaign } from './simulated-world.ts'

const VIDEOS = 200
const DAYS = 365
/** Reads are due every five hours, so that these are six apart; which makes no difference to what is checked here. */
const STEP_MS = 3 * HOUR_MS

/** A simulated world that notes when each video was looked at, and whether YouTube answered. */
const aYearOf = async (persistence: Persistence, script: readonly Scripted[]) => {
  const looks = new Map<VideoId, Look[]>(script.map(({ id }) => [id, []]))
  const world = await openSimulatedWorld(persistence, (real, clock) => {
    const note = (ids: Iterable<VideoId>, isAnswered: boolean) => {
      for (const id of ids) looks.get(id)?.push({ at: clock.now(), isAnswered })
    }
    /** So few videos are due at once that never three batches in a row are unanswered, which would say it of all. */
    const noAnswer = (ids: readonly VideoId[]) => {
      note(ids, false)
      return err({ kind: 'youtube-unavailable' } as const)
    }
    return {
      ...real,
      videos: async (ids) => {
        if (isSilentAt(clock.now())) return noAnswer(ids)
        note(ids, true)
        return real.videos(ids)
      },
      figures: async (ids) => (isSilentAt(clock.now()) ? noAnswer(ids) : real.figures(ids)),
    }
  })
  for (const video of script) world.youTube.catalogue.addVideo(asSimulated(video))
  return { ...world, looks }
}

/** When each reward was released and for how long its hold had paused, as its creator reads it. */
const releasesOf = async (
  { views }: Persistence,
  parts: ReadonlyMap<VideoId, Participation>,
): Promise<ReadonlyMap<VideoId, Release | null>> => {
  const found = new Map<VideoId, Release | null>()
  for (const [id, part] of parts) {
    const detail = await views.participations.detailOf(part.creatorId, part.id)
    const reward = detail?.settled ?? null
    if (reward?.how !== 'released') found.set(id, null)
    else {
      // A video that came and went again after that moved nothing any more.
      const counted = (detail?.video?.pauses ?? []).filter(({ to }) => to <= reward.at)
      const pausedMs = counted.reduce((total, { from, to }) => total + (to - from), 0)
      found.set(id, { at: reward.at, pausedMs })
    }
  }
  return found
}

/** Jobs that take part in this: what is read, what is released for it, and what is thrown away after a month. */
const JOBS = ['refresh-statistics', 'release-rewards', 'purge-observations'] as const

const live = async (
  persistence: Persistence,
  script: readonly Scripted[],
): Promise<{
  readonly releases: readonly (Release | null)[]
  readonly byHand: readonly (Release | null)[]
}> => {
  const { runJob, clock, looks } = await aYearOf(persistence, script)
  const steps: Instant[] = []
  const parts = new Map<VideoId, Participation>()
  for (let now = NOON; now < inDays(DAYS); now = later(now, STEP_MS)) {
    clock.set(now)
    steps.push(now)
    for (const video of script.filter(({ publishedAt }) => publishedAt <= now && publishedAt > now - STEP_MS))
      parts.set(video.id, await kept(persistence, (stores) => storedCampaign(stores, video, now)))
    for (const job of JOBS) {
      const report = await runJob(job, { scope: 'due' })
      const isSilent = job === 'refresh-statistics' && isSilentAt(now)
      if (report !== 'nothing-due')
        expect(report).toMatchObject({
          outcome: { kind: isSilent ? expect.stringMatching(/^(paused|done)$/) : 'done' },
        })
    }
  }
  const releases = await releasesOf(persistence, parts)
  return {
    releases: script.map(({ id }) => releases.get(id) ?? null),
    byHand: script.map((video) => releaseByHand(video, looks.get(video.id) ?? [], steps)),
  }
}

const SQL = backends.filter(({ name }) => name === 'SQLite in memory' || name === 'MariaDB')

describeOnEach(SQL, 'a year of 200 videos, on %s', (backend) => {
  test('releases every reward on the date that the rule gives by hand', { timeout: 600_000 }, async () => {
    const script = scriptedVideos(VIDEOS)
    const persistence = await backend.open()
    onTestFinished(persistence.close)
    const { releases, byHand } = await live(persistence, script)
    expect(releases).toEqual(byHand)

    const dates = script.map(({ kind }, index) => ({ kind, at: releases[index]?.at ?? null }))
    // Worked out on paper: published 22 November, 12:03, and released at the first step of three hours after 28 days.
    expect(formatIso(dates[0]?.at ?? NOON)).toBe('2026-12-20T15:00:00.000+09:00')
    // Published 27 November, 06:24, with a hold of five days.
    expect(formatIso(dates[3]?.at ?? NOON)).toBe('2026-12-02T09:00:00.000+09:00')

    for (const [index, { kind, troubles, holdDays }] of script.entries()) {
      const release = releases[index] ?? null
      expect(release === null, `${kind}, number ${index}`).toBe(kind === 'is gone for good' && holdDays > 12)
      if (release === null) continue
      const brokenMs = kind === 'is away for two hours' ? 0 : sumOf(troubles, release.at)
      // A pause runs between looks, and there is one at least every 20 hours and a step; a video that is down is looked
      // at with every step. YouTube may be silent at each of its ends, and a first miss may begin anew then.
      expect(release.pausedMs).toBeLessThanOrEqual(brokenMs + troubles.length * SILENT_MS + STEP_MS)
      expect(release.pausedMs).toBeGreaterThanOrEqual(
        Math.max(0, brokenMs - troubles.length * (20 * HOUR_MS + 2 * SILENT_MS + STEP_MS)),
      )
    }
    expect((await persistence.views.cash.books()).drift).toEqual([])
  })
})

/** How long it was not as agreed before its release, by its script. */
const sumOf = (troubles: readonly Trouble[], until: Instant): number =>
  troubles.reduce((total, { from, to }) => total + Math.max(0, Math.min(to, until) - from), 0)
