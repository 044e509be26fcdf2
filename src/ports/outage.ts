/**
 * Thrown by adapters when something outside cannot be reached in time, such as the database. Nobody in the core can
 * act on it, so it is no `Result`; the edge answers it as an outage, never as "not found".
 */
export class Outage extends Error {
  override readonly name = 'Outage'
}
