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

/**
 * Writes what happened under a policy as two files of comma-separated values: `events.csv` of `time,user,item,type` in order
 * of time, and `items.csv` of `item,published,closes,category,text`. Creators and ads are counted from 1.
 */
export const writeLog = async (folder: string, world: World, policy: Policy): Promise<void> => {
  const events = ['time,user,item,type']
  const note = (type: string, creator: number, ad: number, now: number): void => {
    events.push(`${instant(now)},${creator + 1},${ad + 1},${type}`)
  }
  const listener: Listener = {
    shown: (creator, ad, _position, now) => note('shown', creator, ad, now),
    acted: (action, creator, ad, now) => note(TYPES[action], creator, ad, now),
  }
  run(world, policy, listener)
  const { opensAt, closesAt, category, text } = world.ads
  const items = text.map(
    (title, ad) =>
      `${ad + 1},${instant(opensAt[ad])},${instant(closesAt[ad])},${AD_CATEGORIES[category[ad] ?? 0]},${title}`,
  )
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'events.csv'), `${events.join('\n')}\n`)
  await writeFile(
    join(folder, 'items.csv'),
    `${['item,published,closes,category,text', ...items].join('\n')}\n`,
  )
}

const instant = (at: number | undefined): string => new Date(Math.floor(at ?? 0)).toISOString()
