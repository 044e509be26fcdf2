import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { normaliseEmail, normalisePassword, PASSWORD_LENGTH } from '../../../src/domain/account/account.ts'

describe('an e-mail address', () => {
  test.each([
    ['haneul@example.kr', 'haneul@example.kr'],
    ['  Haneul@Example.KR\n', 'haneul@example.kr'],
    ['kim.haneul+crecker@mail.example.co.kr', 'kim.haneul+crecker@mail.example.co.kr'],
    ["o'neil_2026@example.io", "o'neil_2026@example.io"],
    ['하늘@예시.한국', '하늘@예시.한국'],
    ['하늘@예시.한국'.normalize('NFD'), '하늘@예시.한국'],
    ['ÉTÉ@example.fr'.normalize('NFD'), 'été@example.fr'],
    [`${'a'.repeat(242)}@example.com`, `${'a'.repeat(242)}@example.com`],
  ])('%j is kept as %j', (typed, kept) => {
    expect(normaliseEmail(typed)).toEqual({ ok: true, value: kept })
  })

  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['no sign', 'haneul.example.kr'],
    ['nobody', '@example.kr'],
    ['nowhere', 'haneul@'],
    ['no dot behind', 'haneul@localhost'],
    ['an ending of one letter', 'haneul@example.k'],
    ['a dot at the end', 'haneul@example.kr.'],
    ['two signs', 'haneul@home@example.kr'],
    ['a blank within', 'ha neul@example.kr'],
    ['a line break within', 'haneul@example.kr\nbcc:x@example.kr'],
    ['a display name', 'Haneul <haneul@example.kr>'],
    ['two of them', 'a@example.kr,b@example.kr'],
    ['two with a semicolon', 'a@example.kr;b@example.kr'],
    ['quotes', '"haneul"@example.kr'],
    ['an address literal', 'haneul@[127.0.0.1]'],
    ['255 characters', `${'a'.repeat(243)}@example.com`],
  ])('is not %s: %j', (_, text) => {
    expect(normaliseEmail(text)).toEqual({ ok: false, error: { kind: 'email-malformed' } })
  })

  it('is the same account however its letters were cased or composed, and normalising twice changes nothing', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9가-힣éÅ._+-]{1,20}$/)
    const form = fc.constantFrom('NFC', 'NFD')
    fc.assert(
      fc.property(name, form, fc.boolean(), (local, typed, shout) => {
        const plain = normaliseEmail(`${local}@example.kr`)
        const other = `${shout ? local.toUpperCase() : local}@example.kr`.normalize(typed)
        expect(normaliseEmail(` ${other} `)).toEqual(plain)
        if (plain.ok) expect(normaliseEmail(plain.value)).toEqual(plain)
      }),
    )
  })

  it('that is hostile takes no time to be refused', () => {
    const hostile = `${'a@'.repeat(50_000)}${'.'.repeat(50_000)}`
    expect(normaliseEmail(hostile).ok).toBe(false)
    expect(normaliseEmail(`a@${'a.'.repeat(125)}`).ok).toBe(false)
  })
})

describe('a password', () => {
  const UNFIT = { ok: false, error: { kind: 'password-unfit', minimum: 8, maximum: 1024 } }

  test.each([
    ['8 letters', 'abcdefgh'],
    ['8 Hangul syllables', '가나다라마바사아'],
    ['8 emoji', '😀'.repeat(8)],
    ['blanks, which are kept', '  pass  word  '],
    ['1,024 letters', 'a'.repeat(PASSWORD_LENGTH.maximum)],
    ['1,024 emoji', '😀'.repeat(PASSWORD_LENGTH.maximum)],
  ])('may be %s', (_, text) => {
    expect(normalisePassword(text)).toEqual({ ok: true, value: text })
  })

  test.each([
    ['nothing', ''],
    ['7 letters', 'abcdefg'],
    ['4 emoji, which fill 8 units of memory', '😀'.repeat(4)],
    ['3 syllables typed on a Mac, which are 9 letters there', '각각각'.normalize('NFD')],
    ['1,025 letters', 'a'.repeat(PASSWORD_LENGTH.maximum + 1)],
  ])('cannot be %s', (_, text) => {
    expect(normalisePassword(text)).toEqual(UNFIT)
  })

  it('is the same on a Mac and on a phone', () => {
    const typed = '비밀번호는길어야좋다'
    expect(normalisePassword(typed.normalize('NFD'))).toEqual(normalisePassword(typed.normalize('NFC')))
  })

  it('keeps its case', () => {
    expect(normalisePassword('PassWord')).toEqual({ ok: true, value: 'PassWord' })
  })
})
