import type { TestProject } from 'vitest/node'
import { DATABASE_PREFIX, findMariadbd, startMariadb } from './mariadbd.ts'
import { dropGroup, groupOf, testDatabases } from './test-databases.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server and the beginning of the names of databases on it, or null when there is none. */
    mariadb: string | null
  }
}

const MISSING = 'neither mariadbd nor mysqld was found; apt-get install mariadb-server, or set TEST_MYSQL_URL'

/** One server for the whole run: that of TEST_MYSQL_URL, or one of our own. Without any, CI fails and people are told. */
const setUp = async ({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const given = process.env.TEST_MYSQL_URL ?? ''
  if (given !== '') {
    const group = await usable(given)
    provide('mariadb', group)
    return () => dropGroup(group)
  }
  if (findMariadbd() === null) {
    if (isContinuousIntegration()) refuse(`With CI set, the MariaDB suites must run: ${MISSING}`)
    console.warn(`MariaDB suites skipped: ${MISSING}`)
    provide('mariadb', null)
    return
  }
  const { url, stop } = await startMariadb()
  provide('mariadb', url(DATABASE_PREFIX))
  return stop
}

const isContinuousIntegration = (): boolean => !['', '0', 'false'].includes(process.env.CI ?? '')

/** Names for this run on the server that was given. A database is made and dropped, to see that it works. */
const usable = async (url: string): Promise<string> => {
  try {
    const group = groupOf(url)
    const { takeDatabase, drop } = testDatabases({ url: group })
    await takeDatabase()
    await drop()
    return group
  } catch (error) {
    return refuse(
      `TEST_MYSQL_URL, such as mysql://user:password@127.0.0.1:3306/crecker_test, cannot be used: ${error instanceof Error ? error.message : error}`,
    )
  }
}

/** Ends the run with one sentence. What is thrown here would be shown among others that mean nothing. */
const refuse = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

export default setUp
