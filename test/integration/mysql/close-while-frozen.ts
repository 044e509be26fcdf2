/**
 * Opens the database at the given address, says so, waits for a line, asks several things at once and closes it again.
 * Says how long closing took. Nothing else ends the process.
 */
import { once } from 'node:events'
import { openMysql } from '../../../src/adapters/kysely/open.ts'

const AT_ONCE = 4

const persistence = await openMysql({ url: process.argv[2] ?? '', migrate: true })
console.log('open')
await once(process.stdin, 'data')
process.stdin.destroy()
const asked = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => persistence.check()))
const refused = asked.filter(({ status }) => status === 'rejected').length
const since = performance.now()
await persistence.close()
console.log(JSON.stringify({ refused, closedInMs: performance.now() - since }))
