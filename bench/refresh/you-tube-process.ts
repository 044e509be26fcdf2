/**
 * The simulated YouTube in a process of its own, so that what it costs is not taken for the product's. Started by
 * `startYouTube` alone, which it answers one message at a time; ends with whoever started it.
 */
import { fork } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { startYouTubeSimulator } from '../../src/adapters/youtube/simulator/server.ts'
import { type Instant, toInstant } from '../../src/domain/primitives.ts'
import { type Population, publishAll } from './population.ts'

const instant = z.int().transform(toInstant)
const questionToIt = z.discriminatedUnion('ask', [
  z.object({
    ask: z.literal('open'),
    population: z.object({
      videos: z.int(),
      channels: z.int(),
      newcomers: z.int(),
      at: instant,
      due: z.enum(['spread', 'at-once']),
    }),
    servesFigures: z.boolean(),
    /** `virtual` stands still at the population's instant until it is moved. */
    clock: z.enum(['virtual', 'real']),
  }),
  z.object({ ask: z.literal('move'), to: instant }),
  z.object({ ask: z.literal('calls') }),
])
const asked = z.object({
  counts: z.array(
    z.object({ day: z.string(), method: z.string().nullable(), calls: z.int(), units: z.int() }),
  ),
  /** The time in which it had questions to answer, from the first byte of each to its last. */
  answeringMs: z.number(),
})

/** What it was asked so far: of each method on each Pacific day, with the units that it took. */
export type Asked = z.output<typeof asked>

/** A simulated YouTube. */
export type RunningYouTube = {
  readonly baseUrl: string
  readonly moveTo: (now: Instant) => Promise<void>
  readonly calls: () => Promise<Asked>
  readonly stop: () => Promise<void>
}

export const startYouTube = async (
  population: Population,
  settings: { readonly servesFigures: boolean; readonly clock: 'virtual' | 'real' },
): Promise<RunningYouTube> => {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { PATH: process.env.PATH ?? '' } })
  const gone = once(child, 'exit')
  const ask = async (question: z.input<typeof questionToIt>): Promise<unknown> => {
    child.send(question)
    const answer = await Promise.race([once(child, 'message'), gone.then(() => null)])
    if (answer === null) throw new Error('the simulated YouTube has ended')
    return answer[0]
  }
  return {
    baseUrl: z.string().parse(await ask({ ask: 'open', population, ...settings })),
    moveTo: async (to) => {
      await ask({ ask: 'move', to })
    },
    calls: async () => asked.parse(await ask({ ask: 'calls' })),
    stop: async () => {
      child.disconnect()
      await gone
    },
  }
}

const answerQuestions = (): void => {
  const answering = timeAnswering()
  let now = toInstant(0)
  let simulator: Awaited<ReturnType<typeof startYouTubeSimulator>> | null = null
  const answerTo = async (question: z.output<typeof questionToIt>): Promise<unknown> => {
    if (question.ask === 'open') {
      const { population, servesFigures, clock } = question
      now = population.at
      simulator = await startYouTubeSimulator({
        clock: clock === 'real' ? systemClock : { now: () => now },
        port: 0,
      })
      simulator.serve('videos:batchGetStats', servesFigures)
      publishAll(simulator.catalogue, population)
      return simulator.baseUrl
    }
    if (question.ask === 'calls') return { counts: simulator?.calls() ?? [], answeringMs: answering() }
    now = question.to
    return 'moved'
  }
  process.on('message', async (message) => {
    process.send?.(await answerTo(questionToIt.parse(message)))
  })
  process.on('disconnect', () => process.exit())
}

/** Hears of each question from Node's own diagnostics. Those that are answered side by side count once. */
const timeAnswering = (): (() => number) => {
  let [answeringMs, open, since] = [0, 0, 0]
  subscribe('http.server.request.start', () => {
    if (open === 0) since = performance.now()
    open += 1
  })
  subscribe('http.server.response.finish', () => {
    open -= 1
    if (open === 0) answeringMs += performance.now() - since
  })
  return () => answeringMs
}

if (import.meta.main) answerQuestions()
