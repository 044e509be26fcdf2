import type { Id, Instant } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'

/** A programme of somebody else that creators may apply to (지원활동): a contest, a course, a grant. */
export type SupportProgramme = {
  readonly id: Id<'SupportProgramme'>
  /** Name under which the image store keeps the picture, or its address elsewhere; may be empty. */
  readonly poster: string
  readonly host: string
  readonly title: string
  readonly subtitle: string
  readonly contents: string
  /** Where to apply; may be empty. */
  readonly url: string
  readonly recruitment: Recruitment
  /** How many went on to apply. */
  readonly applyCount: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}
export type NewSupportProgramme = Omit<SupportProgramme, 'id'>

/** 모집 기간. The end is the last millisecond that still counts. */
export type Recruitment = { readonly from: Instant; readonly to: Instant }

export type SupportProgrammeRefusal = { readonly kind: 'recruitment-out-of-order' }

/** Checks what must hold of every programme, whoever entered it. */
export const draftSupportProgramme = (
  draft: NewSupportProgramme,
): Result<NewSupportProgramme, SupportProgrammeRefusal> =>
  draft.recruitment.from <= draft.recruitment.to ? ok(draft) : err({ kind: 'recruitment-out-of-order' })

export const isRecruiting = ({ from, to }: Recruitment, now: Instant): boolean => now >= from && now <= to

/** Not over yet: it recruits now, or will. */
export const hasNotEnded = ({ to }: Recruitment, now: Instant): boolean => now <= to

export type ProgrammeUrlRefusal = { readonly kind: 'programme-url-unfit' }

/** Where to apply is a page of the web, or left open: no other scheme may hide behind a link that members follow. */
export const checkProgrammeUrl = (url: string): Result<string, ProgrammeUrlRefusal> => {
  if (url === '') return ok(url)
  return /^https?:\/\//i.test(url) && URL.parse(url) !== null ? ok(url) : err({ kind: 'programme-url-unfit' })
}
