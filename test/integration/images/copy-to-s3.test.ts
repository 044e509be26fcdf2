import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyToS3 } from '../../../src/adapters/images/copy-to-s3.ts'
import { diskImages } from '../../../src/adapters/images/disk.ts'
import { s3Images } from '../../../src/adapters/images/s3.ts'
import { onePixel, png } from '../../fixtures/pictures.ts'
import { type S3Server, s3Error, startS3Server } from '../../fixtures/s3-server.ts'

describe('pictures copied from the disk into S3', () => {
  const pictures = [png(3, 2, [255, 0, 0]), onePixel.gif, onePixel.webpLossy]
  let directory: string
  let names: readonly string[]
  let s3: S3Server
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'crecker-copy-'))
    const disk = diskImages({ directory })
    const saved = await Promise.all(pictures.map((bytes) => disk.save(bytes)))
    names = saved.map((result) => (result.ok ? result.value : ''))
    s3 = await startS3Server()
  })
  afterEach(async () => {
    await s3.close()
    await rm(directory, { recursive: true })
  })

  it('are found there under their names, as if they had been kept there, and stay on the disk', async () => {
    expect(await copyToS3(directory, s3.settings)).toEqual({ copied: 3, present: 0, leftOut: [] })
    const inS3 = s3Images(s3.settings)
    for (const [index, bytes] of pictures.entries())
      expect((await inS3.load(names[index] ?? ''))?.bytes).toEqual(Uint8Array.from(bytes))
    expect(s3.objects.get(`pictures/${names[0]}`)).toMatchObject({
      contentType: 'image/png',
      cacheControl: 'public, max-age=31536000, immutable',
    })
    expect(await readdir(directory)).toHaveLength(3)
  })

  it('are sent once, also when it is run again after it was stopped in the middle', async () => {
    s3.answerNext((_, response) => response.writeHead(404).end(), s3Error(403, 'AccessDenied'))
    await expect(copyToS3(directory, s3.settings)).rejects.toThrow('S3 answered 403 AccessDenied')
    expect(await copyToS3(directory, s3.settings)).toEqual({ copied: 3, present: 0, leftOut: [] })
    expect(await copyToS3(directory, s3.settings)).toEqual({ copied: 0, present: 3, leftOut: [] })
  })

  it('are sent anew when something else lies there', async () => {
    const cut = { bytes: new Uint8Array(1), contentType: 'image/png', cacheControl: undefined }
    s3.objects.set(`pictures/${names[0]}`, cut)
    expect(await copyToS3(directory, s3.settings)).toMatchObject({ copied: 3, present: 0 })
    expect((await s3Images(s3.settings).load(names[0] ?? ''))?.bytes).toEqual(pictures[0])
  })

  it('are pictures only', async () => {
    const no = `${'a'.repeat(32)}.png`
    const large = `${'b'.repeat(32)}.gif`
    const misnamed = `${'c'.repeat(32)}.png`
    for (const name of ['notes.txt', `${no}.tmp`, no]) await writeFile(join(directory, name), 'text')
    await writeFile(join(directory, large), Buffer.concat([onePixel.gif, Buffer.alloc(5 * 1024 * 1024)]))
    await writeFile(join(directory, misnamed), onePixel.gif)
    const { copied, leftOut } = await copyToS3(directory, s3.settings)
    expect([copied, leftOut]).toEqual([3, [no, `${no}.tmp`, large, misnamed, 'notes.txt']])
    expect(s3.objects.size).toBe(3)
  })

  it('are not taken for copied when the storage says no', async () => {
    s3.answerNext((_, response) => response.writeHead(403).end())
    await expect(copyToS3(directory, s3.settings)).rejects.toThrow('S3 answered 403')
  })
})
