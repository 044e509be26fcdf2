import { daysLeft } from '../calendar.ts'
import type { Instant } from '../primitives.ts'

/** 업로드 요망: the last two Korean days of the upload period. An overdue upload is no longer "close to the deadline". */
export const isUploadUrgent = (now: Instant, uploadTo: Instant): boolean => {
  const left = daysLeft(now, uploadTo)
  return left === 0 || left === 1
}

/** The D-day of an open ad as the app prints it: days left, never below 0. */
export const dDay = (now: Instant, applyTo: Instant): number => Math.max(0, daysLeft(now, applyTo))
