import { sql } from 'kysely'
import { EXCERPT_MAX } from '../../domain/excerpt.ts'

/** How the text of a column begins, as `excerpt`: the rest of it stays in the database. */
export const excerptOf = (column: string) =>
  sql<string>`substr(${sql.ref(column)}, 1, ${EXCERPT_MAX})`.as('excerpt')
