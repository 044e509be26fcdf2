import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok } from '../../domain/result.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { Outage } from '../../ports/outage.ts'
import { admitImage, MAXIMUM_IMAGE_BYTES } from './admit.ts'
import { contentTypeOf, newImageName } from './image-name.ts'

/** Pictures as files of one folder, which is made with the first of them. Throws an `Outage` when the disk fails. */
export const diskImages = ({
  directory,
  maximumBytes = MAXIMUM_IMAGE_BYTES,
}: {
  readonly directory: string
  readonly maximumBytes?: number
}): ImageStore => ({
  save: async (bytes) => {
    const admitted = admitImage(bytes, maximumBytes)
    if (!admitted.ok) return admitted
    const name = newImageName(admitted.value.format)
    try {
      await mkdir(directory, { recursive: true })
      await writeWhole(join(directory, name), admitted.value.bytes)
    } catch (cause) {
      throw new Outage('a picture could not be written', { cause })
    }
    return ok(name)
  },
  load: async (name) => {
    const contentType = contentTypeOf(name)
    if (contentType === null) return null
    try {
      const { buffer, byteOffset, byteLength } = await readFile(join(directory, name))
      return { bytes: new Uint8Array(buffer, byteOffset, byteLength), contentType }
    } catch (cause) {
      if (isMissing(cause)) return null
      throw new Outage('a picture could not be read', { cause })
    }
  },
  remove: async (name) => {
    if (contentTypeOf(name) === null) return
    try {
      await rm(join(directory, name), { force: true })
    } catch (cause) {
      throw new Outage('a picture could not be removed', { cause })
    }
  },
})

/** Under another name first, so that half a picture never has the name. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const aside = `${path}.tmp`
  try {
    const file = await open(aside, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    // The first failure is the one to tell, so a second one, here, is not.
    await rm(aside, { force: true }).catch(() => undefined)
    throw error
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
