import type { Result } from '../domain/result.ts'

export type ImageRefusal =
  | { readonly kind: 'image-unreadable' }
  | { readonly kind: 'image-too-large'; readonly maximumBytes: number }

export type Image = { readonly bytes: Uint8Array; readonly contentType: string }

/** Keeps pictures under names that it makes itself. */
export type ImageStore = {
  /**
   * Recognised by content, whatever the sender calls it, and kept without what it tells beside the picture, such as where
   * it was taken. Answers the name.
   */
  readonly save: (bytes: Uint8Array) => Promise<Result<string, ImageRefusal>>
  /** Null when there is no such name. */
  readonly load: (name: string) => Promise<Image | null>
  readonly remove: (name: string) => Promise<void>
}
