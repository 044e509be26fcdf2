import { showTheWay } from './farewell.ts'
import type { Scene } from './scene.ts'
import { openStage, type Stage } from './stage.ts'
import { tellStory } from './story.ts'
import { koreanTime, type Teller, teller } from './teller.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** What shells answer for a program that was interrupted. */
const INTERRUPTED = 130

/**
 * Carries the main job out over real HTTP, telling each step. With `once` it ends then, otherwise the server stays up
 * until it is interrupted. Answers the exit code: 0, or 1 when a step did not come out as it should.
 */
export const demo = async ({
  once,
  port,
}: {
  readonly once: boolean
  /** As the environment gives it; undefined for 3000, or any free one. */
  readonly port: string | undefined
}): Promise<number> => {
  const interruption = untilInterrupted()
  let closing = false
  const telling = teller({
    // A step that the closing cuts off has not failed.
    write: (text) => closing || process.stdout.write(text),
    colours: process.stdout.isTTY === true,
  })
  const stage = await openStage(port)
  try {
    introduce(stage, telling)
    const scene = { stage, teller: telling }
    const outcome = await Promise.race([perform(scene), interruption])
    if (outcome === 'interrupted') return INTERRUPTED
    if (outcome === 'failed') return 1
    if (once) return 0
    showTheWay(scene)
    await interruption
    return 0
  } finally {
    closing = true
    await stage.close()
  }
}

/** Tells the story, with the failure if there is one. */
const perform = async (scene: Scene): Promise<'told' | 'failed'> => {
  const startedAt = performance.now()
  try {
    await tellStory(scene)
  } catch (error) {
    scene.teller.failed(error)
    return 'failed'
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  scene.teller.ended(
    `끝: 가입부터 인출까지, 모두 확인했습니다. (${seconds}초)`,
    `Done: from sign-up to payout, every step checked, in ${seconds} seconds.`,
  )
  return 'told'
}

const introduce = ({ server, youTube, folder, clock }: Stage, telling: Teller): void =>
  telling.title(
    '크레커: 계약 없이 함께하는 크리에이터 플랫폼',
    'Crecker: the main job, carried out over real HTTP',
    [
      ['서버 server', server.url],
      ['유튜브 YouTube', `${youTube.baseUrl}  (시뮬레이터 simulated)`],
      ['자료 data', `${folder}  (SQLite, 끝나면 지웁니다 removed at the end)`],
      ['시계 clock', `${koreanTime(clock.now())}, 가상 virtual`],
    ],
  )

/** Resolves at the first signal. Later ones are heard too, so that closing down is not cut short by a second Ctrl-C. */
const untilInterrupted = (): Promise<'interrupted'> =>
  new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve('interrupted'))
  })
