import { parseArgs } from 'node:util'
import type { BackupRefusal } from '../adapters/kysely/backup.ts'
import { placeOfImages, readConfig } from './config.ts'
import { openToRead } from './open.ts'

/** `crecker backup <file>`; answers the exit code, or null when it was not asked for as it should be. */
export const backupCommand = async (args: readonly string[]): Promise<number | null> => {
  const [file, ...more] = parseArgs({ args: [...args], allowPositionals: true }).positionals
  if (file === undefined || file === '' || more.length > 0) return null
  const config = readConfig(process.env)
  const begun = performance.now()
  const database = await openToRead(config)
  const backedUp = await database.backUp(file).finally(database.close)
  if (!backedUp.ok) {
    console.error(inWords(backedUp.error, file))
    return 1
  }
  const { tables, rows, bytes, books } = backedUp.value
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(
    `${file}: ${tables} tables, ${rows} rows, ${bytes} bytes, in ${seconds} s. It was read back and holds what the ` +
      `database held: ${books.creators} creators, ${books.postings} postings, drift ${books.drift.length}.`,
  )
  console.log(
    `Not in it, so keep copies of them too: the keys in ${config.keysFile}, without which payee accounts cannot be ` +
      `read, and the pictures in ${placeOfImages(config)}.`,
  )
  if (books.drift.length === 0) return 0
  console.error(
    'The books of the database do not agree, and so do those of the copy. It was kept, for it is all there is; ' +
      '`crecker reconcile` says where they differ.',
  )
  return 1
}

const inWords = (refusal: BackupRefusal, file: string): string => {
  switch (refusal.kind) {
    case 'file-exists':
      return `${file} exists already, and a backup never replaces anything: give it another name.`
    case 'partial-exists':
      return `${refusal.partial} exists: another backup is writing it, or one was cut off. Delete it if none is running.`
    case 'file-not-writable':
      return `${file} cannot be written: ${refusal.reason}.`
    case 'schema-not-current':
      return (
        `The database lacks the schema step "${refusal.step}" of this version. Back it up with the version that ` +
        'last served it, or run `crecker migrate` first.'
      )
  }
}
