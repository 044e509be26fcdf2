import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { startSimulator } from './against-simulator.ts'

const page = resolve(import.meta.dirname, '../../../docs/youtube-simulator.md')

const pasted = async (script: string) => {
  const shell = spawn('bash', ['-e', '-o', 'pipefail'], { stdio: 'pipe' })
  shell.stdin.end(script)
  const [out, errors] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'close')])
  return { code: shell.exitCode, out, errors }
}

it('the commands of the page do what it says when they are pasted, one block after the other', async () => {
  const simulator = await startSimulator(systemClock)
  const written = await readFile(page, 'utf8')
  const [first = '', ...blocks] = [...written.matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, block = '']) => block,
  )
  expect(first.split('\n')[0]).toMatch(/ &$/)
  const script = blocks.join('').replaceAll(/http:\/\/127\.0\.0\.1:4000/g, simulator.baseUrl)
  expect(script).not.toContain('4000/')
  const { code, out, errors } = await pasted(script)
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  expect(out).not.toMatch(/problem/)
  const [video] = simulator.catalogue.videos()
  const future = video?.life.filter(({ at }) => at > systemClock.now())
  expect(future?.map(({ what }) => what)).toEqual(['changes-privacy', 'changes-privacy'])
  expect(simulator.quota.used('general')).toBe(10_000)
})
