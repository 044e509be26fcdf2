import { Outage } from '../../ports/outage.ts'
import { type MysqlSettings, placeOf } from './mysql-url.ts'

/**
 * What MySQL and MariaDB say, and what it means here. The numbers are those of their server error reference; which of
 * them leave a transaction open, undone or unknown was measured (see docs/reliability.md).
 */

const DUPLICATE_KEY = 1062
const NO_SUCH_TABLE = 1146

/** Deadlock or certification failure (also at COMMIT), lock wait too long, read view outdated, node not in its cluster. */
const CONFLICTS: ReadonlySet<number> = new Set([1213, 1205, 1020, 1047])
const NODE_NOT_READY = 1047
const SYNTAX_ERROR = 1064

/** Table, column, index, trigger or constraint exists already: the step that a crash kept from being recorded. */
const THERE: ReadonlySet<number> = new Set([1050, 1060, 1061, 1359, 1826])

/** Server shuts down, statement interrupted, connection killed in two ways, nothing asked for too long. */
const LOST_NUMBERS: ReadonlySet<number> = new Set([1053, 1317, 1927, 3169, 4031])
const LOST_CODES: ReadonlySet<string> = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
])

/** Others, that end a statement without anybody here having done something wrong. */
const OUTAGES: ReadonlyMap<number, string> = new Map([
  [3, 'it cannot write, its disk may be full'],
  [28, 'its disk is full'],
  [1021, 'its disk is full'],
  [1026, 'it cannot write, its disk may be full'],
  [1030, 'its storage engine gave an error, its disk may be full'],
  [1037, 'it is out of memory'],
  [1038, 'it is out of memory for sorting'],
  [1040, 'it has too many connections; raise max_connections, or lower "connections" in DATABASE_URL'],
  [1041, 'it is out of memory'],
  [1047, 'this node is not part of its cluster, or not ready yet'],
  [1114, 'a table is full, its disk may be full'],
  [1135, 'it cannot start another thread'],
  [1180, 'it could not finish a transaction, which may be kept all the same'],
  [1203, 'this user has too many connections; lower "connections" in DATABASE_URL'],
  [1226, 'this user has used up a limit of the server'],
  [1290, 'it runs with an option that forbids this, such as --read-only'],
  [1792, 'its transactions may only read'],
  [1836, 'it is read-only'],
  [1969, 'the statement took too long'],
  [3024, 'the statement took too long'],
  [9001, 'its proxy has no server that it could ask'],
])

/** After a failover behind one address, these come from the old server; a new connection leads to the new one. */
const READ_ONLY: ReadonlySet<number> = new Set([1290, 1792, 1836])

/** A table could not be made: for want of room, as the operating system or the storage engine numbers it, or by mistake. */
const NOT_MADE = 1005
const hasNoRoom = (error: unknown): boolean =>
  error instanceof Error && /\berrno: (28|122|135)\b/.test(error.message)

/** What whoever set the server up has to mend. */
const SETUP: ReadonlyMap<number, string> = new Map([
  [1044, 'the user of DATABASE_URL may not use this database; grant it ALL on the database'],
  [1045, 'the user or the password in DATABASE_URL is wrong'],
  [1049, 'there is no such database; create it, empty, with CREATE DATABASE'],
  [1129, 'it takes no connections from this machine after too many broken ones; run FLUSH HOSTS there'],
  [1130, 'it takes no connections from this machine; create the user of DATABASE_URL for this host, too'],
  [1142, 'the user of DATABASE_URL lacks a right; grant it ALL on the database'],
  [1143, 'the user of DATABASE_URL lacks a right; grant it ALL on the database'],
  [1227, 'the user of DATABASE_URL lacks a right; grant it ALL on the database'],
  [1251, 'it wants a way of logging in that this client does not know'],
  [
    1419,
    'it keeps a binary log and lets only administrators make triggers; set log_bin_trust_function_creators=1 for the migration, or migrate as an administrator',
  ],
  [1665, 'it keeps a binary log of statements; set binlog_format to ROW or MIXED'],
  [1698, 'the user of DATABASE_URL may not log in with a password'],
  [1820, 'the password of the user of DATABASE_URL has to be changed first'],
  [3118, 'the account of the user of DATABASE_URL is locked'],
  [3159, 'it takes connections with TLS only; add tls=on to DATABASE_URL'],
])

const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there; start the server, or correct DATABASE_URL'],
  ['ENOTFOUND', 'there is no host of that name'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up now'],
  ['ENOENT', 'there is no such socket; start the server, or correct DATABASE_URL'],
  ['ETIMEDOUT', 'it does not answer'],
  ['EHOSTUNREACH', 'there is no way to that host'],
  ['ENETUNREACH', 'there is no way to that host'],
  ['HANDSHAKE_NO_SSL_SUPPORT', 'it does not offer TLS; take tls=on out of DATABASE_URL or set TLS up'],
])

/** mysql2 puts this code over the one that said what was wrong; only the message still says it. */
const TLS_FAILED = 'HANDSHAKE_SSL_ERROR'
const failedTls = (error: unknown): string | undefined =>
  error instanceof Error && codeOf(error) === TLS_FAILED
    ? `its certificate was refused: ${error.message}; an authority of your own is named with ca=`
    : undefined

/** The numbers of a server's error, or its code when it comes from the network. */
const numberOf = (error: unknown): number =>
  error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isFatal = (error: unknown): boolean =>
  error instanceof Error && 'fatal' in error && error.fatal === true

/** What `translated` has wrapped. */
const saidBy = (error: unknown): unknown => (error instanceof Outage ? error.cause : error)

/** A unique key refused the row. */
export const isDuplicate = (error: unknown): boolean => numberOf(error) === DUPLICATE_KEY

/** The whole transaction may be run again: none of it is kept once it is rolled back. */
export const isConflict = (error: unknown): boolean => {
  const said = saidBy(error)
  return CONFLICTS.has(numberOf(said)) || isStoppedAtTriggers(said)
}

/**
 * When a node of a cluster stops a transaction for another node's while it reads a table's triggers, it calls them wrong
 * ("Query was empty"). They are not: seen in 8 of 150 races through all nodes of MariaDB 10.11, and run again, all went
 * through.
 */
const isStoppedAtTriggers = (error: unknown): boolean =>
  numberOf(error) === SYNTAX_ERROR && error instanceof Error && /has an error in its body/.test(error.message)

/** The connection is gone. Before COMMIT was sent, nothing is kept; afterwards nobody knows. */
export const isLost = (error: unknown): boolean => {
  const said = saidBy(error)
  return LOST_NUMBERS.has(numberOf(said)) || LOST_CODES.has(codeOf(said)) || isClosed(said)
}

/** A conflict is the only thing that a server says of a COMMIT when it has certainly not carried it out. */
export const leavesOpen = (error: unknown): boolean => !isConflict(error)

export const isThere = (error: unknown): boolean => THERE.has(numberOf(error))

export const isMissingTable = (error: unknown): boolean => numberOf(error) === NO_SUCH_TABLE

/** mysql2 gives such an error no code. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error && /connection is in closed state/.test(error.message)

/** The connection must not be used again after this. */
export const endsTheConnection = (error: unknown): boolean =>
  isFatal(error) || isLost(error) || numberOf(error) === NODE_NOT_READY || READ_ONLY.has(numberOf(error))

/**
 * An error as it leaves this adapter: an `Outage` with a sentence for people when the database is out of reach, busy,
 * full or set up wrongly, with what the server said as its cause; everything else as it came. Statements and their
 * values stay out of the sentence.
 */
export const translated = (error: unknown, settings: MysqlSettings): unknown => {
  if (error instanceof Outage) return error
  const [number, code] = [numberOf(error), codeOf(error)]
  const why =
    SETUP.get(number) ??
    OUTAGES.get(number) ??
    UNREACHABLE.get(code) ??
    failedTls(error) ??
    (number === NOT_MADE && hasNoRoom(error) ? 'its disk is full' : undefined) ??
    (isConflict(error) ? 'others were in the way' : undefined) ??
    (isLost(error) ? 'the connection was lost' : undefined) ??
    (isFatal(error) && error instanceof Error ? error.message : undefined)
  return why === undefined
    ? error
    : new Outage(`The database ${placeOf(settings)}: ${why}.`, { cause: error })
}
