import { once } from 'node:events'
import { connect } from 'node:net'
import { z } from 'zod'

export type RawAnswer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** How long a client of the 2020 app waits is ten seconds; nothing here needs a third of it. */
const PATIENCE_MS = 3_000

/**
 * Sends bytes over a connection of their own and reads until the server closes it. Answers everything that came, one
 * answer after the other; throws when the connection stays silent.
 */
export const exchange = async (
  port: number,
  requests: readonly Uint8Array[],
): Promise<readonly RawAnswer[]> => {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)))
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no end of an answer in ${PATIENCE_MS} ms`)))
  await once(socket, 'connect')
  for (const request of requests) socket.write(request)
  await once(socket, 'close')
  return answersIn(Buffer.concat(chunks))
}

/** Bytes as they go over the wire. */
export const requestBytes = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | null = null,
): Uint8Array => {
  const bytes = new TextEncoder().encode(body ?? '')
  const length = body === null ? {} : { 'content-length': String(bytes.byteLength) }
  const lines = Object.entries({ host: 'localhost', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const head = new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  return Buffer.concat([head, bytes])
}

const answersIn = (bytes: Buffer): readonly RawAnswer[] => {
  const answers: RawAnswer[] = []
  let rest = bytes
  while (rest.byteLength > 0) {
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) throw new Error(`not an answer: ${rest.toString().slice(0, 200)}`)
    const [statusLine = '', ...lines] = rest.subarray(0, end).toString().split('\r\n')
    const status = z.coerce
      .number()
      .int()
      .parse(/^HTTP\/1\.1 (\d{3})\b/.exec(statusLine)?.[1])
    const headers = new Map(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    )
    const length = z.coerce.number().int().parse(headers.get('content-length'))
    const body = rest.subarray(end + 4, end + 4 + length).toString()
    answers.push({ status, headers, body })
    rest = rest.subarray(end + 4 + length)
  }
  return answers
}
