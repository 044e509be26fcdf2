import { ok } from '../../domain/result.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { Outage } from '../../ports/outage.ts'
import { admitImage, MAXIMUM_IMAGE_BYTES } from './admit.ts'
import { contentTypeOf, isNameOf, newImageName } from './image-name.ts'
import { recogniseImage } from './recognise.ts'
import { type AskS3, type S3Answer, type S3Settings, s3Requests } from './s3-requests.ts'

/**
 * Pictures as objects of S3-compatible storage, which several servers can share. Throws an `Outage` when the storage cannot
 * be reached in time, refuses, or answers something else than S3 would; a picture is missing only when S3 says so.
 * After an outage while it was written, a picture may lie there all the same, under a name that nobody knows.
 */
export const s3Images = ({
  maximumBytes = MAXIMUM_IMAGE_BYTES,
  ...settings
}: S3Settings & { readonly maximumBytes?: number }): ImageStore => {
  const ask = s3Requests(settings)
  return {
    save: async (bytes) => {
      const admitted = admitImage(bytes, maximumBytes)
      if (!admitted.ok) return admitted
      const name = newImageName(admitted.value.format)
      await orOutage('a picture could not be written', () => writeImage(ask, name, admitted.value.bytes))
      return ok(name)
    },
    load: async (name) => {
      const contentType = contentTypeOf(name)
      if (contentType === null) return null
      const bytes = await orOutage('a picture could not be read', () => readImage(ask, name, maximumBytes))
      return bytes === null ? null : { bytes, contentType }
    },
    remove: async (name) => {
      if (contentTypeOf(name) === null) return
      await orOutage('a picture could not be removed', () => removeImage(ask, name))
    },
  }
}

const orOutage = async <T>(message: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    throw new Outage(message, { cause })
  }
}

/** Whatever was there under that name is replaced. Throws when it may not have been kept. */
export const writeImage = async (ask: AskS3, name: string, body: Uint8Array): Promise<void> => {
  const headers = {
    'content-type': contentTypeOf(name) ?? '',
    // The name is random and its content never changes.
    'cache-control': 'public, max-age=31536000, immutable',
  }
  const answer = await ask({ method: 'PUT', name, headers, body })
  if (answer.status !== 200) throw refusedBy(answer)
  // Whatever else says 200 has kept nothing.
  if (answer.etag === null) throw new Error('what answered 200 is not S3')
}

const readImage = async (ask: AskS3, name: string, maximumBytes: number): Promise<Uint8Array | null> => {
  const answer = await ask({ method: 'GET', name, maximumBytes })
  if (isMissing(answer)) return null
  if (answer.status !== 200) throw refusedBy(answer)
  if (!isNameOf(name, recogniseImage(answer.bytes)?.format))
    throw new Error('S3 answered with something else than this picture')
  return answer.bytes
}

const removeImage = async (ask: AskS3, name: string): Promise<void> => {
  const answer = await ask({ method: 'DELETE', name })
  if (answer.status !== 204 && answer.status !== 200 && !isMissing(answer)) throw refusedBy(answer)
}

/** A bucket that is not there is 404 too, and so is an address where there is no S3 at all. */
const isMissing = ({ status, code }: S3Answer): boolean => status === 404 && code === 'NoSuchKey'

export const refusedBy = ({ status, code }: S3Answer): Error =>
  new Error(`S3 answered ${status}${code === null ? '' : ` ${code}`}`)
