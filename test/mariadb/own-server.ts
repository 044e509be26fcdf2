import { describe } from 'vitest'
import { findMariadbd } from './mariadbd.ts'

/**
 * For suites that need something on this machine. `missing` says what is not there, null that nothing is missing.
 * Without it they are reported as skipped, and with CI set they fail.
 */
export const describeUnless = (missing: string | null) => {
  if (missing === null) return describe
  if (!['', '0', 'false'].includes(process.env.CI ?? ''))
    throw new Error(`With CI set, this suite must run: ${missing}`)
  console.warn(`Suite skipped: ${missing}`)
  return describe.skip
}

/** For suites that kill or freeze a MariaDB, which must be their own. */
export const describeOnOwnMariadb = (name: string, suite: () => void): void => {
  const missing =
    findMariadbd() === null ? 'neither mariadbd nor mysqld was found: apt-get install mariadb-server' : null
  describeUnless(missing)(name, suite)
}
