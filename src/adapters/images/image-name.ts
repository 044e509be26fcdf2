import { randomBytes } from 'node:crypto'
import type { ImageFormat } from './recognise.ts'

const EXTENSION: Readonly<Record<ImageFormat, string>> = { png: 'png', jpeg: 'jpg', gif: 'gif', webp: 'webp' }
const CONTENT_TYPE: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
])

/** 128 random bits, so that nobody guesses a picture's address. */
export const newImageName = (format: ImageFormat): string =>
  `${randomBytes(16).toString('hex')}.${EXTENSION[format]}`

/** Whether a picture of that format could have got this name. */
export const isNameOf = (name: string, format: ImageFormat | undefined): boolean =>
  format !== undefined && name.endsWith(`.${EXTENSION[format]}`)

/** Null when the name is not one of ours, whatever it is: a path, a device, another file of the folder. */
export const contentTypeOf = (name: string): string | null => {
  const [, extension = ''] = /^[0-9a-f]{32}\.(png|jpg|gif|webp)$/.exec(name) ?? []
  return CONTENT_TYPE.get(extension) ?? null
}
