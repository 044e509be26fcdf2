import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MAXIMUM_IMAGE_BYTES } from './admit.ts'
import { contentTypeOf, isNameOf } from './image-name.ts'
import { recogniseImage } from './recognise.ts'
import { refusedBy, writeImage } from './s3.ts'
import { type AskS3, type S3Settings, s3Requests } from './s3-requests.ts'

export type CopiedImages = {
  readonly copied: number
  /** Were there already, with as many bytes. */
  readonly present: number
  /** Files of the folder that are no pictures of ours, or none that could be given out. */
  readonly leftOut: readonly string[]
}

/**
 * Copies the pictures of a folder, under their names, into S3-compatible storage, where servers find them that keep their
 * pictures there from now on. The folder stays as it is. Safe to run again: what is there already is not sent again.
 * Throws at the first picture that cannot be read or copied.
 */
export const copyToS3 = async (directory: string, settings: S3Settings): Promise<CopiedImages> => {
  const ask = s3Requests(settings)
  const leftOut: string[] = []
  let copied = 0
  let present = 0
  for (const name of (await readdir(directory)).toSorted()) {
    const bytes = contentTypeOf(name) === null ? null : await readFile(join(directory, name))
    if (bytes === null || !isGivenOut(name, bytes)) leftOut.push(name)
    else if (await isThere(ask, name, bytes.byteLength)) present += 1
    else {
      await writeImage(ask, name, bytes)
      copied += 1
    }
  }
  return { copied, present, leftOut }
}

/** What was kept once is copied, also if it would be refused today. */
const isGivenOut = (name: string, bytes: Uint8Array): boolean =>
  bytes.byteLength <= MAXIMUM_IMAGE_BYTES && isNameOf(name, recogniseImage(bytes)?.format)

const isThere = async (ask: AskS3, name: string, size: number): Promise<boolean> => {
  const answer = await ask({ method: 'HEAD', name })
  if (answer.status === 200) return answer.announcedBytes === size
  // Without a body nobody says what is missing, the picture or the bucket; writing will tell.
  if (answer.status === 404) return false
  throw refusedBy(answer)
}
