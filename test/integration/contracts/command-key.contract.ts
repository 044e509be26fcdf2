import { describe, expect, test } from 'vitest'
import { err, ok } from '../../../src/domain/result.ts'
import type { KeyedAnswer } from '../../../src/ports/command-key.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { kept } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS, race } from './fresh-database.ts'

const anAnswer = (over: Partial<KeyedAnswer> = {}): KeyedAnswer => ({
  scope: 'account:1:apply-to-ad',
  key: 'aB3-key',
  inputHash: 'hash-of-input',
  answer: '{"ok":true,"value":{"id":1}}',
  at: NOON,
  ...over,
})

export const commandKeyContract = (backend: Backend): void => {
  describe('command keys', () => {
    const db = freshDatabase(backend)
    const add = (answer: KeyedAnswer) => db().transact(({ commandKeys }) => commandKeys.add(answer))
    const find = ({ scope, key }: KeyedAnswer) =>
      kept(db(), ({ commandKeys }) => commandKeys.find(scope, key))

    test.each(AWKWARD_TEXTS)('give back the answer that was stored: %#', async (text) => {
      const answer = anAnswer({ answer: JSON.stringify({ ok: false, error: { note: text } }) })
      await expect(find(answer)).resolves.toBeNull()
      await expect(add(answer)).resolves.toEqual(ok(undefined))
      await expect(find(answer)).resolves.toEqual(answer)
    })

    test('keep the first answer', async () => {
      await add(anAnswer())
      const second = anAnswer({ inputHash: 'other', answer: '{}', at: inHours(1) })
      await expect(add(second)).resolves.toEqual(err({ kind: 'command-key-taken' }))
      await expect(find(second)).resolves.toEqual(anAnswer())
    })

    test('of different scopes or spellings never meet', async () => {
      const answers = [
        anAnswer(),
        anAnswer({ key: 'AB3-key', answer: '"2"' }),
        anAnswer({ scope: 'account:2:apply-to-ad', answer: '"3"' }),
        anAnswer({ scope: 'account:1:apply-to-ad:aB3', key: '-key', answer: '"4"' }),
      ]
      for (const answer of answers) await expect(add(answer)).resolves.toEqual(ok(undefined))
      for (const answer of answers) await expect(find(answer)).resolves.toEqual(answer)
    })

    test('belong to one of many who come with the same at once', async () => {
      const granted = await race(RACERS, (index) => add(anAnswer({ answer: `${index}` })))
      expect(granted).toBe(1)
      await expect(find(anAnswer())).resolves.not.toBeNull()
    })
  })
}
