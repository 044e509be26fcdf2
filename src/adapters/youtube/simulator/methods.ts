import type { Bucket } from './quota.ts'

/** The methods that are played, as they stand in addresses behind `/youtube/v3/`, and what they are charged to. */
export const METHOD_BUCKETS = {
  videos: 'general',
  channels: 'general',
  'videos:batchGetStats': 'batchGetStats',
} as const satisfies Readonly<Record<string, Bucket>>

export type MethodName = keyof typeof METHOD_BUCKETS

export const isMethodName = (name: string): name is MethodName => Object.hasOwn(METHOD_BUCKETS, name)
