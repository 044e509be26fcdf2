import { accountOperations } from './operations/accounts.ts'
import { adOperations } from './operations/ads.ts'
import { boardOperations } from './operations/board.ts'
import { cashOperations } from './operations/cash.ts'
import { expertOperations } from './operations/experts.ts'
import { newsOperations } from './operations/news.ts'
import { participationOperations } from './operations/participations.ts'
import { reportOperations } from './operations/reports.ts'
import type { Operations } from './situations.ts'

/** By the client method of the app. */
export const SITUATIONS: Operations = {
  ...accountOperations,
  ...adOperations,
  ...participationOperations,
  ...cashOperations,
  ...reportOperations,
  ...newsOperations,
  ...expertOperations,
  ...boardOperations,
}
