import { expect, onTestFinished, test } from 'vitest'
import type { LifeEvent } from '../../../src/adapters/youtube/simulator/life.ts'
import { formatIso, parseInstant } from '../../../src/domain/calendar.ts'
import { DAY_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { NOON } from '../../fixtures/instants.ts'
import { kept } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { backends, describeOnEach } from '../contracts/backends.ts'
import { HASHTAG, openSimulatedWorld, storedCampaign } from './simulated-world.ts'

/** Korean time, in the year in which the date is nearest to the beginning. */
const on = (monthAndDay: string, time: string): Instant => {
  const year = monthAndDay.startsWith('11') || monthAndDay.startsWith('12') ? 2026 : 2027
  const at = parseInstant(`${year}-${monthAndDay} ${time}`, 'from')
  if (at === undefined) throw new RangeError(`no time: ${monthAndDay} ${time}`)
  return at
}

type Case = {
  readonly what: string
  readonly life?: readonly LifeEvent[]
  readonly holdDays?: number
  readonly approvedAt?: Instant
  /** From when to when YouTube answers nobody. */
  readonly outage?: readonly [from: Instant, to: Instant]
  /** When the reward can be withdrawn; null when it never can, in the ten weeks that are looked at. */
  readonly released: readonly [monthAndDay: string, time: string] | null
}

const away = (from: Instant, to: Instant): readonly LifeEvent[] => [
  { at: from, what: 'vanishes' },
  { at: to, what: 'returns' },
]
const asPrivate = (
  from: Instant,
  to: Instant,
  privacy: 'private' | 'unlisted' = 'private',
): readonly LifeEvent[] => [
  { at: from, what: 'changes-privacy', privacy },
  { at: to, what: 'changes-privacy', privacy: 'public' },
]

/**
 * Published on Sunday, 22 November, at noon, with a hold of 28 days, so due on 20 December at noon. Somebody looks every
 * day at noon, and then releases what is to be released. Each date was worked out on paper from these looks.
 */
const CASES: readonly Case[] = [
  { what: 'all goes well', released: ['12-20', '12:00'] },
  { what: 'it is a trial with a hold of five days', holdDays: 5, released: ['11-27', '12:00'] },
  {
    what: 'it is approved only five days after its hold is over',
    approvedAt: on('12-25', '09:00'),
    released: ['12-25', '12:00'],
  },
  {
    what: 'its figures stand still, and YouTube takes most of them back',
    life: [
      { at: on('11-24', '10:00'), what: 'freezes' },
      { at: on('12-02', '10:00'), what: 'is-purged', views: 1_000_000 },
    ],
    released: ['12-20', '12:00'],
  },
  {
    // Missed on the 28th and again on the 29th, seen on the 1st: three days do not count.
    what: 'it is private for three days',
    life: asPrivate(on('11-27', '15:00'), on('11-30', '15:00')),
    released: ['12-23', '12:00'],
  },
  {
    // Found unlisted on the 1st and public on the 4th; one look is enough, since YouTube still shows it.
    what: 'it is unlisted for three days',
    life: asPrivate(on('12-01', '06:00'), on('12-04', '06:00'), 'unlisted'),
    released: ['12-23', '12:00'],
  },
  {
    // From the look of the 1st to that of the 6th.
    what: 'it lacks its hashtag for five days',
    life: [
      { at: on('12-01', '06:00'), what: 'is-described', description: '크림 하나로 버틴 한 달' },
      { at: on('12-06', '06:00'), what: 'is-described', description: `크림 하나로 버틴 한 달 #${HASHTAG}` },
    ],
    released: ['12-25', '12:00'],
  },
  {
    // Missed on the 5th and the 6th, seen on the 7th: two days.
    what: 'it vanishes for two days and is restored',
    life: away(on('12-05', '00:00'), on('12-07', '00:00')),
    released: ['12-22', '12:00'],
  },
  {
    what: 'one look alone misses it',
    life: away(on('12-05', '11:00'), on('12-05', '13:00')),
    released: ['12-20', '12:00'],
  },
  {
    // The look on the very day finds it unlisted, that of the next day finds it back: one day.
    what: 'it is unlisted at the moment at which its hold would be over',
    life: asPrivate(on('12-20', '11:00'), on('12-21', '11:00'), 'unlisted'),
    released: ['12-21', '12:00'],
  },
  {
    what: 'YouTube answers nobody for three days in between',
    outage: [on('12-10', '11:00'), on('12-13', '11:00')],
    released: ['12-20', '12:00'],
  },
  {
    // Its last good look is of the 18th, and more than a day old when the hold is over.
    what: 'YouTube answers nobody when the hold is over',
    outage: [on('12-19', '11:00'), on('12-22', '11:00')],
    released: ['12-22', '12:00'],
  },
  {
    what: 'it is private twice',
    life: [
      ...asPrivate(on('11-25', '11:00'), on('11-26', '13:00')),
      ...asPrivate(on('12-10', '11:00'), on('12-12', '11:00'), 'unlisted'),
    ],
    // Missed on the 25th and the 26th, seen on the 27th; unlisted on the 10th and 11th, seen on the 12th.
    released: ['12-24', '12:00'],
  },
  {
    what: 'it is gone for good',
    life: [{ at: on('12-05', '00:00'), what: 'vanishes' }],
    released: null,
  },
]

describeOnEach(
  backends,
  'a reward becomes withdrawable on the date worked out on paper, on %s, when',
  (backend) => {
    test.each(CASES)('$what', { timeout: 120_000 }, async ({ life = [], holdDays = 28, ...one }) => {
      const persistence = await backend.open()
      onTestFinished(persistence.close)
      const { clock, youTube, runJob } = await openSimulatedWorld(persistence)
      const id = aVideoId('by-hand')
      youTube.catalogue.addVideo({
        id,
        channelId: aChannelId(),
        title: '한 달 사용기',
        description: `크림 하나로 버틴 한 달 #${HASHTAG}`,
        publishedAt: NOON,
        life: [{ at: NOON, what: 'grows', viewsPerHour: 120 }, ...life],
      })
      const video = { id, publishedAt: NOON, holdDays }
      const part = await kept(persistence, (stores) => storedCampaign(stores, video, one.approvedAt ?? NOON))

      for (let now = later(NOON, DAY_MS); now < later(NOON, 70 * DAY_MS); now = later(now, DAY_MS)) {
        clock.set(now)
        const isOut = one.outage !== undefined && now >= one.outage[0] && now < one.outage[1]
        youTube.faults.clear()
        if (isOut) youTube.faults.add({ kind: 'backend-error', status: 503 }, Number.POSITIVE_INFINITY)
        await runJob('refresh-statistics', { scope: 'all' })
        await runJob('release-rewards', { scope: 'due' })
      }
      const detail = await persistence.views.participations.detailOf(part.creatorId, part.id)
      const settled = detail?.settled ?? null
      expect(settled?.how === 'released' ? formatIso(settled.at) : null).toBe(
        one.released === null ? null : formatIso(on(...one.released)),
      )
      expect((await persistence.views.cash.books()).drift).toEqual([])
    })
  },
)
