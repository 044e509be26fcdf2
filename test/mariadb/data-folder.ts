import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { access, constants, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ROOM_BYTES = 4 * 1024 ** 3
const SLOW_FSYNC_MS = 2
const FSYNCS = 20

/** Where temporary files go on this machine: a disk, as a rule. For tests of what a crash leaves behind. */
export const diskFolder = (): string => tmpdir()

/**
 * Where a database that is thrown away may lie. A commit waits for the disk, and tests commit many thousand times: where
 * that is slow and there is room, it is a folder in memory.
 */
export const fastFolder = async (): Promise<string> =>
  fsyncMs(tmpdir()) > SLOW_FSYNC_MS && (await hasRoomInMemory()) ? MEMORY : tmpdir()

/** How long the disk under a folder takes to make a small write durable, on average. */
const fsyncMs = (folder: string): number => {
  const path = join(folder, `crecker-fsync-${process.pid}`)
  const file = openSync(path, 'w')
  try {
    const since = performance.now()
    for (let write = 0; write < FSYNCS; write += 1) {
      writeSync(file, 'a line of the log\n')
      fsyncSync(file)
    }
    return (performance.now() - since) / FSYNCS
  } finally {
    closeSync(file)
    rmSync(path)
  }
}

const hasRoomInMemory = async (): Promise<boolean> => {
  try {
    await access(MEMORY, constants.W_OK)
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize > ROOM_BYTES
  } catch {
    return false
  }
}
