import { inDays } from '../fixtures/instants.ts'

/** Wednesday, 25 November 2026, 12:00 in Korea: the present of the app's contract. */
export const NOW = inDays(3)
