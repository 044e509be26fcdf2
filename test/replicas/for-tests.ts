import { inject } from 'vitest'
import { IS_MARIADB_MISSING } from '../mariadb/for-tests.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** On how many servers the HTTP suite runs; one on memory when it is left out. */
    servers?: 2
  }
}

/** Whether this run puts each house on two servers that share one MariaDB. */
export const ARE_REPLICAS_MEANT = inject('servers') === 2
export const ARE_REPLICAS_HERE = ARE_REPLICAS_MEANT && !IS_MARIADB_MISSING
