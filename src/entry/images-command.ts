import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { copyToS3 } from '../adapters/images/copy-to-s3.ts'
import { nameOfS3Place } from '../adapters/images/s3-address.ts'
import { imagesFolderIn, readConfig } from './config.ts'

/** `crecker images copy`: the way from the disk to S3-compatible storage. Null when it is called in another way. */
export const imagesCommand = async (args: readonly string[]): Promise<number | null> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length !== 1 || positionals[0] !== 'copy') return null
  const { images, dataDir } = readConfig(process.env)
  if (images.kind !== 's3') {
    console.error(
      'IMAGES must name the storage to copy pictures into: s3://<bucket>/<prefix>?region=<region>.',
    )
    return 2
  }
  const directory = values.from ?? imagesFolderIn(dataDir)
  if (!existsSync(directory)) {
    console.error(`There is no folder ${directory}: DATA_DIR or --from says where the pictures are.`)
    return 1
  }
  try {
    const { copied, present, leftOut } = await copyToS3(directory, images)
    console.log(`${copied} pictures copied to ${nameOfS3Place(images.place)}, ${present} were there already.`)
    if (leftOut.length > 0) console.log(`Left out, since they are no pictures: ${leftOut.join(', ')}.`)
    return 0
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    console.error(`Not all pictures were copied: ${said}. Run it again: it goes on with what is missing.`)
    return 1
  }
}
