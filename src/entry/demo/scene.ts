import { z } from 'zod'
import type { JobName } from '../../domain/job/schedule.ts'
import type { Instant } from '../../domain/primitives.ts'
import { type Answer, check, type Question } from './client.ts'
import type { Person } from './people.ts'
import type { Stage } from './stage.ts'
import type { Teller } from './teller.ts'

/** Where the story plays, and who tells it. */
export type Scene = { readonly stage: Stage; readonly teller: Teller }

/** Asks, and shows what was asked and what came back. */
export const ask = async <T>(
  { stage, teller }: Scene,
  question: Question,
  data: z.ZodType<T>,
): Promise<T> => {
  teller.asked(spoken(question))
  const answer = await stage.client.ask(question, data)
  teller.cameBack(written(answer), 'done')
  return answer.data
}

/** Asks one thing after the other, and shows them as one. Answers what came back, in the same order. */
export const askEach = async <T>(
  { stage, teller }: Scene,
  what: string,
  questions: readonly Question[],
  data: z.ZodType<T>,
): Promise<readonly T[]> => {
  teller.asked(`${what}  × ${questions.length}`)
  const answers: Answer<T>[] = []
  for (const question of questions) answers.push(await stage.client.ask(question, data))
  const last = answers.at(-1)
  if (last !== undefined) teller.cameBack(`${written(last)}  × ${answers.length}`, 'done')
  return answers.map((answer) => answer.data)
}

/** Asks for what must be refused, as a newer client, which is told the kind of the refusal. */
export const askInVain = async (
  { stage, teller }: Scene,
  question: Question,
  expected: { readonly status: number; readonly kind: string },
): Promise<void> => {
  teller.asked(`${spoken(question)}  (Authorization: Bearer)`)
  const answer = await stage.client.askRefused(question, expected)
  teller.cameBack(`${written(answer)}  [${expected.kind}]`, 'refused')
}

/** The same as the 2020 app sees it: HTTP 200 with `success: false`. */
export const askInVainAsApp = async (
  { stage, teller }: Scene,
  question: Question,
  message: string,
): Promise<void> => {
  teller.asked(spoken(question))
  const answer = await stage.client.askRefusedAsApp(question, message)
  teller.cameBack(`${written(answer)}  [success: false]`, 'refused')
}

/** A creator's own doing on YouTube, by hand of the simulator's control page. Answers the id and the address. */
export const onYouTube = async (
  scene: Scene,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): Promise<{ readonly id: string; readonly url: string }> => {
  scene.teller.asked(`YouTube: ${method} ${path}`)
  const answer = await quietlyOnYouTube(scene.stage, method, path, body)
  scene.teller.cameBack(answer.url, 'done')
  return answer
}

export const quietlyOnYouTube = async (
  { youTube }: Stage,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): Promise<{ readonly id: string; readonly url: string }> => {
  const reply = await fetch(`${youTube.baseUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  check(`YouTube: ${method} ${path}`, reply.status, method === 'POST' ? 201 : 200)
  return z.object({ id: z.string(), url: z.url() }).parse(await reply.json())
}

/**
 * Puts the clock forward. Tokens last 14 days, so the operator, Minji and whoever else acts next log in again, as their
 * clients would.
 */
export const passTime = async (
  scene: Scene,
  to: Instant,
  ko: string,
  en: string,
  others: readonly Person[] = [],
): Promise<void> => {
  const { stage, teller } = scene
  const { operator, minji } = stage.cast
  stage.clock.jumpTo(to)
  teller.timePassed(ko, en, stage.clock.now())
  teller.asked(`POST /api/auth/login × ${2 + others.length}`)
  const [answer] = await Promise.all([
    stage.client.logIn(operator),
    stage.client.logIn(minji),
    ...others.map(stage.client.logIn),
  ])
  teller.cameBack(written(answer), 'done')
}

/** Runs `refresh-statistics` as the schedule would, and expects every tracked video to be answered. */
export const refreshStatistics = async ({ stage }: Scene, videos: number): Promise<void> => {
  check('job refresh-statistics', await ran(stage, 'refresh-statistics'), { observed: videos, missing: 0 })
}

/** Runs a job as the schedule would; answers what it counted, or how it ended when that is another way. */
export const ran = async ({ server }: Stage, job: JobName): Promise<unknown> => {
  const report = await server.house.runJob(job, { scope: 'all' })
  if (typeof report === 'string') return report
  return report.outcome.kind === 'done' ? report.outcome.counts : report.outcome
}

export const won = (amount: number): string => `${amount.toLocaleString('en-US')}원`

/** An answer whose data the story does not read. */
export const anything = z.unknown().optional()

const spoken = ({ method, path }: Question): string => `${method} ${path}`
export const written = ({ status, message }: Answer<unknown>): string => `${status} ${message}`
