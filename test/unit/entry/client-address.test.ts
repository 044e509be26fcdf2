import { describe, expect, it } from 'vitest'
import { addressBehind } from '../../../src/entry/client-address.ts'

describe('the address that a request comes from', () => {
  it.each<[what: string, proxies: number, forwardedFor: string | undefined, address: string]>([
    ['is that of the connection without a proxy', 0, undefined, '10.0.0.9'],
    ['is not what a client writes', 0, '203.0.113.7', '10.0.0.9'],
    ['is what the one trusted proxy saw', 1, '203.0.113.7', '203.0.113.7'],
    ['is not what a client writes before the trusted proxy', 1, '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['is what the outer of two trusted proxies saw', 2, '203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['is that of the connection when the proxy tells nothing', 1, undefined, '10.0.0.9'],
    ['is the outermost that is known when fewer proxies were passed', 3, '203.0.113.7', '203.0.113.7'],
    ['is the same from every port', 1, '203.0.113.7:5555', '203.0.113.7'],
    ['is the same from every port (IPv6)', 1, '[2001:db8::7]:5555', '2001:db8::7'],
    ['is an IPv6 address as it stands', 1, '2001:db8::7', '2001:db8::7'],
    ['does not stumble over blanks', 1, ' , 203.0.113.7 ,', '203.0.113.7'],
  ])('%s', (_what, proxies, forwardedFor, address) => {
    expect(addressBehind(proxies, forwardedFor, '10.0.0.9')).toBe(address)
  })

  it('has a name also when the connection is gone', () => {
    expect(addressBehind(0, undefined, undefined)).toBe('unknown')
  })
})
