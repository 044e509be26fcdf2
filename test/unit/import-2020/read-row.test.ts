import { describe, expect, test } from 'vitest'
import {
  countOf,
  flagOf,
  numberOf,
  pictureOf,
  textOf,
  timeOf,
  unlessDenied,
  wholeOf,
} from '../../../src/application/import-2020/read-row.ts'
import { err, ok } from '../../../src/domain/result.ts'

const at = (iso: string): number => Date.parse(iso)

describe('a moment of 2020', () => {
  test.each([
    ['2020-09-01', '2020-09-01T00:00:00+09:00'],
    ['2020-09-01 12:34:56', '2020-09-01T12:34:56+09:00'],
    ['2020-09-01 12:34:56.789000', '2020-09-01T12:34:56.789+09:00'],
    ['2020-09-01 12:34', '2020-09-01T12:34:00+09:00'],
    ['2020-09-01 00:00:00', '2020-09-01T00:00:00+09:00'],
    ['20.09.01 12:34:56', '2020-09-01T12:34:56+09:00'],
    ['20.09.01', '2020-09-01T00:00:00+09:00'],
    ['2020.9.1', '2020-09-01T00:00:00+09:00'],
    ['2020. 9. 1.', '2020-09-01T00:00:00+09:00'],
    ['2020 / 09 / 01', '2020-09-01T00:00:00+09:00'],
    ['20200901', '2020-09-01T00:00:00+09:00'],
    ['2020 / 01 / 15 PM 03 : 30', '2020-01-15T15:30:00+09:00'],
    ['2020-01-15 AM 12:05', '2020-01-15T00:05:00+09:00'],
    ['2020-01-15 PM 12:05', '2020-01-15T12:05:00+09:00'],
    ['2020-01-15 오후 3:05', '2020-01-15T15:05:00+09:00'],
    ['2020-01-15T09:00:00.000Z', '2020-01-15T09:00:00Z'],
    ['2020-01-15 09:00:00+00:00', '2020-01-15T09:00:00Z'],
    ['2020-01-15 00:00:00+00:00', '2020-01-15T00:00:00Z'],
  ])('%s is %s', (written, iso) => {
    expect(timeOf({ when: written }, 'When')).toBe(at(iso))
  })

  test.each(['2020-09-01', '2020-09-01 00:00:00', '20.09.01'])(
    '%s closes a period with the end of the day',
    (written) => {
      expect(timeOf({ to: written }, 'to', 'to')).toBe(at('2020-09-02T00:00:00+09:00') - 1)
    },
  )

  test.each([
    '',
    '0000-00-00',
    '0000-00-00 00:00:00',
    '2020-02-30',
    '2015',
    'Invalid date',
    '2020-09-01 25:00',
    '2020-09-01 later',
  ])('%j is none', (written) => {
    expect(timeOf({ when: written }, 'when')).toBeNull()
  })
  test('that is not there is none', () => {
    expect(timeOf({}, 'when')).toBeNull()
    expect(timeOf({ when: null }, 'when')).toBeNull()
  })
})

describe('a number of 2020', () => {
  test.each([
    ['10000', 10_000],
    ['10,000', 10_000],
    [' 10,000 원', 10_000],
    ['₩5,000', 5_000],
    ['-3', -3],
    ['12.00', 12],
    ['', null],
  ])('%j is %s', (written, value) => {
    expect(wholeOf({ cash: written }, 'cash')).toEqual(ok(value))
  })
  test.each(['12.5', '만원', '1e3', '0x10', '99999999999999999999'])(
    '%j is none, and the reason says so',
    (written) => {
      expect(wholeOf({ cash: written }, 'cash')).toEqual(
        err(`its cash is no whole number: ${JSON.stringify(written)}`),
      )
      expect(countOf({ cash: written }, 'cash')).toBeNull()
    },
  )
  test.each(['0', '-1', '2147483648', 'x', ''])('%j numbers no row', (written) => {
    expect(numberOf({ id: written }, 'id')).toBeNull()
  })
  test('a count is never below nothing', () => {
    expect(countOf({ views: '-1' }, 'views')).toBeNull()
    expect(countOf({ views: '0' }, 'views')).toBe(0)
  })
})

test.each<[string | null | undefined, boolean, boolean]>([
  ['1', true, true],
  ['Y', true, true],
  ['true', true, true],
  ['0', false, false],
  ['n', false, false],
  ['false', false, false],
  ['\x01', true, true],
  ['\0', false, false],
  [null, false, true],
  [undefined, false, true],
  ['', false, true],
  ['2', false, true],
  ['?', false, true],
])('%j says yes: %s, and does not say no: %s', (written, isYes, isNotDenied) => {
  expect(flagOf({ flag: written }, 'flag')).toBe(isYes)
  expect(unlessDenied({ flag: written }, 'flag')).toBe(isNotDenied)
})

test('texts, flags and pictures', () => {
  expect(textOf({ qtitle: ' as it is ' }, 'Qtitle')).toBe(' as it is ')
  expect(textOf({ qtitle: null }, 'Qtitle')).toBe('')
  expect(['1', 'true', 'TRUE', ' 1 '].map((flag) => flagOf({ flag }, 'flag'))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['0', 'false', '', '2'].map((flag) => flagOf({ flag }, 'flag'))).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(pictureOf({ photo: 'https://example.kr/a.png' }, 'photo')).toBe('https://example.kr/a.png')
  expect(pictureOf({ photo: 'undefined' }, 'photo')).toBe('')
  expect(pictureOf({ photo: 'javascript:alert(1)' }, 'photo')).toBe('')
})
