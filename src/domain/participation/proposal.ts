/** What a creator offers to make (기획서), with where to reach them. */
export type Proposal = {
  readonly planTitle: string
  readonly planContents: string
  /** A video as reference; may be empty. */
  readonly refUrl: string
  readonly youtubeUrl: string
  readonly phone: string
  /** Where goods are sent to; cannot be changed after assignment. */
  readonly location: string
  /** 추가 선정: may be considered if more creators are selected later. */
  readonly additionalSelection: boolean
}

/** Characters. The app sets no limit of its own. */
export const PROPOSAL_LIMITS = {
  planTitle: 200,
  planContents: 20_000,
  refUrl: 2_048,
  youtubeUrl: 2_048,
  phone: 40,
  location: 500,
} as const
