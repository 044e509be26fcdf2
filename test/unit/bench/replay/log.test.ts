import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Log, readLog, USUAL_TYPES } from '../../../../bench/replay/log.ts'
import { readInstant } from '../../../../bench/replay/times.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crecker-replay-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Written = {
  readonly events: string
  readonly items?: string
  readonly users?: string
  readonly delimiter?: string
}

const ITEMS = 'item,published,closes,category,text\na,2027-05-01,2027-05-31,beauty,수분크림 체험단\nb,,,,\n'

const read = async ({ events, items = ITEMS, users, delimiter = ',' }: Written): Promise<Log> => {
  const place = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  return readLog({
    events: await place('events.csv', events),
    items: await place('items.csv', items),
    users: users === undefined ? null : await place('users.csv', users),
    delimiter,
    types: USUAL_TYPES,
  })
}

const HEAD = 'time,user,item,type\n'
const at = (iso: string): number => Date.parse(iso)

test('events come in order of time, with numbers for users and items, however the lines stand', async () => {
  const { events, leftOut } = await read({
    events: `${HEAD}2027-05-03,kim,b,apply\n2027-05-02T09:00:00+09:00,lee,a,VIEW\n2027-05-02T00:00:00Z,kim,a,like\n`,
  })
  expect(events).toEqual([
    { kind: 'viewed', itemKind: 'ad', at: at('2027-05-02T00:00:00Z'), creator: 2, item: 1 },
    { kind: 'scrapped', itemKind: 'ad', at: at('2027-05-02T00:00:00Z'), creator: 1, item: 1 },
    { kind: 'applied', itemKind: 'ad', at: at('2027-05-03T00:00:00Z'), creator: 1, item: 2 },
  ])
  expect(leftOut).toEqual([])
})

test('what RFC 4180 allows is read: quotes, line breaks in them, ends of lines of any system, a byte order mark', async () => {
  const { items, events, users } = await read({
    items:
      '\uFEFFText;Item;Published;Closes;Category\r\n"a ""new"" cream;\r\n50 ml";"x;1";2027-05-01;;beauty\r\n\r\n',
    events: '\uFEFF"time";"user";"item";"type"\r2027-05-02;"Kim; Minji";"x;1";apply\r',
    delimiter: ';',
  })
  expect(items.map(({ text, category }) => [text, category])).toEqual([['a "new" cream;\r\n50 ml', 'beauty']])
  expect(events.map(({ kind, item }) => [kind, item])).toEqual([['applied', 1]])
  expect(users).toHaveLength(1)
})

test('every line that is left out is told with its number and cause', async () => {
  const lines = [
    'yesterday,kim,a,apply',
    '2027-05-02,,a,apply',
    '2027-05-02,kim,c,apply',
    '2027-05-02,kim,a,shared',
    '2027-05-02,kim,a',
    '2027-05-02,kim,a,apply',
    '',
    '2027-05-02,"two\nlines",c,apply',
    '2027-05-02,kim,"a,apply',
    '2027-05-02,kim,a,apply',
  ]
  const { events, leftOut } = await read({ events: HEAD + lines.join('\n') })
  expect(events).toHaveLength(1)
  expect(leftOut).toEqual([
    'events.csv: 1 left out, time is no time (line 2)',
    'events.csv: 1 left out, user is empty (line 3)',
    'events.csv: 2 left out, the item is not among the items (line 4, 9 to 10)',
    'events.csv: 1 left out, no meaning is known for type shared (line 5)',
    'events.csv: 1 left out, not as many fields as the first line (line 6)',
    'events.csv: 1 left out, a quote opens and does not close (line 11 to 12)',
  ])
})

test('of a cause with many lines the first ten are named and the others counted', async () => {
  const { leftOut } = await read({
    events: `${HEAD}2027-05-02,kim,a,apply\n${'2027-05-02,kim,c,apply\n'.repeat(1_234)}`,
  })
  expect(leftOut).toEqual([
    'events.csv: 1,234 left out, the item is not among the items (line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 1,224 more)',
  ])
})

test('items that cannot be told apart or have no life are left out', async () => {
  const { items, leftOut } = await read({
    items:
      'item,published,closes,category,text,capacity,minimum\na,2027-05-01,2027-05-31,beauty,,5,1000\na,2027-05-01,,,,,\n,2027-05-01,,,,,\nb,soon,,,,,\nc,2027-05-02,2027-05-01,,,,\nd,2027-05-01,,,,many,\n',
    events: `${HEAD}2027-05-02,kim,a,apply\n`,
  })
  expect(items).toEqual([
    {
      id: 1,
      category: 'beauty',
      text: '',
      opensAt: at('2027-05-01T00:00:00Z'),
      closesAt: at('2027-05-31T00:00:00Z'),
      capacity: 5,
      reward: 0,
      minimumSubscribers: 1000,
      isBornInLog: false,
    },
  ])
  expect(leftOut).toEqual([
    'items.csv: 1 left out, the item stands there twice (line 3)',
    'items.csv: 1 left out, item is empty (line 4)',
    'items.csv: 1 left out, published is no time (line 5)',
    'items.csv: 1 left out, it closes before it is published (line 6)',
    'items.csv: 1 left out, capacity, reward or minimum is no whole number (line 7)',
  ])
})

test('an item without a time of publication begins with its first event', async () => {
  const { items } = await read({
    events: `${HEAD}2027-05-04,kim,b,apply\n2027-05-03T10:00,lee,b,apply\n`,
  })
  expect(items[1]).toMatchObject({ opensAt: at('2027-05-03T10:00:00Z'), isBornInLog: true })
})

test('what is known of users is taken from their file', async () => {
  const { users } = await read({
    events: `${HEAD}2027-05-04,lee,a,apply\n`,
    users: 'user,interest,subscribers\nkim,beauty,1200\nlee,,\n',
  })
  expect(users).toEqual([
    { id: 1, interest: 'beauty', subscribers: 1200, channelTitle: null },
    { id: 2, interest: null, subscribers: null, channelTitle: null },
  ])
})

test.each([
  ['', 'events.csv is empty.'],
  ['\n\n', 'events.csv is empty.'],
  [HEAD, 'events.csv has no line that could be read.'],
  [
    `${HEAD}x,kim,a,apply\n`,
    'events.csv has no line that could be read.\nevents.csv: 1 left out, time is no time (line 2)',
  ],
  [
    'when,user,item,type\n',
    'events.csv has no column time: its first line must name time, user, item, type, and is when | user | item | type.',
  ],
  ['time,user,item,type,User\n', 'events.csv has two columns named user.'],
])('a file from which nothing can be read says so: %j', async (events, message) => {
  await expect(read({ events })).rejects.toThrow(new Error(message))
})

test('a file that is not there is named', async () => {
  const missing = join(folder, 'no.csv')
  const files = { events: missing, items: missing, users: null, delimiter: ',', types: USUAL_TYPES }
  await expect(readLog(files)).rejects.toThrow(new Error(`There is no file ${missing}.`))
})

test.each([
  ['2027-05-01T09:00:00+09:00', '2027-05-01T00:00:00Z'],
  ['2027-05-01 09:00:00.250+0900', '2027-05-01T00:00:00.250Z'],
  ['2027-05-01t00:00z', '2027-05-01T00:00:00Z'],
  ['2027-05-01 00:00', '2027-05-01T00:00:00Z'],
  ['2027-05-01', '2027-05-01T00:00:00Z'],
  [' 1809129600 ', '2027-05-01T00:00:00Z'],
  ['1809129600.5', '2027-05-01T00:00:00.500Z'],
  ['1809129600000', '2027-05-01T00:00:00Z'],
])('%s is an instant', (text, iso) => {
  expect(readInstant(text)).toBe(at(iso))
})

test.each([
  '',
  'now',
  '01.05.2027',
  '2027-13-01',
  '2027-05-01T25:00',
  '-5',
  '9999999999999999',
  '2027-05-01T09:00 KST',
])('%j is no instant', (text) => {
  expect(readInstant(text)).toBeNull()
})
