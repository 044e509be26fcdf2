import { describe, expect, it } from 'vitest'
import { mysqlSettings, placeOf } from '../../../src/adapters/kysely/mysql-url.ts'

const ADDRESS = 'mysql://crecker:geheim@db.example/crecker'

describe('a MySQL address', () => {
  it('needs no more than user, host and database', () => {
    expect(mysqlSettings('mysql://crecker@db.example/crecker')).toEqual({
      host: 'db.example',
      port: 3306,
      socket: null,
      user: 'crecker',
      password: '',
      database: 'crecker',
      connections: 10,
      deadlineMs: 2_000,
      waitMs: 2_000,
      tls: null,
      allowUnsafe: false,
    })
  })

  it('may hold any letter in its parts, escaped', () => {
    expect(mysqlSettings('mysql://us%40er:p%3A%2F%25%ED%95%9C@127.0.0.1:3307/my%20db')).toMatchObject({
      user: 'us@er',
      password: 'p:/%한',
      port: 3307,
      database: 'my db',
    })
    expect(mysqlSettings('mysql://u:p@[::1]/d').host).toBe('::1')
  })

  it('takes options', () => {
    const options = 'connections=20&deadline-ms=900&tls=unverified&socket=/run/mysqld.sock&unsafe=allow'
    expect(mysqlSettings(`${ADDRESS}?${options}`)).toMatchObject({
      connections: 20,
      deadlineMs: 900,
      tls: { verify: false, ca: null },
      socket: '/run/mysqld.sock',
      allowUnsafe: true,
    })
    expect(mysqlSettings(`${ADDRESS}?deadline-ms=60000`).waitMs).toBe(10_000)
    expect(mysqlSettings(`${ADDRESS}?tls=on`).tls).toEqual({ verify: true, ca: null })
  })

  it.each([
    ['mysql://db.example/crecker', 'must have the form'],
    ['mysql://crecker:geheim@db.example', 'must have the form'],
    ['mysql://crecker:geheim@db.example/a/b', 'must have the form'],
    ['mysql://crecker:geheim@db.example:port/crecker', 'must have the form'],
    ['mysql://crecker:ge%heim@db.example/crecker', 'a % itself is written %25'],
    [`${ADDRESS}?pool=5`, 'it has no option pool'],
    [`${ADDRESS}?connections=1`, 'connections must be at least 2'],
    [`${ADDRESS}?connections=many`, 'connections must be a whole number'],
    [`${ADDRESS}?deadline-ms=10`, 'deadline-ms must be at least 100'],
    [`${ADDRESS}?tls=yes`, 'tls must be off, on or unverified'],
    [`${ADDRESS}?ca=/ca.pem`, 'ca is of use only with tls=on'],
    ['mysql://crecker:geheim@10.0.0.1/crecker?tls=on', 'tls=unverified encrypts only'],
    ['mysql://crecker:geheim@[fe80::1]/crecker?tls=on', 'not the address fe80::1'],
    [`${ADDRESS}?tls=on&ca=/nowhere/ca.pem`, 'the certificate /nowhere/ca.pem cannot be read'],
    [`${ADDRESS}?socket=mysqld.sock`, 'socket must be the full path'],
    [`${ADDRESS}?unsafe=yes`, 'unsafe must be refuse or allow'],
  ])('is refused when it is %s, without its password', (address, sentence) => {
    expect(() => mysqlSettings(address)).toThrow(sentence)
    expect(() => mysqlSettings(address)).not.toThrow(/geheim/)
  })

  it('is named without user and password', () => {
    expect(placeOf(mysqlSettings(ADDRESS))).toBe('crecker at db.example:3306')
    expect(placeOf(mysqlSettings(`${ADDRESS}?socket=/s`))).toBe('crecker at /s')
  })
})
