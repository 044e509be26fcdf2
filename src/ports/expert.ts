import type { KoreanDay } from '../domain/calendar.ts'
import type { ExpertCategory } from '../domain/categories.ts'
import type { Expert, NewExpert } from '../domain/expert/expert.ts'
import type { NewQuestion, Question } from '../domain/expert/question.ts'
import type { Id } from '../domain/primitives.ts'

export type ExpertStore = {
  readonly add: (expert: NewExpert) => Promise<Expert>
  /** Locks the expert for the rest of the transaction. */
  readonly find: (id: Id<'Expert'>) => Promise<Expert | null>
  readonly save: (expert: Expert) => Promise<void>
}

export type QuestionStore = {
  /** `views` is what its count of views begins with, 0 unless it was counted elsewhere before. */
  readonly add: (question: NewQuestion, views?: number) => Promise<Question>
  /** Locks the question for the rest of the transaction. */
  readonly find: (id: Id<'Question'>) => Promise<Question | null>
  readonly save: (question: Question) => Promise<void>
}

/** Whole, also a secret one: what a reader may see of it, `mayReadQuestion` decides. */
export type SeenQuestion = {
  readonly question: Question
  /** Members who looked at it, once each and Korean day, its author not counted. */
  readonly views: number
}

export type ExpertViews = {
  /** By id. */
  readonly experts: (query: {
    readonly category?: ExpertCategory
    readonly limit: number
  }) => Promise<readonly Expert[]>
  readonly expert: (id: Id<'Expert'>) => Promise<Expert | null>
  /**
   * `answered` by the time of the answer, those that wait last; `latest` by the time of asking; `popular` by views.
   * Each the highest first, and then the later one.
   */
  readonly questions: (query: {
    readonly category: ExpertCategory
    readonly order: 'answered' | 'latest' | 'popular'
    readonly limit: number
  }) => Promise<readonly SeenQuestion[]>
  /** The author's own, newest first. */
  readonly questionsOf: (author: Id<'Account'>, limit: number) => Promise<readonly SeenQuestion[]>
  /** With the expert who answered. */
  readonly question: (
    id: Id<'Question'>,
  ) => Promise<(SeenQuestion & { readonly expert: Expert | null }) | null>
  /**
   * Counts a member's look once a Korean day; a write of its own, outside any transaction. Looks of the author count
   * nothing.
   */
  readonly countView: (question: Id<'Question'>, viewer: Id<'Account'>, day: KoreanDay) => Promise<void>
}
