import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { hashtagsIn, isHashtag, missingHashtags, normaliseHashtag } from '../../../src/domain/ad/hashtag.ts'

describe('a required hashtag', () => {
  test.each([
    ['#광고', '광고'],
    ['광고', '광고'],
    ['  #광고\n', '광고'],
    ['광고'.normalize('NFD'), '광고'],
    ['#Crecker', 'crecker'],
    ['ÉTÉ'.normalize('NFD'), 'été'],
    ['##광고', '#광고'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(normaliseHashtag(typed)).toBe(kept)
  })

  test.each(['광고', 'a', '2026', '가을_2026', 'ñandú', 'क्रेकर', 'a'.repeat(100), '가'.repeat(100)])(
    '%j is one',
    (word) => {
      expect(isHashtag(word)).toBe(true)
    },
  )
  test.each(['', '#광고', '광 고', '광고!', '광고-후기', '광고\n', '🎬', '광고🎬', 'a'.repeat(101)])(
    '%j is none',
    (word) => {
      expect(isHashtag(word)).toBe(false)
    },
  )
})

describe('the hashtags of a text', () => {
  test.each([
    ['none', '광고 가을', []],
    ['one at the start', '#광고 입니다', ['광고']],
    ['at the end', '이것은 #광고', ['광고']],
    ['the whole token only', '#광고주', ['광고주']],
    ['one glued to the next', '#광고#가을', ['광고', '가을']],
    ['after two signs', '##광고', ['광고']],
    ['a sign alone', '# 광고', []],
    ['two signs alone', '## #', []],
    ['between emoji', '🎬#광고🎬', ['광고']],
    ['before a family of emoji', '#광고👨‍👩‍👧 끝', ['광고']],
    ['before punctuation', '(#광고), #가을! #여름.', ['광고', '가을', '여름']],
    ['up to a hyphen', '#광고-후기', ['광고']],
    ['with underscore and digits', '#가을_2026', ['가을_2026']],
    ['after a word', '후기#광고', ['광고']],
    ['over line breaks', '#광고\n#가을\r\n#여름', ['광고', '가을', '여름']],
    ['each once, in order', '#가을 #광고 #가을', ['가을', '광고']],
    ['each once without case', '#Crecker #CRECKER #crecker', ['crecker']],
    ['typed on a Mac', '#광고 #가을'.normalize('NFD'), ['광고', '가을']],
  ])('%s: %j', (_, text, found) => {
    expect(hashtagsIn(text)).toEqual(found)
  })

  it('are hashtags in their normal form, wherever they stand', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.stringMatching(/^[#가-힣a-zA-Z_ 🎬]*$/u),
        (wild, tame) => {
          for (const word of hashtagsIn(`${wild} ${tame}`)) {
            expect(word).toMatch(/^[\p{L}\p{N}\p{M}_]+$/u)
            expect(word).toBe(word.toLowerCase())
          }
        },
      ),
    )
  })
})

describe('the hashtags that a video lacks', () => {
  const required = ['광고', '가을']

  test.each([
    ['both in the title', '#광고 #가을', '', []],
    ['both in the description', '', '#가을 #광고', []],
    ['one in each', '#광고', '#가을', []],
    ['the words without the sign', '광고 가을', '광고 가을', ['광고', '가을']],
    ['a longer word', '#광고주', '#가을', ['광고']],
    ['a shorter word', '#광', '#가을', ['광고']],
    ['title and description not run together', '#광', '고 #가을', ['광고']],
    ['emoji around', '🍁#가을🍁', '💰#광고💰', []],
    ['decomposed letters', '#광고'.normalize('NFD'), '#가을'.normalize('NFD'), []],
  ])('%s', (_, title, description, missing) => {
    expect(missingHashtags(required, { title, description })).toEqual(missing)
  })

  it('are none when nothing is required', () => {
    expect(missingHashtags([], { title: '', description: '' })).toEqual([])
  })

  it('never include one that stands there as a whole token, however it was typed', () => {
    const word = fc.stringMatching(/^[가-힣a-zA-Zéñ0-9_]{1,12}$/)
    const form = fc.constantFrom('NFC', 'NFD')
    const neighbour = fc.constantFrom('', ' ', '\n', '🎬', '(', '!', '#', ' #다른 ', '...')
    fc.assert(
      fc.property(
        word,
        form,
        neighbour,
        fc.constantFrom('', ' ', '\n', '🎬', ')', '#', '!'),
        (tag, typed, before, after) => {
          const title = `${before}#${tag.toUpperCase().normalize(typed)}${after}`
          expect(missingHashtags([normaliseHashtag(tag)], { title, description: '' })).toEqual([])
        },
      ),
    )
  })
})
