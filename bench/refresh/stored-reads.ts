import { DatabaseSync } from 'node:sqlite'
import { createConnection } from 'mysql2'
import { z } from 'zod'
import type { Read } from './reads.ts'
import type { Place } from './scenario.ts'

const QUERY = 'SELECT video_id AS videoId, at, source FROM observation ORDER BY video_id, at, id'
const read = z.object({ videoId: z.string(), at: z.coerce.number(), source: z.string() })

/** Every stored observation, by video and then by time, on a connection of its own. */
export async function* observationsIn(place: Exclude<Place, { kind: 'memory' }>): AsyncGenerator<Read> {
  if (place.kind === 'sqlite') {
    const database = new DatabaseSync(place.path, { readOnly: true })
    try {
      for (const row of database.prepare(QUERY).iterate()) yield read.parse(row)
    } finally {
      database.close()
    }
    return
  }
  const connection = createConnection(place.url)
  try {
    for await (const row of connection.query(QUERY).stream()) yield read.parse(row)
  } finally {
    connection.destroy()
  }
}
