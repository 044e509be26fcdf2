import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { Operation } from './contract.ts'

export type Values = Readonly<Record<string, string | number | boolean | readonly string[] | Uint8Array>>

export type Asked = {
  /** What stands in the header `token`, which may be empty; null when the header is left out. */
  readonly token: string | null
  /** By the names of the request's fields. */
  readonly values: Values
}

export type Heard = {
  readonly status: number
  readonly contentType: string
  /** In seconds; empty when it is not said. */
  readonly retryAfter: string
  readonly text: string
  /** As it was parsed; undefined when it is no JSON. */
  readonly body: unknown
}

type Body = { readonly type: string | null; readonly bytes: Uint8Array }

/**
 * Asks a server what the app asks, byte by byte as its HTTP client writes it. Throws when a value is missing or unknown.
 */
export const asTheAppSends = (url: string, operation: Operation, asked: Asked): Promise<Heard> =>
  sent(url, operation, asked, asked.token === null ? {} : { token: asked.token })

/** The same for newer clients, who say in other headers who they are, and get real statuses and problem details. */
export const asNewerClientsSend = (url: string, operation: Operation, asked: Asked): Promise<Heard> =>
  sent(url, operation, asked, {
    Accept: 'application/problem+json, application/json',
    ...(asked.token === null ? {} : { Authorization: `Bearer ${asked.token}` }),
  })

const sent = (
  url: string,
  operation: Operation,
  { values }: Asked,
  identity: Readonly<Record<string, string>>,
): Promise<Heard> => {
  demandValuesOf(operation, values)
  const body = bodyOf(operation, values)
  const headers = {
    ...identity,
    ...(body?.type == null ? {} : { 'Content-Type': body.type }),
    ...(body === null ? {} : { 'Content-Length': body.bytes.byteLength }),
    'Accept-Encoding': 'gzip',
    'User-Agent': 'okhttp/4.3.0',
  }
  return exchange(`${url}${pathOf(operation, values)}`, operation.method, headers, body?.bytes)
}

const exchange = (
  url: string,
  method: string,
  headers: Readonly<Record<string, string | number>>,
  bytes: Uint8Array | undefined,
): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const whole = Buffer.concat(chunks)
        const packed = response.headers['content-encoding'] === 'gzip'
        const text = (packed ? gunzipSync(whole) : whole).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          retryAfter: response.headers['retry-after'] ?? '',
          text,
          body: jsonOf(text),
        })
      })
    })
    asking.once('error', reject)
    asking.end(bytes)
  })

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const demandValuesOf = ({ id, request: fields }: Operation, values: Values): void => {
  const missing = fields.filter(({ name, optional }) => !optional && !(name in values))
  const unknown = Object.keys(values).filter((name) => fields.every((known) => known.name !== name))
  if (missing.length + unknown.length > 0)
    throw new Error(`${id} is not asked so: ${JSON.stringify({ missing, unknown })}`)
}

const pathOf = ({ path }: Operation, values: Values): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))

/** Null for requests without any body. A POST or PUT without content still says that its length is 0. */
const bodyOf = ({ method, encoding, request: fields }: Operation, values: Values): Body | null => {
  const content = fields.filter((field) => field.in !== 'path' && field.name in values)
  switch (encoding) {
    case 'none':
      return method === 'GET' ? null : { type: null, bytes: new Uint8Array() }
    case 'form': {
      const written = content.map(({ name }) => `${name}=${encodeURIComponent(String(values[name]))}`)
      return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(written.join('&')) }
    }
    case 'json': {
      const json = Object.fromEntries(content.map(({ name }) => [name, values[name]]))
      return { type: 'application/json; charset=UTF-8', bytes: Buffer.from(JSON.stringify(json)) }
    }
    case 'multipart':
      return multipartOf(content.map(({ name }) => [name, values[name]] as const))
  }
}

const BOUNDARY = 'c0f6f5a8-2b7e-4c1d-9a53-5d0f3f1b7a11'

/** No part has a filename, the picture neither. */
const multipartOf = (parts: readonly (readonly [string, Values[string] | undefined])[]): Body => {
  const written = parts.flatMap(([name, value]) => {
    const isPicture = value instanceof Uint8Array
    const bytes = isPicture ? value : Buffer.from(String(value))
    const head = [
      `--${BOUNDARY}`,
      `Content-Disposition: form-data; name="${name}"`,
      'Content-Transfer-Encoding: binary',
      `Content-Type: ${isPicture ? 'image/jpeg' : 'text/plain; charset=utf-8'}`,
      `Content-Length: ${bytes.byteLength}`,
    ]
    return [Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes, Buffer.from('\r\n')]
  })
  return {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    bytes: Buffer.concat([...written, Buffer.from(`--${BOUNDARY}--\r\n`)]),
  }
}
