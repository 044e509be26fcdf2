import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { ApplicantsPage, OrderApplicants } from '../../application/recommendation/order-applicants.ts'
import { type Instant, toId } from '../../domain/primitives.ts'
import { APPLICANT_TERMS } from '../../domain/recommendation/applicant-order.ts'
import type { Clock } from '../../ports/clock.ts'
import { applicantReasonWording, tierWording } from './applicant-wording.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { reviewShown } from './participation-answers.ts'
import { access, type Session } from './session.ts'
import { idNumber, param, query } from './validate.ts'
import { PAGE_SIZE, page } from './wire.ts'

export type ApplicantDeps = { readonly orderApplicants: OrderApplicants; readonly clock: Clock }

/**
 * Who waits for an operator's choice in an ad, best first, with channels of every size in each part of the list. All of
 * up to 10,000 are in one order, which is made anew for each page: `cursor` is the `userAdIdx` of the last one seen, and is
 * refused once they are chosen or declined.
 */
export const applicantRoutes = (use: ApplicantDeps) =>
  new Hono<Session>().get(
    '/applicants/:adIdx',
    access('operator'),
    param(z.object({ adIdx: idNumber })),
    query(z.object(page)),
    async (c) => {
      const { cursor } = c.req.valid('query')
      const ordered = await use.orderApplicants({
        adId: toId(c.req.valid('param').adIdx),
        after: cursor === null ? null : toId(cursor),
        limit: PAGE_SIZE,
      })
      if (!ordered.ok) return refuse(c, ordered.error)
      return answer(c, '지원자 조회 성공', pageShown(c, ordered.value, use.clock.now()))
    },
  )

const pageShown = (
  c: Context<Session>,
  { ordered, isCut, tiers, applicants }: ApplicantsPage,
  now: Instant,
) => {
  const inWords = ({ ko, en }: { readonly ko: string; readonly en: string }) => (wantsEnglish(c) ? en : ko)
  return {
    total: ordered,
    /** More have applied than are in the order. */
    cut: isCut,
    tiers: tiers.map(({ tier, applicants: howMany }) => ({
      tier,
      name: inWords(tierWording(tier)),
      applicants: howMany,
      share: rounded(howMany / ordered),
    })),
    applicants: applicants.map(({ review, place, score, terms, tier, reasons }) => ({
      place,
      score: rounded(score),
      terms: Object.fromEntries(APPLICANT_TERMS.map((term) => [term, rounded(terms[term])])),
      tier,
      reasons: reasons.map((reason) => ({
        code: reason.code,
        text: inWords(applicantReasonWording(reason)),
      })),
      ...reviewShown(c, review, now),
    })),
  }
}

const rounded = (figure: number): number => Math.round(figure * 1_000) / 1_000
