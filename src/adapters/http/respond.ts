import type { Context, MiddlewareHandler } from 'hono'

/**
 * What Hono's `secureHeaders` sends. Pictures may be shown on other origins. No HSTS: only a proxy in front knows whether
 * there is TLS, and the 2020 app speaks clear-text HTTP.
 */
const SECURITY = {
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
} as const

const headersOf = (c: Context): Readonly<Record<string, string>> => ({
  ...SECURITY,
  'X-Request-Id': String(c.get('requestId')),
  ...(c.req.path.startsWith('/api/') ? { 'Cache-Control': 'no-store' } : {}),
})

const made = new WeakSet<Response>()

/**
 * An answer with the headers of every answer. They are given as plain data when it is made: set one by one, or on an
 * answer that is made already, they cost a short answer half of its time.
 */
export const respond = (
  c: Context,
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Readonly<Record<string, string>>,
): Response => {
  const response = new Response(body, { status, headers: { ...headersOf(c), ...headers } })
  made.add(response)
  return response
}

/** Gives the headers to what others have made, such as a library. */
export const completeHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  if (made.has(c.res)) return
  for (const [name, value] of Object.entries(headersOf(c))) c.res.headers.set(name, value)
}
