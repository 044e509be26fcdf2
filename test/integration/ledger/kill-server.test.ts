import { expect, test } from 'vitest'
import { describeOnOwnMariadb } from '../../mariadb/own-server.ts'
import { runScript } from '../run-script.ts'

const TIMEOUT_MS = 200_000

/** Prints what became of every command, and judges it. */
const killed = async (part: string, kills: number): Promise<void> => {
  const { code, out, errors } = await runScript('crash/crash.ts', [part, `${kills}`])
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  expect(out).toMatch(
    new RegExp(`^kill -9 of .*: ${kills} kills, .* 0 missing, 0 doubled, 0 answers changed, drift 0, `),
  )
}

test(
  'the server killed 20 times on SQLite loses nothing and pays nothing twice',
  () => killed('server-on-sqlite', 20),
  TIMEOUT_MS,
)

describeOnOwnMariadb('withdrawals and approvals on MariaDB', () => {
  test(
    'the server killed 10 times loses nothing and pays nothing twice',
    () => killed('server-on-mariadb', 10),
    TIMEOUT_MS,
  )

  test(
    'MariaDB killed 10 times under two servers loses nothing and pays nothing twice',
    () => killed('mariadb', 10),
    TIMEOUT_MS,
  )
})
