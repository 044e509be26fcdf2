import { createConnection } from 'mysql2/promise'
import { kept, storedCreators } from '../fixtures/stored.ts'
import { atOnce, type Check, inTurn } from './cluster-world.ts'

const READS = 1_000
const MEMBERS = 8

/**
 * Members change something through one node and read it at once through the next. Beside it, for the record, the same
 * read on a bare connection that does not wait for what other nodes have acknowledged.
 */
export const ownWrites: Check = async ({ nodes, houses, database, share }) => {
  const members = await kept(inTurn(houses, 0), (stores) => storedCreators(stores, MEMBERS))
  const bare = await Promise.all(nodes.map((node) => createConnection({ uri: node.url(database) })))
  await Promise.all(bare.map((connection) => connection.query('SET SESSION wsrep_sync_wait = 0')))
  const each = Math.ceil((READS * share) / MEMBERS)
  const stale = { waiting: 0, bare: 0 }
  await atOnce(MEMBERS, async (index) => {
    const { id } = inTurn(members, index)
    for (let turn = 0; turn < each; turn += 1) {
      const name = `이름 ${turn}`
      await kept(inTurn(houses, index + turn), async ({ accounts }) => {
        const account = await accounts.find(id)
        if (account === null) throw new Error('the member signed up')
        await accounts.save({ ...account, name })
      })
      const other = index + turn + 1
      const [[rows], profile] = await Promise.all([
        inTurn(bare, other).query('SELECT name FROM account WHERE id = ? AND name = ?', [id, name]),
        inTurn(houses, other).views.accounts.profile(id),
      ])
      if (Array.isArray(rows) && rows.length === 0) stale.bare += 1
      if (profile?.name !== name) stale.waiting += 1
    }
  })
  await Promise.all(bare.map((connection) => connection.end()))
  return {
    told: `reads of one's own writes through another node: ${stale.waiting} stale of ${each * MEMBERS}; ${stale.bare} without wsrep_sync_wait`,
    isRight: stale.waiting === 0,
  }
}
