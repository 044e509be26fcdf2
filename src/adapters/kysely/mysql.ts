import { Kysely, MysqlDialect, sql } from 'kysely'
import type { Database } from './database.ts'
import { type Connection, type Ddl, onlyAmong, type SqlDialect } from './dialect.ts'
import { isConflict, isDuplicate, isLost, isMissingTable, isThere, leavesOpen } from './mysql-errors.ts'
import { poolWithDeadlines } from './mysql-pool.ts'
import { type Flavour, readySession, type Server } from './mysql-server.ts'
import type { MysqlSettings } from './mysql-url.ts'
import { wholeNumber } from './row.ts'

export type MysqlConnection = Connection & {
  /** What kind of server it is; opens the first connection. Throws `Outage` when that cannot be done. */
  readonly server: () => Promise<Server>
}

/** A pool of connections, none of which is opened before it is needed. */
export const connectMysql = (settings: MysqlSettings): MysqlConnection => {
  let server: Server | undefined
  const pool = poolWithDeadlines(settings, async (connection) => {
    server = await readySession(connection, settings)
  })
  const db = new Kysely<Database>({ dialect: new MysqlDialect({ pool }) })
  return {
    db,
    close: pool.close,
    server: async () => {
      await sql`SELECT 1`.execute(db)
      if (server === undefined) throw new Error('a connection is readied before it is lent')
      return server
    },
  }
}

/** Binary collations that do not take `key` and `key ` for the same; each server has its own. */
const COLLATION: Readonly<Record<Flavour, string>> = {
  mariadb: 'utf8mb4_nopad_bin',
  mysql: 'utf8mb4_0900_bin',
}

/** Less than others wait for a table. */
const SCHEMA_CHANGE_WAIT_SECONDS = 1

/** What MySQL and MariaDB understand alike; `flavour` says where they do not. */
export const mysqlDialect = (flavour: Flavour): SqlDialect => ({
  lockRows: (query) => query.forUpdate(),
  isTaken: isDuplicate,
  isConflict,
  isLost,
  leavesOpen,
  isThere,
  isMissingTable,
  countAttempt: async (db, { subject, now, endsAt }) => {
    // Assignments run from left to right, so the first still sees the old end. LAST_INSERT_ID(n) comes back as the
    // id that was inserted; a new row has none.
    const { insertId } = await sql`
      INSERT INTO throttle (subject, attempts, ends_at) VALUES (${subject}, 1, ${endsAt})
      ON DUPLICATE KEY UPDATE
        attempts = LAST_INSERT_ID(IF(ends_at <= ${now}, 1, attempts + 1)),
        ends_at = IF(ends_at <= ${now}, VALUES(ends_at), ends_at)`.execute(db)
    return wholeNumber(insertId ?? 1n)
  },
  deleteOldest: async (db, { table, column, among, before, limit }) => {
    // MariaDB sorts everything that is old unless the order names the index from its beginning.
    const order = sql.join(
      [among?.column, column].flatMap((name) => (name === undefined ? [] : sql.ref(name))),
    )
    const { numAffectedRows } = await sql`
      DELETE FROM ${sql.table(table)} WHERE ${onlyAmong(among)} ${sql.ref(column)} < ${before}
      ORDER BY ${order} LIMIT ${limit}`.execute(db)
    return wholeNumber(numAffectedRows ?? null)
  },
  giveWayToUsers: async (db) => {
    await sql.raw(`SET SESSION lock_wait_timeout = ${SCHEMA_CHANGE_WAIT_SECONDS}`).execute(db)
  },
  ddl: ddlOf(flavour),
})

const ddlOf = (flavour: Flavour): Ddl => ({
  id: 'BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY',
  integer: 'BIGINT',
  text: 'MEDIUMTEXT',
  key: (length) => `VARCHAR(${length})`,
  table: (name, body) => ({
    name: `table ${name}`,
    statement: `CREATE TABLE IF NOT EXISTS ${name} (${body})
      ENGINE = InnoDB, DEFAULT CHARACTER SET utf8mb4, COLLATE ${COLLATION[flavour]}`,
  }),
  // Neither server knows IF NOT EXISTS for all of these; `isThere` forgives what is there.
  index: (name, table, columns) => ({
    name: `index ${name}`,
    statement: `CREATE INDEX ${name} ON ${table} (${columns})`,
  }),
  refuse: (change, table) => {
    const name = `${table}_refuses_${change.toLowerCase()}`
    return {
      name: `trigger ${name}`,
      statement: `CREATE TRIGGER ${name} BEFORE ${change} ON ${table} FOR EACH ROW
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${table} refuses ${change}'`,
    }
  },
})
