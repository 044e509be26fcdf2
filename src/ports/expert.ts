import type { KoreanDay } from '../domain/calendar.ts'
import type { ExpertCategory } from '../domain/categories.ts'
import type { Expert, NewExpert } from '../domain/expert/expert.ts'
import type { NewQuestion, Question } from '../domain/expert/question.ts'
import type { Id } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'

export type BindRefusal =
  | { readonly kind: 'expert-profile-taken' }
  | { readonly kind: 'member-has-expert-profile' }

export type ExpertStore = {
  readonly add: (expert: NewExpert) => Promise<Expert>
  /** Locks the expert for the rest of the transaction. */
  readonly find: (id: Id<'Expert'>) => Promise<Expert | null>
  /** Under whose profile this account answers; locks it. Null when it has none. */
  readonly findOf: (account: Id<'Account'>) => Promise<Expert | null>
  readonly save: (expert: Expert) => Promise<void>
  /**
   * From now on the account answers under this profile, and nobody else does. Refused when either belongs to another one,
   * also by a binding that runs at the same time; done again, it changes nothing.
   */
  readonly bind: (expert: Id<'Expert'>, account: Id<'Account'>) => Promise<Result<undefined, BindRefusal>>
  /** From now on nobody answers under this profile; without a binding it changes nothing. */
  readonly unbind: (expert: Id<'Expert'>) => Promise<void>
  /** Who answers under this profile; null when nobody can. */
  readonly accountOf: (expert: Id<'Expert'>) => Promise<Id<'Account'> | null>
}

export type QuestionStore = {
  /** `views` is what its count of views begins with, 0 unless it was counted elsewhere before. */
  readonly add: (question: NewQuestion, views?: number) => Promise<Question>
  /** Locks the question for the rest of the transaction. */
  readonly find: (id: Id<'Question'>) => Promise<Question | null>
  readonly save: (question: Question) => Promise<void>
  /**
   * Counts one more question of this author and Korean day; false, and nothing counted, when there are `maximum` already,
   * also for those who count at the same time on another server. What was taken over from elsewhere is not counted.
   */
  readonly countAsked: (author: Id<'Account'>, day: KoreanDay, maximum: number) => Promise<boolean>
  /** Forgets how many were asked on days before `before`, at most `limit` counts; answers how many. */
  readonly forgetAsked: (before: KoreanDay, limit: number) => Promise<number>
  /**
   * Forgets who looked on days before `before`, at most `limit` looks, and answers how many. They stay counted, and a look
   * counts once a day, so nobody needs to know any more.
   */
  readonly forgetLooks: (before: KoreanDay, limit: number) => Promise<number>
}

/** Whole, also a secret one: what a reader may see of it, `mayReadQuestion` decides. */
export type SeenQuestion = {
  readonly question: Question
  /** Members who looked at it, once each and Korean day, its author not counted. */
  readonly views: number
}

/** With the expert who answered, null while it waits. */
export type AnsweredQuestion = SeenQuestion & { readonly expert: Expert | null }

/** A question about which its author has requested to talk, and where that author can be reached. */
export type RequestedConsultation = { readonly question: Question; readonly phone: string }

/** What comes behind the row of `after`; null for the first page. */
type QuestionPage = { readonly after: Id<'Question'> | null; readonly limit: number }

/**
 * Lists of questions are in the order of a time, the latest first, those of one moment by id, the higher first. They
 * answer null when `after` is no row of the list.
 */
export type ExpertViews = {
  /** Those who handled the most cases first, and then by id. */
  readonly experts: (query: { readonly limit: number }) => Promise<readonly Expert[]>
  readonly expert: (id: Id<'Expert'>) => Promise<Expert | null>
  /** Under whose profile this account answers. */
  readonly expertOf: (account: Id<'Account'>) => Promise<Expert | null>
  /** By the time of asking. */
  readonly questions: (
    query: QuestionPage & { readonly category: ExpertCategory },
  ) => Promise<readonly SeenQuestion[] | null>
  /** The author's own, all of them or only what was answered, by the time of asking. */
  readonly questionsOf: (
    author: Id<'Account'>,
    query: QuestionPage & { readonly answeredOnly?: boolean },
  ) => Promise<readonly SeenQuestion[] | null>
  /** Those about which the author has requested to talk, by the time of the request. */
  readonly consultationRequestsOf: (
    author: Id<'Account'>,
    query: QuestionPage,
  ) => Promise<readonly AnsweredQuestion[] | null>
  /** Requests of everybody, or those about what one expert answered, by the time of the request. */
  readonly consultationRequests: (
    query: QuestionPage & { readonly answeredBy: Id<'Expert'> | null },
  ) => Promise<readonly RequestedConsultation[] | null>
  readonly question: (id: Id<'Question'>) => Promise<AnsweredQuestion | null>
  /**
   * Counts a member's look once a Korean day; a write of its own, outside any transaction. Looks of the author count
   * nothing.
   */
  readonly countView: (question: Id<'Question'>, viewer: Id<'Account'>, day: KoreanDay) => Promise<void>
}
