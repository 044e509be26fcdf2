import { expect, test } from 'vitest'
import { readOptions } from '../../../../bench/replay/options.ts'

const FILES = ['--events', 'events.csv', '--items', 'items.csv']

test('without options everything is compared, and all that is done with items is sought but dismissing them', () => {
  const { policies, sought, from, fitUntil, files } = readOptions(FILES)
  expect(policies).toContain('ours-fitted')
  expect(sought).toEqual(new Set(['viewed', 'scrapped', 'applied', 'assigned', 'completed']))
  expect([from, fitUntil]).toEqual([null, null])
  expect(files).toMatchObject({ events: 'events.csv', items: 'items.csv', users: null, delimiter: ',' })
})

test('types of a file are given a meaning, in any case', () => {
  const { files } = readOptions([...FILES, '--map', 'VIEW=applied, COMMENT CREATED=scrapped,a=b=ignored'])
  expect(files.types.get('view')).toBe('applied')
  expect(files.types.get('comment created')).toBe('scrapped')
  expect(files.types.get('a=b')).toBe('ignored')
  expect(files.types.get('bookmark')).toBe('scrapped')
})

test('a tabulator can be written', () => {
  expect(readOptions([...FILES, '--csv-delimiter', 'tab']).files.delimiter).toBe('\t')
})

test.each([
  [['--events', 'events.csv'], '--events and --items must name a file each.'],
  [[...FILES, '--policy', 'best'], '--policy must be of random,'],
  [[...FILES, '--seek', ','], '--seek must name one or more of viewed,'],
  [[...FILES, '--map', 'FOLLOW'], '--map takes pairs such as FOLLOW=applied, and not FOLLOW.'],
  [[...FILES, '--map', 'FOLLOW=liked'], '--map must be of viewed,'],
  [[...FILES, '--from', 'May'], '--from must be an instant such as'],
  [[...FILES, '--csv-delimiter', '"'], '--csv-delimiter must be one character'],
  [[...FILES, '--half-life-hours', '0'], '--half-life-hours must be a whole number above 0.'],
  [
    [...FILES, '--from', '2027-05-01', '--fit-until', '2027-05-02'],
    '--fit-until must not be after --from: weights would be fitted on what they are tested on.',
  ],
])('%j is refused in one sentence', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
