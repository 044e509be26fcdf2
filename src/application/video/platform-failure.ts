import type { PlatformFailure } from '../../ports/video-platform.ts'

/** A new kind of failure does not compile until it stands here. */
const FAILURES: Readonly<Record<PlatformFailure['kind'], true>> = {
  'youtube-not-configured': true,
  'youtube-key-refused': true,
  'youtube-quota-exhausted': true,
  'youtube-unavailable': true,
}

/** Whether YouTube gave no answer, so that nothing was found out; every other refusal is a verdict. */
export const isPlatformFailure = (refusal: { readonly kind: string }): refusal is PlatformFailure =>
  Object.hasOwn(FAILURES, refusal.kind)
