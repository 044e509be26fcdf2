import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

/** What came of some seconds of load. Times are of single requests, in milliseconds. */
export type Figures = { readonly requestsPerSecond: number; readonly p50Ms: number; readonly p99Ms: number }

export type Load = {
  readonly url: string
  /** A file of paths and tokens that requests rotate over. */
  readonly requestsFile: string
  readonly connections: number
  readonly seconds: number
}

const SCRIPT = resolve(import.meta.dirname, 'rotate.lua')

const printed = z.object({
  requests: z.number().positive(),
  durationMs: z.number().positive(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  failed: z.number(),
})

/** As many requests as a server answers, from a process of its own. Throws when one of them is not answered with 200. */
export const load = async ({ url, requestsFile, connections, seconds }: Load): Promise<Figures> => {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', SCRIPT, url]
  const out = await wrk([...options, '--', requestsFile])
  const line = out.split('\n').find((each) => each.startsWith('{'))
  const { requests, durationMs, p50Ms, p99Ms, failed } = printed.parse(JSON.parse(line ?? ''))
  if (failed > 0) throw new Error(`${failed} of ${requests} requests to ${url} failed (${requestsFile})`)
  return { requestsPerSecond: (requests * 1_000) / durationMs, p50Ms, p99Ms }
}

const wrk = async (args: readonly string[]): Promise<string> => {
  try {
    return (await promisify(execFile)('wrk', args)).stdout
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error('wrk, which makes the load, was not found: run apt-get install wrk', { cause: error })
    throw error
  }
}
