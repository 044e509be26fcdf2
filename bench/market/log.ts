import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AD_CATEGORIES } from '../../src/domain/categories.ts'
import { type Listener, run } from './market.ts'
import type { MarketAction, Policy } from './policy.ts'
import type { World } from './world.ts'

const TYPES: Readonly<Record<MarketAction, string>> = {
  viewed: 'view',
  applied: 'apply',
  assigned: 'assign',
  completed: 'complete',
}

const COLUMNS = {
  events: 'time,user,item,type,position',
  items: 'item,published,closes,category,text,capacity,reward,minimum',
  users: 'user,interest,subscribers',
}

/**
 * Writes what happened under a policy as tables that a replay reads: `events.csv` in order of time, `items.csv` and
 * `users.csv`. Creators and ads are counted from 1.
 */
export const writeLog = async (folder: string, world: World, policy: Policy): Promise<void> => {
  const events: string[] = []
  const note = (type: string, creator: number, ad: number, now: number, position = ''): void => {
    events.push(`${instant(now)},${creator + 1},${ad + 1},${type},${position}`)
  }
  const listener: Listener = {
    shown: (creator, ad, position, now) => note('shown', creator, ad, now, String(position)),
    acted: (action, creator, ad, now) => note(TYPES[action], creator, ad, now),
  }
  run(world, policy, listener)
  await mkdir(folder, { recursive: true })
  const write = (name: keyof typeof COLUMNS, lines: readonly string[]): Promise<void> =>
    writeFile(join(folder, `${name}.csv`), `${[COLUMNS[name], ...lines].join('\n')}\n`)
  await write('events', events)
  await write('items', itemsOf(world))
  await write('users', usersOf(world))
}

const itemsOf = ({ ads }: World): readonly string[] =>
  ads.text.map((title, ad) =>
    [
      ad + 1,
      instant(ads.opensAt[ad]),
      instant(ads.closesAt[ad]),
      nameOf(ads.category[ad]),
      title,
      ads.capacity[ad],
      ads.reward[ad],
      ads.minimum[ad],
    ].join(','),
  )

const usersOf = ({ creators }: World): readonly string[] =>
  Array.from(creators.subscribers, (subscribers, creator) =>
    [creator + 1, nameOf(creators.declared[creator]), subscribers].join(','),
  )

const nameOf = (category: number | undefined): string => AD_CATEGORIES[category ?? 0] ?? 'other'

const instant = (at: number | undefined): string => new Date(Math.floor(at ?? 0)).toISOString()
