import type { Log, LoggedItem } from '../../../../bench/replay/log.ts'
import { POLICIES, type ReplayOptions } from '../../../../bench/replay/replay.ts'
import { DAY_MS, type Instant, later, toId, toInstant } from '../../../../src/domain/primitives.ts'
import { chance } from '../../../../src/domain/recommendation/chance.ts'
import type { Action, InterestEvent } from '../../../../src/domain/recommendation/event.ts'

export const DAY_0 = toInstant(Date.parse('2027-05-01T00:00:00Z'))
export const day = (days: number): Instant => later(DAY_0, Math.round(days * DAY_MS))

export const OPTIONS: ReplayOptions = {
  policies: POLICIES,
  sought: new Set<Action>(['viewed', 'scrapped', 'applied', 'assigned', 'completed']),
  from: DAY_0,
  fitUntil: DAY_0,
  halfLifeMs: DAY_MS,
  seed: 1,
}

export const item = (id: number, more: Partial<LoggedItem> = {}): LoggedItem => ({
  id,
  category: 'beauty',
  text: '',
  opensAt: DAY_0,
  closesAt: day(365),
  capacity: null,
  reward: 0,
  minimumSubscribers: 0,
  isBornInLog: false,
  ...more,
})

export const did = (
  days: number,
  creator: number,
  itemId: number,
  kind: Action = 'applied',
): InterestEvent => ({
  kind,
  itemKind: 'ad',
  at: day(days),
  creator: toId(creator),
  item: itemId,
})

export const shown = (days: number, creator: number, itemId: number, position: number): InterestEvent => ({
  kind: 'shown',
  itemKind: 'ad',
  at: day(days),
  creator: toId(creator),
  item: itemId,
  list: 'latest',
  position,
})

export const logOf = (items: readonly LoggedItem[], events: readonly InterestEvent[]): Log => ({
  items,
  events,
  users: Array.from({ length: Math.max(0, ...events.map(({ creator }) => creator)) }, (_, index) => ({
    id: toId(index + 1),
    interest: null,
    subscribers: null,
    channelTitle: null,
  })),
  leftOut: [],
})

const WORDS = ['수분크림', '립스틱', '삼겹살', '초밥', '호캉스', '캠핑'] as const
const CATEGORIES = ['beauty', 'restaurant', 'travel'] as const
const USERS = 24
const ITEMS = 48
const LIST = 8

/** Forty days of a market in which users like one of three subjects, with lists or without. */
export const madeUpLog = ({ withImpressions }: { readonly withImpressions: boolean }): Log => {
  const items = Array.from({ length: ITEMS }, (_, index) =>
    item(index + 1, {
      category: CATEGORIES[index % 3] ?? 'other',
      text: `${WORDS[2 * (index % 3)]} ${WORDS[2 * (index % 3) + (index % 2)]}`,
      opensAt: day(index / 2 - 6),
      closesAt: day(index / 2 + 9),
      capacity: 10,
    }),
  )
  const visits = Array.from({ length: 40 * USERS }, (_, visit) => visitOf(visit, items))
  const events = visits.flatMap(({ lists, actions }) => (withImpressions ? [...lists, ...actions] : actions))
  return logOf(items, events)
}

const visitOf = (visit: number, items: readonly LoggedItem[]) => {
  const [days, user] = [visit / USERS, 1 + (visit % USERS)]
  const open = items
    .filter(({ opensAt, closesAt }) => opensAt <= day(days) && day(days) <= closesAt)
    .toSorted((one, other) => chance(visit, user, one.id) - chance(visit, user, other.id))
    .slice(0, LIST)
  const liked = open.filter(
    ({ id, category }) => chance(7, visit, id) > (category === CATEGORIES[user % 3] ? 0.8 : 2),
  )
  return {
    lists: open.map(({ id }, position) => shown(days, user, id, position)),
    actions: liked.map(({ id }) => did(days + 0.001, user, id)),
  }
}
