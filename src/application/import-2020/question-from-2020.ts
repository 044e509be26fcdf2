import type { NewExpert } from '../../domain/expert/expert.ts'
import type { Consultation, NewQuestion } from '../../domain/expert/question.ts'
import type { Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Row2020 } from '../../ports/import-2020.ts'
import { expertCategory2020 } from './categories-2020.ts'
import {
  countOf,
  flagOf,
  numberOf,
  pictureOf,
  type Reason,
  textOf,
  timeOf,
  unlessDenied,
} from './read-row.ts'

/** A row of `Expert`. */
export const expertFrom2020 = (row: Row2020, now: Instant): Result<NewExpert, Reason> => {
  const name = textOf(row, 'name')
  if (name.trim() === '') return err('it has no name')
  return ok({
    category: expertCategory2020(textOf(row, 'categoryCode')),
    name,
    casesHandled: countOf(row, 'experience') ?? 0,
    affiliation: textOf(row, 'description'),
    photo: pictureOf(row, 'photo'),
    createdAt: timeOf(row, 'createAt') ?? now,
  })
}

export type QuestionFrom2020 = {
  readonly oldMember: number
  readonly question: Omit<NewQuestion, 'author'>
  readonly views: number
  readonly answer: { readonly oldExpert: number; readonly content: string; readonly at: Instant } | null
  readonly consultation: Consultation | null
  readonly remarks: readonly Reason[]
}

/** A row of `ExpertConsult`: question, answer and consultation in one. */
export const questionFrom2020 = (row: Row2020, now: Instant): Result<QuestionFrom2020, Reason> => {
  const oldMember = numberOf(row, 'userIdx')
  if (oldMember === null) return err('it names no member (userIdx)')
  const [title, content] = [textOf(row, 'Qtitle'), textOf(row, 'Qcontent')]
  if (title.trim() === '' && content.trim() === '') return err('it asks nothing')
  const askedAt = timeOf(row, 'createAt') ?? now
  const answer = answerFrom(row, askedAt)
  const request = consultationFrom(row, askedAt)
  return ok({
    oldMember,
    question: {
      category: expertCategory2020(textOf(row, 'categoryCode')),
      title,
      content,
      secret: unlessDenied(row, 'isSecret'),
      askedAt,
    },
    views: countOf(row, 'views') ?? 0,
    answer: answer.ok ? answer.value : null,
    consultation: request.ok ? request.value : null,
    remarks: [
      ...(answer.ok ? [] : [answer.error]),
      ...(answer.ok && answer.value === null && flagOf(row, 'isComplete')
        ? ['it is called answered but has no answer, so it waits for one']
        : []),
      ...(request.ok ? [] : [request.error]),
    ],
  })
}

const answerFrom = (row: Row2020, askedAt: Instant): Result<QuestionFrom2020['answer'], Reason> => {
  const content = textOf(row, 'Acontent')
  if (content.trim() === '') return ok(null)
  const oldExpert = numberOf(row, 'expertIdx')
  return oldExpert === null
    ? err('its answer is left out, for it names no expert (expertIdx); it waits for one')
    : ok({ oldExpert, content, at: timeOf(row, 'answerUpdateAt') ?? askedAt })
}

/** 2020 marked every request as successful at once and confirmed none, so each comes as requested. */
const consultationFrom = (row: Row2020, askedAt: Instant): Result<Consultation | null, Reason> => {
  const date = timeOf(row, 'Cdate')
  if (date === null)
    return flagOf(row, 'isSuccess')
      ? err('a consultation was asked for without a day, so it is left out')
      : ok(null)
  return ok({
    applicantName: textOf(row, 'name'),
    date,
    topic: textOf(row, 'Ccontent'),
    requestedAt: timeOf(row, 'consultUpdateAt') ?? askedAt,
    status: 'requested',
  })
}
