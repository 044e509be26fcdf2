import { parseArgs } from 'node:util'
import { type Backup, type BackupUnfit, openBackup, type RestoreRefusal } from '../adapters/kysely/restore.ts'
import { type Config, placeOfImages, readConfig } from './config.ts'
import { openDatabase } from './open.ts'
import { lockForServingOn } from './server.ts'

/** `crecker restore <file>`; answers the exit code, or null when it was not asked for as it should be. */
export const restoreCommand = async (args: readonly string[]): Promise<number | null> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'accept-drift': { type: 'boolean', default: false } },
  })
  const [file, ...more] = positionals
  if (file === undefined || file === '' || more.length > 0) return null
  const config = readConfig(process.env)
  const opened = await openBackup(file, { acceptDrift: values['accept-drift'] })
  if (!opened.ok) {
    console.error(`${inWords(opened.error, file)} Nothing was restored.`)
    return 1
  }
  const backup = opened.value
  return restoreFrom(backup, file, config).finally(backup.close)
}

const restoreFrom = async (backup: Backup, file: string, config: Config): Promise<number> => {
  const begun = performance.now()
  const lock = await lockForServingOn(config.database)
  try {
    // What is not new keeps its schema, so the restore itself sets up what is.
    const database = await openDatabase(config, { migrate: false })
    const restored = await database.restore(backup).finally(database.close)
    if (!restored.ok) {
      console.error(whyNotInto(restored.error))
      return 1
    }
    const { tables, rows, books } = restored.value
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log(
      `Restored from ${file}: ${tables} tables, ${rows} rows, in ${seconds} s. The database holds what the file holds: ` +
        `${books.creators} creators, ${books.postings} postings, drift ${books.drift.length}.`,
    )
    console.log(
      `Put back as well, if they are gone: the keys in ${config.keysFile} and the pictures in ${placeOfImages(config)}.`,
    )
    return 0
  } finally {
    lock.release()
  }
}

const inWords = (unfit: BackupUnfit, file: string): string => {
  switch (unfit.kind) {
    case 'file-missing':
      return `There is no file ${file}.`
    case 'no-database':
      return `${file} is not a backup: it is no SQLite database.`
    case 'of-others':
      return `${file} is a SQLite database, but not one of Crecker.`
    case 'damaged':
      return `${file} is damaged or was cut off (${unfit.damage}). Use another backup.`
    case 'drifting':
      return (
        `The books in ${file} do not agree in ${unfit.drifts} places: \`crecker reconcile\` with ` +
        `DATABASE_URL=sqlite:${file} says where. To restore them as they are, add --accept-drift.`
      )
  }
}

const whyNotInto = (refusal: RestoreRefusal): string => {
  switch (refusal.kind) {
    case 'target-not-empty':
      return (
        `The database is not empty: its table ${refusal.table} has ${refusal.rows} rows. Nothing was restored, for ` +
        'nothing is ever overwritten: set DATABASE_URL to a new database, or move the old one away first.'
      )
    case 'target-older':
      return (
        `The database was set up by an older version: it lacks the schema step "${refusal.step}". Nothing was restored ` +
        'or changed: set DATABASE_URL to a new database, or run `crecker migrate` first if this one is empty.'
      )
    case 'target-of-others':
      return (
        `The database is not new: it has a table ${refusal.table}, but was not set up by Crecker. Nothing was restored ` +
        'or changed: set DATABASE_URL to a new database.'
      )
  }
}
