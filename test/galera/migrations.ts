import { openMysql } from '../../src/adapters/kysely/open.ts'
import type { Mariadb, Row } from '../mariadb/mariadbd.ts'
import { atOnce, type Finding, inTurn } from './cluster-world.ts'

const STARTERS = 5

/** Servers that start on all nodes at once, on an empty database: each step is carried out once. */
export const migratedByMany = async (nodes: readonly Mariadb[], database: string): Promise<Finding> => {
  const startedAt = performance.now()
  const carriedOut = await atOnce(STARTERS, async (index) => {
    const persistence = await openMysql({ url: inTurn(nodes, index).url(database) })
    try {
      const names = await persistence.migrate()
      await persistence.check()
      return names
    } finally {
      await persistence.close()
    }
  })
  const names = carriedOut.flat()
  const schemas = new Set(await Promise.all(nodes.map((node) => schemaOn(node, database))))
  const [recorded] = await inTurn(nodes, 0).admin(`SELECT COUNT(*) AS number FROM ${database}.schema_step`)
  const isOnceEach = new Set(names).size === names.length && Number(recorded?.number) === names.length
  return {
    told: `migrations: ${STARTERS} starters on ${nodes.length} nodes, ${names.length} steps, ${isOnceEach ? 'each once' : 'not each once'}, ${schemas.size} different schemas, ${Math.round(performance.now() - startedAt)} ms`,
    isRight: isOnceEach && names.length > 0 && schemas.size === 1,
  }
}

/** Everything that makes up the schema, as text. */
const schemaOn = async ({ admin }: Mariadb, database: string): Promise<string> => {
  const parts: Row[] = []
  for (const { name } of await admin(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${database}' ORDER BY table_name`,
  ))
    parts.push(...(await admin(`SHOW CREATE TABLE ${database}.${name}`)))
  parts.push(
    ...(await admin(
      `SELECT trigger_name, event_manipulation, event_object_table, action_statement
       FROM information_schema.triggers WHERE trigger_schema = '${database}' ORDER BY trigger_name`,
    )),
  )
  // Where a node's next id begins is its own.
  return JSON.stringify(parts).replace(/ AUTO_INCREMENT=\d+/g, '')
}
