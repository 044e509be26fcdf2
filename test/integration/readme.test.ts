import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'

const project = resolve(import.meta.dirname, '../..')

/** The README's block as it is pasted, on ports of its own so that nobody's server is in the way. */
const walkThrough = async (): Promise<string> => {
  const readme = await readFile(join(project, 'README.md'), 'utf8')
  const block = /```sh walk-through\n([\s\S]*?)```/.exec(readme)?.[1]
  if (block === undefined) throw new Error('README.md has no walk-through')
  return block.replaceAll('localhost:3000', 'localhost:$PORT').replaceAll('4000', '$SIMULATOR_PORT')
}

let shell: ChildProcess | undefined
let folder: string | undefined

afterEach(async () => {
  // Its trap stops the servers that it started.
  if (shell?.exitCode === null) shell.kill('SIGTERM')
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

describe('the walk-through of the README', () => {
  it('does the main job with curl, pasted line by line', async () => {
    folder = await mkdtemp(join(tmpdir(), 'crecker-readme-'))
    for (const name of ['package.json', 'src', 'node_modules', 'tsconfig.base.json'])
      await symlink(join(project, name), join(folder, name))
    const port = 20_000 + (process.pid % 20_000)
    shell = spawn('bash', ['-s'], {
      cwd: folder,
      env: {
        ...process.env,
        PORT: String(port),
        SIMULATOR_PORT: String(port + 1),
        DATABASE_URL: '',
        DATA_DIR: '',
      },
    })
    // `set -m`: a job is a process group, as in the shell of the person who pastes.
    const stopBoth = "trap 'kill %1 %2' EXIT TERM"
    shell.stdin?.end(`set -m\n${stopBoth}\n${await walkThrough()}\nkill %1 %2\nwait\n`)
    if (shell.stdout === null || shell.stderr === null) throw new Error('the shell has no output')
    const [out, errors] = await Promise.all([text(shell.stdout), text(shell.stderr)])

    expect(errors).not.toMatch(/Error|SyntaxError|not found/)
    expect(out).toContain('"message":"회원가입 성공"')
    expect(out).toContain('"message":"채널 인증 성공"')
    expect(out).toContain('"message":"맞춤형 광고 성공","data":[{"adIdx":1,')
    expect(out).toContain('"message":"기획서 작성 성공"')
    expect(out).toContain('"message":"광고 배정 성공"')
    expect(out).toContain('"message":"광고 동영상 인증 성공"')
    expect(out).toContain('refresh-statistics: observed 1, missing 0')
    expect(out).toContain('"data":{"cash":50000,"cashAllowed":0')
    expect(out).toContain('release-rewards: released 1, waiting 0')
    const withdrawals = out.match(/"message":"인출하기 성공","data":\{"withdrawalIdx":1,"amount":50000/g)
    expect(withdrawals).toHaveLength(2)
    expect(out).toContain('"status":"paid"')
    expect(out).toContain('"totalCosts":50000')
    expect(out).toContain('1 creators, 4 postings, drift 0')
  }, 120_000)
})
