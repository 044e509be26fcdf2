import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { MoneyCommand } from './crash-world.ts'

/** What became of a command: the answer, and how often it had to be sent. */
export type Acknowledged = {
  readonly command: MoneyCommand
  readonly status: number
  readonly body: string
  readonly attempts: number
  /** When the first attempt turned out to stay without an answer, in milliseconds since 1970; null when it did not. */
  readonly lostAt: number | null
}

export type Ledger = {
  readonly acknowledged: Acknowledged[]
  /** Commands that were answered differently when they were repeated under their key. */
  readonly changedAnswers: MoneyCommand[]
  /** From the last answer before a kill to the first after it. */
  longestOutageMs: number
  /** How long a client waited for one answer, be it 503. */
  slowestAnswerMs: number
}

export const nothingSeen = (): Ledger => ({
  acknowledged: [],
  changedAnswers: [],
  longestOutageMs: 0,
  slowestAnswerMs: 0,
})

const RETRY_MS = 15
const ANSWER_MS = 10_000
/** One in so many commands is repeated although it was answered. */
const REPEAT_EVERY = 10

export type Sending = {
  /** Of servers on one database. Each client keeps to one while that answers, and goes on to the next when it does not. */
  readonly ports: readonly number[]
  readonly clients: number
  readonly isOver: () => boolean
}

/**
 * Several clients with kept-alive connections; together they send every command until it is answered. Each repeats
 * under the same key what was not answered, as it cannot know whether it was done.
 */
export const sendAll = async (
  commands: readonly MoneyCommand[],
  { ports, clients, isOver }: Sending,
  seen: Ledger,
): Promise<void> => {
  const queue = commands.entries()
  let lastAnswerAt = performance.now()
  const client = async (first: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    let server = first
    const send = async (command: MoneyCommand): Promise<Answer | null> => {
      const sentAt = performance.now()
      const answer = await sendOnce(command, { agent, port: ports[server % ports.length] ?? 0 })
      if (answer !== null) seen.slowestAnswerMs = Math.max(seen.slowestAnswerMs, performance.now() - sentAt)
      return answer
    }
    for (const [number, command] of queue) {
      let lostAt: number | null = null
      for (let attempts = 1; !isOver(); attempts += 1) {
        const answer = await send(command)
        if (answer === null || answer.status === 503) {
          lostAt ??= Date.now()
          server += 1
          await pause(RETRY_MS)
          continue
        }
        const now = performance.now()
        seen.longestOutageMs = Math.max(seen.longestOutageMs, now - lastAnswerAt)
        lastAnswerAt = now
        seen.acknowledged.push({ command, ...answer, attempts, lostAt })
        if (number % REPEAT_EVERY === 0) {
          // By another server, where there is one: they have the keys in common.
          server += 1
          const again = await send(command)
          if (again !== null && again.status !== 503 && again.body !== answer.body)
            seen.changedAnswers.push(command)
        }
        break
      }
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
}

type Answer = { readonly status: number; readonly body: string }

/** Null when no whole answer came: nobody knows then whether the command was carried out. */
const sendOnce = async (
  { method, path, body, token, key }: MoneyCommand,
  { agent, port }: { readonly agent: Agent; readonly port: number },
): Promise<Answer | null> => {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(
        {
          agent,
          port,
          method,
          path,
          host: '127.0.0.1',
          timeout: ANSWER_MS,
          headers: {
            Authorization: `Bearer ${token}`,
            'Idempotency-Key': key,
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(body),
          },
        },
        resolve,
      )
      sent.once('error', reject)
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')))
      sent.end(body)
    })
    return { status: response.statusCode ?? 0, body: await text(response) }
  } catch {
    return null
  }
}
