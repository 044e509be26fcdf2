/** A picture that tells nothing but what is seen on it. */
export type StrippedImage = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Pictures that are shown one after the other; one when it does not move. */
  readonly frames: number
  /** How often a viewer goes over the picture until it is whole: a progressive JPEG is coded in several scans. */
  readonly scans: number
}

/** More segments, chunks or blocks in all than any honest picture has. */
export const PARTS_MAX = 20_000

/** Likewise the pictures of one that moves. */
export const FRAMES_MAX = 1_000
