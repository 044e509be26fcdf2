import { z } from 'zod'
import { formatDay, formatIso } from '../../domain/calendar.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS } from '../../domain/primitives.ts'
import { ADS } from './ads.ts'
import { check } from './client.ts'
import { type Submitted, seeCash } from './earning.ts'
import { ask, onYouTube, passTime, ran, refreshStatistics, type Scene } from './scene.ts'

const reward = ADS.sunscreen.cash
const { holdDays } = ADS.sunscreen

/** How long the video is private by mistake, and when, in days after publication. */
const PRIVATE_DAYS = 2
const MISHAP_ON_DAY = 12

/** The hold of 28 days from publication, watched by the jobs; two of them do not count, since the video was private. */
export const waitForRelease = async (scene: Scene, submitted: Submitted): Promise<void> => {
  const { stage, teller } = scene
  teller.chapter(`${holdDays}일을 기다립니다`, `${holdDays} days pass`, stage.clock.now())
  teller.step('아직 이릅니다', 'The job that releases rewards finds nothing whose time has come')
  await releaseRewards(scene, { released: 0, waiting: 1 })
  teller.step('언제부터', 'Minji sees when her reward can be withdrawn')
  const dueAt = later(submitted.publishedAt, holdDays * DAY_MS)
  await seeHold(scene, submitted, { releaseDueAt: z.literal(formatIso(dueAt)), movedDays: z.literal(0) })

  const movedTo = await isPrivateForAWhile(scene, submitted)
  const refreshes = await refreshUntil(scene, movedTo)
  await passTime(
    scene,
    later(movedTo, MINUTE_MS),
    `게시 ${holdDays + PRIVATE_DAYS}일 뒤`,
    `${holdDays + PRIVATE_DAYS} days after publication`,
  )
  teller.step(
    '지난 2주',
    'On the way the video was seen in order again and again; once more, since it must be fresh',
  )
  teller.asked(`job refresh-statistics × ${refreshes + 1}`)
  await refreshStatistics(scene, 1)
  teller.cameBack(`observed 1, missing 0  × ${refreshes + 1}`, 'done')
  teller.step('리워드 지급', 'Now the reward is released')
  await releaseRewards(scene, { released: 1, waiting: 0 })
  await seeCash(scene, { cash: reward, cashAllowed: reward, requested: 0, paid: 0 })
}

/**
 * Minji makes her video private by mistake. One look that does not find it proves nothing, the second one six hours later
 * pauses the hold from the first on; when the video is back, the date has moved by what was lost. Answers the new date.
 */
const isPrivateForAWhile = async (scene: Scene, submitted: Submitted): Promise<Instant> => {
  const { stage, teller } = scene
  const { publishedAt, videoId } = submitted
  const video = `/simulator/videos/${videoId}`
  const day = (days: number) => later(publishedAt, days * DAY_MS)
  await refreshUntil(scene, day(MISHAP_ON_DAY - 3))
  await refreshUntil(scene, day(MISHAP_ON_DAY), 1)
  await passTime(scene, day(MISHAP_ON_DAY), '12일째 저녁', 'In the evening of day 12')

  teller.step('실수로 비공개', 'Minji makes the wrong video private')
  await onYouTube(scene, 'PATCH', video, { privacy: 'private' })
  await look(scene, { observed: 0, missing: 1 })
  teller.step('여섯 시간 뒤', 'One look proves nothing; the second one pauses the hold from the first on')
  stage.clock.jumpTo(later(stage.clock.now(), 6 * HOUR_MS))
  await look(scene, { observed: 0, missing: 1, down: 1 })
  const running = z.object({ from: z.string(), to: z.null(), why: z.string() })
  await seeHold(scene, submitted, { pauses: z.tuple([running]) })

  await passTime(scene, day(MISHAP_ON_DAY + PRIVATE_DAYS), '이틀 뒤', 'Two days later')
  teller.step('다시 공개', 'She reads the notification and makes it public again; the next look finds it')
  await onYouTube(scene, 'PATCH', video, { privacy: 'public' })
  await look(scene, { observed: 1, missing: 0, restored: 1 })
  const over = z.object({ from: z.string(), to: z.string(), why: z.string() })
  const hold = await seeHold(scene, submitted, {
    movedDays: z.literal(PRIVATE_DAYS),
    pauses: z.tuple([over]),
  })
  const dueAt = later(publishedAt, holdDays * DAY_MS + hold.movedMs)
  check('the date has moved by what was lost', hold.releaseDueAt, formatIso(dueAt))
  teller.step('비어 있는 이틀', 'Nothing could be read in these days, so the graph has nothing there')
  await drawDays(scene, submitted, MISHAP_ON_DAY - 3, MISHAP_ON_DAY + PRIVATE_DAYS)
  return dueAt
}

const look = async (scene: Scene, expected: Readonly<Record<string, number>>): Promise<void> => {
  const { stage, teller } = scene
  teller.asked('job refresh-statistics')
  check('job refresh-statistics', await ran(stage, 'refresh-statistics'), expected)
  const counts = Object.entries(expected).map(([what, howMany]) => `${what} ${howMany}`)
  teller.cameBack(counts.join(', '), 'done')
}

/** The newest read of each of these days after publication, from the series of the report. */
const drawDays = async (
  scene: Scene,
  { userAdIdx, publishedAt }: Submitted,
  first: number,
  last: number,
): Promise<void> => {
  const by = scene.stage.cast.minji
  const point = z.object({ at: z.string(), views: z.int() })
  const path = `/api/report/${userAdIdx}`
  const report = z.tuple([z.object({ series: z.array(point) })])
  const [{ series }] = await ask(scene, { method: 'GET', path, by }, report)
  const days = Array.from({ length: last - first + 1 }, (_, index) =>
    formatDay(later(publishedAt, (first + index) * DAY_MS)),
  )
  const bars = days.map((day) => ({
    label: day.slice(5).replace('-', '.'),
    figure: series.findLast(({ at }) => at.startsWith(day))?.views ?? null,
  }))
  check('the days without figures', bars.filter(({ figure }) => figure === null).length, PRIVATE_DAYS - 1)
  scene.teller.chart(bars)
}

const HOLD = {
  holdDays: z.literal(holdDays),
  releaseDueAt: z.string(),
  releasedAt: z.null(),
  movedMs: z.int(),
  movedDays: z.number(),
  pauses: z.array(z.object({ from: z.string(), to: z.string().nullable(), why: z.string() })),
  nextStep: z.string(),
}

/** What Minji reads of her hold, with what must be so. */
const seeHold = async (
  scene: Scene,
  { userAdIdx }: Submitted,
  expected: Partial<Record<keyof typeof HOLD, z.ZodType>>,
) => {
  const by = scene.stage.cast.minji
  const hold = z.object(HOLD).and(z.object(expected))
  const path = `/api/userad/4/${userAdIdx}`
  const [part] = await ask(scene, { method: 'GET', path, by }, z.tuple([z.object({ hold })]))
  const { releaseDueAt, movedDays, pauses, nextStep } = part.hold
  scene.teller.facts([
    [
      '인출 가능 from',
      `${releaseDueAt.slice(0, 16).replace('T', ' ')}${movedDays === 0 ? '' : `  (+${movedDays}일)`}`,
    ],
    ...pauses.map(({ from, to, why }): readonly [string, string] => [
      '제외 기간 pause',
      `${shown(from)} ~ ${to === null ? '' : shown(to)}  ${why}`,
    ]),
    ['할 일 next step', nextStep],
  ])
  return part.hold
}

const shown = (written: string): string => written.slice(0, 16).replace('T', ' ')

const releaseRewards = async (
  { stage, teller }: Scene,
  expected: { readonly released: number; readonly waiting: number },
): Promise<void> => {
  teller.asked('job release-rewards')
  check('job release-rewards', await ran(stage, 'release-rewards'), expected)
  teller.cameBack(`released ${expected.released}, waiting ${expected.waiting}`, 'done')
}

/** Up to `until`, every other day unless told otherwise; more often would show nothing more. Answers how often. */
const refreshUntil = async (scene: Scene, until: Instant, daysBetween = 2): Promise<number> => {
  const { clock } = scene.stage
  let refreshes = 0
  for (;;) {
    const next = later(clock.now(), daysBetween * DAY_MS)
    if (next >= until) return refreshes
    clock.jumpTo(next)
    await refreshStatistics(scene, 1)
    refreshes += 1
  }
}
