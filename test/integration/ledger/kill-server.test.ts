import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

const SCRIPT = resolve(import.meta.dirname, '../../crash/kill-server.ts')
const KILLS = 20
const TIMEOUT_MS = 170_000

test(
  'the server killed 20 times under withdrawals and approvals loses nothing and pays nothing twice',
  async () => {
    const child = spawn(process.execPath, [SCRIPT, `${KILLS}`], { stdio: ['ignore', 'pipe', 'pipe'] })
    onTestFinished(() => {
      child.kill('SIGTERM')
    })
    const [out, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    console.log(out.trim())
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(out).toMatch(/^kill -9: 20 kills, .* 0 missing, 0 doubled, 0 answers changed, drift 0, /)
  },
  TIMEOUT_MS,
)
