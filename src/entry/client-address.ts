import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * The address that a request comes from, for throttling. Each proxy that we trust has appended to `X-Forwarded-For` the
 * address that it saw; what stands further left the client may have written itself.
 */
export const clientAddress =
  (trustedProxies: number) =>
  (c: Context): string =>
    addressBehind(trustedProxies, c.req.header('x-forwarded-for'), getConnInfo(c).remote.address)

export const addressBehind = (
  trustedProxies: number,
  forwardedFor: string | undefined,
  connection: string | undefined,
): string => {
  const own = connection ?? 'unknown'
  const forwarded = (forwardedFor ?? '')
    .split(',')
    .map((address) => withoutPort(address.trim()))
    .filter((address) => address !== '')
  const seen = [...forwarded, own]
  return seen[Math.max(0, seen.length - 1 - trustedProxies)] ?? own
}

/** Some proxies append `address:port`; the port is another one for each connection. */
const withoutPort = (address: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
