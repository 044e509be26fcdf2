import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

const TESTS = resolve(import.meta.dirname, '..')

/** Runs a script of this folder's parent to its end and shows what it prints; it ends with the test that started it. */
export const runScript = async (script: string, args: readonly string[]) => {
  const child = spawn(process.execPath, [resolve(TESTS, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGTERM')
  })
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  console.log(out.trim())
  return { code: Number(code), out, errors }
}
