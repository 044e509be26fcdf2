import { createConnection } from 'mysql2/promise'
import type { Mariadb } from '../test/mariadb/mariadbd.ts'
import type { Member } from './members.ts'
import type { RecordedAnswer } from './recording.ts'
import type { Route } from './routes.ts'

/** Headers that belong to one connection or are made anew for each answer. */
const OF_ONE_ANSWER: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
])
const MARK = 'crecker bench request'

/**
 * Asks the product for every route once as each member, and reads in MariaDB's general log which statements that led
 * to. So what the bare server repeats is what the product does, also after the product has changed. Nobody else may
 * use the server meanwhile.
 */
export const record = async (
  mariadb: Mariadb,
  productUrl: string,
  routes: readonly Route[],
  members: readonly Member[],
): Promise<readonly RecordedAnswer[]> => {
  const requests = routes.flatMap(({ path }) =>
    members.map(({ token }, number) => ({ path: path(number), token })),
  )
  // A first look at an ad today is counted, which the later ones that are measured are not; and connections are opened.
  for (const request of requests) await answerTo(productUrl, request)
  await mariadb.admin('TRUNCATE TABLE mysql.general_log')
  await mariadb.admin("SET GLOBAL log_output = 'TABLE'")
  await mariadb.admin('SET GLOBAL general_log = ON')
  const marker = await createConnection({ socketPath: mariadb.socket, user: 'root' })
  const sent = []
  try {
    for (const [number, request] of requests.entries()) {
      await marker.query(`SELECT '${MARK} ${number}'`)
      sent.push({ ...request, ...(await answerTo(productUrl, request)) })
    }
    // What comes after this one belongs to nobody.
    await marker.query(`SELECT '${MARK} ${requests.length}'`)
  } finally {
    await marker.end()
    await mariadb.admin('SET GLOBAL general_log = OFF')
  }
  const statements = await loggedStatements(mariadb)
  return sent.map((answer, number) => {
    const own = statements.get(number) ?? []
    if (own.length === 0) throw new Error(`the log of MariaDB holds no statement for ${answer.path}`)
    return { ...answer, statements: own }
  })
}

const answerTo = async (url: string, { path, token }: { readonly path: string; readonly token: string }) => {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const body = await response.text()
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}: ${body}`)
  return { body, headers: [...response.headers].filter(([name]) => !OF_ONE_ANSWER.has(name)) }
}

/** The statements of each request by its number: those that were logged between its mark and the next. */
const loggedStatements = async ({ admin }: Mariadb): Promise<ReadonlyMap<number, readonly string[]>> => {
  const rows = await admin(
    "SELECT CONVERT(argument USING utf8mb4) AS statement FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')",
  )
  const statements = new Map<number, string[]>()
  let current: string[] = []
  for (const { statement } of rows) {
    const text = String(statement)
    const mark = text.startsWith(`SELECT '${MARK} `) ? Number.parseInt(text.slice(MARK.length + 9), 10) : null
    if (mark === null) current.push(text)
    else {
      current = []
      statements.set(mark, current)
    }
  }
  return statements
}
