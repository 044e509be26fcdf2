import { z } from 'zod'
import type { Acknowledged } from './clients.ts'
import { type MoneyCommand, REWARD_WON, WITHDRAWABLE_WON } from './crash-world.ts'
import type { Query } from './query.ts'

export type Findings = {
  /** Acknowledged commands whose effect is not in the database, or not as it was answered. */
  readonly missing: readonly string[]
  /** Effects that are there more than once, or that nobody asked for. */
  readonly doubled: readonly string[]
  /** Commands that were carried out although their first answer was lost: what a repetition must not do again. */
  readonly unanswered: number
}

const countRow = z.object({ creator: z.number(), effects: z.number(), amount: z.number(), id: z.number() })
const keyRow = z.object({ command_key: z.string(), at: z.number() })
type CountRow = z.infer<typeof countRow>

const withdrawn = z.object({ data: z.object({ withdrawalIdx: z.number(), amount: z.number() }) })

/** Looks into the tables themselves, so that no error of the stores can hide what is there. */
export const inspect = async (
  query: Query,
  commands: readonly MoneyCommand[],
  acknowledged: readonly Acknowledged[],
): Promise<Findings> => {
  const counted = async (sql: string): Promise<ReadonlyMap<number, CountRow>> => {
    const rows = z.array(countRow).parse(await query(sql))
    return new Map(rows.map((row) => [row.creator, row]))
  }
  const effects = {
    withdrawal: await counted(WITHDRAWALS),
    approval: await counted(REWARDS),
    told: await counted(TOLD),
    requested: await counted(REQUESTED),
  }
  const granted = acknowledged.filter(({ status }) => status === 200)
  const missing = granted.filter(({ command, body }) => {
    const found = effects[command.kind].get(command.creatorId)
    if (found === undefined) return true
    if (command.kind === 'approval') return found.amount !== REWARD_WON
    const { data } = withdrawn.parse(JSON.parse(body))
    return found.id !== data.withdrawalIdx || found.amount !== data.amount || data.amount !== WITHDRAWABLE_WON
  })
  const asked = new Set(commands.map(({ kind, creatorId }) => `${kind} ${creatorId}`))
  const doubled = Object.entries(effects).flatMap(([what, rows]) =>
    [...rows.values()].filter(({ effects: n }) => n !== 1).map(({ creator }) => `${what} of ${creator}`),
  )
  const uninvited = (['withdrawal', 'approval'] as const).flatMap((kind) =>
    [...effects[kind].keys()].map((creator) => `${kind} ${creator}`).filter((effect) => !asked.has(effect)),
  )
  const keys = z.array(keyRow).parse(await query('SELECT command_key, at FROM command_key'))
  const doneAt = new Map(keys.map(({ command_key, at }) => [command_key, at]))
  const unanswered = acknowledged.filter(
    ({ command, lostAt }) => lostAt !== null && (doneAt.get(command.key) ?? lostAt) < lostAt,
  ).length
  return {
    unanswered,
    missing: missing.map(({ command }) => command.key),
    doubled: [...doubled, ...uninvited],
  }
}

const WITHDRAWALS = `
  SELECT creator_id AS creator, count(*) AS effects, sum(amount) AS amount, max(id) AS id
  FROM withdrawal GROUP BY creator_id`

/** The cash of a withdrawal, beside its row. */
const REQUESTED = `
  SELECT creator_id AS creator, count(*) AS effects, sum(amount) AS amount, max(id) AS id
  FROM cash_posting WHERE from_pocket = 'withdrawable' AND to_pocket = 'requested' GROUP BY creator_id`

/** Of the participations to be approved; the others were rewarded before. */
const REWARDS = `
  SELECT part.creator_id AS creator, count(*) AS effects, sum(posting.amount) AS amount, max(part.id) AS id
  FROM participation AS part
  JOIN cash_posting AS posting
    ON posting.creator_id = part.creator_id AND posting.cause = concat('reward:', part.id)
  WHERE part.status = 'completed' AND part.terms_reward = ${REWARD_WON}
  GROUP BY part.creator_id`

const TOLD = `
  SELECT account_id AS creator, count(*) AS effects, 0 AS amount, max(id) AS id
  FROM notification WHERE fact LIKE '%"rewarded"%' GROUP BY account_id`
