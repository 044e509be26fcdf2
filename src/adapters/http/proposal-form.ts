import { z } from 'zod'
import { PROPOSAL_LIMITS } from '../../domain/participation/proposal.ts'
import { filled, flag, text } from './validate.ts'

/** A proposal as the app sends it; `isAgree` is the consent to a later additional selection. */
export const proposalForm = z.object({
  planTitle: filled(PROPOSAL_LIMITS.planTitle),
  planContents: filled(PROPOSAL_LIMITS.planContents),
  refUrl: text(PROPOSAL_LIMITS.refUrl).default(''),
  youtubeUrl: filled(PROPOSAL_LIMITS.youtubeUrl),
  phone: filled(PROPOSAL_LIMITS.phone),
  location: filled(PROPOSAL_LIMITS.location),
  isAgree: flag.default(false),
})
