import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { breakableStorage } from '../../fixtures/breakable.ts'
import { openStorage, PASSWORD } from '../../fixtures/test-house.ts'
import { openBusyHouse } from '../http/busy-house.ts'
import { methodOf, ROUTES } from '../http/routes.ts'

const ALL = Object.entries(ROUTES)

describe('no answer tells', () => {
  it.each(ALL)(
    'a password, a hash, a key or what a database says, not even to whom it is about: %s (H45, H46)',
    async (route, row) => {
      const house = await openBusyHouse()
      const { minji, operator, refreshToken, keys } = house
      const { path, sent } = row.call(house)
      const answer = await house
        .as(row.rule === 'operator' ? operator : minji)
        .send(methodOf(route), path, sent)
      for (const hidden of [
        PASSWORD,
        minji.account.passwordHash,
        house.secrets.hash(refreshToken),
        keys.secrets.export().toString('base64url'),
        '$argon2',
      ])
        expect(answer.text).not.toContain(hidden)
      expect(answer.text).not.toMatch(
        /affectedRows|insertId|changedRows|numInsertedOrUpdatedRows|password_?hash/i,
      )
    },
  )

  it('where in the code something went wrong, in either dialect (H44)', async () => {
    const { storage, breakDown } = breakableStorage(await openStorage())
    const house = await openBusyHouse({ storage })
    breakDown({ error: new Error('SELECT secret FROM account') })
    for (const client of [house.as(house.minji), house.asClient(house.minji)]) {
      const { text } = await client.get('/api/report')
      expect(text).not.toMatch(/SELECT|secret|\bat |\.ts\b|node_modules|<html/i)
    }
    expect(JSON.stringify(house.log)).toContain('SELECT secret FROM account')
  })
})

describe('the source', () => {
  const ROOT = join(import.meta.dirname, '../../..')
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

  it('holds no key: neither of Google, nor to sign with (H74, H75)', () => {
    expect(files.length).toBeGreaterThan(100)
    const holding = files.filter((file) =>
      /AIza[\w-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY|(?:jwt|signing)_?secret\w*\s*[:=]\s*['"`]\w/i.test(
        readFileSync(file, 'utf8'),
      ),
    )
    expect(holding).toEqual([])
  })
})
