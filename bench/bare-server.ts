/**
 * `node bench/bare-server.ts <recording> <port>`: the least that a server can do to answer as the product does.
 * `node:http` and a mysql2 pool; for each request the statements of the recording one after the other on one
 * connection, then the recorded answer written out anew. No router, no check of the token, no mapping of rows.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createPool } from 'mysql2/promise'
import { type RecordedAnswer, recording } from './recording.ts'

const [, , recordingPath = '', port = '0'] = process.argv
const { databaseUrl, poolSize, answers } = recording.parse(JSON.parse(await readFile(recordingPath, 'utf8')))

/** Equal answers share one object, as they would share their rows. */
const objects = new Map<string, unknown>()
const objectOf = (body: string): unknown => {
  const known = objects.get(body)
  if (known !== undefined) return known
  const made: unknown = JSON.parse(body)
  if (JSON.stringify(made) !== body) throw new Error(`this answer would be sent with other bytes: ${body}`)
  objects.set(body, made)
  return made
}
const prepared = ({ statements, headers, body }: RecordedAnswer) => ({
  statements,
  headers: headers.flat(),
  object: objectOf(body),
})
const byRequest = new Map<string, ReturnType<typeof prepared>>(
  answers.map((answer) => [`${answer.path} Bearer ${answer.token}`, prepared(answer)]),
)

const pool = createPool({ uri: databaseUrl, connectionLimit: poolSize, charset: 'utf8mb4', timezone: 'Z' })
pool.on('connection', (connection) => {
  // As the product does. Nothing that matters differs: reads ask for no snapshot that outlives a statement.
  connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
})

const run = async (statements: readonly string[]): Promise<void> => {
  const connection = await pool.getConnection()
  try {
    for (const statement of statements)
      try {
        await connection.query(statement)
      } catch (error) {
        // A look at an ad that was counted today is refused by a unique key, for the product as here.
        if (!(error instanceof Error && 'code' in error && error.code === 'ER_DUP_ENTRY')) throw error
      }
  } finally {
    connection.release()
  }
}

const server = createServer(async (request, response) => {
  const found = byRequest.get(`${request.url} ${request.headers.authorization}`)
  if (found === undefined) {
    response.writeHead(404).end()
    return
  }
  try {
    await run(found.statements)
    const body = JSON.stringify(found.object)
    response.writeHead(200, [...found.headers, 'content-length', String(Buffer.byteLength(body))]).end(body)
  } catch (error) {
    console.error(error)
    response.writeHead(500).end()
  }
})
server.listen(Number(port), '127.0.0.1', () => console.log(`the bare server serves on ${port}`))
process.once('SIGTERM', () => process.exit(0))
