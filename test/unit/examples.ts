import { type Instant, toInstant } from '../../src/domain/primitives.ts'

/** The instant of an ISO 8601 text with offset, read by the runtime and not by the calendar under test. */
export const at = (text: string): Instant => toInstant(Date.parse(text))
